"""The table a service's `entrypoints/listener.py` declares: which events it hears, and what each wakes. No framework in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from shared.contracts.event import Event, EventData

T = TypeVar("T")
Handler = Callable[[T, Event, Any], None]
"""handler(effect, event, data): `effect` is what the inbox gives to write with, `data` is event.data read as its contract."""


class Poison(Exception):
    """The event's data does not fit its contract: trying again cannot help."""


@dataclass(frozen=True)
class Subscription(Generic[T]):
    """What one consumer hears from one producer.

    `handlers` maps the contract (a class with its TYPE) to the handler; other types are passed over, unless there is
    `anything_else`: it hears them, with their data as it came, for no contract here says what fits.
    `every_event`: False for consumers that keep the latest state (an event older than what its subject already got is
    dropped: events carry the whole public state); True for consumers that count and must hear each one.
    """

    consumer: str
    source: str
    handlers: Mapping[type[EventData], Handler[T]]
    every_event: bool = False
    anything_else: Handler[T] | None = None

    @property
    def types(self) -> tuple[str, ...] | None:
        """What to ask a log or a broker for; None: whatever is said."""
        return None if self.anything_else else tuple(model.TYPE for model in self.handlers)

    def handle(self, effect: T, event: Event) -> None:
        """Raises Poison, or whatever the handler raises."""
        model = self._model(event)
        if model is None:
            if self.anything_else:
                self.anything_else(effect, event, event.data)
            return
        try:
            data = model.model_validate(event.data, extra="ignore")
        except ValidationError as error:
            raise Poison(faults(error)) from error
        self.handlers[model](effect, event, data)

    def hears(self, event: Event) -> bool:
        return self.anything_else is not None or self._model(event) is not None

    def _model(self, event: Event) -> type[EventData] | None:
        return self._models.get(event.type)

    @cached_property
    def _models(self) -> dict[str, type[EventData]]:
        return {model.TYPE: model for model in self.handlers}


def faults(error: ValidationError) -> str:
    """Which fields are wrong and how, without what they held: that may be personal."""
    return "; ".join(
        f"{'.'.join(map(str, fault['loc']))}: {fault['type']}" for fault in error.errors(include_input=False, include_url=False)
    )
