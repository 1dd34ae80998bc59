"""My listings: what is published, what needs checking, and the one-click answers to it."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter
from starlette.responses import Response

from services.portal.adapters.answers import Listing
from services.portal.adapters.problem import Problem
from services.portal.entrypoints.desk import Desk, WriterDesk, choose_provider, go
from services.portal.entrypoints.form_tokens import Form
from services.portal.entrypoints.listing_counts import counts_of
from services.portal.entrypoints.provider_lists import providers_named, venues_by_id
from services.portal.entrypoints.sign_in_pages import HERE
from services.portal.forms.class_form import read_places
from services.portal.forms.form_problems import form_problems
from services.portal.forms.reading import Reading, flattened
from services.portal.forms.typed import Typed

router = APIRouter()

PLACES_INPUTS = ((r"open|waiting|waiting_list", r"\g<0>"),)
CHANGED_MEANWHILE = 412
Change = Callable[[str, int], Awaitable[Listing]]


@router.get("/my")
async def my_listings(desk: WriterDesk) -> Response:
    """`done` and `about` say what was done a moment ago, and to which class."""
    provider = await desk.provider()
    if provider is None:
        return choose_provider(desk)
    listings = (await desk.directory.listings(provider.id)).items
    venues = await venues_by_id(desk.directory, [listing.details.venue_id for listing in listings])
    query = desk.request.query_params
    about = next((each for each in listings if each.id == query.get("about")), None)
    return desk.page(
        "listings.html",
        provider=provider,
        several=len(desk.visitor.organisations) != 1,
        listings=listings,
        venues=venues,
        counts=counts_of(listings),
        done=query.get("done", ""),
        about=about,
    )


@router.get("/my/choose")
async def choose(desk: WriterDesk, words: str = "", next: str = "/my") -> Response:
    """For people who act for more than one provider."""
    found = await providers_named(desk.directory, desk.visitor, words)
    return desk.page("choose_provider.html", found=found[:100], total=len(found), words=words, next=next if HERE.fullmatch(next) else "/my")


@router.post("/classes/{id}/verify")
async def verify(id: str, desk: WriterDesk, form: Form) -> Response:
    return await _done(desk, id, form, desk.directory.verify, "verified")


@router.get("/classes/{id}/withdraw")
async def ask_withdraw(id: str, desk: WriterDesk) -> Response:
    listing = await desk.directory.listing(id)
    if listing.withdrawn:
        return _to_list(listing, "withdrawn")
    return desk.page("withdraw.html", listing=listing)


@router.post("/classes/{id}/withdraw")
async def withdraw(id: str, desk: WriterDesk, form: Form) -> Response:
    return await _done(desk, id, form, desk.directory.withdraw, "withdrawn")


@router.post("/classes/{id}/restore")
async def restore(id: str, desk: WriterDesk, form: Form) -> Response:
    return await _done(desk, id, form, desk.directory.restore, "restored")


@router.get("/my/places/{id}")
async def ask_places(id: str, desk: WriterDesk) -> Response:
    listing = await desk.directory.listing(id)
    return _places_page(desk, listing, Typed(flattened(listing.details.places.model_dump(mode="json"))), listing.version)


@router.post("/my/places/{id}")
async def change_places(id: str, desk: WriterDesk, form: Form) -> Response:
    reading = Reading(form)
    places = read_places(reading, "")
    version = form.number("version")
    listing = await desk.directory.listing(id)
    if reading.problems:
        return _places_page(desk, listing, form, version, Problem(422, "", "", problems=tuple(reading.problems)))
    try:
        return _to_list(await desk.directory.change_places(id, version, places), "places")
    except Problem as problem:
        now = await desk.directory.listing(id)
        if problem.status == CHANGED_MEANWHILE and now.details.places.model_dump(exclude={"told_at"}) == places:
            return _to_list(now, "places")
        return _places_page(desk, now, form, now.version, problem)


def _places_page(desk: Desk, listing: Listing, typed: Typed, version: int, problem: Problem | None = None) -> Response:
    found = form_problems(problem.problems if problem else (), PLACES_INPUTS)
    return desk.page(
        "places.html",
        problem.status if problem else 200,
        listing=listing,
        typed=typed,
        version=version,
        problems=found.summary,
        errors=found.beside,
        problem=problem,
    )


async def _done(desk: Desk, id: str, form: Typed, change: Change, done: str) -> Response:
    """Sent twice, it is done once: the second finds the version gone and the wish fulfilled."""
    version = form.number("version")
    try:
        return _to_list(await change(id, version), done)
    except Problem as problem:
        if problem.status != CHANGED_MEANWHILE:
            raise
        now = await desk.directory.listing(id)
        fulfilled = now.version == version + 1 and now.withdrawn == (done == "withdrawn")
        return _to_list(now, done if fulfilled else "changed-meanwhile")


def _to_list(listing: Listing, done: str) -> Response:
    return go("/my", provider=listing.details.provider_id, done=done, about=listing.id)
