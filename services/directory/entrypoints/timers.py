"""Without being asked: the Open Referral UK feed gets what was lost on its way, and goes on with a replay that was broken off."""

from services.directory.entrypoints.listener import FEED
from services.directory.settings import DirectorySettings
from services.directory.wiring import feed_consumer, open_database
from shared.clock import SystemClock
from shared.messaging.mending_timer import MENDING, keep_mending
from shared.settings import MessagingSettings
from shared.stopping import stopped_by_signals
from shared.storage.leading import lead_of


def run(settings: MessagingSettings) -> None:
    """Until told to end."""
    address = settings.database.get_secret_value()
    database = open_database(DirectorySettings(data=settings.data, database_address=address))
    keep_mending([feed_consumer(database, SystemClock(), FEED)], lead_of(address, MENDING), stopped_by_signals())
    database.close()
