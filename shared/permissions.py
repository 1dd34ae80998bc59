"""Who may do what, by role. Pure: any layer may import it. Deny by default: what is not granted here is refused."""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """The roles of mission.md, and our own processes. A learner needs no account, so has none."""

    REFERRER = "referrer"
    PROVIDER = "provider"
    COORDINATOR = "coordinator"
    DEVELOPMENT_WORKER = "development-worker"
    AUTHORITY_OFFICER = "authority-officer"
    PARTNER_SYSTEM = "partner-system"
    OPERATOR = "operator"
    SERVICE = "service"
    """One of our own processes, never a person."""


class Permission(StrEnum):
    """One name per thing that can be done. Every route declares one."""

    PUBLIC_READ = "public.read"
    OWN_ACCOUNT = "account.own"
    PROVISION_WRITE = "provision.write"
    PROVISION_IMPORT = "provision.import"
    HISTORY_READ = "history.read"
    FRESHNESS_READ = "freshness.read"
    FRESHNESS_ASK = "freshness.ask"
    EVENTS_READ = "events.read"
    LOG_READ = "log.read"


EVERYONE = frozenset({Permission.PUBLIC_READ})
SIGNED_IN = EVERYONE | {Permission.OWN_ACCOUNT}

LISTINGS = SIGNED_IN | {Permission.PROVISION_WRITE, Permission.PROVISION_IMPORT, Permission.HISTORY_READ, Permission.FRESHNESS_READ}
OVERSIGHT = SIGNED_IN | {Permission.HISTORY_READ, Permission.FRESHNESS_READ}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.REFERRER: SIGNED_IN,
    Role.PROVIDER: LISTINGS,
    Role.COORDINATOR: OVERSIGHT,
    Role.DEVELOPMENT_WORKER: LISTINGS | {Permission.FRESHNESS_ASK},
    Role.AUTHORITY_OFFICER: OVERSIGHT | {Permission.EVENTS_READ},
    Role.PARTNER_SYSTEM: SIGNED_IN | {Permission.EVENTS_READ},
    Role.OPERATOR: LISTINGS | {Permission.FRESHNESS_ASK, Permission.EVENTS_READ, Permission.LOG_READ},
    Role.SERVICE: frozenset({Permission.LOG_READ}),
}


@dataclass(frozen=True)
class Actor:
    """Whoever acts: taken from a verified token, never from what a request says of itself.

    `organisations` are provider ids the person works for; `authorities` are GSS codes they act for.
    """

    subject: str
    name: str
    roles: frozenset[Role] = field(default_factory=frozenset)
    organisations: frozenset[str] = field(default_factory=frozenset)
    authorities: frozenset[str] = field(default_factory=frozenset)

    def may(self, permission: Permission) -> bool:
        return permission in EVERYONE or any(permission in GRANTS[role] for role in self.roles)


ANYONE = Actor(subject="anyone", name="Anyone")
"""A visitor without an account."""
