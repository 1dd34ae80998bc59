"""What came to a consumer and is no event: kept as it came within bounds, and described without what it holds.

Bytes that nobody could read may hold anything, personal data too. They stay in the consumer's database; people are shown
their size and kind, and the whole only when they ask for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson

KEPT_BYTES = 65_536
"""Of a body; our own events stay far below."""
KEPT_HEADERS, KEPT_HEADER_LENGTH = 50, 500


@dataclass(frozen=True)
class Unreadable:
    """`body` is its beginning where it was longer than KEPT_BYTES; `body_bytes` how long it was."""

    body: bytes
    body_bytes: int
    headers: dict[str, str]

    def describe(self) -> str:
        """Its size and kind, and how many headers it came with: nothing of what it says."""
        cut = f", of which the first {len(self.body)} are kept" if len(self.body) < self.body_bytes else ""
        return f"{self.body_bytes} bytes, {_kind(self.body)}{cut}; {len(self.headers)} headers"


def bounded(body: bytes, headers: Mapping[str, object]) -> Unreadable:
    """What is kept of it. Headers become text that every database can hold."""
    kept = {storable(name): storable(value) for name, value in list(headers.items())[:KEPT_HEADERS]}
    return Unreadable(body[:KEPT_BYTES], len(body), kept)


def key_of(body: bytes, headers: Mapping[str, object]) -> str:
    """An id for what has none: the same bytes that come again have the same, so that they are parked once."""
    digest = sha256(body)
    for name, value in sorted((str(name), str(value)) for name, value in headers.items()):
        digest.update(b"\0" + f"{name}\0{value}".encode("utf-8", "replace"))
    return f"bytes-{digest.hexdigest()[:32]}"


def storable(value: object) -> str:
    """Its beginning as text, without what databases refuse: NUL and halves of characters."""
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return text[:KEPT_HEADER_LENGTH].encode("utf-8", "replace").decode().replace("\0", "�")


def _kind(body: bytes) -> str:
    if not body:
        return "empty"
    try:
        return f"JSON ({_shape(orjson.loads(body))})"
    except orjson.JSONDecodeError:
        return "text that is not JSON" if _is_text(body) else "neither JSON nor text"


def _shape(document: Any) -> str:
    if isinstance(document, dict):
        return f"an object of {len(document)} members"
    return f"a list of {len(document)}" if isinstance(document, list) else "a single value"


def _is_text(body: bytes) -> bool:
    try:
        return body.decode().isprintable()
    except UnicodeDecodeError:
        return False
