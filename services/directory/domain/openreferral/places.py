"""The vacancy signal ⇄ capacities: places open, and people who wait, each with when it was told."""

from datetime import datetime

from services.directory.domain.openreferral.identifiers import stable_id
from services.directory.domain.openreferral.vocabulary import Json
from shared.contracts.provision import Places

UNITS = {"open": "Places open", "waiting": "People waiting"}


def capacities(places: Places, service_id: str) -> list[Json]:
    told = {"updated": moment(places.told_at)} if places.told_at else {}
    counted = {name: getattr(places, name) for name in UNITS}
    return [
        {
            "id": stable_id("capacity", service_id, name),
            "service_id": service_id,
            "unit": {"id": stable_id("unit", name), "name": UNITS[name]},
            "available": count,
            **told,
        }
        for name, count in counted.items()
        if count is not None
    ]


def moment(at: datetime) -> str:
    """RFC 3339 in UTC, to the millisecond, as ORUK asks."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def read_places(documents: object) -> Json:
    """The fields of Places that they say; not checked. Other units say nothing here."""
    entries = [each for each in documents if isinstance(each, dict)] if isinstance(documents, list) else []
    counted = {_unit(each): each.get("available") for each in entries}
    told = next((each["updated"] for each in entries if each.get("updated")), None)
    return {name: counted.get(words) for name, words in UNITS.items()} | {"told_at": told}


def _unit(capacity: Json) -> str:
    unit = capacity.get("unit")
    return str(unit.get("name")) if isinstance(unit, dict) else ""
