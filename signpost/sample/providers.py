"""Invented organisations of the kinds that offer English classes, by authority."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from shared.contracts.directory import ProviderDetails
from shared.contracts.provision import Contact, ProviderKind
from shared.ids import Ids
from signpost.sample.dice import Dice, apportion
from signpost.sample.entries import SampleNetwork, SampleProvider
from signpost.sample.places import NEED, Spot, a_spot, authority_name
from signpost.sample.shares import LEAST_PROVIDERS, PROVIDERS
from signpost.sample.words import invented, phone, slug, staff

INVENTED = "An invented sample: this organisation does not exist."
IN_NETWORK = 0.75
UNIVERSITY_IN = "E08000035"

FIRST: tuple[ProviderKind, ...] = (ProviderKind.COUNCIL, ProviderKind.COLLEGE, ProviderKind.CHARITY, ProviderKind.LIBRARY)
"""What every authority has."""
OTHERS: Mapping[ProviderKind, float] = {
    ProviderKind.CHARITY: 26,
    ProviderKind.COMMUNITY_GROUP: 24,
    ProviderKind.FAITH_GROUP: 18,
    ProviderKind.TRAINING_PROVIDER: 12,
    ProviderKind.OTHER: 10,
    ProviderKind.LIBRARY: 6,
    ProviderKind.COLLEGE: 4,
}

NAMES: Mapping[ProviderKind, tuple[str, ...]] = {
    ProviderKind.COUNCIL: ("{word} Council Adult Learning, {authority}",),
    ProviderKind.COLLEGE: ("{word} College", "City College {word}", "{word} College of Further Education", "{word} Community College"),
    ProviderKind.CHARITY: (
        "{word} Refugee Welcome",
        "{word} Migrant Support",
        "{word} Women's Centre",
        "{word} English Together",
        "{word} Advice and Learning Centre",
        "{word} Trust, {district}",
    ),
    ProviderKind.COMMUNITY_GROUP: (
        "{word} Community Association",
        "{word} Residents' Hub, {district}",
        "{word} Parents' Group",
        "{word} Kurdish and Arabic Speakers",
        "{word} Neighbourhood Group, {district}",
        "{word} African Women's Group",
        "{word} Ukrainian Club",
    ),
    ProviderKind.LIBRARY: ("{word} Library and Hub", "{word} Community Library, {district}", "{word} Central Library"),
    ProviderKind.FAITH_GROUP: (
        "{word} Mosque and Education Centre",
        "{word} Jamia Mosque, {district}",
        "{word} Parish Church",
        "{word} Methodist Church, {district}",
        "{word} Gurdwara",
        "{word} Polish Catholic Centre",
        "{word} Baptist Church",
    ),
    ProviderKind.TRAINING_PROVIDER: ("{word} Training", "{word} Skills Academy", "{word} Learning and Work Ltd", "{word} Employability"),
    ProviderKind.UNIVERSITY: ("University of {word} Language Centre",),
    ProviderKind.OTHER: ("{word} Primary School", "{word} Children's Centre, {district}", "{word} Housing Association", "{word} Academy"),
}

ABOUT: Mapping[ProviderKind, str] = {
    ProviderKind.COUNCIL: "The council's courses for adults, in libraries, schools and community centres.",
    ProviderKind.COLLEGE: "A further education college with ESOL courses from entry level to level 2.",
    ProviderKind.CHARITY: "A charity that helps people who are new to the area, with advice, English and company.",
    ProviderKind.COMMUNITY_GROUP: "Neighbours who run classes and activities for each other.",
    ProviderKind.LIBRARY: "A library with books, computers and free English practice.",
    ProviderKind.FAITH_GROUP: "A place of worship that opens its rooms to everybody who wants to learn English.",
    ProviderKind.TRAINING_PROVIDER: "Courses that lead to work, with English.",
    ProviderKind.UNIVERSITY: "Evening English courses and test preparation, open to the public.",
    ProviderKind.OTHER: "English for parents, tenants and neighbours, close to home.",
}


@dataclass(frozen=True)
class Organisation:
    """A provider with the place it is at home, which its name may tell."""

    provider: SampleProvider
    home: Spot


def networks() -> list[SampleNetwork]:
    return [SampleNetwork(f"{authority_name(gss)} ESOL network (sample)", gss) for gss in NEED]


def organisations(dice: Dice, ids: Ids, taken: set[str]) -> Iterator[Organisation]:
    """Organisations in proportion to need. `taken`: names in use, which grows, so that no two share one."""
    for gss, count in apportion(PROVIDERS, NEED, LEAST_PROVIDERS).items():
        for kind in _kinds(gss, count, dice):
            home = a_spot(gss, dice)
            yield Organisation(SampleProvider(ids.new(), _details(gss, kind, home, dice, taken)), home)


def _kinds(gss: str, count: int, dice: Dice) -> list[ProviderKind]:
    kinds = [*FIRST, ProviderKind.UNIVERSITY] if gss == UNIVERSITY_IN else list(FIRST)
    return kinds + [dice.weighted(OTHERS) for _ in range(count - len(kinds))]


def _details(gss: str, kind: ProviderKind, home: Spot, dice: Dice, taken: set[str]) -> ProviderDetails:
    name = _name(gss, kind, home, dice, taken)
    network = f"{authority_name(gss)} ESOL network (sample)" if dice.chance(IN_NETWORK) else None
    return ProviderDetails(
        name=name,
        kind=kind,
        authority=gss,
        network=network,
        description=f"{ABOUT[kind]} {INVENTED}",
        contact=_contact(gss, name, dice),
    )


def _name(gss: str, kind: ProviderKind, home: Spot, dice: Dice, taken: set[str]) -> str:
    while True:
        form = dice.pick(NAMES[kind])
        name = form.format(word=invented(dice), authority=authority_name(gss), district=home.area)
        if name not in taken:
            taken.add(name)
            return name


def _contact(gss: str, name: str, dice: Dice) -> Contact:
    """Small groups often give only one way to reach them."""
    host = f"{slug(name)}.example.org"
    email = f"{dice.pick(('esol', 'learning', 'info', 'hello'))}@{host}" if dice.chance(0.85) else None
    number = phone(gss, dice) if email is None or dice.chance(0.75) else None
    return Contact(
        name=staff(dice) if dice.chance(0.5) else None,
        phone=number,
        email=email,
        website=f"https://{host}/" if dice.chance(0.7) else None,
    )
