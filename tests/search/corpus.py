"""Invented classes, untidy as life is: no place, area only, no sessions, other scripts, spelling slips, stale, over, hybrid. Seeded."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from shared.contracts.directory import ClassDetails, ClassShown, ProviderShown, WhereShown
from shared.contracts.provision import (
    Cefr,
    Childcare,
    Cost,
    CostKind,
    Day,
    Focus,
    Format,
    Funder,
    JoinRoute,
    Level,
    Places,
    Point,
    ProviderKind,
    Term,
    WeeklySession,
)
from shared.ids import SeededIds

NOW = datetime(2026, 9, 14, 9, 30, tzinfo=UTC)
TOWNS: tuple[tuple[str, str, float, float, str], ...] = (
    ("Leeds", "LS8", 53.825, -1.505, "E08000035"),
    ("Bradford", "BD3", 53.797, -1.735, "E08000032"),
    ("Halifax", "HX1", 53.722, -1.863, "E08000033"),
    ("Huddersfield", "HD1", 53.646, -1.785, "E08000034"),
    ("Wakefield", "WF1", 53.683, -1.498, "E08000036"),
    ("Sheffield", "S2", 53.372, -1.452, "E08000019"),
    ("York", "YO1", 53.959, -1.08, "E06000014"),
    ("Kingston upon Hull", "HU3", 53.743, -0.357, "E06000010"),
    ("Scarborough", "YO11", 54.279, -0.404, "E06000065"),
    ("Doncaster", "DN1", 53.523, -1.134, "E08000017"),
)
NAMES = (
    "ESOL {level}",
    "English conversation café",
    "Women's English class",
    "Talk English at {venue}",
    "Speaking and listening",
    "Reading, writing and crèche",
    "English for work",
    "Maths & English",
    "Citizenship preparation",
    "Family learning at {town}",
    "Beginners' English",
    "Begginers English (new)",
    "اللغة الإنجليزية للمبتدئين",
    "انگلیسی برای همه",
    "Język angielski",
    "ትምህርቲ እንግሊዝኛ",
    "हिन्दी English class",
    "Chat & chai",
    "O'Brien's conversaton group",
)
TEXTS = (
    "",
    "A friendly group for everyone. Tea and biscuits.",
    "conversation conversation conversation conversation conversation",
    "Learn about doctors, hospitals and the NHS.",
    "Bring your children; nursery next door.",
    "For people looking for a job or work experience.",
    "Women only. Free travel pass.",
    "Level 2 exam preparation, accredited by NCFE.",
    "Step-free, hearing loop, prayer room",
    "للنساء فقط",
)
VENUES = ("Library", "Community Centre", "St Mary's Hall", "Old School", "Mosque", "Children's Centre", "College", "Hub")
PROVIDER_WORDS = ("Trust", "College", "Adult Learning", "Refugee Council", "Together", "Women's Centre", "Libraries")
LANGUAGES = ("ar", "ckb", "pa-Arab", "ur", "pl", "ti", "fa", "uk", "so", "pnb")
LEVELS = (
    (),
    (Level.PRE_ENTRY,),
    (Level.ENTRY_1,),
    (Level.ENTRY_1, Level.ENTRY_2),
    (Level.ENTRY_3,),
    (Level.LEVEL_1, Level.LEVEL_2),
    tuple(Level),
)


def corpus(count: int, seed: int = 1, *, towns: Sequence[tuple[str, str, float, float, str]] = TOWNS) -> list[ClassShown]:
    """The same seed gives the same classes."""
    random, ids = Random(seed), SeededIds(seed)
    providers = [_provider(random, ids, number) for number in range(max(3, count * 3 // 4))]
    return [a_class(random, ids.new(), random.choice(providers), towns) for _ in range(count)]


def a_class(
    random: Random,
    id: str,
    provider: ProviderShown,
    towns: Sequence[tuple[str, str, float, float, str]] = TOWNS,
    *,
    withdrawn: bool = False,
) -> ClassShown:
    town = random.choice(towns)
    format_ = random.choices(list(Format), (8, 1, 1))[0]
    where = None if format_ is Format.ONLINE else _where(random, town)
    details = _details(random, format_, provider.id, town[0])
    verified_at = NOW - timedelta(
        days=random.choice((0, 1, 20, 92, 93, 150, 184, 185, 300, 365, 366, 500)), seconds=random.choice((0, 0, 1, 5000))
    )
    return ClassShown(
        id=id, authority=town[4], details=details, provider=provider, where=where, verified_at=verified_at, withdrawn=withdrawn
    )


def _provider(random: Random, ids: SeededIds, number: int) -> ProviderShown:
    network = random.choice((None, "Leeds ESOL network", "Calderdale ESOL network", "Humber partnership"))
    name = f"{random.choice(TOWNS)[0]} {random.choice(PROVIDER_WORDS)}" + (f" {number}" if number % 3 else "")
    return ProviderShown(id=ids.new(), name=name, kind=random.choice(list(ProviderKind)), network=network)


def _where(random: Random, town: tuple[str, str, float, float, str]) -> WhereShown:
    name, outcode, lat, lon, authority = town
    point = Point(lat=lat + random.gauss(0, 0.03), lon=lon + random.gauss(0, 0.05)) if random.random() < 0.9 else None
    if point and random.random() < 0.3:
        point = Point(lat=lat, lon=lon)
    if random.random() < 0.1:
        return WhereShown(name="The address is given when you join", authority=authority, town=name, point=point, area_only=True)
    venue = f"{random.choice((name, outcode, 'Park', 'Hill'))} {random.choice(VENUES)}"
    postcode = f"{outcode} {random.randint(1, 9)}AB" if random.random() < 0.8 else None
    step_free = random.choice((None, True, False))
    return WhereShown(
        venue_id="v",
        name=venue,
        authority=authority,
        address=("1 High Street",),
        town=name,
        postcode=postcode,
        point=point,
        step_free=step_free,
    )


def _details(random: Random, format_: Format, provider_id: str, town: str) -> ClassDetails:
    levels = random.choice(LEVELS)
    words = {"level": levels[0].value.replace("-", " ") if levels else "", "venue": random.choice(VENUES), "town": town}
    starts_on = _day(random, (None, None, -400, -30, -1, 0, 1, 14, 15, 42, 60, 200))
    return ClassDetails(
        name=random.choice(NAMES).format(**words),
        provider_id=provider_id,
        venue_id=None if format_ is Format.ONLINE else "v",
        description=random.choice(TEXTS),
        levels=levels,
        cefr=random.choice(((), (), (Cefr.A1, Cefr.A2))),
        focus=tuple(random.sample(list(Focus), random.choice((1, 1, 2)))),
        format=format_,
        regulated=random.choice((None, True, False)),
        sessions=_sessions(random),
        terms=random.choice(((), (Term(starts=date(2026, 9, 21), ends=date(2026, 12, 11)),))),
        starts_on=starts_on,
        ends_on=_day(random, (None, None, None, -300, -1, 0, 1, 90)),
        roll_on=random.random() < 0.3,
        cost=Cost(kind=random.choice(list(CostKind))),
        funders=tuple(random.sample(list(Funder), random.choice((0, 1)))),
        join=tuple(random.sample(list(JoinRoute), random.choice((0, 1, 2)))),
        places=Places(open=random.choice((None, None, 0, 1, 8)), waiting_list=random.choice((None, True, False))),
        childcare=random.choice((None, *Childcare)),
        women_only=random.random() < 0.2,
        travel_help=random.choice((None, None, True, False)),
        support_languages=tuple(random.sample(LANGUAGES, random.choice((0, 0, 1, 3)))),
    )


def _sessions(random: Random) -> tuple[WeeklySession, ...]:
    return tuple(
        WeeklySession(day=random.choice(list(Day)), starts=time(hour), ends=time(hour + 2))
        for hour in random.choices((9, 11, 12, 13, 16, 17, 19), k=random.choice((0, 1, 1, 1, 2, 3)))
    )


def _day(random: Random, offsets: tuple[int | None, ...]) -> date | None:
    offset = random.choice(offsets)
    return None if offset is None else NOW.date() + timedelta(days=offset)
