"""Whom to ask ⇄ e-mail, web address, contact and phone. The same parts serve a service, an organisation and a location."""

from urllib.parse import quote, urlsplit

from pydantic import HttpUrl, TypeAdapter

from services.directory.domain.openreferral.identifiers import stable_id
from services.directory.domain.openreferral.vocabulary import Json
from shared.contracts.provision import Contact

_web = TypeAdapter(HttpUrl)
_KEPT = ":/?#@!$&'()*+,;=%~"


def uri(address: str | None) -> str | None:
    """A web address as RFC 3986 writes it: other letters become percent signs. None for one with a bare IPv6 host."""
    if not address:
        return None
    written = str(_web.validate_python(address))
    if "[" in urlsplit(written).netloc:
        return None
    return quote(_percents(written), safe=_KEPT)


def _percents(text: str) -> str:
    """A percent sign that begins no pair of digits is one itself."""
    first, *rest = text.split("%")
    return first + "".join(("%" if _pair(part) else "%25") + part for part in rest)


def _pair(part: str) -> bool:
    return len(part) >= 2 and all(letter in "0123456789abcdefABCDEF" for letter in part[:2])


def people(contact: Contact, id: str, belongs_to: str) -> Json:
    """`contacts` and `phones` of something; `belongs_to` names the field its id goes into, such as `service_id`."""
    said: Json = {}
    if contact.name:
        said["contacts"] = [{"id": stable_id("contact", id), belongs_to: id, "name": contact.name}]
    return said | ({"phones": phones(contact.phone, id, belongs_to)} if contact.phone else {})


def phones(number: str | None, id: str, belongs_to: str) -> list[Json]:
    return [{"id": stable_id("phone", id), belongs_to: id, "number": number}] if number else []


def read_contact(document: Json, web_field: str) -> Json:
    """The fields of a Contact; `web_field` is `url` of a service and `website` of an organisation. Not checked."""
    return {
        "name": _first(document.get("contacts"), "name"),
        "phone": _first(document.get("phones"), "number"),
        "email": document.get("email") or _first(document.get("contacts"), "email"),
        "website": document.get(web_field) or None,
    }


def _first(entries: object, field: str) -> str | None:
    found = [each[field] for each in entries if isinstance(each, dict) and each.get(field)] if isinstance(entries, list) else []
    return str(found[0]) if found else None
