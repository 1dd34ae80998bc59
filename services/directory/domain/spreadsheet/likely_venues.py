"""Which venues of a sheet are likely to be one that is stored, or one another: told to a person, who decides.

Only neighbours are compared: venues of one postcode sector, and those of one name in one town. So 50,000 rows take seconds, and a
likeness across a region, where every town has a Central Library, is none.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from rapidfuzz import fuzz

from services.directory.domain.names import name_key
from services.directory.domain.spreadsheet.plan import Likeness
from shared.contracts.provision import Point
from shared.geo.distance import distance_metres

NEAR_M = 250
"""Two postcodes of one building, or of its front and back, are rarely further apart."""

ALIKE, ALMOST_EQUAL, SPELT_ALIKE = 82, 92, 75
"""Of 100, in rapidfuzz's ratio. Chosen on the lists of Leeds's libraries by the council and by the region: decision 0014."""

_MOST_OF_A_BLOCK = 400
"""Neighbours compared with each other; where there are more, names are compared with the nearest in the alphabet only."""

_COMMON = frozenset(
    re.findall(
        r"\w+",
        """
the and of at in library libraries centre center community hub hall building house school college church room rooms learning
resource information leisure one stop point""",
    )
)
"""Words that many venues of one neighbourhood have, so that they tell none from another."""

_STREET = {"road": "rd", "street": "st", "lane": "ln", "avenue": "ave", "drive": "dr", "saint": "st", "terrace": "ter", "close": "cl"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row of the sheet (`number`) or a stored venue (`id`)."""

    name: str
    address: str
    town: str
    postcode: str
    point: Point | None = None
    number: int | None = None
    id: str | None = None

    @property
    def own_words(self) -> frozenset[str]:
        return _own_words(self.name, self.town)

    @property
    def own(self) -> str:
        return _in_order(self.own_words)

    @property
    def street(self) -> str:
        return " ".join(_STREET.get(word, word) for word in name_key(self.address).split())


def likely_venues(rows: Sequence[Candidate], stored: Iterable[Candidate]) -> list[Likeness]:
    """Each pair once, surest first within a row, in the order of the rows."""
    found: dict[tuple[int, int | str], Likeness] = {}
    blocks = defaultdict[int, list[Candidate]](list)
    for each in chain(stored, rows):
        for shared in _blocks(each):
            blocks[shared].append(each)
    for block in blocks.values():
        for row, other in _neighbours(block):
            if likeness := _likeness(row, other):
                found.setdefault((likeness.number, likeness.other_row or likeness.other_id or ""), likeness)
    return sorted(found.values(), key=lambda each: (each.number, -each.score))


def _blocks(venue: Candidate) -> Iterator[int]:
    """Hall 1 is not Hall 2, nor Mobile Library A Mobile Library B: only names with the same numbers and single letters are neighbours.

    As numbers, which take little memory; two blocks that share one by chance only compare more.
    """
    numbers = tuple(re.findall(r"\d+|\b[a-z]\b", name_key(venue.name)))
    yield from (hash((block, numbers)) for block in _places(venue))


def _places(venue: Candidate) -> Iterator[str]:
    if len(venue.postcode) > 4 and " " in venue.postcode:
        yield "sector " + venue.postcode[:-2]
    yield f"name {venue.own} in {name_key(venue.town)}"
    if venue.street and any(letter.isdigit() for letter in venue.street):
        yield f"street {venue.street} in {name_key(venue.town)}"


def _neighbours(block: list[Candidate]) -> Iterator[tuple[Candidate, Candidate]]:
    """Pairs with at least one row; of two rows the later one is the one to look at."""
    if len(block) > _MOST_OF_A_BLOCK:
        block.sort(key=lambda each: each.own)
    reach = len(block) if len(block) <= _MOST_OF_A_BLOCK else 20
    for at, one in enumerate(block):
        for other in block[at + 1 : at + 1 + reach]:
            if one.number is None and other.number is None:
                continue
            if one.number is None or (other.number is not None and other.number > one.number):
                yield other, one
            else:
                yield one, other


def _likeness(row: Candidate, other: Candidate) -> Likeness | None:
    own = fuzz.ratio(row.own, other.own)
    if own < SPELT_ALIKE and not (row.own_words <= other.own_words or other.own_words <= row.own_words):
        return None
    said = _reason(row, other, own, fuzz.ratio(_in_order(_words(row.name)), _in_order(_words(other.name))))
    if said is None:
        return None
    score, reason = said
    return Likeness(row.number or 0, other.name, score, reason, other_row=other.number, other_id=other.id)


def _reason(row: Candidate, other: Candidate, own: float, whole: float) -> tuple[int, str] | None:
    """What makes them alike, with how sure it is out of 100."""
    within = row.own_words <= other.own_words or other.own_words <= row.own_words
    name = _alike(row, other, own)
    if row.postcode and row.postcode == other.postcode:
        if own >= ALIKE or within:
            return (95 if own >= ALMOST_EQUAL else 85), f"{name} at the same postcode, {row.postcode}."
        return None
    if row.street and row.street == other.street and name_key(row.town) == name_key(other.town) and (own >= ALIKE or within):
        return 85, f"{name} at the same address, {row.address}; the postcodes differ."
    apart = distance_metres(row.point.lat, row.point.lon, other.point.lat, other.point.lon) if row.point and other.point else None
    if apart is not None and apart <= NEAR_M and own >= ALMOST_EQUAL:
        return 75, f"{name}, {round(apart, -1):.0f} metres apart."
    if row.postcode and other.postcode:
        if row.postcode[:-2] == other.postcode[:-2] and own >= ALMOST_EQUAL and whole >= ALIKE:
            return 70, f"{name} in the same part of a postcode, {row.postcode[:-2]}."
        return None
    if own >= ALMOST_EQUAL and name_key(row.town) == name_key(other.town):
        return 60, f"{name} in {row.town or 'the same place'}; one of the two has no postcode."
    return None


def _alike(row: Candidate, other: Candidate, own: float) -> str:
    if name_key(row.name) == name_key(other.name):
        return "The same name"
    if row.own == other.own:
        return "The same name but for words that many have (library, centre)"
    return "Almost the same name" if own >= ALIKE else "One name holds the other"


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    return frozenset(name_key(text).split())


@lru_cache(maxsize=4096)
def _own_words(name: str, town: str) -> frozenset[str]:
    """Without those that tell nothing; all of them where nothing else is left."""
    words = _words(name)
    return (words - _COMMON - _words(town)) or (words - _COMMON) or words


@lru_cache(maxsize=4096)
def _in_order(words: frozenset[str]) -> str:
    return " ".join(sorted(words))
