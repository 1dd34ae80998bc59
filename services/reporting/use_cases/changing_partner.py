"""The one way to change a partner: its next state is stored, noted in the history, and then the broker is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from services.reporting.domain.partners import Partner
from services.reporting.use_cases.partner_ports import PartnerWork, PartnerWorks
from services.reporting.use_cases.settle_partner import no_partner
from shared.permissions import Actor
from shared.storage.port import Changes


@contextmanager
def changing_partner(works: PartnerWorks, actor: Actor, purpose: str, name: str) -> Iterator[tuple[PartnerWork, Partner]]:
    """Raises NotFound for one that is not there or was removed."""
    with works.begin(actor, purpose) as w:
        before = w.partners.find(name)
        if before is None or before.removed_at:
            raise no_partner(name)
        yield w, before


def keep_partner(w: PartnerWork, after: Partner, action: str, changes: Changes) -> None:
    after = replace(after, sequence=after.sequence + 1)
    w.partners.save(after)
    w.audit("partner", after.name, action, after.sequence, changes)
