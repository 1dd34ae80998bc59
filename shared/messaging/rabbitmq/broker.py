"""What the broker has, and bringing it to what is described. Looked at through its management API, changed over AMQP.

A queue that holds messages, or that somebody consumes from, is never deleted and never declared anew.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import amqp
import httpx

from shared.errors import Conflict, FieldProblem, Unavailable
from shared.messaging.rabbitmq.connection import connect, hang_up, refusals
from shared.messaging.rabbitmq.topology import EXCHANGE, PREFIX, Binding, Queue, Topology

_SECONDS = 15


@dataclass(frozen=True)
class Differences:
    """From what the broker has to what is described. `changed`: queues that have other arguments."""

    exchange_missing: bool
    missing: tuple[Queue, ...]
    changed: tuple[Queue, ...]
    superfluous: tuple[str, ...]
    unbound: tuple[Binding, ...]
    bound_needlessly: tuple[Binding, ...]

    def sentences(self) -> list[str]:
        """One each, for people; none when all is as described."""
        said = [f"The exchange {EXCHANGE} is missing."] if self.exchange_missing else []
        said += [f"The queue {queue.name} is missing." for queue in self.missing]
        said += [f"The queue {queue.name} has other arguments; it must be made anew." for queue in self.changed]
        said += [f"The queue {name} is nobody's; it is to go." for name in self.superfluous]
        said += [f"{binding.key} does not reach {binding.queue}." for binding in self.unbound]
        said += [f"{binding.key} reaches {binding.queue}, which does not hear it." for binding in self.bound_needlessly]
        return said


class Broker:
    """`address`: amqp://user:password@host:port/vhost; `management`: http://user:password@host:port. Queues of others are left alone."""

    def __init__(self, address: str, management: str) -> None:
        self._address, self._management = address, management
        self._vhost = unquote(urlsplit(address).path[1:]) or "/"

    def differences(self, described: Topology) -> Differences:
        """Raises Unavailable when the broker cannot be asked."""
        have = {str(queue["name"]): queue["arguments"] for queue in self._ask("queues") if str(queue["name"]).startswith(PREFIX)}
        bound = {Binding(each["destination"], each["routing_key"]) for each in self._ask("bindings") if each["source"] == EXCHANGE}
        bound = {binding for binding in bound if binding.queue.startswith(PREFIX)}
        names = {queue.name for queue in described.queues}
        exchanges = {str(each["name"]) for each in self._ask("exchanges")}
        return Differences(
            exchange_missing=EXCHANGE not in exchanges,
            missing=tuple(queue for queue in described.queues if queue.name not in have),
            changed=tuple(queue for queue in described.queues if queue.name in have and dict(queue.arguments) != have[queue.name]),
            superfluous=tuple(sorted(have.keys() - names)),
            unbound=tuple(sorted(described.bindings - bound)),
            bound_needlessly=tuple(sorted(binding for binding in bound - described.bindings if binding.queue in names)),
        )

    def apply(self, described: Topology) -> Differences:
        """Returns what was changed. Raises Conflict when a queue that must go is in use: all the rest is done by then."""
        found = self.differences(described)
        with self._channel() as channel:
            channel.exchange_declare(EXCHANGE, "topic", durable=True, auto_delete=False)
        kept = [problem for name in found.superfluous if (problem := self._remove(name))]
        kept += [problem for queue in found.changed if (problem := self._remove(queue.name))]
        in_use = {problem.field for problem in kept}
        with self._channel() as channel:
            for queue in (*found.missing, *found.changed):
                if queue.name not in in_use:
                    channel.queue_declare(queue.name, durable=True, auto_delete=False, arguments=dict(queue.arguments))
            for binding in described.bindings:
                channel.queue_bind(binding.queue, EXCHANGE, binding.key)
            for binding in found.bound_needlessly:
                channel.queue_unbind(binding.queue, EXCHANGE, binding.key)
        if kept:
            raise Conflict("Some queues are as they were: they are in use.", remedy=kept[0].remedy, problems=tuple(kept))
        return found

    def _remove(self, name: str) -> FieldProblem | None:
        """First cut off from what is published, so that nothing comes between counting and deleting. None when it is gone."""
        bindings = [each["routing_key"] for each in self._ask("bindings") if each["source"] == EXCHANGE and each["destination"] == name]
        with self._channel() as channel:
            for key in bindings:
                channel.queue_unbind(name, EXCHANGE, key)
            _, messages, consumers = channel.queue_declare(name, passive=True)
            if not messages and not consumers:
                channel.queue_delete(name)
                return None
            for key in bindings:
                channel.queue_bind(name, EXCHANGE, key)
        if messages:
            return FieldProblem(name, f"It holds {messages} messages.", "Let its worker empty it, or purge it yourself, then apply again.")
        return FieldProblem(name, "Its worker is connected.", "Stop its worker, then apply again.")

    def _ask(self, what: str) -> list[dict[str, Any]]:
        parts = urlsplit(self._management)
        address = f"{parts.scheme}://{parts.hostname}:{parts.port}/api/{what}/{quote(self._vhost, safe='')}"
        person = (unquote(parts.username or ""), unquote(parts.password or ""))
        try:
            answer = httpx.get(address, auth=person, timeout=_SECONDS, trust_env=False)
            answer.raise_for_status()
        except httpx.HTTPStatusError as error:
            raise Unavailable(
                f"RabbitMQ's management refused ({error.response.status_code}).",
                remedy="Check the user of SIGNPOST_BROKER_MANAGEMENT: it needs the tag `management`, and rights in the virtual host.",
            ) from None
        except httpx.TransportError as error:
            raise Unavailable(
                f"RabbitMQ's management cannot be reached ({type(error).__name__}).",
                remedy="Check that its plugin `rabbitmq_management` is on and that SIGNPOST_BROKER_MANAGEMENT names it.",
            ) from None
        listed: list[dict[str, Any]] = answer.json()
        return listed

    @contextmanager
    def _channel(self) -> Iterator[amqp.Channel]:
        connection = connect(self._address)
        try:
            with refusals():
                yield connection.channel()
        finally:
            hang_up(connection)
