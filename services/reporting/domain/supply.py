"""What is on offer: one row a class as it was last told, and which of those rows count.

Of what was told of one class the newest is kept, by its sequence: a greatest of a set, which is the same in whatever order the events come,
and however often.
"""

from dataclasses import dataclass
from datetime import date, datetime

from services.reporting.domain.projection import Projection
from shared.contracts.directory import (
    ClassPublished,
    ClassRestored,
    ClassUpdated,
    ClassVerified,
    ClassWithdrawn,
    PlacesChanged,
)
from shared.contracts.event import Event
from shared.contracts.provision import Level

_TELL_THE_STATE = (ClassPublished, ClassUpdated, ClassVerified, ClassWithdrawn, ClassRestored, PlacesChanged)
_ORDER = [level.value for level in Level]


@dataclass(frozen=True)
class SupplyRow:
    """Withdrawn ones have one too: an older event that comes late must find a newer one there.

    `authority`: where it meets, or whose it is when it meets nowhere, as in the search.

    `levels`: in the curriculum's order, with spaces between.
    """

    class_id: str
    sequence: int
    event_id: str
    authority: str
    levels: str
    format: str
    open_places: int | None
    waiting: int | None
    last_day: date | None
    verified_at: datetime
    withdrawn: bool


def row_of(event: Event, said: ClassPublished) -> SupplyRow:
    shown, details = said.state, said.state.details
    return SupplyRow(
        class_id=shown.id,
        sequence=event.sequence,
        event_id=event.id,
        authority=shown.where.authority if shown.where else shown.authority,
        levels=" ".join(sorted({level.value for level in details.levels}, key=_ORDER.index)),
        format=details.format.value,
        open_places=details.places.open,
        waiting=details.places.waiting,
        last_day=details.ends_on,
        verified_at=shown.verified_at,
        withdrawn=shown.withdrawn,
    )


def newest(one: SupplyRow, other: SupplyRow) -> SupplyRow:
    """Two events of one sequence are a fault of their producer; the id decides then, so that everybody keeps the same one."""
    return max(one, other, key=lambda row: (row.sequence, row.event_id))


SUPPLY = Projection(
    name="supply",
    row=SupplyRow,
    key=("class_id",),
    hears=dict.fromkeys(_TELL_THE_STATE, lambda event, said: (row_of(event, said),)),
    merge=newest,
    looked_up_by=("authority",),
)
