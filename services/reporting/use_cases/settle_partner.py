"""Make the broker what the list of partners says. What is stored comes first, so this can be broken off anywhere and done again."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from services.reporting.domain.partners import Partner
from services.reporting.use_cases.partner_ports import PartnerBroker, PartnerWorks
from shared.errors import NotFound, Unavailable
from shared.permissions import Actor


@dataclass(frozen=True)
class Outcome:
    """`secret`: to be shown now, for it is kept nowhere. `trouble`: why the broker is not as it should be yet."""

    partner: Partner
    secret: str | None = field(default=None, repr=False)
    trouble: Unavailable | None = None
    without_broker: bool = False


def settle_partner(works: PartnerWorks, broker: PartnerBroker | None, actor: Actor, name: str, secret: str | None = None) -> Outcome:
    """Never raises for the broker: what was stored stands, and its secret must reach the person who waits for it."""
    if broker is None:
        return Outcome(found_partner(works, name), secret, without_broker=True)
    try:
        while not _settled(works, broker, actor, name):
            """It was changed by somebody else while the broker was being told: tell it that too."""
    except Unavailable as trouble:
        return Outcome(found_partner(works, name), secret, trouble)
    return Outcome(found_partner(works, name), secret)


def settle_partners(works: PartnerWorks, broker: PartnerBroker, actor: Actor) -> Iterable[Outcome]:
    """Every one, those that seem in order too: a broker that lost what it had gets it again. Nobody's secret changes."""
    with works.look() as stores:
        partners = stores.partners.every()
    for partner in partners:
        if partner.removed_at is None or not partner.is_settled:
            yield settle_partner(works, broker, actor, partner.name)


def found_partner(works: PartnerWorks, name: str) -> Partner:
    """Also one that was removed. Raises NotFound."""
    with works.look() as stores:
        partner = stores.partners.find(name)
    if partner is None:
        raise no_partner(name)
    return partner


def no_partner(name: str) -> NotFound:
    return NotFound(f"There is no partner “{name}”.", remedy="`signpost partners list` names those there are.")


def _settled(works: PartnerWorks, broker: PartnerBroker, actor: Actor, name: str) -> bool:
    partner = found_partner(works, name)
    if partner.removed_at:
        broker.remove(partner)
    else:
        _make(broker, partner)
    with works.begin(actor, "note that the broker knows a partner") as w:
        w.partners.settled(partner)
        after = w.partners.find(name)
    return after is None or after.sequence == partner.sequence


def _make(broker: PartnerBroker, partner: Partner) -> None:
    """Connections end last: whoever comes back needs the new password, and finds the new queue. Few programs heed a queue that goes."""
    if partner.renew:
        broker.drop_queues(partner)
    broker.make(partner)
    if partner.renew or partner.cut:
        broker.cut(partner)
