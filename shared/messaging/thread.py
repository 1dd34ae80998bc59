"""Keeps a local delivery going in the background of the one-machine run."""

import logging
import threading
from typing import Any

from shared.messaging.delivery import LocalDelivery
from shared.messaging.ladder import describe

POLL_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 30.0
log = logging.getLogger(__name__)


class DeliveryThread:
    """Looks every 0.2 s, and at once when woken. An error is logged, shown by `last_error`, and tried again ever more slowly."""

    def __init__(self, delivery: LocalDelivery[Any]) -> None:
        self.last_error: str | None = None
        self._delivery = delivery
        self._woken, self._stopping = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"delivery-{delivery.consumer}", daemon=True)

    @property
    def consumer(self) -> str:
        return self._delivery.consumer

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """A hint that something is new (for `Works.on_commit`)."""
        self._woken.set()

    def stop(self, timeout_seconds: float = 10) -> None:
        """Finish the batch in hand and end."""
        self._stopping.set()
        self._woken.set()
        self._thread.join(timeout_seconds)

    def ended(self) -> bool:
        """It ran, and does not any more."""
        return self._thread.ident is not None and not self._thread.is_alive()

    def lag(self) -> int:
        """How many events this consumer has not dealt with yet."""
        return self._delivery.lag()

    def _run(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            self._woken.clear()
            try:
                busy = self._delivery.run_once() > 0
                failures, self.last_error = 0, None
            except Exception as error:  # noqa: BLE001  the thread must outlive whatever happens
                failures, busy = failures + 1, False
                self.last_error = describe(error)
                log.error("delivery to %s failed and will be tried again: %s", self.consumer, self.last_error)
            if failures:
                self._stopping.wait(min(POLL_SECONDS * 2**failures, LONGEST_PAUSE_SECONDS))
            elif not busy:
                self._woken.wait(POLL_SECONDS)
