"""Which classes of a sheet are likely to be one that is stored, or one another: one provider, one venue, much the same name and week."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from services.directory.domain.names import name_key
from services.directory.domain.spreadsheet.plan import Likeness
from shared.contracts.directory import ClassDetails
from shared.contracts.provision import Level, WeeklySession

ALIKE = 85
_MOST_OF_A_BLOCK = 300
"""Classes of one provider at one venue that are all compared; where there are more, each with the nearest in the alphabet only."""


@dataclass(frozen=True, slots=True)
class ClassCandidate:
    """A row of the sheet (`number`) or a stored class (`id`)."""

    name: str
    provider_id: str
    venue_id: str | None
    levels: tuple[Level, ...]
    sessions: tuple[WeeklySession, ...]
    starts_on: date | None
    number: int | None = None
    id: str | None = None

    @classmethod
    def of(cls, details: ClassDetails, number: int | None = None, id: str | None = None) -> "ClassCandidate":
        said = details.name, details.provider_id, details.venue_id, details.levels, details.sessions, details.starts_on
        return cls(*said, number, id)

    @property
    def plain(self) -> str:
        return " ".join(sorted(name_key(self.name).split()))


def likely_classes(rows: Sequence[ClassCandidate], stored: Iterable[ClassCandidate]) -> list[Likeness]:
    """Each pair once, in the order of the rows."""
    blocks = defaultdict[tuple[str, str | None], list[ClassCandidate]](list)
    for each in (*stored, *rows):
        blocks[each.provider_id, each.venue_id].append(each)
    found = [likeness for block in blocks.values() for row, other in _neighbours(block) if (likeness := _likeness(row, other))]
    return sorted(found, key=lambda each: (each.number, -each.score))


def _neighbours(block: list[ClassCandidate]) -> Iterator[tuple[ClassCandidate, ClassCandidate]]:
    if len(block) > _MOST_OF_A_BLOCK:
        block.sort(key=lambda each: each.plain)
    reach = len(block) if len(block) <= _MOST_OF_A_BLOCK else 20
    for at, one in enumerate(block):
        for other in block[at + 1 : at + 1 + reach]:
            if one.number is None and other.number is None:
                continue
            later = one.number is None or (other.number is not None and other.number > one.number)
            yield (other, one) if later else (one, other)


def _likeness(row: ClassCandidate, other: ClassCandidate) -> Likeness | None:
    """A class of the same name on another day, of another level or with another first day is another group."""
    one, two = row, other
    alike = fuzz.ratio(row.plain, other.plain)
    if alike < ALIKE or re.findall(r"\d+", one.name) != re.findall(r"\d+", two.name):
        return None
    if _differ(one.levels, two.levels) or _differ(one.sessions, two.sessions) or _differ(one.starts_on, two.starts_on):
        return None
    name = "The same name" if row.plain == other.plain else "Almost the same name"
    where = "at the same venue" if one.venue_id else "online"
    same_day = one.starts_on is not None and one.starts_on == two.starts_on
    when = ", at the same times" if one.sessions and one.sessions == two.sessions else ", starting on the same day" if same_day else ""
    reason = f"{name} {where}{when}, from one provider."
    return Likeness(row.number or 0, two.name, 90 if when else 65, reason, other_row=other.number, other_id=other.id)


def _differ(one: object, two: object) -> bool:
    """Both say something, and not the same."""
    return bool(one) and bool(two) and one != two
