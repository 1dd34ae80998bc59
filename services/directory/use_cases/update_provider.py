"""Change what a provider says of itself."""

from dataclasses import replace

from services.directory.domain.lifecycle import expect
from services.directory.domain.listings import Provider
from services.directory.domain.ownership import check_may_write
from services.directory.use_cases.keep import keep_provider
from services.directory.use_cases.ports import Works
from shared.contracts.directory import ProviderDetails
from shared.permissions import Actor


def update_provider(
    works: Works,
    actor: Actor,
    id: str,
    details: ProviderDetails,
    version: int | None = None,
) -> Provider:
    """`version` is the sequence the person saw; raises ChangedMeanwhile when somebody saved since."""
    with works.begin(actor, "update a provider") as w:
        before = w.providers.get(id)
        after = replace(before, details=details, sequence=before.sequence + 1)
        check_may_write(actor, before)
        check_may_write(actor, after)
        expect(before.sequence, version)
        return keep_provider(w, before, after)
