"""Let a partner system hear events: over HTTP at once, and over AMQP where there is a broker."""

from collections.abc import Collection
from dataclasses import replace

from services.reporting.domain.partners import Partner, check_authorities, check_name, types_meant
from services.reporting.use_cases.partner_ports import KeptSecret, PartnerBroker, PartnerWork, PartnerWorks
from services.reporting.use_cases.partner_secrets import broker_password, digest, new_secret
from services.reporting.use_cases.settle_partner import Outcome, settle_partner
from shared.contracts.catalogue import BY_TYPE
from shared.errors import Conflict
from shared.permissions import Actor


def add_partner(
    works: PartnerWorks, broker: PartnerBroker | None, actor: Actor, name: str, authorities: Collection[str], types: Collection[str]
) -> Outcome:
    """One that is there with the same grant stays, and the broker is told again. Raises Invalid, and Conflict for another grant."""
    check_name(name)
    check_authorities(authorities)
    whose, which = frozenset(authorities), types_meant(types, tuple(BY_TYPE))
    with works.begin(actor, "add a partner") as w:
        before = w.partners.find(name)
        there = before is not None and before.removed_at is None
        secret = None if there else _add(w, before, name, whose, which)
        if before and there:
            _check_same(before, whose, which)
    return settle_partner(works, broker, actor, name, secret)


def _add(w: PartnerWork, before: Partner | None, name: str, authorities: frozenset[str], types: frozenset[str]) -> str:
    secret = new_secret()
    partner = Partner(name, authorities, types, broker_password(secret), w.now)
    if before:  # its name was used: nothing of that one's may wait for this one
        partner = replace(partner, sequence=before.sequence + 1, settled=before.settled, renew=True, cut=True)
    w.partners.save(partner)
    w.partners.keep_secret(name, KeptSecret(digest(secret), w.now))
    granted = {"authorities": [None, sorted(authorities)], "types": [None, sorted(types)]}
    w.audit("partner", name, "added", partner.sequence, granted)
    return secret


def _check_same(before: Partner, authorities: frozenset[str], types: frozenset[str]) -> None:
    if (before.authorities, before.types) != (authorities, types):
        raise Conflict(
            f"The partner {before.name} is there already, and may hear something else.",
            remedy=f"To change what it may hear: signpost partners grant {before.name} --authority … --types …",
        )
