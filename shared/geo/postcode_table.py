"""Full postcodes, once somebody has loaded them: one read-only SQLite file in the data folder."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from shared.errors import Unavailable
from shared.geo.postcodes import area_of

FILE_NAME = "postcodes.sqlite"
DEGREE = 100_000
"""Coordinates are stored as whole hundred-thousandths of a degree (about a metre)."""


@dataclass(frozen=True)
class Located:
    """One postcode of the table; `authority` is the GSS code of its local authority, if the file had one."""

    postcode: str
    lat: float
    lon: float
    authority: str | None


class PostcodeTable:
    """The table in `folder`, or an empty one where there is none yet. Safe across threads. Raises Unavailable when it is damaged.

    A load made while this runs is seen at the next question.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME
        self._lock = Lock()
        self._opened: tuple[int, int] | None = None
        self._connection: sqlite3.Connection | None = None

    def find(self, postcode: str) -> Located | None:
        """The row of a full postcode in its usual form ("LS8 5AA"), or None."""
        row = self._one("SELECT lat, lon, authority FROM postcodes WHERE postcode = ?", postcode)
        return Located(postcode, row[0] / DEGREE, row[1] / DEGREE, row[2] or None) if row else None

    def exists(self, postcode: str) -> bool | None:
        """None where the table cannot know: nothing loaded, not a full national file, or none of that postcode area in it."""
        if self.find(postcode):
            return True
        area = area_of(postcode)
        known = self._one("SELECT 1 FROM postcodes, about WHERE full AND postcode BETWEEN ? AND ? LIMIT 1", f"{area}0", f"{area}9~")
        return False if known else None

    def about(self) -> tuple[str, int] | None:
        """The kind of file loaded and how many postcodes it gave, or None when nothing is loaded."""
        row = self._one("SELECT kind, postcodes FROM about")
        return (row[0], row[1]) if row else None

    def close(self) -> None:
        with self._lock:
            self._reopen(None)

    def _one(self, query: str, *values: str) -> Any:
        with self._lock:
            seen = self._now_on_disk()
            if seen != self._opened:
                self._reopen(seen)
            try:
                return self._connection.execute(query, values).fetchone() if self._connection else None
            except sqlite3.DatabaseError as damage:
                remedy = "Load the postcodes again: signpost geo load FILE."
                raise Unavailable(f"The postcode table {self._path} cannot be read: {damage}.", remedy=remedy) from damage

    def _now_on_disk(self) -> tuple[int, int] | None:
        try:
            status = self._path.stat()
        except FileNotFoundError:
            return None
        return status.st_ino, status.st_mtime_ns

    def _reopen(self, seen: tuple[int, int] | None) -> None:
        if self._connection:
            self._connection.close()
        address = f"{self._path.absolute().as_uri()}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(address, uri=True, check_same_thread=False) if seen else None
        self._opened = seen
