"""Traces, metrics and logs: what happened, how often and how long, never to whom."""

from shared.telemetry.logs import log_to
from shared.telemetry.start import start
from shared.telemetry.statements import trace_statements
from shared.telemetry.tracing import current_traceparent, recording, set_traceparent, span, trace_to, traced

__all__ = ["current_traceparent", "log_to", "recording", "set_traceparent", "span", "start", "trace_statements", "trace_to", "traced"]
