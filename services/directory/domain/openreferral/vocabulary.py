"""The taxonomies of the feed and their terms, made from our own codes and labels. Both ways: code → term id, and term id → code.

A term's id is made of its taxonomy and code alone, so that it stays when a label is written better.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from services.directory.domain.openreferral.identifiers import stable_id
from shared.contracts import labels
from shared.contracts.provision import Cefr
from shared.geo.region import region

Json = dict[str, Any]


@dataclass(frozen=True)
class Term:
    """`code` is ours; `name` is what people read."""

    taxonomy: "Taxonomy"
    code: str
    name: str

    @cached_property
    def id(self) -> str:
        return stable_id("term", self.taxonomy.code, self.code)

    @cached_property
    def document(self) -> Json:
        """As /taxonomy_terms and the attributes of a service show it."""
        return {
            "id": self.id,
            "name": self.name,
            "description": f"{self.taxonomy.name}: {self.name}",
            "taxonomy": self.taxonomy.name,
            "taxonomy_id": self.taxonomy.id,
            "term": self.code,
        }


@dataclass(frozen=True)
class Taxonomy:
    code: str
    name: str
    description: str
    options: Mapping[str, str]

    @cached_property
    def id(self) -> str:
        return stable_id("taxonomy", self.code)

    @cached_property
    def terms(self) -> Mapping[str, Term]:
        """Code → term, in their order."""
        return {str(code): Term(self, str(code), name) for code, name in self.options.items()}

    @cached_property
    def document(self) -> Json:
        return {"id": self.id, "name": self.name, "description": self.description}

    def __hash__(self) -> int:
        return hash(self.code)


def _authorities() -> dict[str, str]:
    return {gss: one.name for gss, one in sorted(region().authorities.items())}


LEVEL = Taxonomy("level", "ESOL level", "Levels of the adult ESOL core curriculum.", labels.LEVEL)
ENTRY_1_PART = Taxonomy("entry-1-part", "Part of entry 1", "Entry 1 is often split; some learners need a part first.", labels.ENTRY_1_PART)
CEFR = Taxonomy("cefr", "CEFR level", "Common European Framework of Reference for Languages.", {each: each.value for each in Cefr})
FOCUS = Taxonomy("focus", "What the class is about", "What the English of a class is for.", labels.FOCUS)
FORMAT = Taxonomy("format", "How it is taught", "In person, online, or both.", labels.FORMAT)
REGULATED = Taxonomy(
    "regulated",
    "Certificate",
    "Whether the class leads to a regulated qualification.",
    {"yes": "Leads to a regulated qualification", "no": "Does not lead to a regulated qualification"},
)
JOINING = Taxonomy("join", "How to join", "What a learner does to get a place.", labels.JOIN)
ROLL_ON = Taxonomy("roll-on", "When to join", "Whether learners may join after the start.", {"yes": "Join at any time"})
WAITING_LIST = Taxonomy("waiting-list", "Waiting list", "Whether there is one.", {"yes": "Has a waiting list", "no": "Has no waiting list"})
CHILDCARE = Taxonomy("childcare", "Childcare", "What is offered for children while a parent learns.", labels.CHILDCARE)
ELIGIBILITY = Taxonomy("eligibility", "Who may come", "Who a class is for.", {"women-only": "Women only"})
STEP_FREE = Taxonomy("step-free", "Step-free access", "Is there a way in without steps?", {"yes": "Step-free", "no": "Not step-free"})
TRAVEL_HELP = Taxonomy(
    "travel-help", "Help with travel", "Whether fares are helped with.", {"yes": "Help with travel", "no": "No help with travel"}
)
RELATION = Taxonomy("relation", "Who stands behind it", "In which relation the organisation named in `value` stands.", labels.RELATION)
NOTE = Taxonomy(
    "note",
    "In the provider's words",
    "What the attribute's `value` is about.",
    {"childcare": "About childcare", "access": "About access", "travel": "About travel"},
)
AUTHORITY = Taxonomy("authority", "Council area", "Local authorities of the region; the code of a term is its GSS code.", _authorities())
PROVIDER_KIND = Taxonomy("provider-kind", "Kind of organisation", "What kind of organisation offers classes.", labels.PROVIDER_KIND)
PRECISION = Taxonomy("precision", "How exactly it is placed", "Where the coordinates of a location come from.", labels.PRECISION)
ADDRESS = Taxonomy(
    "address",
    "Address",
    "Whether the address is public.",
    {"on-joining": "The address is given when you join; the place is its area"},
)
VENUE = Taxonomy("venue", "State of a venue", "A closed venue is kept, with the year in `value`.", {"closed": "Closed"})

TAXONOMIES: tuple[Taxonomy, ...] = (
    *(LEVEL, ENTRY_1_PART, CEFR, FOCUS, FORMAT, REGULATED, JOINING, ROLL_ON, WAITING_LIST, CHILDCARE, ELIGIBILITY, STEP_FREE),
    *(TRAVEL_HELP, RELATION, NOTE, AUTHORITY, PROVIDER_KIND, PRECISION, ADDRESS, VENUE),
)


def every_term() -> Iterator[Term]:
    """In the order of the taxonomies."""
    for taxonomy in TAXONOMIES:
        yield from taxonomy.terms.values()


TAXONOMY_BY_ID: Mapping[str, Taxonomy] = {each.id: each for each in TAXONOMIES}
TERM_BY_ID: Mapping[str, Term] = {each.id: each for each in every_term()}
