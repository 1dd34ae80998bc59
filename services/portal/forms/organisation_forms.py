"""The forms of a venue and of a provider."""

from typing import Any

from services.portal.forms.class_form import read_contact
from services.portal.forms.form_problems import Inputs, each_of
from services.portal.forms.reading import Reading, flattened
from services.portal.forms.typed import Typed
from services.portal.languages import gettext as _
from shared.contracts.directory import ProviderDetails, VenueDetails

VENUE_INPUTS: Inputs = (
    each_of("name", "authority", "address_1", "address_2", "town", "county", "postcode", "step_free", "access_note"),
    each_of("email", "phone", "website", "closed_in", "address_on_joining", "point-lat", "point-lon"),
    ("point", "point-lat"),
)
PROVIDER_INPUTS: Inputs = (
    each_of("name", "kind", "authority", "network", "description", "contact-name", "contact-phone", "contact-email", "contact-website"),
)
VENUE_TEXTS = ("address_1", "address_2", "town", "county", "postcode", "access_note", "email", "phone")


def typed_venue(details: VenueDetails) -> Typed:
    return Typed(flattened(details.model_dump(mode="json")))


def read_venue(typed: Typed) -> tuple[dict[str, Any], Reading]:
    r = Reading(typed)
    fields: dict[str, Any] = {name: r.text(name) for name in VENUE_TEXTS}
    fields |= {"name": r.needed("name", _("Give the venue a name.")), "authority": r.text("authority"), "website": r.web_address("website")}
    fields |= {"step_free": r.yes_no("step_free"), "address_on_joining": r.ticked("address_on_joining"), "closed_in": r.number("closed_in")}
    return fields | {"point": _point(r)}, r


def _point(r: Reading) -> dict[str, float] | None:
    given = {name: r.text(f"point.{name}") for name in ("lat", "lon")}
    if not any(given.values()):
        return None
    try:
        return {name: float(text or "") for name, text in given.items()}
    except ValueError:
        r.problem("point", _("Give both numbers of the position, like 53.8008 and -1.5491, or neither."))
        return None


def typed_provider(details: ProviderDetails) -> Typed:
    return Typed(flattened(details.model_dump(mode="json")))


def read_provider(typed: Typed) -> tuple[dict[str, Any], Reading]:
    r = Reading(typed)
    name = r.needed("name", _("Give the organisation’s name."))
    texts = {each: r.text(each) for each in ("kind", "authority", "network")}
    return {"name": name, **texts, "description": r.text("description") or "", "contact": read_contact(r, "contact.")}, r
