"""Attributes: which terms hold of a service, a location or an organisation, each with a value where words or a year belong to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.directory.domain.openreferral.identifiers import stable_id
from services.directory.domain.openreferral.vocabulary import TERM_BY_ID, Json, Taxonomy, Term


@dataclass(frozen=True)
class Held:
    """A term that holds of something. `value` is HSDS's: the note, name or year that belongs to it."""

    term: Term
    value: str | None = None


def held(taxonomy: Taxonomy, codes: Iterable[str]) -> list[Held]:
    """Codes that the taxonomy does not have are left out: a council area outside the region."""
    return [Held(taxonomy.terms[code]) for code in dict.fromkeys(map(str, codes)) if code in taxonomy.terms]


def yes_no(taxonomy: Taxonomy, value: bool | None) -> list[Held]:
    """A taxonomy without "no" says nothing when it does not hold."""
    return [] if value is None else held(taxonomy, ["yes" if value else "no"])


def noted(term: Term, words: str | None) -> list[Held]:
    return [Held(term, words)] if words else []


def attributes(kind: str, id: str, holding: Sequence[Held]) -> list[Json]:
    """`kind` is service, location or organization; `id` is its id in the feed."""
    made = (_attribute(kind, id, each, at) for at, each in enumerate(holding))
    return list(made)


def _attribute(kind: str, id: str, each: Held, at: int) -> Json:
    """The place is part of the id only where a term may hold more than once."""
    place = [str(at)] if each.value else []
    document = {
        "id": stable_id("attribute", id, each.term.id, *place),
        "link_id": id,
        "link_type": kind,
        "link_entity": kind,
        "taxonomy_term_id": each.term.id,
        "taxonomy_term": each.term.document,
    }
    return {**document, "value": each.value} if each.value else document


def read_held(documents: object) -> list[Held]:
    """The attributes that are terms of ours, in their order. Others, and what is no list of attributes, say nothing here."""
    entries = [each for each in documents if isinstance(each, dict)] if isinstance(documents, list) else []
    return [Held(term, _words(each.get("value"))) for each in entries if (term := _term(each)) is not None]


def _term(attribute: Json) -> Term | None:
    nested = attribute.get("taxonomy_term")
    id = attribute.get("taxonomy_term_id") or (nested.get("id") if isinstance(nested, dict) else None)
    return TERM_BY_ID.get(str(id).lower())


def _words(value: object) -> str | None:
    return str(value) if value else None


def codes(holding: Iterable[Held], taxonomy: Taxonomy) -> list[str]:
    """Our codes of one taxonomy, in their order."""
    return [each.term.code for each in holding if each.term.taxonomy is taxonomy]


def said(holding: Iterable[Held], taxonomy: Taxonomy) -> bool | None:
    """What yes_no wrote."""
    found = codes(holding, taxonomy)
    return found[0] == "yes" if found else None


def words_of(holding: Iterable[Held], term: Term) -> str | None:
    """What `noted` wrote."""
    return next((each.value for each in holding if each.term == term), None)
