"""Who may hear what, and what waits for them."""

from dataclasses import dataclass

from services.reporting.domain.partners import Partner
from services.reporting.use_cases.partner_ports import KeptSecret, PartnerBroker, PartnerWorks, Waiting
from services.reporting.use_cases.settle_partner import no_partner


@dataclass(frozen=True)
class PartnerShown:
    """`waiting`: None without a broker."""

    partner: Partner
    secrets: list[KeptSecret]
    waiting: Waiting | None


def list_partners(works: PartnerWorks, *, with_broker: bool) -> list[Partner]:
    """By name; among them those that were removed here and that the broker may still know."""
    with works.look() as stores:
        every = stores.partners.every()
    return [each for each in every if each.removed_at is None or (not each.is_settled and (with_broker or each.was_on_broker))]


def show_partner(works: PartnerWorks, broker: PartnerBroker | None, name: str) -> PartnerShown:
    """Raises NotFound, and Unavailable where there is a broker that does not answer."""
    with works.look() as stores:
        partner = stores.partners.find(name)
        if partner is None or partner.removed_at:
            raise no_partner(name)
        secrets = stores.partners.secrets(name)
    return PartnerShown(partner, secrets, broker.waiting(partner) if broker else None)
