"""A partner system: what it is called, what it may hear, and how much of that waits for it."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from shared.errors import Invalid

EXCHANGE = "signpost.partners"
"""Where the forwarder publishes, and what queues and streams of partners are bound to."""
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LONGEST_NAME = 40
OVERLAP = timedelta(hours=24)
"""How long the secret before the newest still opens the feed."""


@dataclass(frozen=True)
class Limits:
    """What one partner may take up. Nothing else on the broker has to give way to it."""

    connections: int = 4
    channels: int = 16
    waiting: int = 100_000
    waiting_bytes: int = 256_000_000
    days: int = 30
    stream_bytes: int = 1_000_000_000


LIMITS = Limits()


@dataclass(frozen=True)
class Partner:
    """`sequence` counts the changes of it; the broker is as it should be when `settled` is that number.

    `renew`: the queue and the stream hold what it may no longer read, and are made anew. `cut`: whoever is connected with the old
    secret is to be sent away. `broker_password`: the secret as RabbitMQ keeps one, salted and hashed.
    """

    name: str
    authorities: frozenset[str]
    types: frozenset[str]
    broker_password: str = field(repr=False)
    added_at: datetime
    rotated_at: datetime | None = None
    removed_at: datetime | None = None
    sequence: int = 1
    settled: int = 0
    renew: bool = False
    cut: bool = False

    @property
    def user(self) -> str:
        return f"partner.{self.name}"

    @property
    def queue(self) -> str:
        return f"{self.user}.queue"

    @property
    def stream(self) -> str:
        return f"{self.user}.stream"

    @property
    def keys(self) -> frozenset[str]:
        """Routing keys of what it may hear."""
        return frozenset(routing_key(authority, type) for authority in self.authorities for type in self.types)

    @property
    def was_on_broker(self) -> bool:
        """A broker has known it, as it is now or as it was."""
        return self.settled > 0

    @property
    def is_settled(self) -> bool:
        return self.settled == self.sequence


def routing_key(authority: str, type: str) -> str:
    return f"{authority}.{type}"


def check_name(name: str) -> None:
    """Raises Invalid. The name stands in names of the broker and in a pattern there: no dots, and nothing that means something."""
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise Invalid.field(
            "name",
            f"“{name}” cannot be the name of a partner.",
            f"Use small letters, digits and single hyphens, a letter first, at most {LONGEST_NAME}: leeds-libraries.",
        )


def types_meant(said: Collection[str], known: Collection[str]) -> frozenset[str]:
    """Whole names of types, from these or from their short form (class.published), `all` for every one there is today. Raises Invalid."""
    if not said:
        raise Invalid.field("types", "Nothing says which events the partner may hear.", f"Use some of {_short(known)}, or all.")
    return frozenset(type for text in said for type in _meant(text, known))


def check_authorities(authorities: Collection[str]) -> None:
    """Raises Invalid for none: a partner hears only those that granted it."""
    if not authorities:
        raise Invalid.field("authority", "Nothing says whose events the partner may hear.", "Name each council area that granted it.")


def _meant(text: str, known: Collection[str]) -> list[str]:
    found = [type for type in known if text in ("all", type, _unversioned(type))]
    if not found:
        raise Invalid.field("types", f"There is no event “{text}”.", f"Use some of {_short(known)}, or all.")
    return found


def _short(known: Collection[str]) -> str:
    return ", ".join(dict.fromkeys(map(_unversioned, known)))


def _unversioned(type: str) -> str:
    return type.removeprefix("uk.signpost.").rsplit(".", 1)[0]
