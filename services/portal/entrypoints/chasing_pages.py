"""One provider's listings by age: who asked, what came of it, and the words to ask with."""

import asyncio

from fastapi import APIRouter
from starlette.responses import Response

from services.portal.adapters.problem import Problem
from services.portal.asking_mail import asking_mail
from services.portal.entrypoints.desk import AskerDesk, Desk, FreshnessDesk, go
from services.portal.entrypoints.form_tokens import Form, new_key
from services.portal.entrypoints.venue_editing import named
from services.portal.forms.form_problems import each_of, form_problems
from services.portal.forms.reading import Reading
from services.portal.forms.typed import Typed
from services.portal.freshness_words import how_options, outcome_options
from services.portal.languages import gettext as _
from shared.permissions import Permission

router = APIRouter()

INPUTS = (each_of("how", "note", "outcome", "answer_note"), ("asked_on", "asked_on-day"))
SHOWN_AGAIN = (409, 412, 422)
"""The page says what was wrong and keeps what was typed."""
OLDEST = 10
"""Listings shown on the page itself; the others are a link away."""


@router.get("/my/freshness/providers/{id}")
async def provider(id: str, desk: FreshnessDesk) -> Response:
    return await _page(desk, id, Typed())


@router.post("/my/freshness/providers/{id}/ask")
async def ask(id: str, desk: AskerDesk, form: Form) -> Response:
    reading = Reading(form)
    how = reading.needed("how", _("Say how they were asked."))
    said = {"how": how, "asked_on": reading.day("asked_on"), "note": form.one("note")}
    if reading.problems:
        return await _page(desk, id, form, Problem(422, "", "", problems=tuple(reading.problems)))
    try:
        await desk.directory.freshness.ask(id, said, form.one("key") or new_key())
    except Problem as problem:
        return await _shown_again(desk, id, form, problem)
    return go(f"/my/freshness/providers/{id}", done="asked")


@router.post("/my/freshness/providers/{id}/answer/{ask_id}")
async def answer(id: str, ask_id: str, desk: AskerDesk, form: Form) -> Response:
    reading = Reading(form)
    outcome = reading.needed("outcome", _("Say what came of it."))
    if reading.problems:
        return await _page(desk, id, form, Problem(422, "", "", problems=tuple(reading.problems)))
    try:
        await desk.directory.freshness.answer(ask_id, form.number("version"), {"outcome": outcome, "note": form.one("answer_note")})
    except Problem as problem:
        return await _shown_again(desk, id, form, problem)
    return go(f"/my/freshness/providers/{id}", done="answered")


@router.post("/my/freshness/providers/{id}/take-back/{ask_id}")
async def take_back(id: str, ask_id: str, desk: AskerDesk, form: Form) -> Response:
    try:
        await desk.directory.freshness.take_back(ask_id, form.number("version"))
    except Problem as problem:
        return await _shown_again(desk, id, form, problem)
    return go(f"/my/freshness/providers/{id}", done="taken-back")


async def _shown_again(desk: Desk, id: str, form: Typed, problem: Problem) -> Response:
    if problem.status not in SHOWN_AGAIN:
        raise problem
    return await _page(desk, id, form, problem)


async def _page(desk: Desk, id: str, typed: Typed, problem: Problem | None = None) -> Response:
    fresh, of_them = desk.directory.freshness, [("by", "provider"), ("provider", id)]
    about, rows, oldest, asks, checks, over_time = await asyncio.gather(
        desk.directory.provider(id),
        fresh.overview(of_them),
        fresh.ageing([("provider", id), ("limit", str(OLDEST))]),
        fresh.asks(id, desk.request.query_params.get("cursor")),
        fresh.checks(id),
        fresh.over_time([*of_them, ("months", "12")]),
    )
    row = rows.items[0] if rows.items else None
    old = row.counts.total - row.counts.verified if row else 0
    first = "cursor" not in desk.request.query_params
    site = str(desk.request.base_url).rstrip("/")
    said = form_problems(named(problem), INPUTS)
    return desk.page(
        "provider_freshness.html",
        problem.status if problem else 200,
        provider=about,
        row=row,
        old=old,
        oldest=oldest.items,
        more=oldest.next is not None,
        asks=asks.items,
        earlier=asks.next,
        latest=next((each for each in asks.items if each.taken_back_at is None), None) if first else None,
        checks=checks.items,
        kept=over_time.items[0] if over_time.items else None,
        months=over_time.months,
        mail=asking_mail(about, old, site, desk.visitor.name),
        may_ask=desk.visitor.may(Permission.FRESHNESS_ASK) and about.details.authority in desk.visitor.authorities,
        hows=how_options(),
        outcomes=outcome_options(),
        typed=typed,
        key=new_key(),
        done=desk.request.query_params.get("done", ""),
        problems=said.summary,
        errors=said.beside,
    )
