"""Finding a named place: exact names first, then one typing slip forgiven, with care for towns elsewhere that only look like ours."""

import re
from bisect import bisect_left
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from shared.geo.place import Place, PlaceKind
from shared.geo.region import FOLDER, Region, Settlement

_RANK = {"town": 0, "authority": 1, "district": 2}
_COUNTY = re.compile(
    r" (?:(?:north|south|west|east) yorkshire|yorks(?:hire)?|(?:north )?(?:east )?lincolnshire|east riding(?: of yorkshire)?|uk|england)$"
)
_TRIMMED = re.compile(r"^(?:near|around|in|the|city of) | (?:city|town|village) cent(?:re|er)$| area$| district$")


@dataclass(frozen=True)
class Entry:
    """A named place; `label` is how it is shown."""

    label: str
    kind: PlaceKind
    lat: float
    lon: float
    authority: str
    precision_m: int
    postcodes: int

    def place(self, text: str, corrected: bool, alternatives: tuple[str, ...]) -> Place:
        where = (self.lat, self.lon, self.authority, self.precision_m)
        return Place(text, self.label, self.kind, *where, corrected, alternatives)


def folded(text: str) -> str:
    """Lower case, words apart by one space, "St." and "Saint" alike, no apostrophes."""
    words = re.sub(r"[^\w]+", " ", text.casefold().replace("'", "").replace("’", "").replace("&", " and ")).split()
    return " ".join({"saint": "st"}.get(word, word) for word in words)


class NameIndex:
    """All names of the region. Where several places share one, the largest wins and the others are named as alternatives."""

    def __init__(self, region: Region) -> None:
        self._found: dict[str, list[Entry]] = {}
        self._labelled: dict[str, Entry] = {}
        for settlement in region.settlements:
            self._add_settlement(settlement, region.authorities[settlement.authority].name)
        for one in region.authorities.values():
            label = f"{one.name} (whole area)" if folded(one.name) in self._found else one.name
            entry = Entry(label, "authority", one.lat, one.lon, one.gss, one.precision_m, 0)
            for name in (
                one.name,
                one.official_name,
                f"{one.name} council",
                f"{one.name} district",
                f"{one.name} (whole area)",
                *one.aliases,
            ):
                self._add(name, entry)
        self._names = sorted(self._found)
        self._elsewhere = _elsewhere() - self._found.keys()
        self._all_names = [*self._names, *self._elsewhere]

    def find(self, text: str) -> Place | None:
        readings = _shorter(folded(text))
        for words in readings:
            if words in self._found:
                return self._place(text, self._found[words], corrected=False)
        return None if self._elsewhere.intersection(readings) else self._corrected(text, readings[-1])

    def exact(self, text: str) -> Place | None:
        """A place of just this name, no slip forgiven."""
        entries = self._found.get(folded(text))
        return self._place(text, entries, corrected=False) if entries else None

    def elsewhere(self, text: str) -> bool:
        return folded(text) in self._elsewhere

    def in_address(self, text: str) -> Place | None:
        """The place of an address written in parts ("12 High Street, Halton, Leeds, West Yorkshire"): its last two parts together,
        or its last. Earlier parts alone prove nothing: "High Street, Burley, Ringwood" is not in Leeds."""
        parts = [part for part in text.split(",") if folded(part) and not _COUNTY.fullmatch(f" {folded(part)}")]
        return self.find(", ".join(parts[-2:])) or self.find(parts[-1]) if parts else None

    def starting(self, text: str, limit: int) -> list[Place]:
        """Places with a name that starts with the text, largest first."""
        start = folded(text)
        first = bisect_left(self._names, start)
        entries: dict[Entry, None] = {}
        while start and first < len(self._names) and self._names[first].startswith(start):
            entries.update(dict.fromkeys(self._found[self._names[first]]))
            first += 1
        return [entry.place(text, False, ()) for entry in sorted(entries, key=_by_size)[:limit]]

    def _add_settlement(self, one: Settlement, authority: str) -> None:
        kind: PlaceKind = "town" if one.kind == "town" else "district"
        label = one.name if one.kind == "town" else f"{one.name}, {one.within or authority}"
        entry = Entry(label, kind, one.lat, one.lon, one.authority, one.precision_m, one.postcodes)
        for name in (one.name, *one.aliases):
            for qualified in dict.fromkeys((name, f"{name} {one.within}", f"{name} {authority}", f"{name} {one.outcode}")):
                self._add(qualified, entry)

    def _add(self, name: str, entry: Entry) -> None:
        entries = self._found.setdefault(folded(name), [])
        if entry not in entries:
            entries.append(entry)
            entries.sort(key=_by_size)

    def _place(self, text: str, entries: list[Entry], corrected: bool) -> Place:
        others = tuple(entry.label for entry in entries[1:] if entry.label != entries[0].label)
        return entries[0].place(text, corrected, others)

    def _corrected(self, text: str, asked: str) -> Place | None:
        slips = _slips_allowed(asked)
        if not slips:
            return None
        near = process.extract(asked, self._all_names, scorer=OSA.distance, score_cutoff=slips, limit=None)
        likely = [(distance, name) for name, distance, _ in near if _same_start(asked, name) and _plausible(asked, name)]
        least = min((distance for distance, _ in likely), default=0)
        nearest = [name for distance, name in likely if distance == least]
        if not nearest or not self._elsewhere.isdisjoint(nearest):
            return None
        entries = dict.fromkeys(entry for name in nearest for entry in self._found[name])
        return self._place(text, sorted(entries, key=_by_size), corrected=True)


def _elsewhere() -> frozenset[str]:
    """Well-known places outside the region: "Burnley" is not a slip for Burley, nor "Derby" for Selby."""
    return frozenset(folded(line) for line in (FOLDER / "elsewhere.txt").read_text(encoding="utf-8").splitlines())


def _by_size(entry: Entry) -> tuple[int, int, str]:
    return _RANK[entry.kind], -entry.postcodes, entry.label


def _shorter(asked: str) -> list[str]:
    """The text itself, then without a county at its end, then without "near", "city centre" and the like."""
    without_county = _COUNTY.sub("", asked)
    return list(dict.fromkeys((asked, without_county, _TRIMMED.sub("", without_county).strip())))


def _slips_allowed(asked: str) -> int:
    """None in a name of three letters, one in a short name, two from eight letters on. Numbers are never slips."""
    if len(asked) < 4 or any(letter.isdigit() for letter in asked):
        return 0
    return 1 if len(asked) < 8 else 2


def _same_start(asked: str, name: str) -> bool:
    """People get the first letter right, or swap it with the second."""
    return asked[0] == name[0] or asked[:2] == name[1::-1]


def _plausible(asked: str, name: str) -> bool:
    """Of four letters only a swap is a slip: one letter changed makes another word ("hill", "hall")."""
    return len(asked) > 4 or sorted(asked) == sorted(name)
