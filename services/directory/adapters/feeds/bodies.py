"""The body of an answer, read up to a limit that holds after unpacking too: a page of 100 services is some 300 kB."""

import zlib
from collections.abc import Iterator
from time import monotonic

import httpx

from shared.errors import TooLarge, Unavailable

MOST_BYTES = 25_000_000
MOST_SECONDS = 180
"""For one answer. A server that sends a byte every few seconds keeps within every timeout of the socket."""
_GZIP_OR_ZLIB = 47
SMALLER = "Tell the people who run the feed: a page of 100 services should be far smaller."


def read_body(response: httpx.Response) -> bytes:
    """Raises TooLarge, and Unavailable for a body that takes too long or cannot be unpacked."""
    until, body = monotonic() + MOST_SECONDS, bytearray()
    for part in _unpacked(response):
        body += part
        if len(body) > MOST_BYTES:
            raise TooLarge(f"An answer of the feed is larger than {MOST_BYTES // 1_000_000} MB.", remedy=SMALLER)
        if monotonic() > until:
            raise Unavailable(f"An answer of the feed took more than {MOST_SECONDS} seconds.", remedy="Try again later.")
    return bytes(body)


def _unpacked(response: httpx.Response) -> Iterator[bytes]:
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding in {"", "identity"}:
        yield from response.iter_raw()
    elif encoding in {"gzip", "x-gzip", "deflate"}:
        yield from _inflated(response.iter_raw())
    else:
        raise Unavailable(f"The feed packs its answers as {encoding[:20]}, which was not asked for.", remedy="Tell the people who run it.")


def _inflated(packed: Iterator[bytes]) -> Iterator[bytes]:
    """Never more than the limit at a time, however much a few bytes unpack to."""
    unpacking = zlib.decompressobj(_GZIP_OR_ZLIB)
    try:
        for part in packed:
            yield unpacking.decompress(part, MOST_BYTES + 1)
        yield unpacking.flush()
    except zlib.error as error:
        raise Unavailable(
            "An answer of the feed is packed, and broken.", remedy="Try again later; if it stays, tell its people."
        ) from error
    if not unpacking.eof:
        raise Unavailable("An answer of the feed ends in the middle.", remedy="Try again later.")
