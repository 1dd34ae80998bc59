"""Change what a provider says of itself."""

from dataclasses import replace

from services.directory.domain.lifecycle import expect
from services.directory.domain.listings import Provider
from services.directory.domain.ownership import check_may_write
from services.directory.use_cases.keep import keep_provider
from services.directory.use_cases.ports import Works
from shared.contracts.directory import ProviderDetails
from shared.errors import NotAllowed
from shared.permissions import Actor


def update_provider(
    works: Works,
    actor: Actor,
    id: str,
    details: ProviderDetails,
    version: int | None = None,
) -> Provider:
    """`version` is the sequence the person saw; raises ChangedMeanwhile when somebody saved since, NotAllowed for
    another's provider.
    """
    with works.begin(actor, "update a provider") as w:
        before = w.providers.get(id)
        after = replace(before, details=details, sequence=before.sequence + 1)
        check_may_write(actor, before)
        _check_move(actor, before, after)
        expect(before.sequence, version)
        return keep_provider(w, before, after)


def _check_move(actor: Actor, before: Provider, after: Provider) -> None:
    """Its classes move along, out of the hands of one authority into those of another, so the actor must act for both."""
    if after.details.authority not in {before.details.authority, *actor.authorities}:
        raise NotAllowed(
            f"You may not move {before.details.name} to another authority.",
            remedy="Ask a development worker who acts for both, or leave the authority as it is.",
        )
    check_may_write(actor, after)
