"""A class ⇄ a service, fully nested. What depends on the moment (`status`, `last_modified`, `alert`) is in status.py."""

from collections.abc import Mapping

from services.directory.domain.filters import language_name
from services.directory.domain.openreferral import vocabulary as terms
from services.directory.domain.openreferral.attributes import Held, attributes, codes, held, noted, read_held, said, words_of, yes_no
from services.directory.domain.openreferral.contacts import people, read_contact, uri
from services.directory.domain.openreferral.costs import cost_options, funding, read_cost, read_funders
from services.directory.domain.openreferral.identifiers import feed_id, stable_id
from services.directory.domain.openreferral.organisations import in_a_list
from services.directory.domain.openreferral.places import capacities, read_places
from services.directory.domain.openreferral.schedules import read_timetable, schedules
from services.directory.domain.openreferral.vocabulary import Json, Taxonomy, Term
from shared.contracts.directory import ClassDetails, ClassShown

SEVERAL: Mapping[str, Taxonomy] = {
    "levels": terms.LEVEL,
    "entry_1_parts": terms.ENTRY_1_PART,
    "cefr": terms.CEFR,
    "focus": terms.FOCUS,
    "join": terms.JOINING,
}
"""Field of ClassDetails → the taxonomy its codes are terms of."""
YES_NO: Mapping[str, Taxonomy] = {"regulated": terms.REGULATED, "step_free": terms.STEP_FREE, "travel_help": terms.TRAVEL_HELP}
NOTES: Mapping[str, Term] = {
    "childcare_note": terms.NOTE.terms["childcare"],
    "access_note": terms.NOTE.terms["access"],
    "travel_note": terms.NOTE.terms["travel"],
}
WOMEN_ONLY = terms.ELIGIBILITY.terms["women-only"]
ROLL_ON = terms.ROLL_ON.terms["yes"]


def at_location_id(class_id: str) -> str:
    """A class meets at one place at a time, so that its service at a location is one too, also when it moves."""
    return stable_id("service-at-location", class_id)


def service_in_a_list(shown: ClassShown, organization: Json) -> Json:
    """Fields with one value."""
    details = shown.details
    document: Json = {
        "id": feed_id(shown.id),
        "organization_id": organization["id"],
        "name": details.name,
        "description": details.description,
        "url": uri(details.contact.website),
        "email": details.contact.email,
        "accreditations": details.awarding_organisation,
        "minimum_age": details.minimum_age,
        "maximum_age": details.maximum_age,
        "assured_date": shown.verified_at.date().isoformat(),
        "organization": in_a_list(organization),
    }
    return _filled(document)


def service(shown: ClassShown, organization: Json) -> Json:
    """Fully nested, but for its location: see entries.py."""
    details, id = shown.details, feed_id(shown.id)
    nested: Json = {
        "application_process": details.join_note,
        "organization": organization,
        "schedules": schedules(details, id, at_location_id(shown.id) if shown.where else None),
        "languages": _languages(details, id),
        "cost_options": cost_options(details.cost, id),
        "funding": funding(details.funders, id),
        "capacities": capacities(details.places, id),
        **people(details.contact, id, "service_id"),
        "attributes": attributes("service", id, _held(shown)),
    }
    return service_in_a_list(shown, organization) | _filled(nested)


def _filled(document: Json) -> Json:
    """Empty fields are left out: a null fails the profile."""
    return {name: value for name, value in document.items() if value not in (None, "", [])}


def terms_of(shown: ClassShown) -> list[Term]:
    """What `taxonomy_term_id` and `taxonomy_id` are compared with: the attributes of the service itself."""
    return list(dict.fromkeys(each.term for each in _held(shown)))


def _held(shown: ClassShown) -> list[Held]:
    details = shown.details
    found = [each for field, taxonomy in SEVERAL.items() for each in held(taxonomy, getattr(details, field))]
    found += held(terms.FORMAT, [details.format])
    found += [each for field, taxonomy in YES_NO.items() for each in yes_no(taxonomy, getattr(details, field))]
    found += yes_no(terms.WAITING_LIST, details.places.waiting_list)
    found += held(terms.CHILDCARE, [details.childcare] if details.childcare else [])
    found += [Held(WOMEN_ONLY)] if details.women_only else []
    found += [Held(ROLL_ON)] if details.roll_on else []
    found += held(terms.AUTHORITY, [shown.where.authority if shown.where else shown.authority])
    found += [each for field, term in NOTES.items() for each in noted(term, getattr(details, field))]
    return found + [Held(terms.RELATION.terms[partner.relation], partner.name) for partner in details.partners]


def _languages(details: ClassDetails, id: str) -> list[Json]:
    """The profile's `language` cannot name one: `code`, `name` and `note` are HSDS's."""
    return [
        {
            "id": stable_id("language", id, code),
            "service_id": id,
            "code": code,
            "name": language_name(code),
            "note": "Help in this language; the class is in English",
        }
        for code in dict.fromkeys(details.support_languages)
    ]


def read_service(document: Json) -> Json:
    """The fields of ClassDetails that it says, but who and where (`provider_id`, `venue_id`, `address_on_joining`); not checked.

    Raises ValueError or TypeError for a date, time or amount that is none.
    """
    holding = read_held(document.get("attributes"))
    when = read_timetable(document.get("schedules"))
    places = read_places(document.get("capacities")) | {"waiting_list": said(holding, terms.WAITING_LIST)}
    read: Json = {
        "name": document.get("name"),
        "description": document.get("description") or "",
        "awarding_organisation": document.get("accreditations"),
        "minimum_age": document.get("minimum_age"),
        "maximum_age": document.get("maximum_age"),
        "join_note": document.get("application_process"),
        **vars(when),
        "cost": read_cost(document.get("cost_options")),
        "funders": read_funders(document.get("funding")),
        "places": places,
        "contact": read_contact(document, "url"),
        "support_languages": _read_languages(document.get("languages")),
        "women_only": any(each.term is WOMEN_ONLY for each in holding),
        "roll_on": any(each.term is ROLL_ON for each in holding),
        "childcare": next(iter(codes(holding, terms.CHILDCARE)), None),
        "partners": _read_partners(holding),
    }
    read |= {field: codes(holding, taxonomy) for field, taxonomy in SEVERAL.items()}
    read |= {field: said(holding, taxonomy) for field, taxonomy in YES_NO.items()}
    read |= {field: words_of(holding, term) for field, term in NOTES.items()}
    taught = codes(holding, terms.FORMAT)
    return read | ({"format": taught[0]} if taught else {})


def _read_partners(holding: list[Held]) -> list[Json]:
    named = [each for each in holding if each.term.taxonomy is terms.RELATION and each.value]
    return [{"relation": each.term.code, "name": each.value} for each in named]


def _read_languages(documents: object) -> list[str]:
    entries = [each for each in documents if isinstance(each, dict)] if isinstance(documents, list) else []
    return list(dict.fromkeys(str(each["code"]) for each in entries if each.get("code")))
