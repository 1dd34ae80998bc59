"""What looks after consumers without being asked, every five minutes: brings what was lost, goes on with replays, forgets old claims.

What was lost is repaired within a quarter of an hour: the grace period, one round that was just missed, and the time a round takes.
"""

import logging
import threading
from collections.abc import Sequence
from typing import Any

from shared.heartbeat import beat
from shared.messaging.consumer import Consumer
from shared.messaging.ladder import describe
from shared.messaging.pruning import prune
from shared.messaging.reconcile import Reconciler
from shared.messaging.replay import Replaying
from shared.storage.leading import Lead

EVERY_SECONDS, SOONER_SECONDS = 300.0, 30.0
BEAT_SECONDS = 5.0
MENDING = 0x4D454E44
"""The advisory lock of who mends; see shared/storage/leading.py."""
log = logging.getLogger(__name__)


def keep_mending(consumer: Sequence[Consumer[Any]], lead: Lead, stopping: threading.Event, every_seconds: float = EVERY_SECONDS) -> None:
    """`consumer`: one, with everything it hears. Until `stopping`; of several processes the one that leads does it."""
    while not stopping.is_set():
        pause = every_seconds
        try:
            if lead.held():
                mend(consumer)
        except Exception as error:  # noqa: BLE001  it must outlive whatever happens
            log.error("mending of %s stopped and will be tried again: %s", consumer[0].name, describe(error))
            pause = min(SOONER_SECONDS, every_seconds)
        _wait(stopping, pause)
    lead.let_go()


def mend(consumer: Sequence[Consumer[Any]]) -> None:
    """One round. Raises Unavailable when a log or a database cannot be reached now; what was done is kept."""
    for part in consumer:
        checked = Reconciler(part).run(progress=lambda reached, end: beat())
        if checked.repaired:
            log.warning("%s had not got %s events of %s; they were brought", part.name, checked.repaired, part.subscription.source)
        Replaying(part).run(lambda replay: beat())
    prune(consumer)


def _wait(stopping: threading.Event, seconds: float) -> None:
    waited = 0.0
    while waited < seconds and not stopping.wait(min(BEAT_SECONDS, seconds - waited)):
        beat()
        waited += BEAT_SECONDS
