"""What is searched: the sample region four times over at one moment, and a few listings of our own that the sample happens to lack.

Four times, so that a question with three wishes still has better and worse answers. The moment is a Monday in the middle of the autumn
term: most classes have begun, the next begin in January.
"""

from datetime import UTC, datetime, time, timedelta
from functools import cache

from services.directory.adapters.word_files import read_word_files
from services.directory.domain.freshness import Freshness, freshness
from services.directory.domain.listings import ClassListing, Provider, Venue
from services.directory.domain.running import ended, today_at
from services.directory.domain.shown import class_shown
from services.directory.domain.understanding.phrases import PhraseBook
from services.directory.use_cases.add_venue import placed
from shared.contracts.directory import ClassDetails, ClassShown, ProviderShown, WhereShown
from shared.contracts.provision import (
    Childcare,
    Cost,
    CostKind,
    Day,
    Focus,
    Format,
    JoinRoute,
    Level,
    Places,
    Point,
    ProviderKind,
    WeeklySession,
)
from shared.geo import Gazetteer
from signpost.sample import SampleRegion, sample_region

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
TIMES_OVER = 4


@cache
def places() -> Gazetteer:
    """As a fresh clone has it: without full postcodes."""
    return Gazetteer()


@cache
def words() -> PhraseBook:
    """The word files of the product itself."""
    files, faults = read_word_files()
    assert not faults
    return PhraseBook(files)


@cache
def listings() -> tuple[ClassShown, ...]:
    """Everything published, what search must never show included."""
    return (*_sample(sample_region(today=today_at(NOW), scale=TIMES_OVER)), *_our_own())


def may_be_shown(shown: ClassShown) -> bool:
    return not (shown.withdrawn or freshness(shown.verified_at, NOW) is Freshness.HIDDEN or ended(shown.details.ends_on, today_at(NOW)))


def _sample(region: SampleRegion) -> list[ClassShown]:
    providers = {each.id: Provider(each.id, each.details) for each in region.providers}
    venues = {each.id: placed(Venue(each.id, each.details, each.steward), places()) for each in region.venues}
    shown = []
    for each in region.classes:
        provider = providers[each.details.provider_id]
        listing = ClassListing(each.id, provider.details.authority, each.details, each.verified_at, provider.details.name)
        state = class_shown(listing, provider, venues.get(each.details.venue_id or ""))
        shown.append(state.model_copy(update={"withdrawn": each.withdrawn}))
    return shown


def _our_own() -> list[ClassShown]:
    """Women in the evening with somebody for the children, and Sundays: asked for often, offered seldom."""
    harehills, chapeltown, gipton = Point(lat=53.812, lon=-1.512), Point(lat=53.818, lon=-1.531), Point(lat=53.812, lon=-1.492)
    halifax, bradford = Point(lat=53.722, lon=-1.861), Point(lat=53.797, lon=-1.757)
    return [
        _listing("Women's English evening class", ("Leeds", harehills, "E08000035"), (Day.TUESDAY, 18), Childcare.CRECHE, open=4),
        _listing("Evening English for women", ("Leeds", chapeltown, "E08000035"), (Day.WEDNESDAY, 18), Childcare.CRECHE, open=0),
        _listing("Ladies' evening English", ("Leeds", gipton, "E08000035"), (Day.MONDAY, 17), Childcare.CHILDREN_WELCOME, open=6),
        _listing("ESOL Entry 2 – Thursday mornings", ("Halifax", halifax, "E08000033"), (Day.THURSDAY, 10), women=False, open=5),
        _listing("Sunday English café", ("Bradford", bradford, "E08000032"), (Day.SUNDAY, 14), women=False, focus=Focus.CONVERSATION),
        _listing("Sunday English on screen", None, (Day.SUNDAY, 11), women=False, open=9),
    ]


def _listing(
    name: str,
    where: tuple[str, Point, str] | None,
    when: tuple[Day, int],
    childcare: Childcare | None = None,
    *,
    women: bool = True,
    open: int | None = None,
    focus: Focus = Focus.GENERAL,
) -> ClassShown:
    town, point, authority = where or ("", None, "E08000032")
    day, hour = when
    return ClassShown(
        id="own-" + "-".join(name.lower().replace("'", "").replace("–", "").split()),
        authority=authority,
        details=ClassDetails(
            name=name,
            provider_id="own",
            levels=(Level.ENTRY_2,) if "Entry 2" in name else (Level.ENTRY_1, Level.ENTRY_2),
            focus=(focus,),
            format=Format.IN_PERSON if where else Format.ONLINE,
            sessions=(WeeklySession(day=day, starts=time(hour), ends=time(hour + 2)),),
            roll_on=True,
            cost=Cost(kind=CostKind.FREE),
            join=(JoinRoute.SELF_REFER,),
            childcare=childcare,
            women_only=women,
            places=Places(open=open, waiting_list=None if open is None else False),
        ),
        provider=ProviderShown(id="own", name="Damsonlight Learning Trust", kind=ProviderKind.CHARITY),
        where=WhereShown(name="Damsonlight House", authority=authority, town=town, point=point, step_free=True) if where else None,
        verified_at=NOW - timedelta(days=12),
    )
