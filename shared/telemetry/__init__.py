"""Traces, metrics and logs: what happened, how often and how long, never to whom."""

from shared.telemetry.logs import log_to
from shared.telemetry.start import start
from shared.telemetry.statements import trace_statements
from shared.telemetry.tracing import current_traceparent, each_on_its_own, on_behalf_of, recording, set_traceparent, span, trace_to, traced

__all__ = [
    "current_traceparent",
    "each_on_its_own",
    "log_to",
    "on_behalf_of",
    "recording",
    "set_traceparent",
    "span",
    "start",
    "trace_statements",
    "trace_to",
    "traced",
]
