"""The query parameters of the feed, and the question they make. What cannot be asked is refused by name: never passed over."""

from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Annotated, Literal, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.directory.domain.analyser import words
from services.directory.domain.location import Places
from services.directory.domain.openreferral.question import Around, Question
from services.directory.domain.openreferral.schedules import BYDAY
from services.directory.domain.openreferral.vocabulary import TAXONOMY_BY_ID, TERM_BY_ID
from services.directory.use_cases.openreferral.ports import FeedLook
from shared.contracts.provision import Day
from shared.errors import Invalid
from shared.geo import normal_postcode

PER_PAGE, MOST_PER_PAGE, LAST_PAGE = 50, 500, 1_000_000
PROXIMITY_M, MOST_PROXIMITY_M = 10_000, 500_000
T = TypeVar("T")
DAYS = {name: day for day, code in BYDAY.items() for name in (code, day.value.upper())}
Age = Annotated[float | None, Field(ge=0, le=150, allow_inf_nan=False)]


class PagesAsked(BaseModel):
    """Which page, and how long it is."""

    model_config = ConfigDict(extra="forbid")

    page: Annotated[int | None, Field(ge=1, le=LAST_PAGE, description="The first is 1.")] = None
    per_page: Annotated[int | None, Field(ge=1, le=MOST_PER_PAGE, description=f"{PER_PAGE} unless given.")] = None

    @property
    def number(self) -> int:
        return self.page or 1

    @property
    def length(self) -> int:
        return self.per_page or PER_PAGE


class ServicesAsked(PagesAsked):
    """Every parameter given has to hold. Day and times are asked of one and the same schedule."""

    search: Annotated[str, Field(max_length=200, description="Each word has to begin a word of the service's texts.")] = ""
    taxonomy_term_id: Annotated[UUID | None, Field(description="A term of the service's own attributes; see /taxonomy_terms.")] = None
    taxonomy_id: Annotated[UUID | None, Field(description="Any term of this taxonomy; see /taxonomies.")] = None
    minimum_age: Annotated[Age, Field(description="The least that the service's own minimum_age may be; one without is left out.")] = None
    maximum_age: Annotated[Age, Field(description="The most that the service's own maximum_age may be; one without is left out.")] = None
    start_time: Annotated[str | None, Field(max_length=20, description="opens_at is this or later, as 09:30.")] = None
    end_time: Annotated[str | None, Field(max_length=20, description="closes_at is this or earlier, as 15:00.")] = None
    day: Annotated[str | None, Field(max_length=20, description="byday: MO, TU, WE, TH, FR, SA or SU.")] = None
    organization_id: Annotated[UUID | None, Field(description="Services of this organization (HSDS).")] = None
    modified_after: Annotated[
        str | None, Field(max_length=40, description="last_modified is this moment or later (HSDS).", examples=["2026-09-01T00:00:00Z"])
    ] = None
    minimal: Annotated[bool, Field(description="Only id and modified_date (HSDS).")] = False
    full: Annotated[bool, Field(description="Fully nested, as one service by its id is (HSDS).")] = False
    format: Annotated[Literal["json", "ndjson"], Field(description="ndjson: all that fit, one a line, without pages (HSDS).")] = "json"


class AtLocationsAsked(ServicesAsked):
    """As of services, and near a postcode."""

    postcode: Annotated[str | None, Field(max_length=20, description="A full postcode; its centre is measured from.")] = None
    proximity: Annotated[
        float | None, Field(gt=0, le=MOST_PROXIMITY_M, allow_inf_nan=False, description=f"Metres; {PROXIMITY_M} unless given.")
    ] = None


def check_shape(asked: ServicesAsked) -> None:
    """Raises Invalid for parameters that do not go together."""
    if asked.minimal and asked.full:
        raise Invalid.field("minimal", "An answer cannot be both minimal and full.", "Leave one of them out.")
    paged = next((name for name in ("page", "per_page") if getattr(asked, name) is not None), None)
    if asked.format == "ndjson" and paged:
        raise Invalid.field(paged, "ndjson has no pages: it gives everything.", f"Leave {paged} out, or ask for format=json.")


def question_of(asked: ServicesAsked, places: Places, look: FeedLook) -> Question:
    """Raises Invalid for what cannot be read, and for ids that are not in the feed."""
    return Question(
        at_locations=isinstance(asked, AtLocationsAsked),
        words=_words(asked.search),
        term=_known(asked.taxonomy_term_id, TERM_BY_ID, "taxonomy_term_id", "taxonomy_terms"),
        taxonomy=_known(asked.taxonomy_id, TAXONOMY_BY_ID, "taxonomy_id", "taxonomies"),
        organization_id=_organization(asked.organization_id, look),
        minimum_age=asked.minimum_age,
        maximum_age=asked.maximum_age,
        day=_day(asked.day),
        start_time=_clock("start_time", asked.start_time),
        end_time=_clock("end_time", asked.end_time),
        around=_around(asked, places) if isinstance(asked, AtLocationsAsked) else None,
        modified_after=_moment(asked.modified_after),
    )


def _words(text: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(words(text)))
    if text and not found:
        raise Invalid.field("search", "There is no word in this.", "Write letters or numbers to look for, or leave it out.")
    return found


def _known(id: UUID | None, held: Mapping[str, T], field: str, listed: str) -> T | None:
    if id is not None and str(id) not in held:
        raise Invalid.field(field, f"There is none with the id {id}.", f"Take an id from /{listed}.")
    return held[str(id)] if id else None


def _organization(id: UUID | None, look: FeedLook) -> str | None:
    if id is not None and not look.has_organization(str(id)):
        raise Invalid.field("organization_id", f"There is no organization {id}.", "Take the organization_id of a service of /services.")
    return str(id) if id else None


def _day(text: str | None) -> Day | None:
    if text is not None and text.upper() not in DAYS:
        raise Invalid.field("day", "This is not a day of the week.", f"Send one of {', '.join(BYDAY.values())}.")
    return DAYS[text.upper()] if text else None


def _clock(field: str, text: str | None) -> time | None:
    if text is None:
        return None
    try:
        moment = time.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo or ":" not in text:
        raise Invalid.field(field, "This is not a time of day by the local clock.", "Send hours and minutes, such as 09:30.")
    return moment


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
        utc = moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        utc = None
    if utc is None:
        remedy = "Send it with its zone, such as 2026-09-14T09:30:00Z; in an address + is written %2B."
        raise Invalid.field("modified_after", "This is not a date with a time.", remedy)
    return utc


def _around(asked: AtLocationsAsked, places: Places) -> Around | None:
    if asked.postcode is None:
        if asked.proximity is not None:
            raise Invalid.field("proximity", "A distance needs a place to measure from.", "Give a postcode too.")
        return None
    normal = normal_postcode(asked.postcode)
    place = places.geocode(normal, None) if normal and places.exists(normal) is not False else None
    if place is None:
        raise Invalid.field("postcode", "We do not know this postcode.", "Give a full postcode of this region, such as LS8 5AA.")
    return Around(place.lat, place.lon, asked.proximity or PROXIMITY_M)
