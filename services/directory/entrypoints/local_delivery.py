"""The one-machine run: events go to the directory's own listeners without a broker."""

from services.directory.entrypoints.listener import SEARCH_INDEX
from services.directory.use_cases.ports import ClassIndex
from services.directory.wiring import Directory
from shared.messaging.delivery import LocalDelivery
from shared.messaging.ladder import Ladder
from shared.messaging.log import EventLog
from shared.messaging.thread import DeliveryThread

INDEXED_AT_ONCE = 500
"""A commit of the index takes some ten milliseconds, whether it holds one class or five hundred."""


def search_delivery(directory: Directory) -> LocalDelivery[ClassIndex]:
    """To the search index, from the directory's own log."""
    ladder = Ladder(directory.database, directory.clock)
    return LocalDelivery(EventLog(directory.database), SEARCH_INDEX, directory.index_inbox, ladder, batch=INDEXED_AT_ONCE)


def search_thread(directory: Directory) -> DeliveryThread:
    """Not started; woken by every commit once it runs."""
    thread = DeliveryThread(search_delivery(directory))
    directory.works.on_commit = thread.wake
    return thread
