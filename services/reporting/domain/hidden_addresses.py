"""Addresses in old events that are hidden by now. The log keeps what was said; who reads it later is told what may be known today.

An event shows the address of its class or venue only while the newest event of that class, and of that venue, shows it too.
"""

from collections.abc import Collection, Iterable
from typing import Any

from shared.contracts.catalogue import BY_TYPE
from shared.contracts.directory import TOLD_ON_JOINING, ClassPublished, VenueAdded
from shared.contracts.event import Event, EventData

Json = dict[str, Any]


def deciding(event: Event) -> frozenset[str]:
    """The subjects whose newest event decides whether this one's address may be shown; none when it shows no address."""
    if hides(event) or not _shows(event):
        return frozenset()
    venue = _where(event).get("venue_id") if _is(event, ClassPublished) else None
    return frozenset(each for each in (event.subject, venue) if each)


def hidden(newest: Iterable[Event]) -> frozenset[str]:
    """Of subjects, given the newest event of each, those whose address is told on joining now."""
    return frozenset(event.subject for event in newest if hides(event))


def hides(event: Event) -> bool:
    """Whether this says that the address is told on joining."""
    if _is(event, ClassPublished):
        return bool(_where(event).get("area_only") or event.data["state"]["details"].get("address_on_joining"))
    return _is(event, VenueAdded) and bool(event.data["details"].get("address_on_joining"))


def as_known_today(event: Event, hidden: Collection[str]) -> Event:
    """Without its address when one of those that decide about it is among the `hidden`."""
    if deciding(event).isdisjoint(hidden):
        return event
    data = _class_without(event.data) if _is(event, ClassPublished) else _venue_without(event.data)
    return event.model_copy(update={"data": data})


def _is(event: Event, kind: type[EventData]) -> bool:
    model = BY_TYPE.get(event.type)
    return model is not None and issubclass(model, kind)


def _shows(event: Event) -> bool:
    return bool(_where(event)) if _is(event, ClassPublished) else _is(event, VenueAdded)


def _where(event: Event) -> Json:
    return event.data["state"].get("where") or {}


def _class_without(data: Json) -> Json:
    """As the directory tells a class whose address is hidden; the area's own centre is not known here, so there is no point at all."""
    state = data["state"]
    nowhere: Json = {"venue_id": None, "address": [], "postcode": None, "point": None, "precision": None, "access_note": None}
    where = {**state["where"], **nowhere, "name": TOLD_ON_JOINING, "town": _town_alone(state["where"].get("town")), "area_only": True}
    details = {**state["details"], "venue_id": None, "access_note": None}
    return {**data, "state": {**state, "details": details, "where": where}}


def _venue_without(data: Json) -> Json:
    kept = {name: data["details"].get(name) for name in ("authority", "step_free", "closed_in")}
    town = _town_alone(data["details"].get("town"))
    return {**data, "details": {**kept, "name": TOLD_ON_JOINING, "town": town, "address_on_joining": True}}


def _town_alone(town: str | None) -> str | None:
    """People write whole addresses into the field for the town; no town has a digit in its name."""
    return None if town and any(letter.isdigit() for letter in town) else town
