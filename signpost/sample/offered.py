"""From a kind of class to the details of one: level, times, places, help, partners, as that provider would list it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shared.contracts.directory import ClassDetails
from shared.contracts.provision import (
    Cefr,
    Childcare,
    Contact,
    Entry1Part,
    Format,
    JoinRoute,
    Level,
    Partner,
    Places,
    ProviderKind,
    Relation,
    Term,
)
from signpost.sample.dice import Dice
from signpost.sample.entries import SampleProvider
from signpost.sample.offers import BOARDS, LEVEL_WEIGHTS, OFFERS, TRADES, Offer
from signpost.sample.shares import State, Vacancy
from signpost.sample.sites import Site
from signpost.sample.timetable import academic_year, past_year, sessions, terms_of
from signpost.sample.wording import class_name
from signpost.sample.words import phone, staff

SPOKEN: Mapping[str, float] = {
    "pl": 14, "ur": 13, "ro": 11, "ar": 11, "pa": 7, "ckb": 8, "ku": 5, "fa": 6, "ps": 4, "ti": 4, "am": 2, "so": 3, "uk": 4, "zh": 2,
    "bn": 3, "pt": 3, "fr": 2, "es": 2, "sk": 3, "hu": 1, "ru": 2, "tr": 1, "vi": 1, "pa-Arab": 2,
}  # fmt: skip
"""Languages that tutors and volunteers also speak, roughly as often as the region's learners do (Census 2021, TS024)."""
CEFR = {Level.ENTRY_1: Cefr.A1, Level.ENTRY_2: Cefr.A2, Level.ENTRY_3: Cefr.B1, Level.LEVEL_1: Cefr.B2, Level.LEVEL_2: Cefr.C1}
"""UK ESOL levels and CEFR, as awarding organisations set them side by side."""

SAYS_CEFR, SAYS_PART, SAYS_HELP, HAS_PARTNER, OWN_CONTACT, ONE_TERM, JOIN_ANY_TIME = 0.12, 0.35, 0.35, 0.18, 0.2, 0.3, 0.35
TRAVEL_HELP: Mapping[bool | None, float] = {True: 12, False: 18, None: 70}
TRAVEL_NOTES = ("We pay bus fares for people seeking asylum", "Day tickets for learners on benefits", "Ask us about help with bus fares")
CHILDCARE_NOTES = ("Ages 2 to 4, please book", "Crèche places are limited: ask first", "Ofsted-registered crèche on site")
JOIN_NOTES = (
    "Ring us and we will book an assessment",
    "Assessments every Wednesday at 10:00",
    "Bring a letter with your name and address",
    "Come ten minutes early the first time",
    "Ask your adviser or support worker to send the form",
)
PARTNERS: Mapping[Relation, tuple[ProviderKind, ...]] = {
    Relation.ON_BEHALF_OF: (ProviderKind.COLLEGE, ProviderKind.COUNCIL),
    Relation.DELIVERED_BY: (ProviderKind.CHARITY, ProviderKind.TRAINING_PROVIDER),
    Relation.FUNDED_BY: (ProviderKind.COUNCIL,),
    Relation.SHARED_SYLLABUS: (ProviderKind.COLLEGE, ProviderKind.CHARITY),
}


@dataclass(frozen=True)
class Listing:
    """What is settled about a class before its details. `told_at`: when its places were told."""

    provider: SampleProvider
    neighbours: Sequence[SampleProvider]
    site: Site | None
    offer: Offer
    format: Format
    state: State
    vacancy: Vacancy
    told_at: datetime
    today: date


def choose_offer(kind: ProviderKind, taught: Format, dice: Dice) -> Offer:
    """An offer that this kind of provider runs; online only what can be taught so."""
    able = {at: offer.by[kind] for at, offer in enumerate(OFFERS) if kind in offer.by and (taught is Format.IN_PERSON or offer.online)}
    return OFFERS[dice.weighted(able)]


def details(listing: Listing, dice: Dice) -> ClassDetails:
    offer = listing.offer
    levels = _levels(offer, dice)
    parts = _parts(offer, levels, dice)
    met = sessions(dice.pick(offer.patterns), dice)
    trade = dice.pick(TRADES)
    district = listing.site.district if listing.site else "Online"
    name = class_name(dice.pick(_forms(offer, levels)), levels, parts, met, district=district, trade=trade)
    women = dice.chance(offer.women_only)
    join = dice.pick(offer.join)
    met_in_secret = listing.format is not Format.ONLINE and (women or not offer.women_only) and dice.chance(offer.secret)
    return ClassDetails(
        name=f"{name} (online)" if listing.format is Format.ONLINE else name,
        provider_id=listing.provider.id,
        venue_id=listing.site.venue.id if listing.site else None,
        description=dice.pick(offer.says).format(trade=trade) if dice.chance(0.9) else "",
        levels=levels,
        entry_1_parts=parts,
        cefr=tuple(CEFR[level] for level in levels if level in CEFR) if dice.chance(SAYS_CEFR) else (),
        focus=offer.focus,
        format=listing.format,
        regulated=offer.regulated,
        awarding_organisation=dice.pick(BOARDS) if offer.regulated else None,
        sessions=met,
        cost=dice.pick(offer.costs),
        funders=dice.pick(offer.funders),
        join=join,
        join_note=dice.pick(JOIN_NOTES) if not offer.drop_in and dice.chance(0.3) else None,
        places=_places(listing, dice),
        women_only=women,
        partners=_partners(listing, dice),
        contact=_contact(listing, dice),
        address_on_joining=met_in_secret and JoinRoute.TURN_UP not in join,
        **_dates(listing, dice),
        **_help(offer, dice),
    )


def _forms(offer: Offer, levels: tuple[Level, ...]) -> list[str]:
    """The forms of name that say no other level than the class has."""
    said = {"L1": Level.LEVEL_1, "L2": Level.LEVEL_2, "Level 2": Level.LEVEL_2}
    return [form for form in offer.names if all(level in levels or not form.endswith(text) for text, level in said.items())]


def _levels(offer: Offer, dice: Dice) -> tuple[Level, ...]:
    return dice.weighted({levels: LEVEL_WEIGHTS[levels[0]] for levels in offer.levels})


def _parts(offer: Offer, levels: tuple[Level, ...], dice: Dice) -> tuple[Entry1Part, ...]:
    splits = Level.ENTRY_1 in levels or Level.PRE_ENTRY in levels
    said = [part for part in offer.parts if levels == (Level.ENTRY_1,) or part not in (Entry1Part.PART_1, Entry1Part.PART_2)]
    return (dice.pick(said),) if splits and said and dice.chance(SAYS_PART) else ()


def _dates(listing: Listing, dice: Dice) -> dict[str, Any]:
    """A drop-in has no dates; other classes run for the academic year, or for the term that is on or next."""
    if listing.state is State.ENDED:
        ended = terms_of(past_year(listing.today))
        return _run(ended[dice.randrange(3) :], roll_on=False)
    if listing.offer.drop_in or dice.chance(0.08):
        return {"roll_on": True}
    year = terms_of(academic_year(listing.today))
    if not dice.chance(ONE_TERM):
        return _run(year, roll_on=dice.chance(JOIN_ANY_TIME))
    coming = [term for term in year if term.ends >= listing.today]
    return _run((dice.pick(coming[:2]),), roll_on=False)


def _run(terms: Sequence[Term], roll_on: bool) -> dict[str, Any]:
    return {"terms": tuple(terms), "starts_on": terms[0].starts, "ends_on": terms[-1].ends, "roll_on": roll_on}


def _places(listing: Listing, dice: Dice) -> Places:
    vacancy = listing.vacancy
    if vacancy is Vacancy.NOT_TOLD:
        return Places()
    if vacancy is Vacancy.OPEN or listing.offer.drop_in:
        return Places(open=dice.randint(1, 10), waiting_list=None if dice.chance(0.5) else False, told_at=listing.told_at)
    if vacancy is Vacancy.FULL:
        return Places(open=0, waiting_list=False, told_at=listing.told_at)
    return Places(open=0, waiting=dice.randint(1, 60) if dice.chance(0.8) else None, waiting_list=True, told_at=listing.told_at)


def _help(offer: Offer, dice: Dice) -> dict[str, Any]:
    childcare, travel = dice.pick(offer.childcare), dice.weighted(TRAVEL_HELP)
    spoken = [dice.weighted(SPOKEN) for _ in range(dice.randint(1, 3))] if dice.chance(SAYS_HELP) else []
    return {
        "childcare": childcare,
        "childcare_note": dice.pick(CHILDCARE_NOTES) if childcare is Childcare.CRECHE and dice.chance(0.6) else None,
        "travel_help": travel,
        "travel_note": dice.pick(TRAVEL_NOTES) if travel else None,
        "support_languages": tuple(dict.fromkeys(spoken)),
        "step_free": False if dice.chance(0.03) else None,
        "access_note": "Upstairs room; tell us if you cannot use stairs" if dice.chance(0.04) else None,
    }


def _partners(listing: Listing, dice: Dice) -> tuple[Partner, ...]:
    if not dice.chance(HAS_PARTNER):
        return ()
    relation = dice.pick(tuple(Relation))
    able = [each for each in listing.neighbours if each.details.kind in PARTNERS[relation] and each.id != listing.provider.id]
    if not able:
        return ()
    partner = dice.pick(able)
    return (Partner(relation=relation, name=partner.details.name, provider_id=partner.id if dice.chance(0.8) else None),)


def _contact(listing: Listing, dice: Dice) -> Contact:
    """Most classes are asked about at the provider's own desk."""
    if not dice.chance(OWN_CONTACT):
        return Contact()
    desk = listing.provider.details
    return desk.contact.model_copy(update={"name": staff(dice), "phone": phone(desk.authority, dice), "website": None})
