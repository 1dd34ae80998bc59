"""From a request to what it led to elsewhere, one trace; and nothing in it that a person typed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import NoOpTracerProvider

from services.directory.entrypoints.local_delivery import openreferral_delivery
from shared.telemetry import span, trace_to
from tests.directory.world import World, open_world


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    trace_to(provider)
    yield exporter
    trace_to(NoOpTracerProvider())


@pytest.fixture
def portal() -> Iterator[BlockingPortal]:
    with start_blocking_portal() as running:
        yield running


@pytest.fixture
def world(spans: InMemorySpanExporter, tmp_path: Path, portal: BlockingPortal) -> Iterator[World]:
    with open_world(tmp_path / "data", portal) as opened:
        openreferral_delivery(opened.directory).run_until_idle()
        spans.clear()
        yield opened


def trace_of(one: ReadableSpan) -> int:
    return one.get_span_context().trace_id  # type: ignore[union-attr]  # a finished span has one


def id_of(one: ReadableSpan) -> int:
    return one.get_span_context().span_id  # type: ignore[union-attr]  # the same


def test_a_request_its_event_and_what_the_event_does_elsewhere_are_one_trace(world: World, spans: InMemorySpanExporter) -> None:
    assert world.amina.post("/v1/classes", world.lesson(name="Traced class")).status_code == 201
    openreferral_delivery(world.directory).run_until_idle()
    told = spans.get_finished_spans()
    (request,) = [one for one in told if one.name == "POST /v1/classes"]
    mine = [one for one in told if trace_of(one) == trace_of(request)]
    (handled,) = [one for one in mine if one.name == "handle uk.signpost.class.published.v1"]
    (applied,) = [one for one in mine if one.name == "apply to directory.openreferral"]
    under = {one.parent.span_id: one for one in mine if one.parent and one.name.startswith("SQL ")}
    assert handled.attributes and handled.attributes["consumer"] == "directory.openreferral"
    assert {id_of(request), id_of(applied)} <= under.keys()


def test_several_events_in_one_transaction_are_linked_to_the_requests_they_came_from(world: World, spans: InMemorySpanExporter) -> None:
    for number in range(3):
        assert world.amina.post("/v1/classes", world.lesson(name=f"Class {number}")).status_code == 201
    openreferral_delivery(world.directory).run_until_idle()
    told = spans.get_finished_spans()
    (applied,) = [one for one in told if one.name == "apply to directory.openreferral"]
    requests = {trace_of(one) for one in told if one.name == "POST /v1/classes"}
    assert {link.context.trace_id for link in applied.links} == requests
    assert trace_of(applied) not in requests


def test_no_span_holds_what_a_person_typed(world: World, spans: InMemorySpanExporter) -> None:
    made = world.amina.post("/v1/classes", world.lesson(name="Zymurgy", description="Ask for Mrs Example"))
    assert world.anyone.get("/v1/classes?q=mrs+example").status_code == 200
    assert world.anyone.get(f"/v1/classes/{made.json()['id']}?colour=mrs-example").status_code == 422
    openreferral_delivery(world.directory).run_until_idle()
    written = " ".join(one.to_json() for one in spans.get_finished_spans())
    assert "class.published" in written
    for typed in ("Zymurgy", "zymurgy", "Example", "example", "Amina"):
        assert typed not in written


def test_a_step_that_fails_says_what_kind_of_failure_and_not_its_words(spans: InMemorySpanExporter) -> None:
    with pytest.raises(ValueError, match="Mrs Example"), span("a step"):
        raise ValueError("Mrs Example lives here")
    (failed,) = spans.get_finished_spans()
    assert failed.status.description == "ValueError"
    assert "Example" not in failed.to_json()
