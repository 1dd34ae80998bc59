"""The people a demonstration can be seen through. Usable only when the programme was started with --demo."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from shared.errors import Invalid, NotAllowed, NotFound
from shared.identity.tokens import TokenIssuer
from shared.permissions import Actor, Role

LEEDS = "E08000035"
DEMO_LIFETIME = timedelta(hours=8)
"""A working day, so that a demonstration is not cut short."""


@dataclass(frozen=True)
class DemoProvider:
    """A provider of the sample region that a demo person works for; `authority` is a GSS code."""

    id: str
    name: str
    authority: str


@dataclass(frozen=True)
class DemoPerson:
    """`key` names the person in addresses and forms; `about` is shown beside the name at sign-in."""

    key: str
    about: str
    actor: Actor

    @property
    def name(self) -> str:
        return self.actor.name


def demo_people(providers: Sequence[DemoProvider], region: Collection[str]) -> tuple[DemoPerson, ...]:
    """Everyone a demonstration offers. The first two providers get a member of staff each; `region` is the GSS codes of all authorities.

    Raises Invalid when fewer than two providers are given.
    """
    if len(providers) < 2:
        raise Invalid.field("providers", "The demo people work for two different providers; fewer were given.", "Build the sample region.")
    first, second = providers[0], providers[1]
    everywhere = frozenset(region)
    return (
        _staff("amina", "Amina Yusuf", first),
        _staff("tom", "Tom Hartley", second),
        _person("grace", "Grace Okafor", "Development worker for the whole region", Role.DEVELOPMENT_WORKER, everywhere),
        _person("daniel", "Daniel Kowalski", "Coordinator for the whole region", Role.COORDINATOR, everywhere),
        _person("helen", "Helen Marsh", "Officer of Leeds City Council", Role.AUTHORITY_OFFICER, frozenset({LEEDS})),
        _person("farid", "Farid Rahimi", "Refers learners in Leeds", Role.REFERRER, frozenset({LEEDS})),
        _person("library-catalogue", "Library catalogue", "A partner system", Role.PARTNER_SYSTEM, everywhere),
        _person("olu", "Olu Adeyemi", "Runs this installation", Role.OPERATOR, everywhere),
    )


class DemoSignIn:
    """Signs a visitor in as a demo person. Off unless the programme was started with --demo."""

    def __init__(self, people: Sequence[DemoPerson], issuer: TokenIssuer, *, started_with_demo: bool) -> None:
        self._people = tuple(people) if started_with_demo else ()
        self._issuer, self._on = issuer, started_with_demo

    def people(self) -> tuple[DemoPerson, ...]:
        """Nobody, unless started with --demo."""
        return self._people

    def token(self, key: str) -> str:
        """A token of eight hours. Raises NotAllowed without --demo, NotFound when there is no such person."""
        if not self._on:
            raise NotAllowed("Demo people cannot sign in here.", remedy="Start with --demo to try things out with invented people.")
        for person in self._people:
            if person.key == key:
                return self._issuer.issue(person.actor, DEMO_LIFETIME)
        raise NotFound("There is no such demo person.", remedy="Choose one of: " + ", ".join(person.key for person in self._people) + ".")


def _staff(key: str, name: str, provider: DemoProvider) -> DemoPerson:
    actor = Actor(f"demo:{key}", name, frozenset({Role.PROVIDER}), frozenset({provider.id}), frozenset({provider.authority}))
    return DemoPerson(key, f"Works for {provider.name}", actor)


def _person(key: str, name: str, about: str, role: Role, authorities: frozenset[str]) -> DemoPerson:
    return DemoPerson(key, about, Actor(f"demo:{key}", name, frozenset({role}), frozenset(), authorities))
