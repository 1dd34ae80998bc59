"""Say anew what a partner may hear."""

from collections.abc import Collection
from dataclasses import replace

from services.reporting.domain.partners import check_authorities, types_meant
from services.reporting.use_cases.changing_partner import changing_partner, keep_partner
from services.reporting.use_cases.partner_ports import PartnerBroker, PartnerWorks
from services.reporting.use_cases.settle_partner import Outcome, settle_partner
from shared.contracts.catalogue import BY_TYPE
from shared.permissions import Actor


def grant_partner(
    works: PartnerWorks, broker: PartnerBroker | None, actor: Actor, name: str, authorities: Collection[str], types: Collection[str]
) -> Outcome:
    """Exactly this from now on. When something ends, queue and stream begin anew: they hold what it may no longer read.

    Raises Invalid and NotFound.
    """
    check_authorities(authorities)
    whose, which = frozenset(authorities), types_meant(types, tuple(BY_TYPE))
    with changing_partner(works, actor, "change what a partner may hear", name) as (w, before):
        after = replace(before, authorities=whose, types=which)
        after = replace(after, renew=before.renew or bool(before.keys - after.keys))
        if after.keys != before.keys:
            sides = ((before.authorities, whose), (before.types, which))
            changes = {field: [sorted(old), sorted(new)] for field, (old, new) in zip(("authorities", "types"), sides, strict=True)}
            keep_partner(w, after, "granted", changes)
    return settle_partner(works, broker, actor, name)
