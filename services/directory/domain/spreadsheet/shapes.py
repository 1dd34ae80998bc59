"""What a column holds, told by its values: for headers that nobody foresaw ("Kontakt", "Where to write")."""

import re
from collections.abc import Callable, Sequence
from datetime import date, time

from services.directory.domain.spreadsheet.levels import levels_named
from services.directory.domain.spreadsheet.sheet import Cell, as_text
from services.directory.domain.spreadsheet.values import Unreadable, a_date, a_span, a_time, days
from shared.geo import normal_postcode

MOST = 0.8
"""So much of a column must have the shape."""

FEWEST = 3
"""Filled cells under which nothing is concluded."""

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.IGNORECASE)
_WEB = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)
_PHONE = re.compile(r"(\+44|0)[\d ()-]{8,14}\d")
_LEVEL_ONLY = re.compile(r"(?:esol|level|entry|pre|e|l|and|to|[\s\d,/&+–-])+", re.IGNORECASE)


def _readable(read: Callable[[Cell], object]) -> Callable[[Cell], bool]:
    def readable(cell: Cell) -> bool:
        try:
            read(cell)
        except Unreadable:
            return False
        return True

    return readable


def _is_level(cell: Cell) -> bool:
    text = as_text(cell)
    return bool(levels_named(text)) and _LEVEL_ONLY.fullmatch(text) is not None


_day, _span, _clock, _date = _readable(days), _readable(a_span), _readable(a_time), _readable(a_date)

SHAPES: tuple[tuple[str, Callable[[Cell], bool]], ...] = (
    ("postcodes", lambda cell: normal_postcode(as_text(cell)) is not None),
    ("e-mail addresses", lambda cell: _EMAIL.fullmatch(as_text(cell)) is not None),
    ("web addresses", lambda cell: _WEB.fullmatch(as_text(cell)) is not None),
    ("phone numbers", lambda cell: _PHONE.fullmatch(as_text(cell)) is not None),
    ("levels", _is_level),
    ("days", _day),
    ("times from and to", _span),
    ("times", lambda cell: isinstance(cell, time) or (isinstance(cell, str) and ":" in cell and _clock(cell))),
    ("dates", lambda cell: isinstance(cell, date) or (isinstance(cell, str) and _date(cell))),
)


def shape_of(cells: Sequence[Cell]) -> str | None:
    """The shape most of the filled cells have; None when there are too few, or they differ."""
    filled = [cell for cell in cells if cell is not None]
    if len(filled) < FEWEST:
        return None
    return next((name for name, fits in SHAPES if sum(map(fits, filled)) >= MOST * len(filled)), None)
