"""Events from the broker go to the event store and the figures that are counted from it."""

from services.reporting.entrypoints.listener import HEARD
from services.reporting.settings import ReportingSettings
from services.reporting.wiring import consuming, open_reporting
from shared.messaging.rabbitmq.nameko_worker import run_worker  # first: it changes sockets and locks for all that comes after
from shared.settings import MessagingSettings


def run(settings: MessagingSettings) -> None:
    """Until told to end. Raises what killed its container: then it is to be started again."""
    address = settings.database.get_secret_value()
    reporting = open_reporting(ReportingSettings(data=settings.data, database_address=address))
    run_worker(consuming(reporting, HEARD.values()), settings.broker.get_secret_value())
    reporting.close()
