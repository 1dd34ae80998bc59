"""A new secret for a partner. What waits for it stays."""

from dataclasses import replace
from datetime import timedelta

from services.reporting.domain.partners import OVERLAP
from services.reporting.use_cases.changing_partner import changing_partner, keep_partner
from services.reporting.use_cases.partner_ports import KeptSecret, PartnerBroker, PartnerWorks
from services.reporting.use_cases.partner_secrets import broker_password, digest, new_secret
from services.reporting.use_cases.settle_partner import Outcome, settle_partner
from shared.permissions import Actor

AT_ONCE = timedelta(0)


def rotate_partner(works: PartnerWorks, broker: PartnerBroker | None, actor: Actor, name: str, overlap: timedelta = OVERLAP) -> Outcome:
    """The old secret opens the HTTP feed for the overlap still. On the broker a user has one password: new connections need the new one.

    AT_ONCE, for a secret that came into wrong hands: it opens nothing any more, and open connections end. Raises NotFound.
    """
    secret = new_secret()
    with changing_partner(works, actor, "give a partner a new secret", name) as (w, before):
        w.partners.end_secrets(name, w.now + overlap)
        w.partners.keep_secret(name, KeptSecret(digest(secret), w.now))
        cut = before.cut or overlap == AT_ONCE
        after = replace(before, broker_password=broker_password(secret), rotated_at=w.now, cut=cut)
        keep_partner(w, after, "rotated", {"overlap_hours": [None, overlap.total_seconds() / 3600]})
    return settle_partner(works, broker, actor, name, secret)
