"""The one-machine run: events of every producer come to reporting without a broker."""

from services.reporting.adapters.works import ReportingWork
from services.reporting.entrypoints.listener import HEARD
from services.reporting.wiring import Reporting, delivery_from
from shared.messaging.delivery import LocalDelivery
from shared.messaging.log import EventLog
from shared.messaging.thread import DeliveryThread


def reporting_delivery(reporting: Reporting, producer: str, log: EventLog) -> LocalDelivery[ReportingWork]:
    """`producer`: as the catalogue names it; `log`: what it said."""
    return delivery_from(reporting, log, HEARD[producer])


def reporting_thread(reporting: Reporting, producer: str, log: EventLog) -> DeliveryThread:
    """Not started; looks every 0.2 s for what was committed."""
    return DeliveryThread(reporting_delivery(reporting, producer, log))
