"""The page with the form of a venue, alone or in the middle of publishing a class."""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

from starlette.responses import Response

from services.portal.adapters.answers import Listing, Provider, Venue
from services.portal.adapters.problem import Problem
from services.portal.entrypoints.desk import Desk
from services.portal.entrypoints.form_tokens import FIELD, new_key
from services.portal.forms.form_problems import form_problems
from services.portal.forms.organisation_forms import VENUE_INPUTS
from services.portal.forms.typed import Typed
from services.portal.languages import gettext as _
from shared.errors import FieldProblem
from shared.geo.region import region

NOT_KEPT = frozenset({FIELD, "do", "venue_words", "venue_looked_for"})


@dataclass(frozen=True)
class VenueForm:
    """`class_form` is what was typed of a class, as text, while its venue is added; `class_id` the class that is changed, if any."""

    provider: Provider | None
    typed: Typed
    venue: Venue | None = None
    version: int = 0
    key: str = field(default_factory=new_key)
    class_form: str = ""
    class_id: str = ""
    problem: Problem | None = None

    @classmethod
    def within(cls, provider: Provider, of_class: Typed, listing: Listing | None) -> "VenueForm":
        """For a class that meets where nobody met before; what was looked for is most likely its name."""
        kept = urlencode([pair for pair in of_class.pairs() if pair[0] not in NOT_KEPT])
        typed = Typed([("name", of_class.one("venue_words")), ("authority", provider.details.authority)])
        return cls(provider, typed, class_form=kept, class_id=listing.id if listing else "")


def class_form_with(kept: str, venue: Venue | None) -> Typed:
    """What was typed of the class, with the new venue chosen if one was added."""
    typed = Typed(parse_qsl(kept, keep_blank_values=True))
    return typed.having({"venue_id": venue.id}) if venue else typed


def venue_page(desk: Desk, form: VenueForm) -> Response:
    said = form_problems(named(form.problem), VENUE_INPUTS)
    return desk.page(
        "venue_form.html",
        form.problem.status if form.problem else 200,
        form=form,
        typed=form.typed,
        authorities=authority_options(),
        saved=form.problem is None and "done" in desk.request.query_params,
        problems=said.summary,
        errors=said.beside,
    )


def authority_options() -> list[tuple[str, str]]:
    """(GSS code, name), with an empty choice first."""
    known = sorted((each.name, gss) for gss, each in region().authorities.items())
    return [("", _("Choose a council")), *((gss, name) for name, gss in known)]


def named(problem: Problem | None) -> tuple[FieldProblem, ...]:
    """A refusal that names no field is told as a whole."""
    if problem is None:
        return ()
    return problem.problems or (FieldProblem("", problem.detail, problem.remedy),)
