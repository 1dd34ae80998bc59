"""What phrases can stand for: the table between the words of people, in any language, and what a search asks.

A fact narrows the search by filter codes or by a start; a word is looked for in its English form; markers say that a place stands near
them, that words are part of a name (“children's centre”), or nothing at all. The phrases themselves are data: adapters/words, one file a
language.
"""

from dataclasses import dataclass
from enum import StrEnum

SOON_DAYS = 28
"""Four weeks: who wants to start soon may well wait out a half-term holiday, and not a term."""


class Kind(StrEnum):
    FACT = "fact"
    WORD = "word"
    NEAR = "near"
    AS_TYPED = "as-typed"
    NOISE = "noise"


@dataclass(frozen=True)
class Meaning:
    """`codes`: “filter:code”, any of them will do. `word`: the English word looked for. `starts_within_days`: from today."""

    name: str
    kind: Kind
    codes: tuple[str, ...] = ()
    word: str = ""
    starts_within_days: int | None = None


def _fact(name: str, *codes: str) -> Meaning:
    return Meaning(name, Kind.FACT, codes)


def _word(name: str) -> Meaning:
    return Meaning(name, Kind.WORD, word=name)


_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LEVELS = ("pre-entry", "entry-1", "entry-2", "entry-3", "level-1", "level-2")

MEANINGS: dict[str, Meaning] = {
    each.name: each
    for each in (
        _fact("women", "women_only:yes"),
        _fact("creche", "childcare:creche"),
        _fact("bring-children", "childcare:creche", "childcare:children-welcome"),
        _fact("childcare", "childcare:creche", "childcare:children-welcome", "childcare:help-with-cost"),
        _fact("free", "cost:free"),
        _fact("online", "format:online"),
        _fact("in-person", "format:in-person"),
        *(_fact(level, f"level:{level}") for level in _LEVELS),
        _fact("beginner", "level:pre-entry", "level:entry-1"),
        _fact("improver", "level:entry-2", "level:entry-3"),  # as providers' classes for improvers are
        _fact("intermediate", "level:entry-3"),  # B1: Skills for Life entry 3 (adult ESOL core curriculum)
        _fact("advanced", "level:level-1", "level:level-2"),
        # Providers say “ESOL 1” of entry 1 and of level 1 alike; nobody can know, so both are found.
        _fact("esol-1", "level:entry-1", "level:level-1"),
        _fact("esol-2", "level:entry-2", "level:level-2"),
        _fact("esol-3", "level:entry-3"),
        *(_fact(day, f"day:{day}") for day in _DAYS),
        _fact("weekend", "day:saturday", "day:sunday"),
        _fact("weekday", *(f"day:{day}" for day in _DAYS[:5])),
        _fact("morning", "time:morning"),
        _fact("afternoon", "time:afternoon"),
        _fact("evening", "time:evening"),
        _fact("school-hours", "time:morning", "time:afternoon"),
        Meaning("soon", Kind.FACT, starts_within_days=SOON_DAYS),
        _fact("roll-on", "roll_on:yes"),
        _fact("turn-up", "join:turn-up"),
        _fact("no-test", "without_assessment:yes"),
        _fact("no-reading", "new_to_reading:yes"),
        _fact("step-free", "step_free:yes"),
        _fact("travel-help", "travel_help:yes"),
        _fact("certificate", "regulated:yes"),
        _fact("places-open", "places:open"),
        _fact("life-in-the-uk", "focus:life-in-the-uk"),
        _fact("home-office-test", "focus:home-office-test"),
        _fact("driving-theory", "focus:driving-theory"),
        _fact("interpreting", "focus:community-interpreting"),
        _fact("functional-skills", "focus:functional-skills"),
        *(_word(name) for name in ("conversation", "job", "citizenship", "driving", "health", "family", "exam", "literacy", "refugee")),
        Meaning("near", Kind.NEAR),
        Meaning("as-typed", Kind.AS_TYPED),
        Meaning("noise", Kind.NOISE),
    )
}
