"""Where a class meets ⇄ a location. Address on joining: the area only, with no address at all, and an id that tells nothing.

`address_1`, `city`, `state_province` and `postal_code` are required of an address. Where we know some but not all of them, the
name of the venue, of the council area and an empty postcode stand in: without that a known town would be lost.
"""

from services.directory.domain.openreferral.attributes import Held, attributes, codes, held, noted, read_held, said, words_of, yes_no
from services.directory.domain.openreferral.contacts import phones, read_contact, uri
from services.directory.domain.openreferral.identifiers import feed_id, stable_id
from services.directory.domain.openreferral.vocabulary import ADDRESS, AUTHORITY, NOTE, PRECISION, STEP_FREE, VENUE, Json
from shared.contracts import labels
from shared.contracts.directory import VenueDetails, WhereShown
from shared.contracts.provision import Precision
from shared.geo.region import region

COUNTRY = "GB"
ON_JOINING = ADDRESS.terms["on-joining"]
CLOSED = VENUE.terms["closed"]
ABOUT_ACCESS = NOTE.terms["access"]
IN_LISTS = ("id", "location_type", "name", "description", "latitude", "longitude")


def location(class_id: str, where: WhereShown, venue: VenueDetails | None) -> Json:
    """`venue` is what the public may see of the venue that `where` names; where it hides its address, so does this."""
    if where.area_only or where.venue_id is None:
        return _area(class_id, where)
    if venue is not None and venue.address_on_joining:
        return _area(class_id, _of_hidden(venue))
    details = venue or _seen_in(where)
    id = feed_id(where.venue_id)
    holding = [*held(AUTHORITY, [details.authority]), *_placed(where), *yes_no(STEP_FREE, details.step_free)]
    holding += noted(ABOUT_ACCESS, details.access_note)
    holding += [Held(CLOSED, str(details.closed_in))] if details.closed_in else []
    return _filled(
        {
            **_point(id, where.name, where),
            "url": uri(details.website),
            "email": details.email,
            "phones": phones(details.phone, id, "location_id"),
            "addresses": _addresses(id, details),
            "accessibility": _accessibility(id, details),
            "attributes": attributes("location", id, holding),
        }
    )


def _area(class_id: str, where: WhereShown) -> Json:
    """The id is made from the class, so that two classes at one hidden address cannot be seen to share it."""
    id = stable_id("area", class_id)
    holding = [Held(ON_JOINING), *held(AUTHORITY, [where.authority]), *_placed(where), *yes_no(STEP_FREE, where.step_free)]
    point = _point(id, f"{where.town}: the address is given when you join" if where.town else where.name, where)
    return _filled({**point, "description": _about(where, ON_JOINING.name), "attributes": attributes("location", id, holding)})


def _of_hidden(venue: VenueDetails) -> WhereShown:
    """Its venue began to hide its address, and the class has not been told again yet: nothing the class says of it counts."""
    said: Json = {"name": venue.name, "authority": venue.authority, "town": venue.town, "point": venue.point}
    return WhereShown(**said, area_only=True, step_free=venue.step_free)


def _point(id: str, name: str, where: WhereShown) -> Json:
    said: Json = {"id": id, "location_type": "physical", "name": name, "description": _about(where)}
    return said | ({"latitude": where.point.lat, "longitude": where.point.lon} if where.point else {})


def _about(where: WhereShown, first: str = "") -> str:
    """How exactly the point is known, where that is not to the building."""
    known = where.precision in (None, Precision.GIVEN, Precision.POSTCODE)
    placed = "" if known or not where.precision else f"Placed {labels.PRECISION[where.precision]}"
    return ". ".join(part for part in (first, placed) if part)


def _placed(where: WhereShown) -> list[Held]:
    return held(PRECISION, [where.precision]) if where.precision else []


def _seen_in(where: WhereShown) -> VenueDetails:
    """Until the venue itself has been heard of, what its class shows of it."""
    line, more = (*where.address, None, None)[:2]
    said: Json = {"name": where.name, "authority": where.authority, "address_1": line, "address_2": more}
    return VenueDetails(**said, town=where.town, postcode=where.postcode)


def _addresses(id: str, details: VenueDetails) -> list[Json]:
    if not (details.address_1 or details.address_2 or details.town or details.postcode):
        return []
    council = region().authorities.get(details.authority)
    area = council.name if council else details.authority
    said: Json = {"id": stable_id("address", id), "location_id": id, "address_1": details.address_1 or details.name}
    said |= {"address_2": details.address_2} if details.address_2 else {}
    said |= {"city": details.town or area, "state_province": details.county or area, "postal_code": details.postcode or ""}
    return [{**said, "country": COUNTRY, "address_type": "physical"}]


def _accessibility(id: str, details: VenueDetails) -> list[Json]:
    step_free = "" if details.step_free is None else STEP_FREE.terms["yes" if details.step_free else "no"].name
    if not (step_free or details.access_note):
        return []
    said = {"id": stable_id("accessibility", id), "location_id": id, "description": step_free or details.access_note}
    return [{**said, "details": details.access_note} if step_free and details.access_note else said]


def _filled(document: Json) -> Json:
    return {name: value for name, value in document.items() if value not in (None, "", [])}


def read_location(document: Json) -> Json:
    """The fields of VenueDetails that it says; not checked. Stand-ins for what is not known are read as not known."""
    holding = read_held(document.get("attributes"))
    address = next((each for each in document.get("addresses") or [] if isinstance(each, dict)), {})
    gss = next(iter(codes(holding, AUTHORITY)), None)
    area = region().authorities[gss].name if gss else None
    hidden = any(each.term is ON_JOINING for each in holding)
    exact = set(codes(holding, PRECISION)) <= {Precision.GIVEN.value}
    closed = words_of(holding, CLOSED)
    read: Json = {
        "name": document.get("name"),
        "address_1": None if address.get("address_1") == document.get("name") else address.get("address_1"),
        "address_2": address.get("address_2"),
        "town": address.get("city"),
        "county": None if address.get("state_province") == area else address.get("state_province"),
        "postcode": address.get("postal_code") or None,
        "point": _read_point(document) if exact else None,
        "step_free": said(holding, STEP_FREE),
        "access_note": words_of(holding, ABOUT_ACCESS),
        "email": document.get("email"),
        "phone": read_contact(document, "url")["phone"],
        "website": document.get("url"),
        "closed_in": int(closed) if closed and closed.isdigit() else None,
        "address_on_joining": hidden,
    }
    return read | ({"authority": gss} if gss else {})


def _read_point(document: Json) -> Json | None:
    lat, lon = document.get("latitude"), document.get("longitude")
    return None if lat is None or lon is None else {"lat": lat, "lon": lon}
