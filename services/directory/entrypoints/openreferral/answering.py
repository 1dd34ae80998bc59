"""What every answer of the feed has: its tag, how it may be kept, and where the other pages are."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from services.directory.domain.openreferral.question import Around
from services.directory.use_cases.openreferral.ports import FeedLook
from services.directory.use_cases.openreferral.read_feed import FeedPage
from shared.web.answers import Json
from shared.web.conditional import has_already

KEPT = "public, no-cache"
"""Caches ask each time whether it is still so: an address that is hidden from now on must not stay in one."""
HOST = re.compile(r"[A-Za-z0-9._-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")


def tag_of(look: FeedLook, now: datetime, around: Around | None = None) -> str:
    """Made of what was heard, of what turned inactive by itself since, and of where a postcode was found."""
    turned = look.last_turn(now)
    measured = f"-{around.lat:.6f}{around.lon:+.6f}" if around else ""
    return f'"{look.heard()}-{int(turned.timestamp() * 1000) if turned else 0}{measured}"'


def headers(tag: str) -> dict[str, str]:
    return {"ETag": tag, "Cache-Control": KEPT}


def unchanged(request: Request, tag: str) -> Response | None:
    """The 304 for who has it already; nothing was counted or read for it."""
    return Response(status_code=304, headers=headers(tag)) if has_already(request, tag) else None


def page_answer(request: Request, page: FeedPage, tag: str) -> Response:
    body = {
        "total_items": page.total,
        "total_pages": page.pages,
        "page_number": page.number,
        "size": len(page.contents),
        "first_page": page.number == 1,
        "last_page": page.number >= page.pages,
        "empty": not page.contents,
        "contents": page.contents,
    }
    return Json(body, headers={**headers(tag), "Link": _links(request, page)})


def address(request: Request, path: str, parameters: Mapping[str, Any] | None = None) -> str:
    """Whole, as the caller reached us. A host that is none is not repeated."""
    host = request.headers.get("host", "")
    origin = f"{request.scope['scheme']}://{host}" if HOST.fullmatch(host) else ""
    query = f"?{urlencode(parameters)}" if parameters else ""
    return f"{origin}{request.scope.get('root_path', '')}{path}{query}"


def _links(request: Request, page: FeedPage) -> str:
    """RFC 8288."""
    near = {"prev": page.number - 1, "next": page.number + 1}
    numbers = {"first": 1, "last": max(page.pages, 1), **{name: at for name, at in near.items() if 1 <= at <= page.pages}}
    path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    asked = dict(request.query_params)
    return ", ".join(f'<{address(request, path, {**asked, "page": number})}>; rel="{name}"' for name, number in numbers.items())
