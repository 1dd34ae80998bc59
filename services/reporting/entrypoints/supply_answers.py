"""Supply as it is answered: every authority of the region, those with nothing on offer too, for that is what is looked for."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from services.reporting.domain.counting import EVERY, NOT_SAID, Counted, Figures
from services.reporting.use_cases.show_supply import SupplyShown
from shared.contracts.provision import Level
from shared.geo.region import region

LEVELS = (*(level.value for level in Level), NOT_SAID)


class FiguresAnswer(BaseModel):
    """Of classes on offer: listed, not over, said to be right within a year."""

    model_config = ConfigDict(frozen=True)

    classes: int
    told: int = Field(description="Those of them that say how many places are open.")
    with_places: int = Field(description="Those that say at least one is.")
    open_places: int = Field(description="Open places, of those that told.")
    waiting: int = Field(description="People on waiting lists, where that was told.")


class SupplyLine(BaseModel):
    """One authority. A class for several levels counts under each, once in `every_level`."""

    authority: str = Field(description="GSS code of where it meets; online, of the authority whose it is.")
    name: str
    levels: dict[str, FiguresAnswer]
    every_level: FiguresAnswer


class SupplyAnswer(BaseModel):
    """`counted_until`: everything said up to then is in the figures; null before anything was said. Where `on_the_way` is null (over a broker)
    it is when the last of what is counted was said, and something said before it may come yet."""

    counted_until: datetime | None
    on_the_way: int | None = Field(description="Events said that are not counted yet; null where nobody here can know.")
    set_aside: int = Field(description="Events that could not be taken: they are tried again, or wait for a person; not counted.")
    unchecked: int = Field(description="Classes left out: nobody has said for a year that they are right.")
    lines: list[SupplyLine]
    region: SupplyLine


def supply_answer(shown: SupplyShown) -> SupplyAnswer:
    return SupplyAnswer(
        counted_until=shown.until,
        on_the_way=shown.on_the_way,
        set_aside=shown.set_aside,
        unchecked=shown.unchecked,
        lines=[_line(shown.figures, gss, name) for gss, name in _authorities(shown.figures)],
        region=_line(shown.figures, EVERY, "All authorities"),
    )


def _authorities(figures: Counted) -> Iterator[tuple[str, str]]:
    """In the order of their names; one that is not of this region is there when something is on offer in it."""
    names = {one.gss: one.name for one in region().authorities.values()}
    counted = {authority for authority, _ in figures if authority != EVERY}
    yield from sorted(({gss: gss for gss in counted} | names).items(), key=lambda each: each[1])


def _line(figures: Counted, authority: str, name: str) -> SupplyLine:
    levels = {level: _told(figures.get((authority, level), Figures())) for level in LEVELS}
    return SupplyLine(authority=authority, name=name, levels=levels, every_level=_told(figures.get((authority, EVERY), Figures())))


def _told(figures: Figures) -> FiguresAnswer:
    return FiguresAnswer(**asdict(figures))
