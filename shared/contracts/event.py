"""The envelope every event travels in: CloudEvents 1.0 with the extensions Signpost adds."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

MOST_DATA_BYTES = 1_000_000
"""Of an event's data. No more is said, so that nothing is in a log which a consumer or the broker would not take."""


class Value(BaseModel):
    """A value that crosses services. Producers may not add what the contract does not name."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class EventData(Value):
    """What one kind of event says. Past tense, versioned; carries the aggregate's whole public state.

    A new kind gives an `EXAMPLE` of its data with every field, as JSON: scripts/make_contracts.py keeps it as the golden example.
    """

    TYPE: ClassVar[str]
    EXAMPLE: ClassVar[Mapping[str, Any]]


class Event(BaseModel):
    """CloudEvents 1.0, structured JSON. Consumers ignore what they do not know (`extra="ignore"`).

    `source` is the producing service, `/directory`; `subject` the aggregate's id; `authority` a GSS code;
    `sequence` counts the changes of that aggregate from 1; `data` fits the model registered for `type`.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    specversion: str = "1.0"
    id: str
    source: str
    type: str
    subject: str
    time: datetime
    datacontenttype: str = "application/json"
    authority: str
    sequence: int = Field(ge=1)
    traceparent: str | None = None
    data: dict[str, Any]
