"""A provider ⇄ an organization."""

from services.directory.domain.openreferral.attributes import attributes, codes, held, read_held
from services.directory.domain.openreferral.contacts import people, read_contact, uri
from services.directory.domain.openreferral.identifiers import feed_id, stable_id
from services.directory.domain.openreferral.vocabulary import AUTHORITY, PROVIDER_KIND, Json
from shared.contracts import labels
from shared.contracts.directory import ProviderDetails
from shared.contracts.provision import ProviderKind

NETWORK = "A local ESOL network that this organisation belongs to."
IN_LISTS = ("id", "name", "description", "email", "website")
"""What an organization in a list may hold: fields with one value."""


def organization(provider_id: str, details: ProviderDetails) -> Json:
    """Everything of it. A description is required: where there is none, the kind of organisation stands."""
    id = feed_id(provider_id)
    said: Json = {
        "id": id,
        "name": details.name,
        "description": details.description or labels.PROVIDER_KIND[details.kind],
        "email": details.contact.email,
        "website": uri(details.contact.website),
        **people(details.contact, id, "organization_id"),
        "attributes": attributes("organization", id, held(PROVIDER_KIND, [details.kind]) + held(AUTHORITY, [details.authority])),
    }
    if details.network:
        program = {"id": stable_id("network", details.network), "organization_id": id, "name": details.network, "description": NETWORK}
        said["programs"] = [program]
    return {name: value for name, value in said.items() if value is not None}


def in_a_list(document: Json) -> Json:
    return {name: document[name] for name in IN_LISTS if name in document}


def read_organization(document: Json) -> Json:
    """The fields of ProviderDetails that it says; not checked, and without `authority` where the feed does not name a council area."""
    holding = read_held(document.get("attributes"))
    kind = next(iter(codes(holding, PROVIDER_KIND)), ProviderKind.OTHER.value)
    described = str(document.get("description") or "")
    programs = [each for each in document.get("programs") or [] if isinstance(each, dict) and each.get("description") == NETWORK]
    said = {
        "name": document.get("name"),
        "kind": kind,
        "network": programs[0].get("name") if programs else None,
        "description": "" if described == labels.PROVIDER_KIND[kind] else described,
        "contact": read_contact(document, "website"),
    }
    council = codes(holding, AUTHORITY)
    return said | ({"authority": council[0]} if council else {})
