"""Searches as they are answered: every authority of the region, those where no place was said, and all of them together."""

from pydantic import BaseModel, ConfigDict, Field

from services.reporting.domain.counting import EVERY
from services.reporting.domain.searches import FEWEST, AskedFor, shown
from services.reporting.entrypoints.supply_answers import LEVELS
from services.reporting.use_cases.show_searches import SearchesShown
from shared.contracts.directory import REGION_WIDE
from shared.geo.region import region


class AskedAnswer(BaseModel):
    """Null: fewer than `fewest`, perhaps none."""

    model_config = ConfigDict(frozen=True)

    searches: int | None
    found_none: int | None = Field(description="Those of them that found no class at all.")


class SearchesLine(BaseModel):
    """One authority. A search for several levels counts under each, once in `every_level`."""

    authority: str = Field(description="GSS code of where it was looked; of the region where no place was said; or `every`.")
    name: str
    levels: dict[str, AskedAnswer]
    every_level: AskedAnswer


class SearchesAnswer(BaseModel):
    """From the first day of the month `since` to today, in the month `until`."""

    since: str
    until: str
    fewest: int = Field(description="No figure below this is told.")
    lines: list[SearchesLine]
    place_not_said: SearchesLine
    region: SearchesLine


def searches_answer(found: SearchesShown) -> SearchesAnswer:
    authorities = sorted(region().authorities.values(), key=lambda one: one.name)
    return SearchesAnswer(
        since=found.months[0],
        until=found.months[-1],
        fewest=FEWEST,
        lines=[_line(found, one.gss, one.name) for one in authorities],
        place_not_said=_line(found, REGION_WIDE, "Place not said"),
        region=_line(found, EVERY, "All searches"),
    )


def _line(found: SearchesShown, authority: str, name: str) -> SearchesLine:
    levels = {level: _told(found, authority, level) for level in LEVELS}
    return SearchesLine(authority=authority, name=name, levels=levels, every_level=_told(found, authority, EVERY))


def _told(found: SearchesShown, authority: str, level: str) -> AskedAnswer:
    asked = found.sums.get((authority, level), AskedFor())
    return AskedAnswer(searches=shown(asked.searches), found_none=shown(asked.found_none))
