"""Without being asked: reporting gets what was lost on its way, and old claims are forgotten."""

from services.reporting.entrypoints.listener import HEARD
from services.reporting.settings import ReportingSettings
from services.reporting.wiring import consumer_of, open_reporting
from shared.clock import SystemClock
from shared.identity.service import service_token
from shared.messaging.http_log import open_http_log
from shared.messaging.mending_timer import MENDING, keep_mending
from shared.settings import HearingSettings
from shared.stopping import stopped_by_signals
from shared.storage.leading import lead_of


def run(settings: HearingSettings) -> None:
    """Until told to end. The producers' logs are read over HTTP: their databases are their own."""
    address = settings.database.get_secret_value()
    reporting = open_reporting(ReportingSettings(data=settings.data, database_address=address))
    token = service_token(settings.data, "reporting", SystemClock())
    urls = {"directory": settings.directory_url}
    consumer = [consumer_of(reporting, open_http_log(f"{urls[producer]}{heard.source}", token), heard) for producer, heard in HEARD.items()]
    keep_mending(consumer, lead_of(address, MENDING), stopped_by_signals())
    reporting.close()
