"""The directory, as the pages about spreadsheets ask it. Every method raises Problem for a refusal."""

from typing import Any

from services.portal.adapters.answers import Page
from services.portal.adapters.calls import Calls, given, segment
from services.portal.adapters.import_answers import Import, Job, LikelyPairs, Preview, Rows, Undone
from services.portal.adapters.problem import Problem

Whose = dict[str, str | None]
"""provider_id or authority; neither where the sheet itself names the council."""
_WAIT_SECONDS = "4"
"""A small file is done within; for a large one the page shows how far it is."""


class ImportsApi:
    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def send(self, file: tuple[str, bytes]) -> str:
        """`file` is its name and content; returns what to ask for it by."""
        return str((await self._calls.send("POST", "/v1/imports/uploads", file=file)).json()["upload"])

    async def begin(self, asked: dict[str, Any], key: str) -> Job:
        """As it is after a moment, which for most files is its end. Raises Problem where it ended with one."""
        begun = await self._calls.send("POST", "/v1/imports/jobs", body=asked, key=key)
        return await self.job(begun.json()["id"], wait=True)

    async def job(self, id: str, *, wait: bool = False) -> Job:
        """Raises Problem as begin."""
        query = given(wait=_WAIT_SECONDS if wait else None)
        return _gone_well(Job.model_validate_json((await self._calls.get(f"/v1/imports/jobs/{segment(id)}", query)).content))

    async def stop(self, id: str) -> Job:
        return _gone_well(Job.model_validate_json((await self._calls.send("POST", f"/v1/imports/jobs/{segment(id)}/stop")).content))

    async def preview(self, upload: str, whose: Whose) -> Preview:
        """What would happen; its rows are asked for page by page."""
        return Preview.model_validate_json((await self._calls.get(f"/v1/imports/previews/{segment(upload)}", given(**whose))).content)

    async def preview_rows(self, upload: str, whose: Whose, action: str, words: str, cursor: str | None) -> Rows:
        query = given(**whose, action=action, q=words or None, cursor=cursor)
        return Rows.model_validate_json((await self._calls.get(f"/v1/imports/previews/{segment(upload)}/rows", query)).content)

    async def likely(self, upload: str, whose: Whose, cursor: str | None) -> LikelyPairs:
        query = given(**whose, cursor=cursor, limit="20")
        return LikelyPairs.model_validate_json((await self._calls.get(f"/v1/imports/previews/{segment(upload)}/likely", query)).content)

    async def leave(self, upload: str, whose: Whose, number: int, *, out: bool) -> None:
        body = {"numbers": [number], "out": out}
        await self._calls.send("POST", f"/v1/imports/previews/{segment(upload)}/leave", query=given(**whose), body=body)

    async def preview_file(self, upload: str, whose: Whose, name: str) -> bytes:
        """`name`: errors.xlsx or report.xlsx."""
        return (await self._calls.get(f"/v1/imports/previews/{segment(upload)}/{segment(name)}", given(**whose))).content

    async def done(self, whose: Whose, limit: int, cursor: str | None = None) -> Page[Import]:
        """Newest first; of a provider, or of an authority."""
        answer = await self._calls.get("/v1/imports", given(**whose, limit=str(limit), cursor=cursor))
        return Page[Import].model_validate_json(answer.content)

    async def one(self, id: str) -> Import:
        return Import.model_validate_json((await self._calls.get(f"/v1/imports/{segment(id)}")).content)

    async def rows(self, id: str, action: str, words: str, cursor: str | None) -> Rows:
        query = given(action=action, q=words or None, cursor=cursor)
        return Rows.model_validate_json((await self._calls.get(f"/v1/imports/{segment(id)}/rows", query)).content)

    async def file(self, id: str, name: str) -> bytes:
        """`name`: errors.xlsx or report.xlsx."""
        return (await self._calls.get(f"/v1/imports/{segment(id)}/{segment(name)}")).content

    async def undo(self, id: str) -> Undone:
        return Undone.model_validate_json((await self._calls.send("POST", f"/v1/imports/{segment(id)}/undo")).content)


def _gone_well(job: Job) -> Job:
    if problem := job.problem:
        raise Problem(problem.status, problem.title, problem.detail, problem.remedy, problem.problems)
    return job
