"""What an operator watches, in Prometheus form. Labels are names of services, routes and consumers: few, and never personal."""

from collections.abc import Callable, Iterable, Iterator

from prometheus_client import REGISTRY, Counter, Histogram, start_http_server
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

_QUICK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
_LAG = (0.1, 0.5, 1, 2, 5, 15, 60, 300, 900, 3600, 14400)

requests = Histogram("signpost_request_seconds", "Time to answer a request.", ("service", "method", "route", "status"), buckets=_QUICK)
published = Counter("signpost_events_published_total", "Events the broker confirmed.", ("source",))
not_taken = Counter("signpost_events_not_taken_total", "Publishes the broker returned or refused; they are repeated.", ("source",))
applied = Counter("signpost_events_applied_total", "Events that had their effect.", ("consumer",))
failed = Counter("signpost_event_failures_total", "Tries of an event that failed and go to the ladder.", ("consumer",))
parked = Counter("signpost_events_parked_total", "Events given up on, for a person.", ("consumer", "reason"))
repaired = Counter("signpost_events_repaired_total", "Events the reconciler found missing and applied.", ("consumer",))
lag = Histogram("signpost_event_lag_seconds", "From an event's time to its effect.", ("consumer",), buckets=_LAG)

Measured = tuple[str, str, float]
"""Name, for whom (a source or consumer), value."""


class Looked(Collector):
    """Gauges that are looked up when Prometheus asks: `look` says what they are just then."""

    def __init__(self, look: Callable[[], Iterable[Measured]], descriptions: dict[str, str]) -> None:
        self._look, self._descriptions = look, descriptions

    def collect(self) -> Iterator[Metric]:
        gauges = {name: GaugeMetricFamily(name, text, labels=["of"]) for name, text in self._descriptions.items()}
        for name, of, value in self._look():
            gauges[name].add_metric([of], value)
        yield from gauges.values()


def look_at(look: Callable[[], Iterable[Measured]], descriptions: dict[str, str]) -> None:
    """Add gauges to what this process tells."""
    REGISTRY.register(Looked(look, descriptions))


def serve_metrics(port: int, address: str) -> None:
    """`/metrics` on a port of its own, so that the public never reaches it. In a thread; raises OSError when the port is taken."""
    start_http_server(port, addr=address)
