"""Logs: one line a record, for people or, with SIGNPOST_LOG=json, one JSON document for machines."""

import logging
from typing import Any

from pythonjsonlogger.orjson import OrjsonFormatter

from shared.telemetry.tracing import current_traceparent

PEOPLE = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class JsonLines(OrjsonFormatter):
    """The record's own fields, `extra` ones included, with the trace it belongs to."""

    def __init__(self) -> None:
        super().__init__("%(message)s", timestamp=True, rename_fields={"message": "event"})

    def add_fields(self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]) -> None:
        super().add_fields(log_data, record, message_dict)
        log_data |= {"level": record.levelname, "logger": record.name}
        log_data.setdefault("traceparent", current_traceparent())


def log_to(handler: logging.Handler, *, json: bool) -> logging.Handler:
    """Give a handler its form."""
    handler.setFormatter(JsonLines() if json else logging.Formatter(PEOPLE))
    return handler
