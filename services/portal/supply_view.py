"""What the page “What is on offer where” was asked, and how its lines are ordered and shaded."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from io import StringIO
from typing import Any
from urllib.parse import urlencode

from services.portal.adapters.reporting_api import Figures, Supply, SupplyLine
from services.portal.languages import gettext as _
from shared.contracts import labels
from shared.contracts.provision import Format

NOT_SAID = "not-said"
LEVELS = (*labels.LEVEL, NOT_SAID)
SHOWN = ("classes", "places")
ORDERS = ("name", "most", "fewest")
SHADES = 4


@dataclass(frozen=True)
class SupplyAsked:
    """`level` and `taught` are "" for all of them; what nobody knows counts as not asked."""

    level: str = ""
    taught: str = ""
    shown: str = SHOWN[0]
    order: str = ORDERS[0]

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "SupplyAsked":
        known = {"level": LEVELS, "taught": tuple(Format), "shown": SHOWN, "order": ORDERS}
        return cls(**{name: given[name] for name, values in known.items() if given.get(name) in values})

    @property
    def query(self) -> list[tuple[str, str]]:
        """What reporting is asked."""
        return [("format", self.taught)] if self.taught else []

    def address(self, path: str = "/on-offer", **changes: str) -> str:
        changed = vars(replace(self, **changes))
        unusual = {name: value for name, value in changed.items() if value != getattr(SupplyAsked, name)}
        return f"{path}?{urlencode(unusual)}" if unusual else path

    def search(self, authority: str, level: str = "") -> str:
        """The classes behind a figure; the search knows no classes that name no level, so those have no address."""
        chosen = {"authority": authority, "level": level or self.level, "format": self.taught}
        return f"/classes?{urlencode({name: value for name, value in chosen.items() if value})}"

    def figure(self, figures: Figures) -> int:
        return figures.classes if self.shown == "classes" else figures.open_places


@dataclass(frozen=True)
class Band:
    """Authorities shaded alike: `shade` 0 for none at all, then lightest to darkest; their figures run from `low` to `high`."""

    shade: int
    low: int
    high: int


def in_order(supply: Supply, asked: SupplyAsked) -> list[SupplyLine]:
    """Equal ones stay in the order of their names."""
    if asked.order == "name":
        return supply.lines
    return sorted(supply.lines, key=lambda line: asked.figure(line.at(asked.level)), reverse=asked.order == "most")


def bands(figures: Iterable[int]) -> list[Band]:
    """At most four, with about as many different figures in each, so that one large city does not make all others look alike."""
    every = sorted(set(figures))
    some = [figure for figure in every if figure > 0]
    count = min(SHADES, len(some))
    parts = [some[part * len(some) // count : (part + 1) * len(some) // count] for part in range(count)]
    none = [Band(0, 0, 0)] if 0 in every else []
    return none + [Band(shade, part[0], part[-1]) for shade, part in enumerate(parts, start=1)]


def shades(supply: Supply, asked: SupplyAsked) -> dict[str, tuple[int, int]]:
    """GSS code → its shade and its figure."""
    figures = {line.authority: asked.figure(line.at(asked.level)) for line in supply.lines}
    found = bands(figures.values())
    return {gss: (next(band.shade for band in found if band.low <= figure <= band.high), figure) for gss, figure in figures.items()}


def level_name(level: str) -> str:
    return _("Level not said") if level == NOT_SAID else labels.LEVEL[level]


def as_csv(supply: Supply) -> str:
    """One row for each authority and level. Column names are for programs, so they stay in English."""
    text = StringIO()
    table = csv.DictWriter(text, ["authority", "name", "level", *Figures.model_fields, "counted_until"])
    table.writeheader()
    for line in (*supply.lines, supply.region):
        table.writerows(_csv_rows(line, supply))
    return text.getvalue()


def _csv_rows(line: SupplyLine, supply: Supply) -> Iterator[dict[str, Any]]:
    until = supply.counted_until.isoformat(timespec="seconds") if supply.counted_until else ""
    for level, figures in (*line.levels.items(), ("every", line.every_level)):
        yield {"authority": line.authority, "name": line.name, "level": level, **figures.model_dump(), "counted_until": until}
