"""Put the sample region into the directory, through the same stores, events and history as everything else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from services.directory.adapters.works import DirectoryWork
from services.directory.domain.listings import ClassListing, Provider, Venue
from services.directory.use_cases.add_venue import placed
from services.directory.use_cases.keep import keep_class, keep_provider, keep_venue
from services.directory.wiring import Directory
from shared.contracts.directory import ClassPublished, ClassVerified, ClassWithdrawn
from shared.errors import NotFound
from shared.permissions import Actor, Role
from signpost.sample.earlier import asks, earlier_checks
from signpost.sample.entries import SampleClass, SampleRegion
from signpost.sample.region import Spread, sample_batches

SAMPLER = Actor("signpost:sample", "Sample region", frozenset({Role.OPERATOR}))
"""Nobody signs in as this; it stands in the history of what was invented."""


def build_sample(
    directory: Directory,
    *,
    seed: int = 2026,
    scale: int = 1,
    spread: Spread = "density",
    progress: Callable[[int], None] = lambda done: None,
) -> int:
    """Returns how many classes were added. A batch is kept whole or not at all, and one that is there already is passed over.

    The first batch has a past, of earlier checks and of who was asked; the others are there for their number.
    """
    added = 0
    for number, batch in enumerate(sample_batches(today=_today(directory), seed=seed, scale=scale, spread=spread), start=1):
        with directory.works.begin(SAMPLER, "build the sample region") as w:
            if not _is_there(w, batch):
                _keep(w, directory, batch, with_past=number == 1)
                added += len(batch.classes)
        progress(number)
    return added


def _today(directory: Directory) -> date:
    return directory.clock.now().date()


def _is_there(w: DirectoryWork, batch: SampleRegion) -> bool:
    try:
        w.providers.get(batch.providers[0].id)
    except NotFound:
        return False
    return True


def _keep(w: DirectoryWork, directory: Directory, batch: SampleRegion, *, with_past: bool) -> None:
    now = w.now
    for provider in batch.providers:
        keep_provider(w, None, Provider(provider.id, provider.details))
    for venue in batch.venues:
        keep_venue(w, None, placed(Venue(venue.id, venue.details, venue.steward), directory.places))
    for each in batch.classes:
        _keep_class(w, each, with_past=with_past)
    if with_past:
        for ask in asks(batch.providers, batch.classes, now, w.ids):
            w.asks.save(ask)


def _keep_class(w: DirectoryWork, each: SampleClass, *, with_past: bool) -> None:
    """The history of what is invented begins when it is said to have been published."""
    w.now = each.published_at
    provider = w.providers.get(each.details.provider_id)
    first = each.published_at if with_past else each.verified_at
    listing = ClassListing(each.id, provider.details.authority, each.details, first, provider.details.name)
    keep_class(w, None, listing, ClassPublished, "published")
    if with_past:
        for w.now in (*earlier_checks(each, listing.authority), each.verified_at):
            before, listing = listing, replace(listing, verified_at=w.now, sequence=listing.sequence + 1)
            keep_class(w, before, listing, ClassVerified, "verified")
    if each.withdrawn:
        w.now = each.verified_at
        keep_class(w, listing, replace(listing, withdrawn=True, sequence=listing.sequence + 1), ClassWithdrawn, "withdrawn")
