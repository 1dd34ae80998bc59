"""The one-machine run: events go to the directory's own listeners without a broker."""

from services.directory.entrypoints.listener import FEED, SEARCH_INDEX
from services.directory.use_cases.openreferral.ports import FeedRows
from services.directory.use_cases.ports import ClassIndex
from services.directory.wiring import Directory, feed_delivery, feed_thread, index_delivery, index_thread
from shared.messaging.delivery import LocalDelivery
from shared.messaging.thread import DeliveryThread


def search_delivery(directory: Directory) -> LocalDelivery[ClassIndex]:
    """To the search index, from the directory's own log."""
    return index_delivery(directory, SEARCH_INDEX)


def search_thread(directory: Directory) -> DeliveryThread:
    """Not started; woken by every commit once it runs."""
    return index_thread(directory, SEARCH_INDEX)


def openreferral_delivery(directory: Directory) -> LocalDelivery[FeedRows]:
    """To the Open Referral UK feed, from the directory's own log."""
    return feed_delivery(directory, FEED)


def openreferral_thread(directory: Directory) -> DeliveryThread:
    """Not started."""
    return feed_thread(directory, FEED)
