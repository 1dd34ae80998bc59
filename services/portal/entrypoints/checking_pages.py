"""“Still right” for many listings of a provider at once: ticks, one confirmation, what became of each, and the way back."""

from fastapi import APIRouter
from starlette.responses import Response

from services.portal.adapters.answers import Provider
from services.portal.adapters.problem import Problem
from services.portal.entrypoints.desk import Desk, FreshnessDesk, WriterDesk, go
from services.portal.entrypoints.form_tokens import Form, new_key
from services.portal.entrypoints.venue_editing import named
from services.portal.forms.form_problems import each_of, form_problems
from services.portal.forms.typed import Typed

router = APIRouter()

INPUTS = (("listings.*", "listings"), each_of("known_how"))


@router.get("/my/freshness/providers/{id}/check")
async def ask(id: str, desk: WriterDesk) -> Response:
    return await _page(desk, await desk.directory.provider(id), None)


@router.post("/my/freshness/providers/{id}/check")
async def check(id: str, desk: WriterDesk, form: Form) -> Response:
    """Each tick carries the version its listing had on the page."""
    said = {"listings": [_seen(value) for value in form.all("listings")], "known_how": form.one("known_how")}
    try:
        done = await desk.directory.freshness.verify(id, said, form.one("key") or new_key())
    except Problem as problem:
        if problem.status != 422:
            raise
        return await _page(desk, await desk.directory.provider(id), form, problem)
    return go(f"/my/freshness/checks/{done.id}", done="checked")


@router.get("/my/freshness/checks/{id}")
async def result(id: str, desk: FreshnessDesk) -> Response:
    check = await desk.directory.freshness.check(id)
    provider = await desk.directory.provider(check.provider_id)
    return desk.page("checked.html", check=check, provider=provider, done=desk.request.query_params.get("done", ""), problem=None)


@router.post("/my/freshness/checks/{id}/undo")
async def undo(id: str, desk: WriterDesk, form: Form) -> Response:
    """What could not be taken back is named on the page that answers."""
    try:
        check, problem = await desk.directory.freshness.undo_check(id), None
    except Problem as refusal:
        if refusal.status != 409:
            raise
        check, problem = await desk.directory.freshness.check(id), refusal
    provider = await desk.directory.provider(check.provider_id)
    return desk.page("checked.html", problem.status if problem else 200, check=check, provider=provider, done="undone", problem=problem)


async def _page(desk: Desk, provider: Provider, form: Typed | None, problem: Problem | None = None) -> Response:
    """All are ticked at first; after a refusal, those that were."""
    listings = [each for each in (await desk.directory.listings(provider.id)).items if not each.withdrawn]
    ticked = {each["id"] for each in map(_seen, form.all("listings"))} if form else {each.id for each in listings}
    said = form_problems(named(problem), INPUTS)
    return desk.page(
        "check_together.html",
        problem.status if problem else 200,
        provider=provider,
        listings=listings,
        ticked=ticked,
        own=provider.id in desk.visitor.organisations,
        known_how=form.one("known_how") if form else "",
        key=new_key(),
        problems=said.summary,
        errors=said.beside,
    )


def _seen(value: str) -> dict[str, object]:
    """`id:version` as a tick sends it; a version that is none fits no listing."""
    id, _, version = value.rpartition(":")
    return {"id": id or "none", "version": int(version) if version.isascii() and version.isdecimal() and 0 < int(version) < 2**31 else 1}
