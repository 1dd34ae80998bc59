"""Paging by cursor: the last place reached, opaque to the caller, checked when it comes back."""

import base64
import binascii
import hashlib
from typing import Any

import orjson

from shared.errors import Invalid

LONGEST = 1024
"""Characters of a cursor; a place in a list needs far fewer."""
CHECK_BYTES = 8


class Position(dict[str, Any]):
    """A place in a list. Asking it for what it does not hold says that the cursor is not ours, not that we are broken."""

    def text(self, name: str) -> str:
        """What it holds under the name. Raises Invalid where that is no text."""
        if not isinstance(value := self[name], str):
            raise _not_ours()
        return value

    def __missing__(self, name: str) -> Any:
        raise _not_ours()


def encode_cursor(position: dict[str, Any], of: str = "") -> str:
    """`position` holds JSON values; `of` names the list it is a place in (path and filters), so that it fits no other."""
    packed = orjson.dumps(position, option=orjson.OPT_SORT_KEYS)
    return base64.urlsafe_b64encode(_check(packed, of) + packed).decode("ascii").rstrip("=")


def decode_cursor(cursor: str, of: str = "") -> Position:
    """Raises Invalid on field `cursor` unless it was made by encode_cursor for the same list.

    The check guards against slips, not against malice: whoever reads the source can make a cursor. It must grant nothing,
    and its values are to be used as parameters, never as code.
    """
    if len(cursor) > LONGEST:
        raise _not_ours()
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        check, packed = raw[:CHECK_BYTES], raw[CHECK_BYTES:]
        position = orjson.loads(packed)
    except (ValueError, binascii.Error) as error:
        raise _not_ours() from error
    if check != _check(packed, of) or not isinstance(position, dict) or encode_cursor(position, of) != cursor:
        raise _not_ours()
    return Position(position)


def _check(packed: bytes, of: str) -> bytes:
    return hashlib.blake2b(of.encode() + b"\0" + packed, digest_size=CHECK_BYTES, person=b"signpost-cursor").digest()


def _not_ours() -> Invalid:
    return Invalid.field("cursor", "This cursor does not belong to this list.", "Start again without cursor.")
