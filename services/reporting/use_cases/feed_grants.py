"""Who may hear what: nothing that was not granted, and asking for more is refused rather than answered with less."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from services.reporting.use_cases.feed_ports import Grant
from shared.contracts.catalogue import BY_TYPE
from shared.errors import NotAllowed, NotUnderstood
from shared.permissions import Actor, Role

GSS = re.compile(r"[A-Z]\d{8}")
ALL_TYPES = frozenset(BY_TYPE)


@dataclass(frozen=True)
class PartnerSystem(Actor):
    """A partner system, known by its secret; `authorities` are those it was granted."""

    types: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Wanted:
    """What a page holds events of."""

    types: frozenset[str]
    authorities: frozenset[str]


def grant_of(actor: Actor) -> Grant:
    """People with the permission hear every type within the authorities they act for. A partner system's token says nothing of types."""
    if isinstance(actor, PartnerSystem):
        return Grant(actor.subject, actor.authorities, actor.types)
    return Grant(actor.subject, actor.authorities, frozenset() if Role.PARTNER_SYSTEM in actor.roles else ALL_TYPES)


def wanted(grant: Grant, types: Collection[str], authorities: Collection[str]) -> Wanted:
    """What is asked for, or all that is granted where nothing is named. Raises NotUnderstood or NotAllowed, naming what may be asked."""
    if not grant.types or not grant.authorities:
        raise NotAllowed("You were granted no events.", remedy="Ask the operator to grant you authorities and types.")
    for each in types:
        _check("types", each, each in BY_TYPE, grant.types)
    for each in authorities:
        _check("authority", each, GSS.fullmatch(each) is not None, grant.authorities)
    return Wanted(frozenset(types) or grant.types, frozenset(authorities) or grant.authorities)


def _check(field: str, asked: str, known: bool, granted: frozenset[str]) -> None:
    remedy = f"You may ask for: {', '.join(sorted(granted))}."
    if not known:
        what = "type of event" if field == "types" else "code of an authority"
        raise NotUnderstood.field(field, f"`{asked[:80]}` is no {what}.", remedy)
    if asked not in granted:
        raise NotAllowed(f"You were not granted {asked}.", remedy=remedy)
