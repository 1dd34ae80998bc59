"""What is quickly brought up to date is, before anything is served from it."""

from typing import Any

from services.directory.use_cases.ports import Progress
from shared.errors import Unavailable
from shared.messaging.delivery import AnotherLog, LocalDelivery

CAUGHT_UP_FIRST = 20_000
"""Events: some three seconds."""


def catch_up(delivery: LocalDelivery[Any], progress: Progress) -> None:
    """Before anything is served, for until then it gives no answers. What takes longer goes on behind the pages."""
    try:
        delivery.check_log()
        behind = delivery.lag()
        while behind <= CAUGHT_UP_FIRST and delivery.run_once():
            progress(behind - delivery.lag(), behind)
    except AnotherLog:
        raise
    except Unavailable:  # an import in another process, perhaps: the delivery thread tries again, and /ready says why
        return
