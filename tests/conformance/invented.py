"""Classes, venues and providers with any field filled in any way that our own rules allow."""

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from services.directory.domain.class_rules import problems_with
from services.directory.domain.listings import ClassListing, Located, Provider, Venue
from services.directory.domain.shown import class_shown, venue_shown
from shared.contracts.directory import ClassDetails, ClassShown, ProviderDetails, VenueDetails
from shared.contracts.provision import (
    Cefr,
    Childcare,
    Contact,
    Cost,
    Entry1Part,
    Focus,
    Format,
    Funder,
    JoinRoute,
    Level,
    Partner,
    Places,
    Point,
    Precision,
    ProviderKind,
    Relation,
    Term,
    WeeklySession,
)

PROVIDER_ID, VENUE_ID, CLASS_ID = (f"01994a1e-7c1a-7000-8000-00000000000{n}" for n in (1, 2, 3))
AUTHORITIES = st.sampled_from(["E08000035", "E06000010", "E07000208"])
NAME = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).map(lambda text: f"Xx {text.strip()}".strip())
LINE = st.none() | NAME
DAY = st.dates(date(2000, 1, 1), date(2100, 1, 1))
WEB = st.none() | st.sampled_from(
    ["https://a.example.org", "http://exämple.org/a b", "https://a.example.org/50%/x?y={z}|^", "https://a.example.org/%C3%A9#é"]
)
CONTACT = st.builds(Contact, name=LINE, phone=st.none() | st.just("0113 496 0000"), email=st.none() | st.just("a@example.org"), website=WEB)
SESSION = st.builds(WeeklySession)
FIRST, LAST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2026, 9, 1, tzinfo=UTC)
MOMENT = st.timedeltas(FIRST - FIRST, LAST - FIRST).map(lambda since: FIRST + since)


def _several(kind: Any) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.sampled_from(list(kind)), max_size=3, unique=True).map(tuple)


PLACES = st.builds(
    Places,
    open=st.none() | st.integers(0, 50),
    waiting=st.none() | st.integers(0, 50),
    waiting_list=st.none() | st.booleans(),
    told_at=st.none() | MOMENT,
)
PARTNERS = st.lists(st.builds(Partner, relation=st.sampled_from(list(Relation)), name=NAME), max_size=3).map(tuple)


def details() -> st.SearchStrategy[ClassDetails]:
    """Every field, and nothing that the directory would refuse."""
    made = st.builds(
        ClassDetails,
        name=NAME,
        provider_id=st.just(PROVIDER_ID),
        venue_id=st.just(VENUE_ID),
        description=st.just("") | NAME,
        levels=_several(Level),
        entry_1_parts=_several(Entry1Part),
        cefr=_several(Cefr),
        focus=_several(Focus),
        format=st.sampled_from([Format.IN_PERSON, Format.HYBRID]),
        regulated=st.none() | st.booleans(),
        awarding_organisation=LINE,
        sessions=st.lists(SESSION, max_size=3).map(tuple),
        terms=st.lists(st.builds(Term, name=LINE, starts=DAY, ends=DAY), max_size=2, unique=True).map(tuple),
        starts_on=st.none() | DAY,
        ends_on=st.none() | DAY,
        roll_on=st.booleans(),
        cost=st.builds(Cost, amount_pence=st.none() | st.integers(0, 100_000), note=LINE),
        funders=_several(Funder),
        join=_several(JoinRoute),
        join_note=LINE,
        places=PLACES,
        childcare=st.none() | st.sampled_from(list(Childcare)),
        childcare_note=LINE,
        women_only=st.booleans(),
        minimum_age=st.none() | st.integers(0, 60),
        maximum_age=st.none() | st.integers(0, 120),
        step_free=st.none() | st.booleans(),
        access_note=LINE,
        travel_help=st.none() | st.booleans(),
        travel_note=LINE,
        support_languages=st.lists(st.sampled_from(["ar", "ckb", "pa-Arab", "zzz"]), max_size=3, unique=True).map(tuple),
        partners=PARTNERS,
        contact=CONTACT,
        address_on_joining=st.booleans(),
    )
    return made.map(_mended).filter(lambda one: not problems_with(one))


def _mended(made: ClassDetails) -> ClassDetails:
    """What most made ones would be refused for."""
    free = made.cost.kind == "free"
    changes: dict[str, Any] = {"cost": made.cost.model_copy(update={"amount_pence": None})} if free else {}
    if made.starts_on and made.ends_on and made.ends_on < made.starts_on:
        changes |= {"starts_on": made.ends_on, "ends_on": made.starts_on}
    terms = (
        term if term.starts <= term.ends else term.model_copy(update={"starts": term.ends, "ends": term.starts}) for term in made.terms
    )
    sessions = (one if one.starts < one.ends else one.model_copy(update={"starts": one.ends, "ends": one.starts}) for one in made.sessions)
    changes |= {
        "terms": tuple(dict.fromkeys(terms)),
        "sessions": tuple(dict.fromkeys(each for each in sessions if each.starts < each.ends)),
    }
    if made.minimum_age is not None and made.maximum_age is not None:
        changes |= {"minimum_age": min(made.minimum_age, made.maximum_age), "maximum_age": max(made.minimum_age, made.maximum_age)}
    if made.regulated is False:
        changes["awarding_organisation"] = None
    if made.entry_1_parts:
        changes["levels"] = tuple(dict.fromkeys((*made.levels, Level.ENTRY_1)))
    return made.model_copy(update=changes)


def venues() -> st.SearchStrategy[VenueDetails]:
    return st.builds(
        VenueDetails,
        name=NAME,
        authority=AUTHORITIES,
        address_1=LINE,
        address_2=LINE,
        town=LINE,
        county=LINE,
        postcode=st.none() | st.sampled_from(["LS8 5AA", "LS8 5", "LS8"]),
        point=st.none() | st.builds(Point, lat=st.floats(49, 61), lon=st.floats(-9, 3)),
        step_free=st.none() | st.booleans(),
        access_note=LINE,
        email=st.none() | st.just("venue@example.org"),
        phone=LINE,
        website=WEB,
        closed_in=st.none() | st.integers(1800, 2200),
        address_on_joining=st.booleans(),
    )


def providers() -> st.SearchStrategy[ProviderDetails]:
    return st.builds(
        ProviderDetails,
        name=NAME,
        kind=st.sampled_from(list(ProviderKind)),
        authority=AUTHORITIES,
        network=LINE,
        description=st.just("") | NAME,
        contact=CONTACT,
    )


@st.composite
def entries(draw: st.DrawFn) -> tuple[ClassShown, ProviderDetails, VenueDetails | None]:
    """A class as the public sees it, its provider, and its venue where the feed has heard of it."""
    provider, venue = draw(providers()), draw(venues())
    precision = draw(st.sampled_from(list(Precision)))
    located = Located(venue.point, precision) if venue.point else None
    listing = ClassListing(
        CLASS_ID, provider.authority, draw(details()), draw(MOMENT), "A. Person", withdrawn=draw(st.sampled_from([False, False, True]))
    )
    shown = class_shown(listing, Provider(PROVIDER_ID, provider), Venue(VENUE_ID, venue, located=located, area=located))
    return shown, provider, draw(st.sampled_from([venue_shown(Venue(VENUE_ID, venue)), None]))
