"""One trace from a request through the outbox, the broker and a handler to SQL (W3C Trace Context, OpenTelemetry).

Without a collector nothing is recorded, and the `traceparent` of whoever called is passed on all the same.
A span is given names, ids and counts only: never an address, a query string or anything a person typed.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from opentelemetry import context, trace
from opentelemetry.context import Context
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Link, NoOpTracerProvider, Span, SpanKind, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"
_HEADERS = TraceContextTextMapPropagator()
_provider: trace.TracerProvider = NoOpTracerProvider()


def current_traceparent() -> str | None:
    """The `traceparent` in force (W3C Trace Context, level 1), or None outside any trace."""
    carrier: dict[str, str] = {}
    _HEADERS.inject(carrier)
    return carrier.get("traceparent")


def set_traceparent(value: str | None) -> None:
    """Take over a `traceparent`. What is not well formed counts as absent, as W3C Trace Context asks."""
    context.attach(_of(value))


@contextmanager
def traced(value: str | None) -> Iterator[None]:
    """The same for the length of a block; what was in force before comes back."""
    token = context.attach(_of(value))
    try:
        yield
    finally:
        context.detach(token)


@contextmanager
def span(name: str, kind: SpanKind = SpanKind.INTERNAL, **attributes: str | int) -> Iterator[Span]:
    """One step of the trace in force. Of an error only its kind is recorded: its text may repeat what a person typed."""
    with _provider.get_tracer("signpost").start_as_current_span(
        name, kind=kind, attributes=dotted(attributes), record_exception=False, set_status_on_exception=False
    ) as one:
        try:
            yield one
        except Exception as error:
            one.set_status(StatusCode.ERROR, type(error).__name__)
            raise


@contextmanager
def on_behalf_of(name: str, traceparents: Sequence[str | None], kind: SpanKind, **attributes: str | int) -> Iterator[None]:
    """One step for several traces: part of the trace when there is one, else a trace of its own that links to each."""
    if not recording():
        yield
        return
    if len(traceparents) == 1:
        with traced(traceparents[0]), span(name, kind, **attributes):
            yield
        return
    told = [trace.get_current_span(_of(each)).get_span_context() for each in traceparents if each]
    tracer = _provider.get_tracer("signpost")
    with tracer.start_as_current_span(
        name, Context(), kind, dotted(attributes), [Link(each) for each in told], record_exception=False, set_status_on_exception=False
    ):
        yield


@contextmanager
def each_on_its_own(name: str, traceparents: Sequence[str | None], kind: SpanKind, **attributes: str | int) -> Iterator[None]:
    """The same step in several traces, as when a batch of events is sent: a span in each, of the same length."""
    tracer = _provider.get_tracer("signpost")
    begun = [tracer.start_span(name, _of(each), kind, dotted(attributes)) for each in traceparents] if recording() else []
    try:
        yield
    finally:
        for one in begun:
            one.end()


def dotted(attributes: Mapping[str, str | int]) -> dict[str, str | int]:
    """`http__route` → `http.route`: Python's names have no dots, OpenTelemetry's have."""
    return {name.replace("__", "."): value for name, value in attributes.items()}


def recording() -> bool:
    """Whether anybody collects spans: many events a second need none otherwise."""
    return not isinstance(_provider, NoOpTracerProvider)


def trace_to(provider: trace.TracerProvider) -> None:
    """From now on spans go there."""
    global _provider
    _provider = provider


def trace_from_environment(process: str) -> None:
    """To the collector named in OTEL_EXPORTER_OTLP_ENDPOINT, in batches behind the work; without one nothing changes."""
    if os.environ.get(ENDPOINT):
        # Here, for it brings an HTTP client and protobuf that nobody without a collector should wait for.
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

        provider = TracerProvider(resource=Resource.create({"service.name": process}))
        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        trace_to(provider)


def _of(value: str | None) -> Context:
    return _HEADERS.extract({"traceparent": value} if value else {}, Context())
