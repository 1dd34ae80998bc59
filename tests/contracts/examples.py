"""A provider, a venue and a class with every field filled."""

from datetime import UTC, date, datetime, time

from shared.contracts import directory
from shared.contracts.provision import (
    Cefr,
    Childcare,
    Contact,
    Cost,
    CostKind,
    Day,
    Entry1Part,
    Focus,
    Format,
    Funder,
    JoinRoute,
    Level,
    Partner,
    Places,
    Point,
    ProviderKind,
    Relation,
    Term,
    WeeklySession,
)

AT = datetime(2026, 9, 14, 9, 30, tzinfo=UTC)
ID = "01994a1e-7c1a-7000-8000-00000000000{}"
CONTACT = Contact(name="Enrolments", phone="0113 496 0123", email="esol@college.example.org", website="https://college.example.org/esol")

PROVIDER = directory.ProviderDetails(
    name="Northgate College",
    kind=ProviderKind.COLLEGE,
    authority="E08000035",
    network="Leeds ESOL network",
    description="An invented college.",
    contact=CONTACT,
)
VENUE = directory.VenueDetails(
    name="Northgate Centre",
    authority="E08000035",
    address_1="1 North Gate",
    address_2="Second floor",
    town="Leeds",
    county="West Yorkshire",
    postcode="LS8 5",
    point=Point(lat=53.81, lon=-1.5),
    step_free=True,
    access_note="Lift to all floors",
    email="centre@college.example.org",
    phone="0113 496 0124",
    website="https://college.example.org/centre",
    closed_in=None,
    address_on_joining=False,
)
CLASS = directory.ClassDetails(
    name="ESOL Entry 2, Thursday mornings",
    provider_id=ID.format(1),
    venue_id=ID.format(2),
    description="Speaking, reading and writing.",
    levels=(Level.ENTRY_1, Level.ENTRY_2),
    entry_1_parts=(Entry1Part.PART_2,),
    cefr=(Cefr.A2,),
    focus=(Focus.GENERAL, Focus.EMPLOYABILITY),
    format=Format.IN_PERSON,
    regulated=True,
    awarding_organisation="Ascentis",
    sessions=(WeeklySession(day=Day.THURSDAY, starts=time(9, 30), ends=time(11, 30)),),
    terms=(Term(name="Autumn", starts=date(2026, 9, 14), ends=date(2026, 12, 18)),),
    starts_on=date(2026, 9, 17),
    ends_on=date(2027, 7, 9),
    roll_on=True,
    cost=Cost(kind=CostKind.PAID, amount_pence=2500, note="A term"),
    funders=(Funder.ADULT_SKILLS_FUND, Funder.FEE),
    join=(JoinRoute.SELF_REFER, JoinRoute.ASSESSMENT_FIRST),
    join_note="Ring first",
    places=Places(open=3, waiting=0, waiting_list=True, told_at=AT),
    childcare=Childcare.CRECHE,
    childcare_note="From 2 years",
    women_only=False,
    minimum_age=16,
    maximum_age=99,
    step_free=True,
    access_note="Hearing loop",
    travel_help=True,
    travel_note="Bus passes",
    support_languages=("ar", "ckb"),
    partners=(Partner(relation=Relation.ON_BEHALF_OF, name="Leeds City Council", provider_id=None),),
    contact=CONTACT,
    address_on_joining=False,
)
