"""Keeping listings fresh: which are ageing and whose, who was asked, and how well they were kept over time."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from services.directory.domain.asks import Ask
from services.directory.domain.freshness import Freshness
from services.directory.domain.keeping import Whose
from services.directory.entrypoints.answers import Page
from services.directory.entrypoints.asking import Cursor, FreshnessAsker, FreshnessReader, Key, Limit, Parts, Version, Writer
from services.directory.entrypoints.freshness_answers import (
    AgeingListing,
    AskAnswer,
    AskSaid,
    FreshnessAnswer,
    KeptOverTimeAnswer,
    OutcomeSaid,
    VerificationAnswer,
    VerifySaid,
    ageing_listing,
    ask_answer,
    freshness_answer,
    kept_answer,
    verification_answer,
)
from services.directory.use_cases.ask_provider import answer_ask, ask_provider, take_back_ask
from services.directory.use_cases.show_asks import list_asks, list_verifications, show_verification
from services.directory.use_cases.show_freshness import Narrowed, show_ageing, show_freshness
from services.directory.use_cases.show_keeping import show_keeping
from services.directory.use_cases.undo_verification import undo_verification
from services.directory.use_cases.verify_listings import verify_listings
from shared.web.conditional import etag
from shared.web.paging import decode_cursor, encode_cursor

router = APIRouter(prefix="/v1", tags=["freshness"])

Grouped = Annotated[Whose, Query(description="A row for each network, or for each provider.")]
Authority = Annotated[str | None, Query(max_length=9, description="GSS code of an authority you act for.")]
Network = Annotated[str | None, Query(max_length=240, description="A network by its name; `none` for providers in no network.")]
Provider = Annotated[str | None, Query(max_length=60, description="Id of one provider.")]
Band = Annotated[Freshness | None, Query(description="Only those with listings of this age.")]
Months = Annotated[int, Query(ge=1, le=60, description="How many months that have ended.")]


@router.get("/freshness", summary="Ageing, stale and hidden listings, by network or provider")
def freshness(
    parts: Parts,
    actor: FreshnessReader,
    by: Grouped = "network",
    authority: Authority = None,
    network: Network = None,
    provider: Provider = None,
    band: Band = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> FreshnessAnswer:
    """Who needs chasing most first: by hidden and stale listings, then ageing ones, then the longest unverified."""
    list_ = f"freshness/{by}/{authority}/{network}/{provider}/{band}"
    to = Narrowed(authority, network, provider, band)
    overview = show_freshness(parts.works, parts.clock, actor, by, to, _after(cursor, list_), limit)
    return freshness_answer(overview, _next(overview.next, list_))


@router.get("/freshness/listings", summary="The ageing, stale and hidden listings themselves")
def listings(
    parts: Parts,
    actor: FreshnessReader,
    authority: Authority = None,
    network: Network = None,
    provider: Provider = None,
    band: Band = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[AgeingListing]:
    """The longest unverified first."""
    list_ = f"ageing/{authority}/{network}/{provider}/{band}"
    to = Narrowed(authority, network, provider, band)
    found, more = show_ageing(parts.works, parts.clock, actor, to, _after(cursor, list_), limit)
    return Page(items=[ageing_listing(*each, parts.clock.now()) for each in found], next=_next(more, list_))


@router.get("/freshness/over-time", summary="How well listings were kept, month by month")
def over_time(
    parts: Parts,
    actor: FreshnessReader,
    by: Grouped = "network",
    authority: Authority = None,
    network: Network = None,
    provider: Provider = None,
    months: Months = 12,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> KeptOverTimeAnswer:
    """Of the listings there were at a month's end, how many had been verified within a term (92 days). Worked out from the class events."""
    list_ = f"over-time/{by}/{authority}/{network}/{provider}/{months}"
    to = Narrowed(authority, network, provider)
    found = show_keeping(parts.works, parts.clock, actor, by, to, months, _after(cursor, list_), limit)
    return kept_answer(found, _next(found.next, list_))


@router.get("/providers/{id}/asks", summary="When a provider was asked, and what came of it")
def asks(id: str, parts: Parts, actor: FreshnessReader, limit: Limit = 50, cursor: Cursor = None) -> Page[AskAnswer]:
    """The last first. Notes are for those who answer for the authority."""
    found, more = list_asks(parts.works, actor, id, _after(cursor, f"asks/{id}"), limit)
    return Page(items=[ask_answer(each) for each in found], next=_next(more, f"asks/{id}"))


@router.post("/providers/{id}/asks", status_code=201, summary="Write down that a provider was asked")
def ask(id: str, said: AskSaid, parts: Parts, actor: FreshnessAsker, key: Key, response: Response) -> AskAnswer:
    """With an Idempotency-Key, sending it twice writes it down once. Nothing is sent to the provider."""
    return _told(ask_provider(parts.works, actor, id, said.how, said.asked_on, said.note, key), response)


@router.put("/asks/{id}/answer", summary="Write down what a provider answered")
def answer(id: str, said: OutcomeSaid, parts: Parts, actor: FreshnessAsker, version: Version, response: Response) -> AskAnswer:
    return _told(answer_ask(parts.works, actor, id, said.outcome, said.note, version), response)


@router.post("/asks/{id}/take-back", summary="A provider was not asked after all")
def take_back(id: str, parts: Parts, actor: FreshnessAsker, version: Version, response: Response) -> AskAnswer:
    """It is kept, and counts no more."""
    return _told(take_back_ask(parts.works, actor, id, version), response)


@router.get("/providers/{id}/verifications", summary="What was verified together")
def verifications(id: str, parts: Parts, actor: FreshnessReader, limit: Limit = 50, cursor: Cursor = None) -> Page[VerificationAnswer]:
    """Newest first."""
    found, more = list_verifications(parts.works, actor, id, _after(cursor, f"verifications/{id}"), limit)
    return Page(items=[verification_answer(each) for each in found], next=_next(more, f"verifications/{id}"))


@router.post("/providers/{id}/verify", summary="Still right: many listings of a provider at once")
def verify(id: str, said: VerifySaid, parts: Parts, actor: Writer, key: Key) -> VerificationAnswer:
    """One that somebody changed since `version` is left out and named; the others are verified, all in one transaction."""
    return verification_answer(verify_listings(parts.works, actor, id, said.seen, said.known_how, key))


@router.get("/verifications/{id}", summary="Show what was verified together")
def verification(id: str, parts: Parts, actor: FreshnessReader) -> VerificationAnswer:
    return verification_answer(show_verification(parts.works, actor, id))


@router.post("/verifications/{id}/undo", summary="Take back that listings are still right")
def undo(id: str, parts: Parts, actor: Writer) -> VerificationAnswer:
    """They get the age they had. One that somebody spoke of since is left alone, and named."""
    return verification_answer(*undo_verification(parts.works, actor, id))


def _after(cursor: str | None, of: str) -> str | None:
    return decode_cursor(cursor, of).text("after") if cursor else None


def _next(after: str | None, of: str) -> str | None:
    return encode_cursor({"after": after}, of) if after else None


def _told(ask: Ask, response: Response) -> AskAnswer:
    response.headers["ETag"] = etag(ask.sequence)
    return ask_answer(ask)
