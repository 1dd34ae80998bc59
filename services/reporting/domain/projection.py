"""What every figure is made by: a table of rows folded from events, the same whatever order the events came in.

A projection is a row of PROJECTIONS in projections.py; taking events in, rebuilding and verifying are made from that table.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from shared.contracts.event import Event, EventData

R = TypeVar("R")
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Projection(Generic[R]):
    """`name`: of its table, whose columns are the fields of `row`, a frozen dataclass; `key` are those of its primary key, and each of
    `looked_up_by` has an index.

    `hears`: for each contract, the rows one event gives. `merge`: two rows of one key made one; it must not mind the order or the grouping
    (the greater, the sum), so that reordered events give the same. Each stored event is folded in once.
    """

    name: str
    row: type[R]
    key: tuple[str, ...]
    hears: Mapping[type[EventData], Callable[[Event, Any], Iterable[R]]]
    merge: Callable[[R, R], R]
    looked_up_by: tuple[str, ...] = ()

    def key_of(self, row: R) -> Key:
        return tuple(getattr(row, name) for name in self.key)

    def columns(self) -> tuple[str, ...]:
        return tuple(field.name for field in fields(self.row))  # type: ignore[arg-type]  # a dataclass, which no bound can say

    def rows_of(self, event: Event, said: EventData) -> Iterable[R]:
        """Nothing when it does not hear this type."""
        made_by = self.hears.get(type(said))
        return made_by(event, said) if made_by else ()

    def types(self) -> dict[str, type[EventData]]:
        return {model.TYPE: model for model in self.hears}


class Folding(Generic[R]):
    """A projection made anew in memory, from events in any order."""

    def __init__(self, projection: Projection[R]) -> None:
        self.projection, self._types = projection, projection.types()
        self.rows: dict[Key, R] = {}
        self.misfits: list[str] = []
        """Events kept before this code knew their type, whose data does not fit it now: counted nowhere, and told."""

    def take(self, event: Event) -> None:
        model = self._types.get(event.type)
        if model is None:
            return
        try:
            said = model.model_validate(event.data, extra="ignore")
        except ValidationError:
            self.misfits.append(event.id)
            return
        for row in self.projection.rows_of(event, said):
            key = self.projection.key_of(row)
            self.rows[key] = self.projection.merge(self.rows[key], row) if key in self.rows else row
