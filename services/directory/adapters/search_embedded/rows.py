"""One class as the columns hold it: made from its public state once, kept in the index beside the card, read back at start."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import orjson

from services.directory.domain.filters import BY_NAME, FILTERS, ONE_SESSION, slots
from services.directory.domain.ranking import places_points
from services.directory.domain.running import first_day
from shared.contracts.directory import ClassShown

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CODED = tuple(each for each in FILTERS if each.name not in ONE_SESSION)
"""Filters with a column of their own; day and time share that of the weekly sessions."""

_PLACES = CODED.index(BY_NAME["places"])


@dataclass(frozen=True)
class Row:
    """`codes` in the order of CODED; `sessions` are “day:time”; `names` tells the labels of open codes; days are date.toordinal."""

    id: str
    name: str
    town: str
    lat: float | None
    lon: float | None
    verified_us: int
    first_day: int | None
    last_day: int | None
    roll_on: bool
    places_open: int | None
    codes: tuple[tuple[str, ...], ...]
    sessions: tuple[str, ...]
    names: dict[str, dict[str, str]]
    said: tuple[str, ...]

    @property
    def places_points(self) -> int:
        return places_points(self.codes[_PLACES])


def row_of(shown: ClassShown, said: frozenset[str]) -> Row:
    details, point = shown.details, shown.where.point if shown.where else None
    return Row(
        id=shown.id,
        name=details.name,
        town=(shown.where.town if shown.where else None) or "",
        lat=point.lat if point else None,
        lon=point.lon if point else None,
        verified_us=microseconds(shown.verified_at),
        first_day=_ordinal(first_day(details)),
        last_day=_ordinal(details.ends_on),
        roll_on=details.roll_on,
        places_open=details.places.open,
        codes=tuple(tuple(sorted(each.codes(shown))) for each in CODED),
        sessions=tuple(sorted(":".join(slot) for slot in slots(shown))),
        names={each.name: dict(each.names(shown)) for each in CODED if each.options is None},
        said=tuple(said),
    )


def microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)


def packed(row: Row) -> bytes:
    return orjson.dumps(row)


def unpacked(data: bytes) -> Row:
    return Row(**orjson.loads(data))


def _ordinal(day: date | None) -> int | None:
    return day.toordinal() if day else None
