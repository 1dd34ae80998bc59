"""Once, at the beginning of a process that belongs to the real stack."""

import logging
import os

from shared.telemetry.logs import log_to
from shared.telemetry.metrics import serve_metrics
from shared.telemetry.tracing import trace_from_environment

WHOLE_ADDRESSES = ("httpx", "httpcore", "urllib3")
"""At INFO they write addresses with what was asked in them, which a person may have typed."""


def start(process: str) -> None:
    """Logs to standard error as SIGNPOST_LOG says, spans to OTEL_EXPORTER_OTLP_ENDPOINT, metrics on SIGNPOST_METRICS_PORT.

    `process` is what it is called there: `signpost.directory.worker`. Before engines are made, for they are traced from their making.
    Raises OSError when the metrics' port is taken.
    """
    logging.basicConfig(level=logging.INFO, handlers=[log_to(logging.StreamHandler(), json=os.environ.get("SIGNPOST_LOG") == "json")])
    for chatty in WHOLE_ADDRESSES:
        logging.getLogger(chatty).setLevel(logging.WARNING)
    trace_from_environment(process)
    if port := os.environ.get("SIGNPOST_METRICS_PORT"):
        serve_metrics(int(port), os.environ.get("SIGNPOST_METRICS_ADDRESS", "127.0.0.1"))
