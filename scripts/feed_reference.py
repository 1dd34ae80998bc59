"""The reference page of the Open Referral UK feed: what it can be asked, and where each field of ours stands in it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from services.directory.domain.openreferral import fields
from services.directory.domain.openreferral.vocabulary import TAXONOMIES, Taxonomy

Document = Mapping[str, Any]
Table = Callable[[Sequence[str], Iterable[Sequence[str]]], str]
Asked = Callable[[Document, Document], Sequence[str]]

TITLE = "Open Referral UK: what the feed can be asked, and where each field stands"
ABOUT = (
    "Below `/openreferral/v3` of a running Signpost, open to anyone. How to use it: "
    "[use the Open Referral feed](../how-to/use-the-open-referral-feed.md)."
)
PARAMETERS = (
    "Of `/service_at_locations`. `/services` takes all but `postcode` and `proximity`; `/taxonomies` and `/taxonomy_terms` take `page` "
    "and `per_page`. All have to hold."
)
FIELDS = (
    "“(HSDS)” is a field of the base standard that the profile leaves out. “Comes back” says whether it can be read out of the feed "
    "again as it was."
)
IDS = "The id of a term is made of its taxonomy and code: the same in every installation and every version."


def feed_parts(document: Document, asked: Asked, table: Table) -> list[str]:
    """Title, introduction and parts, as every page of the reference has them. `document` is the feed's OpenAPI document."""
    paths = document["paths"]
    addresses = [(f"`{path}`", paths[path]["get"]["summary"]) for path in paths if path not in ("/live", "/ready")]
    parameters = [asked(document, each) for each in paths["/service_at_locations"]["get"]["parameters"]]
    told = {"class": fields.CLASS, "venue": fields.VENUE, "provider": fields.PROVIDER}
    return [
        *(TITLE, ABOUT, table(("address", "what it is"), addresses)),
        *("## Parameters", PARAMETERS, table(("parameter", "kind", "unless given", "what it asks"), parameters)),
        *("## Fields", FIELDS),
        *(part for kind, rows in told.items() for part in (f"### Of a {kind}", _told(rows, table))),
        *("## Taxonomies", IDS, table(("taxonomy", "id", "terms"), [(each.name, f"`{each.id}`", _terms(each)) for each in TAXONOMIES])),
    ]


def _told(rows: Mapping[str, fields.Told], table: Table) -> str:
    cells = [(f"`{name}`", each.where, "yes" if each.back else "in part", each.loss) for name, each in rows.items()]
    return table(("field", "where", "comes back", "what is lost"), cells)


def _terms(taxonomy: Taxonomy) -> str:
    return ", ".join(f"{term.name} (`{code}`)" for code, term in taxonomy.terms.items())
