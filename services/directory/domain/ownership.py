"""Who may change which listing: a provider's staff their own, a development worker those of the authorities they act for."""

from dataclasses import dataclass

from services.directory.domain.listings import Provider, Venue
from shared.errors import Invalid, NotAllowed
from shared.geo.region import region
from shared.permissions import Actor, Permission, Role

ACT_FOR_AUTHORITIES = frozenset({Role.DEVELOPMENT_WORKER, Role.OPERATOR})
"""Staff of a provider belong to an authority too, but that gives them no right to their neighbours' listings."""


READ_FOR_AUTHORITIES = ACT_FOR_AUTHORITIES | {Role.COORDINATOR, Role.AUTHORITY_OFFICER}


def acts_for(actor: Actor, authority: str) -> bool:
    return bool(ACT_FOR_AUTHORITIES & actor.roles) and authority in actor.authorities


def reads_for(actor: Actor, authority: str) -> bool:
    """The history of an authority's listings; a provider's staff belong to an authority but read their own only."""
    return bool(READ_FOR_AUTHORITIES & actor.roles) and authority in actor.authorities and actor.may(Permission.HISTORY_READ)


@dataclass(frozen=True)
class Reach:
    """Whose listings somebody sees the ages of: all of these authorities, and these providers."""

    authorities: frozenset[str]
    providers: frozenset[str]

    def holds(self, provider: Provider) -> bool:
        return provider.id in self.providers or provider.details.authority in self.authorities


def freshness_reach(actor: Actor) -> Reach:
    """Those who answer for an authority see all of it; a provider's staff see their own provider."""
    if not actor.may(Permission.FRESHNESS_READ):
        return Reach(frozenset(), frozenset())
    authorities = actor.authorities if READ_FOR_AUTHORITIES & actor.roles else frozenset()
    return Reach(authorities, actor.organisations if Role.PROVIDER in actor.roles else frozenset())


def check_may_see_ages(actor: Actor, provider: Provider) -> None:
    """Raises NotAllowed for other people's."""
    if not freshness_reach(actor).holds(provider):
        raise NotAllowed(
            f"You may not see how old the listings of {provider.details.name} are.", remedy="Ask the development worker of its authority."
        )


def check_may_ask(actor: Actor, provider: Provider) -> None:
    """Raises NotAllowed for whoever does not look after the listings of its authority."""
    if not (acts_for(actor, provider.details.authority) and actor.may(Permission.FRESHNESS_ASK)):
        raise NotAllowed(
            f"You may not write down that {provider.details.name} was asked.", remedy="Tell the development worker of its authority."
        )


def may_write(actor: Actor, *, authority: str, organisation: str | None) -> bool:
    """Both are needed: the permission of a role, and the organisation or authority it holds for."""
    own = Role.PROVIDER in actor.roles and organisation in actor.organisations
    return (own or acts_for(actor, authority)) and actor.may(Permission.PROVISION_WRITE)


def check_may_write(actor: Actor, owner: Provider | Venue) -> None:
    """Raises NotAllowed for other people's listings."""
    organisation, name = (owner.id, owner.details.name) if isinstance(owner, Provider) else (owner.steward, owner.spoken_of)
    if not may_write(actor, authority=owner.details.authority, organisation=organisation):
        raise NotAllowed(f"You may not change what belongs to {name}.", remedy="Ask its staff, or the development worker of its authority.")


def check_may_move(actor: Actor, before: Provider | Venue, authority: str) -> None:
    """A listing that moves passes out of the hands of one authority into those of another, so the actor must act for both.

    Raises NotAllowed, and Invalid for an authority that is not of this region.
    """
    if authority == before.details.authority:
        return
    if acts_for(actor, before.details.authority):
        check_authority(authority)
        if acts_for(actor, authority):
            return
    name = before.details.name if isinstance(before, Provider) else before.spoken_of
    raise NotAllowed(
        f"You may not move {name} to another authority.",
        remedy="Ask a development worker who acts for both, or leave the authority as it is.",
    )


def check_authority(gss: str) -> None:
    """Raises Invalid for a code that is no authority of this region."""
    if gss not in region().authorities:
        raise Invalid.field(
            "authority", f"{gss} is no authority of this region.", "Give the GSS code of the council area, such as E08000035."
        )
