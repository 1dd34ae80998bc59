"""Who may change which listing: a provider's staff their own, a development worker those of the authorities they act for."""

from services.directory.domain.listings import Provider, Venue
from shared.errors import NotAllowed
from shared.permissions import Actor, Permission, Role

ACT_FOR_AUTHORITIES = frozenset({Role.DEVELOPMENT_WORKER, Role.OPERATOR})
"""Staff of a provider belong to an authority too, but that gives them no right to their neighbours' listings."""


def may_write(actor: Actor, *, authority: str, organisation: str | None) -> bool:
    """Both are needed: the permission of a role, and the organisation or authority it holds for."""
    own = Role.PROVIDER in actor.roles and organisation in actor.organisations
    acts_for = bool(ACT_FOR_AUTHORITIES & actor.roles) and authority in actor.authorities
    return (own or acts_for) and actor.may(Permission.PROVISION_WRITE)


def check_may_write(actor: Actor, owner: Provider | Venue) -> None:
    """Raises NotAllowed for other people's listings."""
    organisation, name = (owner.id, owner.details.name) if isinstance(owner, Provider) else (owner.steward, owner.spoken_of)
    if not may_write(actor, authority=owner.details.authority, organisation=organisation):
        raise NotAllowed(
            f"You may not change what belongs to {name}.",
            remedy="Ask its staff, or the development worker of its authority.",
        )
