"""Publish a class, and correct one."""

from dataclasses import replace
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from services.portal.adapters.answers import Listing, Provider
from services.portal.adapters.problem import Problem
from services.portal.entrypoints.class_editing import ClassForm, class_page
from services.portal.entrypoints.desk import Desk, WriterDesk, choose_provider, go
from services.portal.entrypoints.form_tokens import Form, new_key
from services.portal.entrypoints.venue_editing import VenueForm, venue_page
from services.portal.forms.class_form import ROW_GROUPS, read_class, typed_class
from services.portal.forms.two_people import changed_since, differences, merged, same
from services.portal.forms.typed import Typed
from services.portal.languages import gettext as _
from shared.contracts.directory import ClassDetails

router = APIRouter()

NOT_CHOSEN = "?"
"""The id of no venue: neither a building nor “online” is ticked until a person ticks it."""
PASSED_ON = (401, 403, 404)
"""Refusals of the person or the class, not of what was typed: they have their own pages."""


@router.get("/my/publish")
async def publish(desk: WriterDesk, copy: str | None = None) -> Response:
    """With `copy`, the form starts as another class of the same person: the same course elsewhere, or at another time."""
    if copy:
        return await _copied(desk, await desk.directory.listing(copy))
    provider = await desk.provider()
    if provider is None:
        return choose_provider(desk)
    listings = (await desk.directory.listings(provider.id)).items
    last = max(listings, key=lambda listing: listing.verified_at, default=None)
    guess = typed_class(_first_guess(provider, last)).having({"venue_id": NOT_CHOSEN})
    return await class_page(desk, ClassForm(provider, guess))


@router.post("/my/publish")
async def published(desk: WriterDesk, sent: Form) -> Response:
    provider = await desk.provider()
    if provider is None:
        return choose_provider(desk)
    form = ClassForm(provider, _tidy(sent), key=sent.one("key") or new_key())
    return await _only_the_form(desk, form) or await _publish(desk, form)


@router.get("/classes/{id}/edit")
async def edit(id: str, desk: WriterDesk) -> Response:
    listing = await desk.directory.listing(id)
    provider = await desk.directory.provider(listing.details.provider_id)
    return await class_page(desk, ClassForm(provider, typed_class(listing.details), listing, listing.version))


@router.post("/classes/{id}/edit")
async def edited(id: str, desk: WriterDesk, sent: Form) -> Response:
    listing = await desk.directory.listing(id)
    provider = await desk.directory.provider(listing.details.provider_id)
    form = ClassForm(provider, _tidy(sent), listing, sent.number("version"))
    return await _only_the_form(desk, form) or await _update(desk, form, listing)


async def _copied(desk: Desk, listing: Listing) -> Response:
    provider = await desk.directory.provider(listing.details.provider_id)
    again = listing.details.model_copy(update={"places": ClassDetails.model_fields["places"].default})
    note = _("This starts as a copy of “%(name)s”. Change what is different: the place, the days, the dates.") % {
        "name": listing.details.name
    }
    return await class_page(desk, ClassForm(provider, typed_class(again), note=note))


def _first_guess(provider: Provider, last: Listing | None) -> ClassDetails:
    """The contact as in the class checked last, for it seldom changes. Not the venue: who overlooks that sends learners elsewhere."""
    contact = last.details.contact if last else provider.details.contact
    return ClassDetails.model_construct(name="", provider_id=provider.id, contact=contact, join=(), funders=())


def _tidy(sent: Typed) -> Typed:
    asked, _sign, number = sent.one("do").removeprefix("remove-").rpartition("-")
    removing = sent.one("do").startswith("remove-") and number.isdecimal()
    for group in ROW_GROUPS:
        sent = sent.tidy(group, without=int(number) if removing and asked == group else None)
    return sent


async def _only_the_form(desk: Desk, form: ClassForm) -> Response | None:
    """For buttons that change the form and save nothing; and for Enter after typing words to find a venue by."""
    do = form.typed.one("do")
    if do == "add-venue":
        return venue_page(desk, VenueForm.within(form.provider, form.typed, form.listing))
    if do.startswith("add-"):
        return await class_page(desk, replace(form, extra=do.removeprefix("add-")))
    looking = form.typed.one("venue_words") != form.typed.one("venue_looked_for")
    if do.startswith("remove-") or do == "find-venue" or (do == "" and looking):
        return await class_page(desk, form)
    return None


async def _publish(desk: Desk, form: ClassForm) -> Response:
    fields, reading = read_class(form.typed, form.provider.id)
    if reading.problems:
        return await class_page(desk, form.refused(Problem(422, "", "", problems=tuple(reading.problems))))
    try:
        listing = await desk.directory.publish(fields, form.key)
    except Problem as problem:
        if problem.status in PASSED_ON:
            raise
        return await class_page(desk, _sent_before(form) if problem.status == 409 else form.refused(problem))
    return _saved(listing, "published")


def _sent_before(form: ClassForm) -> ClassForm:
    """Back to a form that was sent, changed there and sent again: another class, if that is what they want."""
    told = _("A class was already published from this form.")
    remedy = _("To publish this as a second class, press “Publish” again. To change the first, go to your listings.")
    return replace(form, key=new_key()).refused(Problem(409, "", told, remedy))


async def _update(desk: Desk, form: ClassForm, listing: Listing) -> Response:
    fields, reading = read_class(form.typed, form.provider.id)
    if reading.problems:
        return await class_page(desk, form.refused(Problem(422, "", "", problems=tuple(reading.problems))))
    try:
        return _saved(await desk.directory.update(listing.id, form.version, fields), "changed")
    except Problem as problem:
        if problem.status == 412:
            return await _saved_meanwhile(desk, form, listing, fields)
        if problem.status in PASSED_ON:
            raise
        return await class_page(desk, form.refused(problem))


async def _saved_meanwhile(desk: Desk, form: ClassForm, listing: Listing, fields: dict[str, Any]) -> Response:
    """Both people's work is brought together; saving again is then of the newest version."""
    now = await desk.directory.listing(listing.id)
    mine, theirs = (details.model_dump(mode="json") for details in (ClassDetails.model_validate(fields), now.details))
    if same(mine, theirs):
        return _saved(now, "changed")
    happenings = (await desk.directory.history("classes", listing.id)).items
    found = differences(mine, theirs, changed_since(happenings, form.version))
    both = typed_class(ClassDetails.model_validate(merged(mine, found)))
    together = replace(form, typed=both, listing=now, version=now.version, differences=found, saved_by=happenings[0])
    return await class_page(desk, together)


def _saved(listing: Listing, done: str) -> Response:
    return go("/my", provider=listing.details.provider_id, done=done, about=listing.id)
