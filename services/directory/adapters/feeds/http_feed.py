"""An Open Referral UK 3.0 feed over HTTP."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

import httpx
import orjson

from services.directory.adapters.feeds.addresses import CheckedAddresses, feed_address
from services.directory.adapters.feeds.asking import GO_ON, Answer, ask, wait
from services.directory.domain.feeds.pages import ON_A_PAGE, read_page
from services.directory.use_cases.feed_ports import Fetched
from shared.errors import Invalid, Unavailable

TIMEOUTS = httpx.Timeout(30, connect=10)
"""Seconds for each step: to connect, to send, to wait for the next bytes."""
REDIRECTS = 3
REFUSALS = frozenset({httpx.codes.BAD_REQUEST, httpx.codes.UNPROCESSABLE_ENTITY})
SAID_OF_US = {"Accept": "application/json", "Accept-Encoding": "gzip", "User-Agent": "Signpost (Open Referral UK reader)"}


class HttpFeed:
    """`allow_private`: a feed within one's own network may be asked. `pause` waits for so many seconds between tries.

    Proxies named in the environment are not used: they would look names up themselves, and past the check of addresses.
    """

    def __init__(self, url: str, *, allow_private: bool = False, pause: Callable[[float], None] = wait) -> None:
        self._url, self._pause, self._full = feed_address(url), pause, True
        transport = CheckedAddresses(httpx.HTTPTransport(), allow_private=allow_private)
        self._client = httpx.Client(
            transport=transport, headers=SAID_OF_US, timeout=TIMEOUTS, follow_redirects=True, max_redirects=REDIRECTS, trust_env=False
        )

    @property
    def url(self) -> str:
        return self._url

    def close(self) -> None:
        self._client.close()

    def root(self) -> Mapping[str, Any]:
        document = self._json(self._found(self._ask("/", {})), "/")
        if not isinstance(document, dict):
            raise Invalid.field("--feed", "The address answers, but not as a feed does.", "Give the address that /services follows.")
        return document

    def page(self, number: int, *, since: datetime | None = None, etag: str = "") -> Fetched | None:
        answer = self._listed(_asked(number, ON_A_PAGE, since), {"If-None-Match": etag} if etag else {})
        if answer.status == httpx.codes.NOT_MODIFIED and etag:
            return None
        page = read_page(self._json(self._found(answer), f"page {number} of /services"), number)
        return Fetched(page, answer.headers.get("etag", ""))

    def total(self, *, since: datetime | None = None) -> int:
        answer = self._found(self._ask("/services", _asked(1, 1, since)))
        return read_page(self._json(answer, "/services"), 1).total

    def service(self, id: str) -> Mapping[str, Any] | None:
        if not id.strip("."):
            return None  # “..” would lead out of /services, and names nothing within it
        answer = self._ask(f"/services/{quote(id, safe='')}", {})
        if answer.status in {httpx.codes.NOT_FOUND, httpx.codes.GONE}:
            return None
        document = self._json(self._found(answer), "a service")
        if not isinstance(document, dict):
            raise Invalid.field("/services/{id}", "The feed answers for one service with what is none.", "Tell the people who run it.")
        return document

    def _listed(self, params: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
        """Services whole, where the feed can (HSDS's `full`); one that refuses what it does not know is asked without."""
        answer = self._ask("/services", {**params, "full": "true"} if self._full else params, headers)
        if self._full and answer.status in REFUSALS:
            self._full = False
            return self._ask("/services", params, headers)
        return answer

    def _ask(self, path: str, params: Mapping[str, str], headers: Mapping[str, str] = {}) -> Answer:
        return ask(self._client, self._url + path, params, headers, self._pause)

    def _found(self, answer: Answer) -> Answer:
        if answer.status != httpx.codes.OK:
            raise Unavailable(f"{self._url} answers {answer.status}.", remedy=f"Check the address of the feed, or tell its people. {GO_ON}")
        return answer

    def _json(self, answer: Answer, what: str) -> Any:
        try:
            return orjson.loads(answer.body)
        except orjson.JSONDecodeError as error:
            looks = "a web page" if answer.body.lstrip()[:1] == b"<" else "not JSON"
            raise Invalid.field(
                "--feed", f"The feed’s answer for {what} is {looks}.", "Give the address that /services follows."
            ) from error


def _asked(number: int, size: int, since: datetime | None) -> dict[str, str]:
    changed = {"modified_after": since.isoformat().replace("+00:00", "Z")} if since else {}
    return {"page": str(number), "per_page": str(size), **changed}
