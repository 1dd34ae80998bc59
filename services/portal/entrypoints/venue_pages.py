"""Add a venue, correct one; and what a provider says of itself."""

from dataclasses import replace
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from services.portal.adapters.answers import Provider, Venue
from services.portal.adapters.problem import Problem
from services.portal.entrypoints.class_editing import ClassForm, class_page
from services.portal.entrypoints.desk import Desk, WriterDesk, choose_provider, go
from services.portal.entrypoints.form_tokens import Form, new_key
from services.portal.entrypoints.venue_editing import VenueForm, authority_options, class_form_with, named, venue_page
from services.portal.forms.form_problems import form_problems
from services.portal.forms.organisation_forms import PROVIDER_INPUTS, read_provider, read_venue, typed_provider, typed_venue
from services.portal.forms.two_people import same
from services.portal.forms.typed import Typed
from services.portal.languages import gettext as _
from shared.errors import FieldProblem

router = APIRouter()

PASSED_ON = (401, 403, 404)
"""Refusals of the person or the venue, not of what was typed: they have their own pages."""


@router.get("/my/venues/new")
async def new_venue(desk: WriterDesk) -> Response:
    provider = await desk.provider()
    if provider is None:
        return choose_provider(desk)
    return venue_page(desk, VenueForm(provider, Typed([("authority", provider.details.authority)])))


@router.post("/my/venues/new")
async def added_venue(desk: WriterDesk, sent: Form) -> Response:
    """In the middle of publishing, back to the class with the venue chosen."""
    provider = await desk.provider()
    if provider is None:
        return choose_provider(desk)
    form = VenueForm(provider, sent, key=sent.one("key") or new_key(), class_form=sent.one("class_form"), class_id=sent.one("class_id"))
    if sent.one("do") == "back":
        return await _back_to_class(desk, provider, form, None)
    fields, reading = read_venue(sent)
    try:
        _stop_at(reading.problems)
        venue = await desk.directory.add_venue(provider.id, fields, form.key)
    except Problem as problem:
        return _again(desk, form, problem)
    if form.class_form:
        return await _back_to_class(desk, provider, form, venue)
    return go(f"/my/venues/{venue.id}/edit", done="added", provider=provider.id)


@router.get("/my/venues/{id}/edit")
async def edit_venue(id: str, desk: WriterDesk) -> Response:
    venue = await desk.directory.venue(id)
    return venue_page(desk, VenueForm(await desk.provider(), typed_venue(venue.details), venue, venue.version))


@router.post("/my/venues/{id}/edit")
async def edited_venue(id: str, desk: WriterDesk, sent: Form) -> Response:
    venue = await desk.directory.venue(id)
    form = VenueForm(await desk.provider(), sent, venue, sent.number("version"))
    fields, reading = read_venue(sent)
    try:
        _stop_at(reading.problems)
        venue = await desk.directory.update_venue(id, form.version, fields)
    except Problem as problem:
        if problem.status == 412 and _shows(venue, fields):
            return _venue_saved(desk, venue)
        return _again(desk, form, problem)
    return _venue_saved(desk, venue)


@router.get("/my/provider")
async def edit_provider(desk: WriterDesk) -> Response:
    provider = await desk.provider()
    if provider is None:
        return choose_provider(desk)
    return _provider_page(desk, provider, typed_provider(provider.details), provider.version)


@router.post("/my/provider")
async def edited_provider(desk: WriterDesk, sent: Form) -> Response:
    provider = await desk.provider()
    if provider is None:
        return choose_provider(desk)
    fields, reading = read_provider(sent)
    try:
        _stop_at(reading.problems)
        await desk.directory.update_provider(provider.id, sent.number("version"), fields)
    except Problem as problem:
        if problem.status in PASSED_ON:
            raise
        return _provider_page(desk, provider, sent, _next_version(problem, sent, provider.version), problem)
    return go("/my", provider=provider.id, done="provider")


def _stop_at(problems: list[FieldProblem]) -> None:
    """What cannot be read is told as the directory tells what it refuses."""
    if problems:
        raise Problem(422, "", "", problems=tuple(problems))


def _next_version(problem: Problem, sent: Typed, now: int) -> int:
    """Having been told that somebody saved meanwhile, a person may save over it."""
    return now if problem.status == 412 else sent.number("version")


def _again(desk: Desk, form: VenueForm, problem: Problem) -> Response:
    if problem.status in PASSED_ON:
        raise problem
    version = _next_version(problem, form.typed, form.venue.version) if form.venue else 0
    return venue_page(desk, replace(form, problem=problem, version=version))


def _shows(venue: Venue, fields: dict[str, Any]) -> bool:
    """Whether it was saved like this already, by the same form sent twice."""
    return same(fields, venue.details.model_dump(mode="json"))


def _venue_saved(desk: Desk, venue: Venue) -> Response:
    return go(f"/my/venues/{venue.id}/edit", done="changed", provider=desk.request.query_params.get("provider"))


async def _back_to_class(desk: Desk, provider: Provider, form: VenueForm, venue: Venue | None) -> Response:
    typed = class_form_with(form.class_form, venue)
    listing = await desk.directory.listing(form.class_id) if form.class_id else None
    note = _("The venue was added and is chosen for this class.") if venue else ""
    key = typed.one("key") or new_key()
    return await class_page(desk, ClassForm(provider, typed, listing, typed.number("version"), key, note=note))


def _provider_page(desk: Desk, provider: Provider, typed: Typed, version: int, problem: Problem | None = None) -> Response:
    said = form_problems(named(problem), PROVIDER_INPUTS)
    shown = {"typed": typed, "version": version, "authorities": authority_options(), "problems": said.summary, "errors": said.beside}
    return desk.page("provider_form.html", problem.status if problem else 200, provider=provider, problem=problem, **shown)
