"""A class: shown to anyone, changed by those whose it is."""

from fastapi import APIRouter
from starlette.responses import Response

from services.directory.domain.listings import ClassListing
from services.directory.entrypoints.answers import (
    ClassAnswer,
    FundingGiven,
    FundingQuestion,
    HistoryAnswer,
    ListingAnswer,
    Page,
    class_answer,
    funding_shown,
    history_page,
    listing_answer,
)
from services.directory.entrypoints.asking import Before, HistoryReader, Key, Parts, Version, Visitor, Writer
from services.directory.use_cases.change_places import change_places
from services.directory.use_cases.publish_class import publish_class
from services.directory.use_cases.restore_class import restore_class
from services.directory.use_cases.show_class import home_of, show_class, show_listing
from services.directory.use_cases.show_history import show_history
from services.directory.use_cases.update_class import update_class
from services.directory.use_cases.verify_class import verify_class
from services.directory.use_cases.withdraw_class import withdraw_class
from services.directory.wiring import Directory
from shared.contracts.directory import ClassDetails
from shared.contracts.provision import Places
from shared.web.conditional import etag

router = APIRouter(prefix="/v1/classes", tags=["classes"])


@router.post("", status_code=201, summary="Publish a class")
def publish(details: ClassDetails, parts: Parts, actor: Writer, key: Key, response: Response) -> ListingAnswer:
    """With an Idempotency-Key, sending it twice publishes it once."""
    return _told(parts, publish_class(parts.works, actor, details, key), response)


@router.get("/{id}", summary="Show a class to anyone")
def show(id: str, parts: Parts, actor: Visitor) -> ClassAnswer:
    """No ETag: who pays and how fresh it is depend on the day."""
    page = show_class(parts.works, parts.clock, id)
    return class_answer(page)


@router.post("/{id}/funding", summary="Who may pay for a learner's place")
def funding(id: str, asked: FundingQuestion, parts: Parts, actor: Visitor) -> FundingGiven:
    """A question, not a change: what is said here goes into no address, log or database."""
    page = show_class(parts.works, parts.clock, id, home_of(parts.places, asked.home, asked.circumstance, asked.in_uk_since))
    return FundingGiven(funding=funding_shown(page.funding))


@router.get("/{id}/listing", summary="A class as those who may change it see it")
def listing(id: str, parts: Parts, actor: Writer, response: Response) -> ListingAnswer:
    """Its ETag is the version to send as If-Match."""
    return _told(parts, show_listing(parts.works, actor, id), response)


@router.put("/{id}", summary="Correct a class")
def update(id: str, details: ClassDetails, parts: Parts, actor: Writer, version: Version, response: Response) -> ListingAnswer:
    return _told(parts, update_class(parts.works, actor, id, details, version), response)


@router.put("/{id}/places", summary="Say how many places are open and how many people wait")
def places(id: str, places: Places, parts: Parts, actor: Writer, version: Version, response: Response) -> ListingAnswer:
    """`told_at` is set by the clock, whatever is sent."""
    return _told(parts, change_places(parts.works, actor, id, places, version), response)


@router.post("/{id}/verify", summary="Still right")
def verify(id: str, parts: Parts, actor: Writer, version: Version, response: Response) -> ListingAnswer:
    return _told(parts, verify_class(parts.works, actor, id, version), response)


@router.post("/{id}/withdraw", summary="Take a class out of search")
def withdraw(id: str, parts: Parts, actor: Writer, version: Version, response: Response) -> ListingAnswer:
    return _told(parts, withdraw_class(parts.works, actor, id, version), response)


@router.post("/{id}/restore", summary="Bring a withdrawn class back")
def restore(id: str, parts: Parts, actor: Writer, version: Version, response: Response) -> ListingAnswer:
    return _told(parts, restore_class(parts.works, actor, id, version), response)


@router.get("/{id}/history", summary="Who did what to a class")
def history(id: str, parts: Parts, actor: HistoryReader, before: Before = None) -> Page[HistoryAnswer]:
    return history_page(*show_history(parts.works, actor, "class", id, before))


def _told(parts: Directory, listing: ClassListing, response: Response) -> ListingAnswer:
    response.headers["ETag"] = etag(listing.sequence)
    return listing_answer(listing, parts.clock.now())
