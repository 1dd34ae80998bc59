"""A service of somebody's feed → a provider, its venues and a class, as far as ours can hold them; and what is wrong with it.

What a class cannot do without refuses the service. Anything else that cannot be read is left out and named: a bad telephone number
must not keep a class from its learners. A `null` says nothing, as if the field were absent.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from services.directory.domain.feeds.english import is_english_class
from services.directory.domain.feeds.merge import Flat
from services.directory.domain.openreferral.checked import Checked, checked
from services.directory.domain.openreferral.costs import read_cost
from services.directory.domain.openreferral.locations import read_location
from services.directory.domain.openreferral.organisations import read_organization
from services.directory.domain.openreferral.schedules import read_timetable
from services.directory.domain.openreferral.services import read_service
from services.directory.domain.openreferral.status import Status
from services.directory.domain.spreadsheet.levels import levels_named
from shared.contracts import labels
from shared.contracts.directory import ClassDetails, ProviderDetails, VenueDetails
from shared.contracts.provision import Format
from shared.errors import FieldProblem, Invalid
from shared.geo.region import region

Json = Mapping[str, Any]
STATUSES = frozenset({*(each.value for each in Status), "temporarily closed"})
LONGEST_ID = 100
DEEPEST = 12
"""A service at a location with an address with an attribute with a term is seven deep."""
TELL = "Tell the people who run the feed."
_FORMAT_OF = {label.casefold(): Format(code) for code, label in labels.FORMAT.items()}


@dataclass(frozen=True)
class Read:
    """One thing of a feed, by its id there. `notes`: what was left out of it, and why."""

    kind: str
    key: str
    name: str
    fields: Flat
    notes: tuple[FieldProblem, ...] = ()


@dataclass(frozen=True)
class Lesson:
    """A class as one of the places of its service holds it. `venue_key` is None online."""

    venue_key: str | None
    read: Read


@dataclass(frozen=True)
class ServiceRead:
    """`assured`: when somebody there last said that it is right. `modified`: when it was last changed there."""

    id: str
    name: str
    provider: Read
    venues: tuple[Read, ...]
    lessons: tuple[Lesson, ...]
    assured: datetime | None
    modified: datetime | None


@dataclass(frozen=True)
class Looked:
    """What a listed service is at first sight."""

    id: str
    name: str
    active: bool
    english: bool


def look_at(document: object) -> Looked:
    """Raises Invalid for what is no service: naming the field, what is wrong with it and what to do."""
    service = without_nulls(document)
    if not isinstance(service, dict):
        raise Invalid.field("contents", "This entry is no service.", TELL)
    id, name, status = (service.get(field) for field in ("id", "name", "status"))
    if not _is_id(id):
        raise Invalid.field("id", "This service has no id that can be used, so it could not be found again.", TELL)
    if not isinstance(name, str) or not name.strip():
        raise Invalid.field("name", "This service has no name.", TELL)
    if status not in STATUSES:
        raise Invalid.field("status", f"“{str(status)[:40]}” is no status.", f"{TELL} It is one of {', '.join(sorted(STATUSES))}.")
    english = is_english_class(name, _terms(service), str(service.get("description") or ""))
    return Looked(str(id), name.strip(), status == Status.ACTIVE, english)


def _is_id(id: object) -> bool:
    return isinstance(id, str) and 0 < len(id) <= LONGEST_ID and not any(letter.isspace() for letter in id)


def is_nested(document: object) -> bool:
    """Lists may hold fields with one value only; then a service has to be asked for by its id."""
    return isinstance(document, dict) and any(isinstance(value, list) for value in document.values())


def read(document: object, authority: str, may_be: Callable[[str], bool]) -> ServiceRead:
    """`authority` is where things go whose council area is not told, or is one that the importer does not act for (`may_be`).

    Raises Invalid as look_at, and for a service without a provider, or of which nobody can say where it meets.
    """
    looked = look_at(document)
    service = without_nulls(document)
    try:
        return _read(looked, service, lambda gss: gss if gss and may_be(gss) else authority)
    except (TypeError, AttributeError, KeyError, ValueError) as error:
        raise Invalid.field("service", "This service is not built as Open Referral UK 3.0 wants it.", TELL) from error


def _read(looked: Looked, service: dict[str, Any], council: Callable[[str | None], str]) -> ServiceRead:
    provider = _provider(service.get("organization"), council)
    places = _places(service)
    venues = {key: _venue(key, place, council) for key, place in places.items() if place.get("location_type") == "physical"}
    lessons = {each.venue_key: each for each in (_lesson(looked, service, places, venues, key) for key in venues or [None])}
    return ServiceRead(
        looked.id,
        looked.name,
        provider,
        tuple(venues.values()),
        tuple(lessons.values()),
        assured=_moment(service.get("assured_date")),
        modified=_moment(service.get("last_modified")),
    )


def _provider(organization: object, council: Callable[[str | None], str]) -> Read:
    if not isinstance(organization, dict) or not _is_id(organization.get("id")) or not organization.get("name"):
        raise Invalid.field("organization", "The service does not say which organisation offers it (id and name).", TELL)
    said = read_organization(organization)
    found = checked(ProviderDetails, said | {"authority": council(said.get("authority"))}, "organization")
    return _as_read("provider", organization["id"], found)


def _venue(key: str, location: dict[str, Any], council: Callable[[str | None], str]) -> Read:
    said = read_location(location)
    if said["address_on_joining"]:
        said["town"] = _area_of(str(location.get("name")), said.get("authority"))
    said["name"] = said["name"] or said["address_1"] or said["postcode"]
    found = checked(VenueDetails, said | {"authority": council(said.get("authority"))}, "location")
    return _as_read("venue", key, found)


def _area_of(name: str, gss: str | None) -> str | None:
    """Of an address told on joining: the town before the colon, as our own feed names it, else the council area: it has to be found."""
    town, colon, _ = name.partition(": ")
    council = region().authorities.get(gss or "")
    return town if colon else council.name if council else None


def _places(service: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Location id → location, each once, in the feed's order."""
    entries = _entries(service, "service_at_locations")
    found = [each["location"] for each in entries if isinstance(each.get("location"), dict)]
    return {each["id"]: each for each in found if _is_id(each.get("id"))}


def _lesson(looked: Looked, service: dict[str, Any], places: Json, venues: Mapping[str, Read], key: str | None) -> Lesson:
    here, notes = _readable(_at(service, key))
    said = read_service(here)
    said["levels"] = said["levels"] or list(levels_named(looked.name))
    said["focus"] = said["focus"] or ["general"]
    said["places"] = _told(said["places"], _moment(service.get("last_modified")) or _moment(service.get("assured_date")))
    said["address_on_joining"] = bool(key and venues[key].fields.get("address_on_joining"))
    said["format"] = said.get("format") or _format(looked, here, places, key)
    if "fees" in here and not here.get("cost_options"):
        said["cost"] = {"note": here["fees"]}
    if said["format"] == Format.ONLINE:
        key = None
    elif key is None:
        raise Invalid.field("service_at_locations", "The service does not say where it meets, nor that it is online.", TELL)
    found = checked(ClassDetails, said | {"provider_id": "-", "venue_id": None}, "service")
    fields = {name: value for name, value in found.fields.items() if name not in {"provider_id", "venue_id"}}
    return Lesson(key, Read("class", looked.id, found.name, fields, (*notes, *found.notes)))


def _told(places: dict[str, Any], changed: datetime | None) -> dict[str, Any]:
    """A number of places says nothing without its age."""
    counted = places.get("open") is not None or places.get("waiting") is not None
    if places.get("told_at") or not counted:
        return places
    return {**places, "told_at": changed} if changed else {"waiting_list": places.get("waiting_list")}


def _at(service: dict[str, Any], location: str | None) -> dict[str, Any]:
    """The service as it is at one of its places: schedules of another place are left out."""
    entries = _entries(service, "service_at_locations")
    elsewhere = {
        str(each.get("id")) for each in entries if isinstance(each.get("location"), dict) and each["location"].get("id") != location
    }
    kept = [each for each in _entries(service, "schedules") if location is None or each.get("service_at_location_id") not in elsewhere]
    more = [phone for each in _entries(service, "contacts") for phone in _entries(each, "phones")]
    return service | {"schedules": kept, "phones": [*_entries(service, "phones"), *more]}


def _readable(service: dict[str, Any]) -> tuple[dict[str, Any], list[FieldProblem]]:
    """Without the schedules and cost options that hold no date, time or amount where there must be one."""
    notes: list[FieldProblem] = []
    good = dict(service)
    for part, reading in (("schedules", read_timetable), ("cost_options", read_cost)):
        kept = []
        for at, entry in enumerate(_entries(service, part)):
            try:
                reading([entry])
                kept.append(entry)
            except (ValueError, TypeError, AttributeError, OverflowError):
                notes.append(FieldProblem(f"{part}[{at}]", "This entry cannot be read, so it was left out.", TELL))
        good[part] = kept
    return good, notes


def _format(looked: Looked, service: dict[str, Any], places: Json, key: str | None) -> Format:
    attending = [str(each.get("attending_type") or "").casefold() for each in _entries(service, "schedules")]
    named = next((_FORMAT_OF[each] for each in attending if each in _FORMAT_OF), None)
    if named:
        return named
    virtual = any(place.get("location_type") == "virtual" for place in places.values())
    online = virtual or any("online" in each or "virtual" in each for each in (*attending, looked.name.casefold()))
    if key:
        return Format.HYBRID if virtual else Format.IN_PERSON
    return Format.ONLINE if online else Format.IN_PERSON


def _moment(text: object) -> datetime | None:
    """None for what is no date: it only makes a listing look older than it is."""
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _terms(service: dict[str, Any]) -> list[str]:
    held = [each.get("taxonomy_term") for each in _entries(service, "attributes")]
    return [f"{each.get('taxonomy', '')} {each.get('name', '')}" for each in held if isinstance(each, dict)]


def _entries(service: dict[str, Any], part: str) -> list[dict[str, Any]]:
    found = service.get(part)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _as_read(kind: str, key: str, found: Checked) -> Read:
    return Read(kind, key, found.name, found.fields, found.notes)


def without_nulls(value: Any, deep: int = 0) -> Any:
    if deep > DEEPEST:
        return None
    if isinstance(value, dict):
        return {name: kept for name, each in value.items() if (kept := without_nulls(each, deep + 1)) is not None}
    if isinstance(value, list):
        return [kept for each in value if (kept := without_nulls(each, deep + 1)) is not None]
    return value
