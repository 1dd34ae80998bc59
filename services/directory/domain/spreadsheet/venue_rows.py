"""A row of a venue sheet → what it says of a venue."""

import re
from dataclasses import dataclass
from typing import Any

from services.directory.domain.listings import Venue
from services.directory.domain.spreadsheet.cells import RowCells, checked
from services.directory.domain.spreadsheet.plan import Recognised
from services.directory.domain.spreadsheet.sheet import Row
from services.directory.domain.spreadsheet.values import a_year, degrees, phone, web, yes_no
from shared.contracts.directory import VenueDetails
from shared.contracts.provision import Point
from shared.errors import FieldProblem

COUNTIES = frozenset(
    """
bedfordshire, berkshire, buckinghamshire, cambridgeshire, cheshire, cornwall, county durham, cumbria, derbyshire, devon, dorset,
east riding of yorkshire, east sussex, east yorkshire, essex, gloucestershire, greater london, greater manchester, hampshire, herefordshire,
hertfordshire, humberside, kent, lancashire, leicestershire, lincolnshire, merseyside, norfolk, north east lincolnshire, north lincolnshire,
north yorkshire, northamptonshire, northumberland, nottinghamshire, oxfordshire, rutland, shropshire, somerset, south yorkshire,
staffordshire, suffolk, surrey, tyne and wear, warwickshire, west midlands, west sussex, west yorkshire, wiltshire,
worcestershire, yorkshire
""".strip()
    .replace("\n", " ")
    .split(", ")
)
_STREET = re.compile(
    r"\d|\b(?:road|rd|street|st|lane|avenue|ave|drive|way|close|terrace|crescent|square|place|grove|row|walk|hill|unit|floor|house|centre|hall)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class VenueRow:
    """`said`: the fields of VenueDetails the row gives. `references` are the importer's names for it, surest first."""

    number: int
    name: str
    said: dict[str, Any]
    references: tuple[str, ...]
    problems: tuple[FieldProblem, ...]
    valid: VenueDetails | None

    def details(self, authority: str, before: Venue | None) -> VenueDetails:
        """The venue as it would be: what the row says over what is stored. Only for a row without problems.

        No rule of a venue joins two fields, so fields that were found valid one by one are valid together.
        """
        if self.valid is None:
            raise RuntimeError(f"row {self.number} has problems, so it says no venue")
        if before is None:
            return self.valid.model_copy(update={"authority": authority})
        return before.details.model_copy(update={field: getattr(self.valid, field) for field in self.said})


def read_venue(recognised: Recognised, row: Row) -> VenueRow:
    """Everything the row says, and everything wrong with it."""
    cells = RowCells(recognised, row)
    said: dict[str, Any] = {
        "name": cells.text("name"),
        **_address(cells),
        "postcode": cells.text("postcode"),
        "email": cells.text("email"),
        "phone": cells.read("phone", phone),
        "website": cells.read("website", web),
        "closed_in": cells.read("closed_in", a_year),
        "step_free": cells.read("step_free", yes_no),
        "access_note": cells.text("access_note"),
        "point": _point(cells),
    }
    if said["name"] is None:
        cells.problem("name", "The venue has no name.", "Give it one, or take the row out.")
    given = {field: value for field, value in said.items() if value is not None}
    valid = checked(VenueDetails, {"name": "not given", "authority": "E00000000", **given}, cells)
    return VenueRow(row.number, str(said["name"] or "(no name)"), given, _references(cells), tuple(cells.problems), valid)


def _references(cells: RowCells) -> tuple[str, ...]:
    """UPRN: the national number of a property; kept apart from the importer's own references."""
    uprn = cells.text("uprn")
    return tuple(filter(None, (cells.text("reference"), f"uprn {uprn.lstrip('0')}" if uprn else None)))


def _address(cells: RowCells) -> dict[str, str | None]:
    """Two lines, town and county. Where there is no column for the town, it is the last line that is no county and no street."""
    lines = [line for line in (cells.text(field) for field in ("address_1", "address_2", "address_3")) if line]
    town, county = cells.text("town"), cells.text("county")
    if not cells.has("county") and lines and lines[-1].casefold() in COUNTIES:
        county = lines.pop()
    if not cells.has("town") and len(lines) > 1 and not _STREET.search(lines[-1]):
        town = lines.pop()
    if len(lines) > 2:
        lines = [lines[0], ", ".join(lines[1:])]
    first, second = [*lines, None, None][:2]
    return {"address_1": first, "address_2": second, "town": town, "county": county}


def _point(cells: RowCells) -> Point | None:
    lat, lon = cells.read("lat", degrees), cells.read("lon", degrees)
    if lat is None or lon is None:
        return None
    return checked(Point, {"lat": lat, "lon": lon}, cells)
