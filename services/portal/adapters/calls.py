"""One call to a service: ids and the visitor's token go with it, problems come back as Problem."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

import httpx

from services.portal.adapters.problem import Problem
from shared.errors import FieldProblem
from shared.telemetry import current_traceparent
from shared.web.request_id import HEADER, current_request_id

Query = Sequence[tuple[str, str]]


class Calls:
    """`client` has the service's base address. In one process its transport is httpx.ASGITransport, otherwise real HTTP."""

    def __init__(self, client: httpx.AsyncClient, service: str, token: str | None = None) -> None:
        self._client, self._service, self._token = client, service, token

    def speaking_for(self, token: str | None) -> "Calls":
        return Calls(self._client, self._service, token)

    async def get(self, path: str, query: Query = ()) -> httpx.Response:
        return await self.send("GET", path, query=query)

    async def send(
        self,
        method: str,
        path: str,
        *,
        query: Query = (),
        body: Any = None,
        version: int | None = None,
        key: str | None = None,
        file: tuple[str, bytes] | None = None,
    ) -> httpx.Response:
        """`version` goes as If-Match, `key` as Idempotency-Key, `file` (name, content) as a form. Raises Problem for every refusal."""
        headers = self._headers(version, key)
        try:
            answer = await self._client.request(
                method, path, params=list(query), json=body, headers=headers, files={"file": file} if file else None
            )
        except httpx.HTTPError as error:
            raise self._unreachable() from error
        if answer.is_error:
            raise _problem(answer)
        return answer

    def _headers(self, version: int | None, key: str | None) -> dict[str, str]:
        wanted = {
            "Authorization": f"Bearer {self._token}" if self._token else None,
            "If-Match": None if version is None else f'"{version}"',
            "Idempotency-Key": key,
            HEADER: current_request_id() or None,
            "traceparent": current_traceparent(),
        }
        return {name: value for name, value in wanted.items() if value is not None}

    def _unreachable(self) -> Problem:
        return Problem(503, "Not available now", f"The {self._service} cannot be reached at the moment.", "Try again in a few minutes.")


def segment(id: str) -> str:
    """Ids come from addresses that people may edit; a slash in one must not reach another route."""
    return quote(id, safe="")


def given(**values: str | None) -> list[tuple[str, str]]:
    """The parameters that have a value."""
    return [(name, value) for name, value in values.items() if value is not None]


def _problem(answer: httpx.Response) -> Problem:
    said = _json_object(answer)
    problems = tuple(FieldProblem(each["field"], each["message"], each.get("remedy", "")) for each in said.get("problems", ()))
    title, detail = said.get("title", "The request was refused"), said.get("detail", "Something went wrong on our side.")
    return Problem(answer.status_code, title, detail, said.get("remedy", ""), problems)


def _json_object(answer: httpx.Response) -> Mapping[str, Any]:
    """Empty when a proxy between us answered with a page of its own."""
    try:
        said = answer.json()
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
