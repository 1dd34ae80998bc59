"""A partner hears nothing any more, from this moment."""

from dataclasses import replace

from services.reporting.use_cases.changing_partner import keep_partner
from services.reporting.use_cases.partner_ports import PartnerBroker, PartnerWorks
from services.reporting.use_cases.settle_partner import Outcome, no_partner, settle_partner
from shared.permissions import Actor


def remove_partner(works: PartnerWorks, broker: PartnerBroker | None, actor: Actor, name: str) -> Outcome:
    """Over HTTP with the commit; on the broker its user, queue and stream go, with what waits in them.

    One that was removed is removed there again, in case that was broken off. Raises NotFound for one that never was.
    """
    with works.begin(actor, "remove a partner") as w:
        before = w.partners.find(name)
        if before is None:
            raise no_partner(name)
        if before.removed_at is None:
            w.partners.end_secrets(name, w.now)
            keep_partner(w, replace(before, removed_at=w.now), "removed", {})
    return settle_partner(works, broker, actor, name)
