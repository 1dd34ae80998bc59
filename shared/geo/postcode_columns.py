"""The column layouts of the postcode files people have, and what one row of each says.

Sources: ONS Postcode Directory and National Statistics Postcode Lookup user guides (column names carry the year since 2025); Ordnance
Survey, Code-Point Open user guide (csv without header, eastings and northings on the National Grid, quality 90 means no position).
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from pyproj import Transformer

from shared.geo.postcodes import normal_postcode

_POSTCODE = ("pcds", "pcd2", "pcd", "pcd8", "pcd7", "postcode")
_LAT, _LON = ("lat", "latitude"), ("long", "lon", "longitude")
_AUTHORITY = ("oslaua", "laua", "lad_code", "admin_district_code")
_DATED_AUTHORITY = re.compile(r"(?:lad|laua|ladua)\d\dcd")
_CODE_POINT_COLUMNS = 10
NO_POSTCODE, NO_POSITION, OUTSIDE = "without a postcode", "without a position", "placed outside the United Kingdom"


class Row(NamedTuple):
    """A placed postcode: usual form, WGS84 degrees, GSS code of the authority or "", and whether it is no longer in use."""

    postcode: str
    lat: float
    lon: float
    authority: str
    ended: bool


@dataclass(frozen=True)
class Layout:
    """Where things stand in a row. `x` and `y` are longitude and latitude, or easting and northing when `grid`.

    `full`: the file lists every postcode of the areas it has, so a postcode missing from it does not exist.
    """

    kind: str
    full: bool
    has_header: bool
    grid: bool
    postcode: int
    x: int
    y: int
    authority: int | None
    ended: int | None

    def rows(self, batch: Sequence[list[str]], left_out: Counter[str]) -> list[Row]:
        """The rows that can be placed; the others are counted in `left_out` by reason."""
        read = [row for row in (self._row(cells, left_out) for cells in batch) if row]
        placed = _to_degrees(read) if self.grid else read
        inside = [row for row in placed if 49 <= row.lat <= 61.5 and -9 <= row.lon <= 2.5]
        left_out.update([OUTSIDE] * (len(placed) - len(inside)))
        return inside

    def _row(self, cells: list[str], left_out: Counter[str]) -> Row | None:
        postcode = normal_postcode(_cell(cells, self.postcode))
        if postcode is None:
            left_out[NO_POSTCODE] += 1
            return None
        try:
            x, y = float(_cell(cells, self.x)), float(_cell(cells, self.y))
        except ValueError:
            x, y = 0.0, 0.0
        # 99.999999 is ONSPD's latitude for "none"; grid 0, 0 is Code-Point Open's
        if (x == 0 and y == 0) or (not self.grid and y > 99):
            left_out[NO_POSITION] += 1
            return None
        return Row(postcode, y, x, _cell(cells, self.authority), bool(_cell(cells, self.ended)))


def layout_of(first: Sequence[str], file_name: str) -> Layout | None:
    """The layout that the first line of a file shows, or None. The file's name only tells a recent NSPL from a recent ONSPD."""
    names = [cell.strip().casefold().replace(" ", "_") for cell in first]
    postcode, lat, lon = (_position(names, wanted) for wanted in (_POSTCODE, _LAT, _LON))
    if postcode is not None and lat is not None and lon is not None:
        ended, authority = _position(names, ("doterm",)), _authority(names)
        return Layout(_kind(names, file_name), ended is not None, True, False, postcode, lon, lat, authority, ended)
    return _code_point(names, first)


def _kind(names: Sequence[str], file_name: str) -> str:
    if "doterm" not in names:
        return "postcode file"
    return "NSPL" if "laua" in names or ("oslaua" not in names and "nspl" in file_name.casefold()) else "ONSPD"


def _code_point(names: Sequence[str], first: Sequence[str]) -> Layout | None:
    columns = tuple(_position(names, (one,)) for one in ("postcode", "eastings", "northings"))
    if None not in columns:
        postcode, x, y = (column or 0 for column in columns)
        return Layout("Code-Point Open", True, True, True, postcode, x, y, _authority(names), None)
    if len(first) == _CODE_POINT_COLUMNS and normal_postcode(first[0]) and all(cell.strip().isdigit() for cell in first[1:4]):
        return Layout("Code-Point Open", True, False, True, 0, 2, 3, 8, None)
    return None


def _authority(names: Sequence[str]) -> int | None:
    known = _position(names, _AUTHORITY)
    dated = (place for place, name in enumerate(names) if _DATED_AUTHORITY.fullmatch(name))
    return known if known is not None else next(dated, None)


def _position(names: Sequence[str], wanted: Sequence[str]) -> int | None:
    return next((names.index(name) for name in wanted if name in names), None)


def _cell(cells: Sequence[str], position: int | None) -> str:
    return cells[position].strip() if position is not None and position < len(cells) else ""


def _to_degrees(rows: Sequence[Row]) -> list[Row]:
    lons, lats = _national_grid().transform([row.lon for row in rows], [row.lat for row in rows])
    return [row._replace(lat=lat, lon=lon) for row, lat, lon in zip(rows, lats, lons, strict=True)]


@cache
def _national_grid() -> Transformer:
    """OSGB36 to WGS84; without Ordnance Survey's shift grid it is right to about 3 metres, well within a postcode."""
    return Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)
