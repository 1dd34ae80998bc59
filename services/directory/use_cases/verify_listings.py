"""“Still right” for many listings of one provider at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.directory.domain.lifecycle import expect, verify
from services.directory.domain.listings import ClassListing, Provider
from services.directory.domain.ownership import check_may_write
from services.directory.domain.verifying_together import LeftOut, Verification, Verified
from services.directory.use_cases.ports import NO_KEY, DirectoryWork, IdempotencyKey, Works
from services.directory.use_cases.verify_class import verified
from shared.errors import ChangedMeanwhile, Conflict, Invalid
from shared.permissions import Actor

PURPOSE = "say that listings are still right"


@dataclass(frozen=True)
class Seen:
    """A listing as somebody saw it before they said that it is right."""

    id: str
    version: int


def verify_listings(
    works: Works, actor: Actor, provider_id: str, seen: Sequence[Seen], known_how: str = "", key: IdempotencyKey = NO_KEY
) -> Verification:
    """In one transaction. A listing that somebody changed meanwhile, that is withdrawn or is not the provider's is left out and named.

    Raises NotFound, NotAllowed for another's provider, Invalid where nothing is named, or where a person who is not of the provider
    does not say how they know.
    """
    purpose = f"{PURPOSE}: {known_how}" if known_how else PURPOSE
    with works.begin(actor, purpose) as w:
        provider = w.providers.get(provider_id)
        check_may_write(actor, provider)
        if made := w.once(*key):
            return w.verifications.get(made)
        _check_said(actor, provider, seen, known_how)
        record = _verify(w, provider, {each.id: each for each in seen}, known_how)
        w.remember(*key, record.id)
        return record


def _check_said(actor: Actor, provider: Provider, seen: Sequence[Seen], known_how: str) -> None:
    if not seen:
        raise Invalid.field("listings", "No listing is chosen.", "Tick those that are still right.")
    if not known_how and provider.id not in actor.organisations:
        raise Invalid.field("known_how", "It is not said how this is known.", "Say how, such as: phoned the provider.")


def _verify(w: DirectoryWork, provider: Provider, seen: Mapping[str, Seen], known_how: str) -> Verification:
    theirs = {each.id: each for each in w.classes.of_provider(provider.id)}
    left_out = [out for each in seen.values() if (out := _left_out(w, theirs.get(each.id), each))]
    staying = {out.id for out in left_out}
    before = [theirs[id] for id in seen if id not in staying]
    if before:
        verified(w, before)
    rows = tuple(Verified(each.id, each.details.name, each.verified_at, each.verified_by) for each in before)
    record = Verification(w.ids.new(), provider.id, w.now, w.actor.subject, w.actor.name, known_how, rows, tuple(left_out))
    w.verifications.save(record)
    return record


def _left_out(w: DirectoryWork, listing: ClassListing | None, seen: Seen) -> LeftOut | None:
    """Why a listing cannot be verified; None where it can."""
    if listing is None:
        return LeftOut(seen.id, "", "It is not among the listings of this provider.")
    try:
        expect(listing.sequence, seen.version)
        verify(listing, w.actor, w.now)
    except (ChangedMeanwhile, Conflict) as refusal:
        return LeftOut(listing.id, listing.details.name, f"{refusal.message} {refusal.remedy}")
    return None
