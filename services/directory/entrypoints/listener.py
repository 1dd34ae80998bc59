"""What the directory listens to: event → use case. Its search index and its feed hear its own events, as any other service would."""

from services.directory.use_cases.index_class import index_class
from services.directory.use_cases.openreferral.keep_feed import keep_location, keep_organization, keep_service
from services.directory.use_cases.openreferral.ports import FeedRows
from services.directory.use_cases.ports import ClassIndex
from shared.contracts.directory import (
    ClassPublished,
    ClassRestored,
    ClassUpdated,
    ClassVerified,
    ClassWithdrawn,
    PlacesChanged,
    ProviderRegistered,
    ProviderUpdated,
    VenueAdded,
    VenueRemoved,
    VenueUpdated,
)
from shared.messaging.subscription import Subscription

SEARCH_INDEX: Subscription[ClassIndex] = Subscription(
    consumer="directory.search",
    source="/directory",
    handlers={
        ClassPublished: index_class,
        ClassUpdated: index_class,
        ClassVerified: index_class,
        ClassWithdrawn: index_class,
        ClassRestored: index_class,
        PlacesChanged: index_class,
    },
)

FEED: Subscription[FeedRows] = Subscription(
    consumer="directory.openreferral",
    source="/directory",
    handlers={
        **dict.fromkeys(SEARCH_INDEX.handlers, keep_service),
        **dict.fromkeys((ProviderRegistered, ProviderUpdated), keep_organization),
        **dict.fromkeys((VenueAdded, VenueUpdated, VenueRemoved), keep_location),
    },
)
