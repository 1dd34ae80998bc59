"""Who our own processes are to each other: a token with the one right they need, made with the key of their data folder."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from shared.clock import Clock
from shared.identity.keys import signing_key
from shared.identity.tokens import ISSUER, TokenIssuer
from shared.permissions import Actor, Role

LIFETIME = timedelta(minutes=5)


def service_token(data: Path, name: str, clock: Clock) -> Callable[[], str]:
    """Gives a fresh one each time; `name` is the service's."""
    issuer = TokenIssuer(signing_key(data), ISSUER, clock)
    actor = Actor(f"service:{name}", name, frozenset({Role.SERVICE}))
    return lambda: issuer.issue(actor, LIFETIME)
