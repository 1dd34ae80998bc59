"""How freshness reads: who was asked and what came of it, shares of a month, and the pictures beside the figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.portal.adapters.freshness_api import Ask, Counts, Kept, KeptRow, Row, Word
from services.portal.languages import gettext as _
from services.portal.words import ago

BANDS = ("hidden", "stale", "ageing", "verified")
"""In the order of what they ask for."""
NO_NETWORK = "none"
WIDE, HIGH = 240, 60
"""Of the picture of a share over time, in its own units."""


def how_options() -> list[tuple[str, str]]:
    return [("phone", _("By phone")), ("email", _("By email")), ("visit", _("On a visit")), ("other", _("Some other way"))]


def outcome_options() -> list[tuple[str, str]]:
    return [
        ("will-look", _("They will look at their listings")),
        ("no-longer-offered", _("They do not offer these classes any longer")),
        ("not-reached", _("Nobody was reached")),
        ("other", _("Something else")),
    ]


def asked_words(ask: Ask) -> str:
    """`Asked 21 days ago by Grace Okafor, by phone.`"""
    how = dict(how_options())[ask.how].lower()
    return _("Asked %(ago)s by %(who)s, %(how)s.") % {"ago": ago(ask.asked_at), "who": ask.by, "how": how}


def answer_words(ask: Ask, said: Word | None) -> str:
    """What came of an ask: the listings' own word since, else what was written down, else that nobody answered."""
    if said and said.at >= ask.asked_at:
        return _("Since then: %(word)s") % {"word": said_words(said)}
    if ask.answer:
        return outcome_words(ask)
    return _("No answer yet.")


def outcome_words(ask: Ask) -> str:
    """Of an ask that has an answer written down by hand."""
    if ask.answer is None:
        return ""
    outcome = dict(outcome_options())[ask.answer.outcome]
    return _("%(outcome)s (%(who)s, %(ago)s).") % {"outcome": outcome, "who": ask.answer.by, "ago": ago(ask.answer.at)}


def said_words(said: Word) -> str:
    """`Amina Yusuf checked a listing 3 days ago.`"""
    told = {
        "verified": _("%(who)s checked a listing %(ago)s."),
        "withdrawn": _("%(who)s withdrew a listing %(ago)s."),
        "places changed": _("%(who)s told the places of a class %(ago)s."),
    }
    return told[said.what] % {"who": said.by, "ago": ago(said.at)}


def network_name(row: Row | KeptRow) -> str:
    return _("In no network") if row.id == NO_NETWORK else row.name


def share_words(kept: Kept) -> str:
    """`68%`, or `3 of 4` where a percentage would say more than it knows."""
    if kept.listed == 0:
        return _("none listed")
    if kept.share is None:
        return _("%(kept)s of %(listed)s") % {"kept": kept.kept, "listed": kept.listed}
    return _("%(share)s%%") % {"share": round(kept.share * 100)}


def month_words(month: str) -> str:
    """`Sep 2026` of `2026-09`."""
    year, number = month.split("-")
    return f"{date(int(year), int(number), 1):%b %Y}"


@dataclass(frozen=True)
class Piece:
    """One part of a bar; `start` and `width` in hundredths of it."""

    band: str
    start: float
    width: float


def bar(counts: Counts) -> list[Piece]:
    """The bands side by side, in proportion."""
    pieces, start = [], 0.0
    for band in BANDS:
        width = getattr(counts, band) * 100 / counts.total
        if width:
            pieces.append(Piece(band, round(start, 2), round(width, 2)))
        start += width
    return pieces


def lines(kept: Sequence[Kept]) -> list[str]:
    """Points of a line of shares from left to right; where nothing was listed it is broken."""
    step = WIDE / max(1, len(kept) - 1)
    parts: list[list[str]] = [[]]
    for place, each in enumerate(kept):
        if each.listed:
            parts[-1].append(f"{round(place * step, 1)},{round(HIGH - HIGH * each.kept / each.listed, 1)}")
        elif parts[-1]:
            parts.append([])
    return [" ".join(part) for part in parts if part]


def last_point(kept: Sequence[Kept]) -> tuple[float, float] | None:
    """Where the line ends today; None where nothing is listed."""
    today = kept[-1]
    return (WIDE, round(HIGH - HIGH * today.kept / today.listed, 1)) if today.listed else None
