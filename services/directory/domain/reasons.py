"""Why a class was found and stands where it does, in plain English."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.directory.domain.filters import BY_NAME
from services.directory.domain.question import Word
from services.directory.domain.running import today_at
from services.directory.domain.searched_text import Group

WHERE_SAID: Mapping[Group, str] = {
    Group.NAME: "in the class name",
    Group.LABELS: "in what the class offers",
    Group.PLACE: "in where it meets",
    Group.PROVIDER: "in the provider's name",
    Group.TEXT: "in its description",
}


@dataclass(frozen=True)
class WordFound:
    """`token` is what the class has: the word itself, or one that means the same."""

    word: Word
    token: str
    group: Group


@dataclass(frozen=True)
class Facts:
    """What is known of one result. `metres` from the place named `near`; `joinable` of running.joinable_on."""

    found: Sequence[WordFound]
    near: str | None
    metres: float | None
    places_open: int
    verified_at: datetime
    joinable: date | None
    roll_on: bool


def reasons(facts: Facts, today: date) -> tuple[str, ...]:
    """In the order of the ranking table."""
    told = [told_word(each) for each in facts.found]
    told += [f"“{each.word.typed}” read as “{each.word.read}”" for each in facts.found if each.word.typed != each.word.read]
    if facts.near and facts.metres is not None:
        told.append(f"{distance_told(facts.metres)} from {facts.near}")
    if facts.places_open:
        told.append(f"{facts.places_open} {'place' if facts.places_open == 1 else 'places'} open")
    told += _start(facts, today)
    return (*told, _checked((today - today_at(facts.verified_at)).days))


def told_word(found: WordFound) -> str:
    """Where a word was found."""
    name, colon, code = found.token.partition(":")
    if colon:
        options = BY_NAME[name].options or {}
        return f"“{found.word.read}” fits {BY_NAME[name].label.lower()}: {options[code]}"
    if found.token == found.word.token:
        return f"“{found.word.read}” is {WHERE_SAID[found.group]}"
    return f"another word for “{found.word.read}” is {WHERE_SAID[found.group]}"


def distance_told(metres: float) -> str:
    return f"{round(metres, -1):.0f} m" if metres < 1000 else f"{metres / 1000:.1f} km"


def _start(facts: Facts, today: date) -> list[str]:
    if facts.joinable is None or facts.joinable < today:
        return []
    if facts.roll_on and facts.joinable == today:
        return ["join at any time"]
    return [f"starts on {facts.joinable:%-d %B %Y}"]


def _checked(days: int) -> str:
    return "checked today" if days < 1 else f"checked {days} {'day' if days == 1 else 'days'} ago"
