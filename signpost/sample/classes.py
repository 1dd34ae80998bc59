"""The classes of the sample: who runs them, how old the listing is, and what is wrong with it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from shared.contracts.directory import ClassDetails
from shared.contracts.provision import Format, ProviderKind
from shared.ids import Ids
from signpost.sample.dice import Dice, apportion
from signpost.sample.entries import SampleClass, SampleProvider
from signpost.sample.offered import Listing, choose_offer, details
from signpost.sample.offers import Offer
from signpost.sample.places import NEED
from signpost.sample.shares import (
    BANDS,
    CLASSES,
    DAYS_SINCE_VERIFIED,
    DUPLICATES,
    FORMATS,
    LEAST_CLASSES,
    SPARSE,
    STATES,
    VACANCIES,
    Band,
    State,
    Vacancy,
)
from signpost.sample.sites import Site, Use

HOW_MANY: Mapping[ProviderKind, float] = {
    ProviderKind.COLLEGE: 8,
    ProviderKind.COUNCIL: 7,
    ProviderKind.TRAINING_PROVIDER: 1.6,
    ProviderKind.UNIVERSITY: 3,
}
"""How many more classes than one a provider lists, beside others; hardly any where not named."""
LIST_ANY = 0.75
"""Providers with a class at all; the others have told nothing yet."""
AT_HOME = 0.75
"""Classes in the provider's own building, where the kind of class does not ask for another."""
LISTED_BEFORE_DAYS = 400
"""A listing was published at most so long before it was last verified."""


@dataclass(frozen=True)
class _Fate:
    """What chance dealt to one class."""

    band: Band
    format: Format
    state: State
    vacancy: Vacancy
    sparse: bool


def classes(providers: Sequence[SampleProvider], sites: Sequence[Site], today: date, dice: Dice, ids: Ids) -> Iterator[SampleClass]:
    """In proportion to need; the last few are listings that somebody made a second time."""
    local, rooms = _by_authority(providers), _rooms(sites)
    made: list[SampleClass] = []
    fates = iter(_fates(CLASSES, dice))
    counts = apportion(CLASSES - DUPLICATES, NEED, LEAST_CLASSES)
    for gss, count in counts.items():
        for provider in _who(local[gss], count, dice):
            made.append(_class(provider, local[gss], rooms[gss], next(fates), today, dice, ids))
    yield from made
    in_person = [each for each in made if each.details.sessions]
    for twice in dice.sample(in_person, DUPLICATES):
        yield _again(twice, next(fates), today, dice, ids)


def _fates(count: int, dice: Dice) -> list[_Fate]:
    sparse = dice.dealt(count, {True: SPARSE, False: 1 - SPARSE})
    dealt = (dice.dealt(count, BANDS), dice.dealt(count, FORMATS), dice.dealt(count, STATES), dice.dealt(count, VACANCIES), sparse)
    return [_Fate(*each) for each in zip(*dealt, strict=True)]


def _by_authority(providers: Sequence[SampleProvider]) -> dict[str, list[SampleProvider]]:
    found: dict[str, list[SampleProvider]] = defaultdict(list)
    for each in providers:
        found[each.details.authority].append(each)
    return found


def _who(local: Sequence[SampleProvider], count: int, dice: Dice) -> list[SampleProvider]:
    """Most providers list one class; council, college and training providers list the rest."""
    listing = dice.sample(local, min(count, round(LIST_ANY * len(local))))
    weights = [HOW_MANY.get(each.details.kind, 0.2) for each in local]
    return listing + dice.choices(local, weights, k=count - len(listing))


def _rooms(sites: Sequence[Site]) -> dict[str, list[Site]]:
    """Open buildings by authority."""
    found: dict[str, list[Site]] = defaultdict(list)
    for each in sites:
        if each.venue.details.closed_in is None:
            found[each.venue.details.authority].append(each)
    return found


def _class(
    provider: SampleProvider, local: Sequence[SampleProvider], rooms: Sequence[Site], fate: _Fate, today: date, dice: Dice, ids: Ids
) -> SampleClass:
    offer = choose_offer(provider.details.kind, fate.format, dice)
    site = None if fate.format is Format.ONLINE else _room(provider, offer, rooms, dice)
    verified, published = _moments(fate.band, today, dice)
    listing = Listing(provider, local, site, offer, fate.format, fate.state, fate.vacancy, verified, today)
    whole = details(listing, dice)
    told = _only_a_level(whole) if fate.sparse and fate.state is not State.ENDED else whole
    return SampleClass(ids.new(), told, published, verified, fate.state is State.WITHDRAWN)


def _room(provider: SampleProvider, offer: Offer, rooms: Sequence[Site], dice: Dice) -> Site:
    """A building of the use the offer asks for, the provider's own first; else its own; else any in the authority."""
    own = [each for each in rooms if each.venue.steward == provider.id]
    wanted = [use for use in offer.where if use is not Use.OWN]
    if (not offer.where or Use.OWN in offer.where) and own and dice.chance(AT_HOME):
        return own[0]
    suited = [each for each in rooms if each.use in wanted] if wanted else [each for each in rooms if each.use is Use.CENTRE]
    return dice.pick(suited or own or rooms)


def _only_a_level(whole: ClassDetails) -> ClassDetails:
    """What remains when somebody fills in the least that the form accepts."""
    return ClassDetails(
        name=whole.name, provider_id=whole.provider_id, venue_id=whole.venue_id, levels=whole.levels[:1], format=whole.format
    )


def _moments(band: Band, today: date, dice: Dice) -> tuple[datetime, datetime]:
    """(verified, published), in UTC, in office hours of some day before today."""
    verified = today - timedelta(days=dice.randint(*DAYS_SINCE_VERIFIED[band]))
    published = verified - timedelta(days=dice.randint(1, LISTED_BEFORE_DAYS))
    return _office_hour(verified, dice), _office_hour(published, dice)


def _office_hour(day: date, dice: Dice) -> datetime:
    return datetime.combine(day, time(dice.randint(8, 16), dice.randrange(60)), UTC)


def _again(twice: SampleClass, fate: _Fate, today: date, dice: Dice, ids: Ids) -> SampleClass:
    """The same class listed by a colleague: another wording, another age, no contact of its own."""
    name = twice.details.name.replace(" – ", ", ") if " – " in twice.details.name else f"{twice.details.name}: join us"
    copied = twice.details.model_copy(update={"name": name, "description": "", "partners": ()})
    verified, published = _moments(fate.band, today, dice)
    return SampleClass(ids.new(), copied, published, verified)
