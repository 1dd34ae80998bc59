"""Events from the broker go to the rows of the Open Referral UK feed."""

from services.directory.entrypoints.listener import FEED
from services.directory.settings import DirectorySettings
from services.directory.wiring import feed_consuming, open_database
from shared.clock import SystemClock
from shared.messaging.rabbitmq.nameko_worker import run_worker  # first: it changes sockets and locks for all that comes after
from shared.settings import MessagingSettings


def run(settings: MessagingSettings) -> None:
    """Until told to end. Raises what killed its container: then it is to be started again."""
    address = settings.database.get_secret_value()
    database = open_database(DirectorySettings(data=settings.data, database_address=address))
    run_worker(feed_consuming(database, SystemClock(), FEED), settings.broker.get_secret_value())
    database.close()
