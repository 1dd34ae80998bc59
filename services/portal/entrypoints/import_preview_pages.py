"""What a spreadsheet would do, as a person reads it: by what happens, page by page, likely duplicates side by side."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from services.portal.adapters.import_answers import Preview, Rows
from services.portal.entrypoints.desk import ImporterDesk, go
from services.portal.entrypoints.form_tokens import Form, new_key
from services.portal.entrypoints.importing_whose import download, whose_rows
from shared.errors import NotFound

router = APIRouter()

FILES = {"errors.xlsx": "rows-to-mend.xlsx", "report.xlsx": "import-report.xlsx"}
ACTIONS = ("refuse", "change", "add", "same")
LIKELY = "likely"
NOTHING = Rows(items=(), total=0, next=None)


@router.get("/my/import/previews/{upload}")
async def preview(
    upload: str, desk: ImporterDesk, authority: str | None = None, show: str = "", q: str = "", cursor: str | None = None
) -> Response:
    """`show`: one of ACTIONS, or LIKELY; else the first that has rows to look at."""
    whose = await whose_rows(desk, authority)
    found = await desk.directory.importing.preview(upload, whose.named)
    shown, rows, pairs = show if show in (*ACTIONS, LIKELY) else _first(found), NOTHING, None
    if shown == LIKELY:
        pairs = await desk.directory.importing.likely(upload, whose.named, cursor or None)
    else:
        rows = await desk.directory.importing.preview_rows(upload, whose.named, shown, q[:100], cursor or None)
    about: dict[str, Any] = {
        "whose": whose,
        "found": found,
        "refused": desk.request.query_params.get("done") == "refused",
        "key": new_key(),
    }
    return desk.page("import_preview.html", **about, shown=shown, rows=rows, pairs=pairs, q=q, cursor=cursor)


@router.post("/my/import/previews/{upload}/leave")
async def leave(upload: str, desk: ImporterDesk, sent: Form) -> Response:
    """One row is left out, or taken after all; back to where the person was in the list."""
    whose = await whose_rows(desk, sent.one("authority"))
    number = int(sent.one("number")) if sent.one("number").isdecimal() else 0
    await desk.directory.importing.leave(upload, whose.named, number, out=sent.one("do") == "leave")
    back = go(f"/my/import/previews/{upload}", show=LIKELY, cursor=sent.one("cursor") or None, **whose.page)
    back.headers["location"] += f"#row-{number}"
    return back


@router.get("/my/import/previews/{upload}/{name}")
async def file(upload: str, name: str, desk: ImporterDesk, authority: str | None = None) -> Response:
    if name not in FILES:
        raise NotFound("There is no such file.", remedy=f"There are {' and '.join(FILES)}.")
    whose = await whose_rows(desk, authority)
    return download(await desk.directory.importing.preview_file(upload, whose.named, name), FILES[name])


def _first(found: Preview) -> str:
    counts = found.plan.counts
    return next((each for each in ("refuse", "change", "add") if counts.get(each)), "same")
