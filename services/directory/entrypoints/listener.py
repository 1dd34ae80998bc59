"""What the directory listens to: event → use case. Its search index hears its own events, the same way any other service would."""

from services.directory.use_cases.index_class import index_class
from services.directory.use_cases.ports import ClassIndex
from shared.contracts.directory import (
    ClassPublished,
    ClassRestored,
    ClassUpdated,
    ClassVerified,
    ClassWithdrawn,
    PlacesChanged,
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
