"""What reporting listens to: everything anybody says, of types it does not know yet too. One subscription for each producer."""

from services.reporting.adapters.works import ReportingWork
from services.reporting.use_cases.keep_events import CONSUMER, hear, hear_unknown
from shared.contracts.catalogue import BY_PRODUCER
from shared.messaging.subscription import Subscription

HEARD: dict[str, Subscription[ReportingWork]] = {
    producer: Subscription(
        consumer=CONSUMER,
        source=f"/{producer}",
        handlers=dict.fromkeys(contracts, hear),
        every_event=True,
        anything_else=hear_unknown,
    )
    for producer, contracts in BY_PRODUCER.items()
}
