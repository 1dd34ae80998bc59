"""`signpost serve reporting forwarder`: what was kept goes out to partner systems. One of these works, the others stand by."""

import logging
import threading
from contextlib import suppress

from services.reporting.settings import ReportingSettings
from services.reporting.use_cases.forward_events import Forwarding
from services.reporting.wiring import forwarding_to, lead_of_forwarders, open_reporting
from shared.errors import Unavailable
from shared.heartbeat import beat
from shared.settings import MessagingSettings
from shared.stopping import stopped_by_signals
from shared.storage.leading import Lead
from shared.telemetry.metrics import Measured, look_at

BEHIND = "signpost_partners_behind_events"
POLL_SECONDS, LONGEST_PAUSE_SECONDS = 0.5, 5.0
log = logging.getLogger(__name__)


def run(settings: MessagingSettings) -> None:
    """Until SIGTERM or Ctrl-C; ends after the batch in hand."""
    stopping = stopped_by_signals()
    reporting = open_reporting(ReportingSettings(data=settings.data, database_address=settings.database.get_secret_value()))
    try:
        with forwarding_to(reporting, settings.broker.get_secret_value()) as forwarding:
            look_at(lambda: _behind(forwarding), {BEHIND: "Events that partner systems were not told of yet."})
            forward(forwarding, lead_of_forwarders(reporting), stopping)
    finally:
        reporting.close()


def _behind(forwarding: Forwarding) -> list[Measured]:
    """Left out while the database is away: a gauge that is missing is seen, an old one is believed."""
    with suppress(Unavailable):
        return [(BEHIND, "partners", forwarding.behind())]
    return []


def forward(forwarding: Forwarding, lead: Lead, stopping: threading.Event) -> None:
    """Until `stopping` is set. While broker or database are away it waits; nothing is lost meanwhile."""
    pause = POLL_SECONDS
    while not stopping.is_set():
        beat()
        busy = False
        try:
            busy = lead.held() and forwarding.run_once() > 0
            pause = POLL_SECONDS
        except Unavailable as error:
            log.warning("telling partners waits: %s %s", error.message, error.remedy)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
        if not busy:
            stopping.wait(pause)
    lead.let_go()
