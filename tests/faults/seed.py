"""A small part of the sample region, for trials to begin with: so few classes that each is changed again and again."""

from datetime import date

from services.directory.adapters.works import DirectoryWork, DirectoryWorks
from services.directory.domain.listings import ClassListing, Provider, Venue
from services.directory.use_cases.keep import keep_class, keep_provider, keep_venue
from shared.contracts.directory import ClassPublished
from signpost.sample.build import SAMPLER
from signpost.sample.entries import SampleClass, SampleRegion
from signpost.sample.region import sample_region

CLASSES = 120


def plant_seed(works: DirectoryWorks, today: date) -> None:
    """Through the unit of work, so that every row has its event."""
    region = sample_region(today=today)
    chosen = [each for each in region.classes if not each.withdrawn][:CLASSES]
    with works.begin(SAMPLER, "build a fault trial") as w:
        _keep_places(w, region, chosen)
        for each in chosen:
            provider = w.providers.get(each.details.provider_id)
            listing = ClassListing(each.id, provider.details.authority, each.details, w.now, provider.details.name)
            keep_class(w, None, listing, ClassPublished, "published")


def _keep_places(w: DirectoryWork, region: SampleRegion, chosen: list[SampleClass]) -> None:
    venues = {each.details.venue_id for each in chosen}
    providers = {each.details.provider_id for each in chosen} | {each.steward for each in region.venues if each.id in venues}
    for provider in region.providers:
        if provider.id in providers:
            keep_provider(w, None, Provider(provider.id, provider.details))
    for venue in region.venues:
        if venue.id in venues:
            keep_venue(w, None, Venue(venue.id, venue.details, venue.steward))
