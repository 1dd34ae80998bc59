"""The page with the form of a class, whatever brought a person to it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from starlette.responses import Response

from services.portal.adapters.answers import Happening, Listing, Provider, Venue
from services.portal.adapters.problem import Problem
from services.portal.entrypoints.desk import Desk
from services.portal.entrypoints.form_tokens import new_key
from services.portal.entrypoints.provider_lists import venues_of
from services.portal.entrypoints.venue_editing import named
from services.portal.forms.class_form import INPUTS, ROW_GROUPS
from services.portal.forms.form_problems import form_problems
from services.portal.forms.support_languages import common_languages
from services.portal.forms.two_people import Difference
from services.portal.forms.typed import Typed
from services.portal.languages import gettext as _

MOST_FOUND = 10


@dataclass(frozen=True)
class ClassForm:
    """`listing` is the class that is changed, None for a new one. `extra` is the group that gets an empty row.

    `key` is kept through every round of the form, so that it is published once. `saved_by` saved what `differences` shows.
    """

    provider: Provider
    typed: Typed
    listing: Listing | None = None
    version: int = 0
    key: str = field(default_factory=new_key)
    extra: str = ""
    problem: Problem | None = None
    differences: Sequence[Difference] = ()
    saved_by: Happening | None = None
    note: str = ""

    @property
    def address(self) -> str:
        return f"/classes/{self.listing.id}/edit" if self.listing else f"/my/publish?provider={self.provider.id}"

    def refused(self, problem: Problem) -> "ClassForm":
        return replace(self, problem=problem)

    def rows(self, group: str) -> int:
        """How many to show: those filled in, and an empty one to begin with or when asked for."""
        filled = len(self.typed.rows(group))
        return filled + 1 if self.extra == group or (not filled and group == "sessions") else filled


async def class_page(desk: Desk, form: ClassForm) -> Response:
    listings = (await desk.directory.listings(form.provider.id)).items
    chosen = form.typed.one("venue_id")
    own = await venues_of(desk.directory, form.provider, listings, chosen)
    words = form.typed.one("venue_words")
    found = (await desk.directory.venues(words, limit=MOST_FOUND)).items if words else ()
    open = [venue for venue in found if not venue.removed and not venue.details.closed_in]
    said = form_problems(named(form.problem), INPUTS)
    return desk.page(
        "class_form.html",
        form.problem.status if form.problem else 200,
        form=form,
        typed=form.typed,
        rows={group: form.rows(group) for group in ROW_GROUPS},
        venues=[venue_option(venue) for venue in (*(each for each in open if each not in own), *own)],
        found=len(open),
        closed=[venue for venue in found if venue.details.closed_in],
        names={venue.id: venue.details.name for venue in own},
        languages_of_support=common_languages(),
        problems=said.summary,
        errors=said.beside,
    )


def venue_option(venue: Venue) -> tuple[str, str, str]:
    """(id, name, address): a choice among radios."""
    details = venue.details
    address = ", ".join(part for part in (details.address_1, details.town, details.postcode) if part)
    return venue.id, details.name, address or _("address not known")
