"""Asking a provider whether its listings are still right: who asked when and how, and what came of it. Nothing is ever removed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from shared.errors import Conflict, Invalid
from shared.permissions import Actor

LONGEST_AGO = timedelta(days=366)
"""Somebody may write down on Monday what they did on Friday; a date further back than a year is a slip of the pen."""


class How(StrEnum):
    PHONE = "phone"
    EMAIL = "email"
    VISIT = "visit"
    OTHER = "other"


class Outcome(StrEnum):
    """What a provider said, where its listings themselves do not tell."""

    WILL_LOOK = "will-look"
    NO_LONGER_OFFERED = "no-longer-offered"
    NOT_REACHED = "not-reached"
    OTHER = "other"


@dataclass(frozen=True)
class Answer:
    """Written down by hand: `at` is when, `by` who wrote it."""

    outcome: Outcome
    note: str
    at: datetime
    by: str


@dataclass(frozen=True)
class Word:
    """The last that somebody said of a provider's listings; `what` as the history calls it."""

    at: datetime
    by: str
    what: str


@dataclass(frozen=True)
class Ask:
    """One time a provider was asked. `note` is for colleagues only. One `taken_back_at` was a mistake: it is kept and counts no more."""

    id: str
    provider_id: str
    authority: str
    asked_at: datetime
    how: How
    note: str
    by_subject: str
    by: str
    answer: Answer | None = None
    taken_back_at: datetime | None = None
    taken_back_by: str | None = None
    sequence: int = 1

    def waits(self, said: "Word | None") -> bool:
        """Nobody said anything since: neither by hand nor of the listings."""
        return self.taken_back_at is None and self.answer is None and (said is None or said.at < self.asked_at)

    @property
    def without_notes(self) -> "Ask":
        """As those see it who are not colleagues."""
        return replace(self, note="", answer=replace(self.answer, note="") if self.answer else None)


def last_of(*several: Mapping[str, Word]) -> dict[str, Word]:
    """Provider → the later of its words."""
    ids = {id for words in several for id in words}
    return {id: max((words[id] for words in several if id in words), key=lambda word: word.at) for id in ids}


def asked_moment(on: date | None, now: datetime) -> datetime:
    """Now, or the beginning of an earlier day. Raises Invalid for a day to come or one too far back."""
    today = now.date()
    if on is None or on == today:
        return now
    if on > today:
        raise Invalid.field("asked_on", f"{on:%-d %B %Y} is still to come.", "Give the day on which the provider was asked.")
    if today - on > LONGEST_AGO:
        raise Invalid.field("asked_on", f"{on:%-d %B %Y} is more than a year ago.", "Look at the year.")
    return datetime.combine(on, time(), UTC)


def answered(ask: Ask, outcome: Outcome, note: str, actor: Actor, now: datetime) -> Ask:
    """What came of it; a later word replaces an earlier one, which stays in the history."""
    _must_count(ask)
    return replace(ask, answer=Answer(outcome, note, now, actor.name), sequence=ask.sequence + 1)


def taken_back(ask: Ask, actor: Actor, now: datetime) -> Ask:
    """It was a mistake: the wrong provider, or nobody asked at all."""
    _must_count(ask)
    return replace(ask, taken_back_at=now, taken_back_by=actor.name, sequence=ask.sequence + 1)


def _must_count(ask: Ask) -> None:
    if ask.taken_back_at is not None:
        raise Conflict("This was taken back already.", remedy="Write down anew that the provider was asked, if it was.")
