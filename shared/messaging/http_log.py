"""Another service's log, read over HTTP (shared/web/log_route.py answers)."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

import httpx

from shared.contracts.event import Event
from shared.errors import Unavailable
from shared.messaging.inbox import Reached
from shared.messaging.source import Head

SECONDS = 30.0
Token = Callable[[], str]


class HttpLog:
    """shared.messaging.source.EventSource of a service that runs elsewhere."""

    def __init__(self, client: httpx.Client, token: Token) -> None:
        """`client`: its base address is the service's, `http://host:port/directory`; `token` gives one that may read the log now."""
        self._client, self._token = client, token

    def end(self) -> Reached:
        said = self._ask(limit=0)
        return Reached(said["end"], said["end_id"])

    def heads(self, after: int, limit: int) -> list[Head]:
        said = self._ask(after=after, limit=limit)["heads"]
        return [Head(**{**head, "time": datetime.fromisoformat(head["time"])}) for head in said]

    def after(self, position: int, limit: int, types: Collection[str] | None = None) -> list[tuple[int, Event]]:
        said = self._ask(after=position, limit=limit, whole=True, type=list(types or ()))["events"]
        return [(one["position"], Event.model_validate(one["event"])) for one in said]

    def _ask(self, **query: Any) -> dict[str, Any]:
        try:
            answer = self._client.get("/log/v1", params=query, headers={"Authorization": f"Bearer {self._token()}"})
            answer.raise_for_status()
            said: dict[str, Any] = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            status = f"{error.response.status_code}" if isinstance(error, httpx.HTTPStatusError) else type(error).__name__
            raise Unavailable(
                f"The log at {self._client.base_url} cannot be read ({status}).",
                remedy="Check that the service runs there, and that both use the same keys; it is tried again.",
            ) from error
        return said


def open_http_log(base: str, token: Token) -> HttpLog:
    """`base`: `http://host:port/directory`. The environment's proxies are left alone: the address is within the installation."""
    return HttpLog(httpx.Client(base_url=base, timeout=SECONDS, trust_env=False), token)
