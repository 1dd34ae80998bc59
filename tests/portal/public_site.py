"""The whole of Signpost with its sample region, and a visitor without an account who reads pages."""

import html
import re
from dataclasses import dataclass
from typing import Any

import anyio
import httpx

BASE = "http://signpost.test"


@dataclass(frozen=True)
class Visitor:
    """Each call is a request of its own; `app` answers without a socket."""

    app: Any

    def get(self, path: str, **asked: Any) -> httpx.Response:
        return self._ask("GET", path, **asked)

    def post(self, path: str, **asked: Any) -> httpx.Response:
        return self._ask("POST", path, **asked)

    def _ask(self, method: str, path: str, **asked: Any) -> httpx.Response:
        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url=BASE) as client:
                return await client.request(method, path, **asked)

        return anyio.run(ask)


def words(answer: httpx.Response) -> str:
    """What a person reads of a page, spaces made one."""
    body = re.sub(r"<(script|style|title|noscript).*?</\1>", " ", answer.text, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def links(answer: httpx.Response, containing: str) -> list[str]:
    """The addresses of links whose words contain the text."""
    anchors = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', answer.text, flags=re.DOTALL)
    return [
        html.unescape(address)
        for address, inner in anchors
        if containing in " ".join(html.unescape(re.sub(r"<[^>]+>", " ", inner)).split())
    ]


def total(answer: httpx.Response) -> int:
    found = re.search(r'id="count"[^>]*>\s*([\d,]+)', answer.text)
    assert found is not None, words(answer)[:500]
    return int(found[1].replace(",", ""))
