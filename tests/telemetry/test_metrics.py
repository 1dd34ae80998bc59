"""What Prometheus is told: of requests, of events, of what waits."""

from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal
from prometheus_client import REGISTRY, generate_latest

from services.directory.entrypoints.local_delivery import openreferral_delivery
from shared.clock import SetClock
from shared.messaging.ladder import RUNGS
from shared.telemetry import metrics
from shared.testing.delivery import ThingChanged
from tests.directory.world import MORNING, open_world
from tests.messaging.beds import SqlBed


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0


def test_requests_are_counted_by_route_and_never_by_what_was_asked(tmp_path: Path) -> None:
    with start_blocking_portal() as portal, open_world(tmp_path / "data", portal) as world:
        labels = {"service": "Directory", "method": "GET", "route": "/v1/classes", "status": "200"}
        before = value("signpost_request_seconds_count", **labels)
        world.search(q="zymurgy lessons")
        assert value("signpost_request_seconds_count", **labels) == before + 1
        openreferral_delivery(world.directory).run_until_idle()
    assert "zymurgy" not in generate_latest().decode()


def test_events_are_counted_when_they_had_their_effect_and_when_they_failed(tmp_path: Path) -> None:
    bed = SqlBed(tmp_path / "producer.sqlite", tmp_path / "consumer.sqlite", SetClock(MORNING))
    names = ("signpost_events_applied_total", "signpost_event_failures_total", "signpost_event_lag_seconds_count")
    before = [value(name, consumer="suite") for name in names]
    gone = value("signpost_events_parked_total", consumer="suite", reason="failed too often")
    bed.trouble.times["b"] = 1000
    for subject in "ab":
        bed.publish(ThingChanged(name="red"), subject, 1)
    bed.run_until_idle()
    for rung in RUNGS:
        bed.clock.move(rung)
        bed.run_until_idle()
    after = [value(name, consumer="suite") for name in names]
    assert [new - old for new, old in zip(after, before, strict=True)] == [1, 1 + len(RUNGS), 1]
    assert value("signpost_events_parked_total", consumer="suite", reason="failed too often") == gone + 1


def test_a_gauge_is_looked_up_when_it_is_asked_for() -> None:
    waiting = iter([3.0, 5.0])
    looked = metrics.Looked(lambda: [("signpost_try_waiting", "a", next(waiting))], {"signpost_try_waiting": "Just a try."})
    assert [sample.value for _ in range(2) for gauge in looked.collect() for sample in gauge.samples] == [3, 5]


@pytest.mark.parametrize("name", ["requests", "published", "not_taken", "applied", "failed", "parked", "repaired", "lag"])
def test_every_metric_says_what_it_is(name: str) -> None:
    (family,) = getattr(metrics, name).collect()
    assert family.documentation.endswith(".")
    assert family.name.startswith("signpost_")
