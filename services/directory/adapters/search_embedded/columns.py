"""What is filtered and sorted by, one array per fact, one place per row. Rows are only ever added, so a reader's view never moves.

A class that changes gets a new row and its old one dies; when many have died the columns are written anew without them.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.directory.adapters.search_embedded.rows import CODED, Row
from shared.geo.distance import unit_vectors

NO_DAY = 10_000_000
"""Later than any date.toordinal: nobody said when."""
ID_BYTES = 16
SESSIONS = "sessions"

_KINDS: dict[str, Any] = {
    "ordinal": np.int64,
    "sequence": np.int64,
    "lat": np.float64,
    "lon": np.float64,
    "x": np.float64,
    "y": np.float64,
    "z": np.float64,
    "verified_us": np.int64,
    "first_day": np.int32,
    "last_day": np.int32,
    "roll_on": np.bool_,
    "places_points": np.int16,
    "places_open": np.int32,
    "id_high": np.uint64,
    "id_low": np.uint64,
} | {f"codes:{name}": np.int32 for name in (SESSIONS, *(each.name for each in CODED))}

Columns = dict[str, NDArray[Any]]
"""Name → one value a row; `codes:` and the name of a filter, or SESSIONS, → the number of a set in its CodeSets."""


class GrowingColumns:
    """The writer's side. Arrays have room to spare; views of their beginning stay valid."""

    def __init__(self) -> None:
        self.size = 0
        self._arrays: Columns = {name: np.empty(64, dtype=kind) for name, kind in _KINDS.items()}

    def append(self, rows: Sequence[Row], ordinals: Sequence[int], sequences: Sequence[int], sets: dict[str, list[int]]) -> None:
        """`sets`: for each filter with a column, and for the sessions, one set number a row."""
        lat = np.array([np.nan if row.lat is None else row.lat for row in rows], dtype=np.float64)
        lon = np.array([np.nan if row.lon is None else row.lon for row in rows], dtype=np.float64)
        x, y, z = unit_vectors(lat, lon)
        values: dict[str, Any] = {
            "ordinal": ordinals,
            "sequence": sequences,
            "lat": lat,
            "lon": lon,
            "x": x,
            "y": y,
            "z": z,
            "verified_us": [row.verified_us for row in rows],
            "first_day": [row.first_day or NO_DAY for row in rows],
            "last_day": [row.last_day or NO_DAY for row in rows],
            "roll_on": [row.roll_on for row in rows],
            "places_points": [row.places_points for row in rows],
            "places_open": [row.places_open or 0 for row in rows],
            "id_high": [id_numbers(row.id)[0] for row in rows],
            "id_low": [id_numbers(row.id)[1] for row in rows],
            **{f"codes:{name}": numbers for name, numbers in sets.items()},
        }
        self._make_room(self.size + len(rows))
        for name, array in self._arrays.items():
            array[self.size : self.size + len(rows)] = values[name]
        self.size += len(rows)

    def take(self, columns: Columns) -> None:
        """All of them at once, as an index was left."""
        self._arrays = {name: np.array(columns[name], dtype=kind) for name, kind in _KINDS.items()}
        self.size = len(self._arrays["ordinal"])

    def keep(self, alive: NDArray[np.bool_]) -> None:
        """Write anew without the dead."""
        self._arrays = {name: array[: self.size][alive] for name, array in self._arrays.items()}
        self.size = int(alive.sum())

    def sequence(self, row: int) -> int:
        return int(self._arrays["sequence"][row])

    def now(self) -> Columns:
        return {name: array[: self.size] for name, array in self._arrays.items()}

    def _make_room(self, needed: int) -> None:
        if needed > len(self._arrays["ordinal"]):
            room = max(needed, 2 * self.size)
            self._arrays = {name: np.concatenate([old, np.empty(room - len(old), dtype=old.dtype)]) for name, old in self._arrays.items()}


def id_numbers(id: str) -> tuple[int, int]:
    """The first bytes of an id as two numbers that sort as the text does."""
    start = id.encode()[:ID_BYTES].ljust(ID_BYTES, b"\0")
    return int.from_bytes(start[:8], "big"), int.from_bytes(start[8:], "big")
