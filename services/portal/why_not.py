"""Why a class does not fit a search, said once each, with links to the same search without what is missed."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.portal.adapters.answers import Filter, Fit, Miss
from services.portal.asked import Asked
from services.portal.languages import gettext as _

DISTANCES = ("5", "10", "20", "50")
"""Kilometres, as the search offers them."""
OF_THE_CLASS = ("hidden", "over")
"""No search finds it, whatever is dropped."""


@dataclass(frozen=True)
class Way:
    """A link to a search that lets go of something."""

    words: str
    address: str


@dataclass(frozen=True)
class Reason:
    message: str
    ways: tuple[Way, ...]


def further(fit: Fit, asked: Asked) -> tuple[str, ...]:
    """Larger distances to try, in kilometres; none where it is not the distance that is missed."""
    missed = any(miss.criterion == "within" for miss in fit.misses)
    return tuple(km for km in DISTANCES if float(km) > float(asked.one("within"))) if missed and asked.one("within") else ()


def reasons(fit: Fit, filters: Sequence[Filter], asked: Asked, reach: str | None = None) -> tuple[Reason, ...]:
    """Misses that share a sentence are one reason, with a way for each. `reach`: the kilometres that would do."""
    by_message: dict[str, list[Miss]] = {}
    for miss in fit.misses:
        by_message.setdefault(miss.message, []).append(miss)
    labels = {each.name: each.label for each in filters}
    return tuple(
        Reason(message, tuple(way for miss in misses if miss.criterion not in OF_THE_CLASS for way in _ways_of(miss, labels, asked, reach)))
        for message, misses in by_message.items()
    )


def without_all(fit: Fit, asked: Asked) -> str | None:
    """The address of the search that finds it; None when no search does, or one way is enough."""
    if len(fit.misses) < 2 or any(miss.criterion in OF_THE_CLASS for miss in fit.misses):
        return None
    in_words = [miss for miss in fit.misses if miss.q is not None]
    if in_words and len([miss for miss in fit.misses if miss.q is not None or miss.criterion == "q"]) > 1:
        asked = asked.without("q")  # each says what to ask without itself alone
    for miss in fit.misses:
        if asked.one("q") or miss.q is None:
            asked = _without(miss, asked)
    return asked.address()


def _ways_of(miss: Miss, labels: Mapping[str, str], asked: Asked, reach: str | None) -> tuple[Way, ...]:
    if miss.criterion == "within" and reach:
        wider = Way(_("Search within %(km)s km") % {"km": reach}, asked.adding("within", reach).address())
        return (wider, _way(miss, labels, asked))
    return (_way(miss, labels, asked),)


def _way(miss: Miss, labels: Mapping[str, str], asked: Asked) -> Way:
    without = _without(miss, asked)
    if without == asked.without("cursor"):
        return Way(_("Change the words of your search"), f"{asked.address()}#q")
    return Way(_ways(labels).get(miss.criterion, _("Search without “%(word)s”") % {"word": miss.wanted}), without.address())


def _ways(labels: Mapping[str, str]) -> dict[str, str]:
    ways = {name: _("Search without “%(what)s”") % {"what": label} for name, label in labels.items()}
    return ways | {
        "within": _("Search at any distance"),
        "starts_by": _("Search with any start"),
        "verified_within": _("Search however long ago it was checked"),
    }


def _without(miss: Miss, asked: Asked) -> Asked:
    """Of the words, only what is missed goes."""
    if miss.q is not None:
        return asked.saying(miss.q)
    if miss.criterion != "q":
        return asked.without(miss.criterion)
    return asked.saying(" ".join(word for word in asked.one("q").split() if _plain(word) != _plain(miss.wanted)))


def _plain(word: str) -> str:
    """As the directory reads a word: no capitals, accents or signs."""
    return re.sub(r"[\W_]|[\u0300-\u036f]", "", unicodedata.normalize("NFKD", word).casefold())
