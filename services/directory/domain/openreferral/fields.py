"""Every field of a class, a venue and a provider, and where it stands in a feed. A new field has to be told here: tests see to it."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """`where`: the place in the feed, empty when it cannot be expressed. `back`: it is read out of the feed again as it was.

    `loss`: what is lost, or why it cannot be expressed.
    """

    where: str
    loss: str = ""
    back: bool = True


def _term(taxonomy: str) -> Told:
    return Told(f"attributes, taxonomy “{taxonomy}”")


def _note(about: str) -> Told:
    return Told(f"attributes, term “{about}” of “In the provider's words”, in `value`")


CLASS: Mapping[str, Told] = {
    "name": Told("`name`"),
    "provider_id": Told("`organization_id`, `organization`"),
    "venue_id": Told("`service_at_locations[].location_id`", "Absent where the address is told on joining.", back=False),
    "description": Told("`description`"),
    "levels": _term("ESOL level"),
    "entry_1_parts": _term("Part of entry 1"),
    "cefr": _term("CEFR level"),
    "focus": _term("What the class is about"),
    "format": Told("attributes, taxonomy “How it is taught”; `schedules[].attending_type`"),
    "regulated": _term("Certificate"),
    "awarding_organisation": Told("`accreditations`"),
    "sessions": Told("`schedules[]`: `byday`, `opens_at`, `closes_at`", "Times are local, without an offset."),
    "terms": Told("`schedules[]`: `valid_from`, `valid_to`, name in `description`", "One called “Term” comes back without a name."),
    "starts_on": Told("`schedules[]` without `description`: `valid_from`"),
    "ends_on": Told("`schedules[]` without `description`: `valid_to`"),
    "roll_on": _term("When to join"),
    "cost": Told("`cost_options[]`: `option`, `amount` in pounds, `amount_description`"),
    "funders": Told("`funding[].source`"),
    "join": _term("How to join"),
    "join_note": Told("`application_process` (HSDS)"),
    "places": Told("`capacities[]` (HSDS); attributes, taxonomy “Waiting list”", "When it was told, where no number was.", back=False),
    "childcare": _term("Childcare"),
    "childcare_note": _note("About childcare"),
    "women_only": _term("Who may come"),
    "minimum_age": Told("`minimum_age`"),
    "maximum_age": Told("`maximum_age`"),
    "step_free": _term("Step-free access"),
    "access_note": _note("About access"),
    "travel_help": _term("Help with travel"),
    "travel_note": _note("About travel"),
    "support_languages": Told("`languages[].code`"),
    "partners": Told(
        "attributes, taxonomy “Who stands behind it”, name in `value`", "Which provider it is, where it is one here.", back=False
    ),
    "contact": Told("`contacts[].name`, `phones[].number` (HSDS), `email`, `url`", "A web address comes back with its percent signs."),
    "address_on_joining": Told("attributes of the location, taxonomy “Address”"),
}

VENUE: Mapping[str, Told] = {
    "name": Told("`location.name`"),
    "authority": Told("attributes of the location, taxonomy “Council area”", "Areas outside the region.", back=False),
    "address_1": Told("`addresses[].address_1`; the venue's name where there is none", "One that is the venue's name."),
    "address_2": Told("`addresses[].address_2` (HSDS)"),
    "town": Told("`addresses[].city`; the council area where there is none", "No town comes back as the council area.", back=False),
    "county": Told("`addresses[].state_province`; the council area where there is none", "One called as the council area.", back=False),
    "postcode": Told("`addresses[].postal_code`; empty where there is none"),
    "point": Told("`latitude`, `longitude`", "A point worked out from a postcode or town is marked and not read back as given."),
    "step_free": Told("`accessibility[].description`; attributes, taxonomy “Step-free access”"),
    "access_note": Told("`accessibility[].details`; attributes, term “About access”, in `value`"),
    "email": Told("`location.email` (addition of ours)"),
    "phone": Told("`location.phones[].number` (HSDS)"),
    "website": Told("`location.url` (HSDS)", "A web address comes back with its percent signs."),
    "closed_in": Told("attributes of the location, taxonomy “State of a venue”, year in `value`"),
    "address_on_joining": Told(
        "no `addresses`; attributes, taxonomy “Address”", "Name, address, postcode and point: they are not public.", back=False
    ),
}

PROVIDER: Mapping[str, Told] = {
    "name": Told("`organization.name`"),
    "kind": Told("attributes of the organization, taxonomy “Kind of organisation”"),
    "authority": Told("attributes of the organization, taxonomy “Council area”", "Areas outside the region.", back=False),
    "network": Told("`organization.programs[].name` (HSDS)"),
    "description": Told("`organization.description`; the kind where there is none"),
    "contact": Told("`contacts[].name`, `phones[].number` (HSDS), `email`, `website`", "A web address comes back with its percent signs."),
}
