"""What the directory's API takes and answers about keeping listings fresh, as models."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from services.directory.domain.asks import Ask, How, Outcome, Word
from services.directory.domain.chasing import Ages, ProviderAges
from services.directory.domain.freshness import Freshness, freshness
from services.directory.domain.keeping import SMALL, Kept
from services.directory.domain.listings import ClassListing
from services.directory.domain.verifying_together import LeftOut, Verification
from services.directory.use_cases.show_freshness import Overview, Row
from services.directory.use_cases.show_keeping import KeptOverTime
from services.directory.use_cases.verify_listings import Seen
from shared.contracts.provision import Id, Line

NOTE = "For colleagues. No names of learners, and nothing that says who one is."


class CountsAnswer(BaseModel):
    """How many listings are in each band, and the oldest and newest verification among them."""

    verified: int
    ageing: int
    stale: int
    hidden: int
    total: int
    oldest: datetime
    newest: datetime


class WordAnswer(BaseModel):
    """`what`: verified, withdrawn or places changed."""

    at: datetime
    by: str
    what: str


class HandAnswer(BaseModel):
    """What a provider answered, as somebody wrote it down. `note` is empty for those who are not colleagues."""

    outcome: Outcome
    note: str
    at: datetime
    by: str


class AskAnswer(BaseModel):
    """One time a provider was asked. One that was taken back counts no more."""

    id: str
    version: int
    provider_id: str
    asked_at: datetime
    how: How
    note: str
    by: str
    answer: HandAnswer | None
    taken_back_at: datetime | None
    taken_back_by: str | None


class FreshnessRow(BaseModel):
    """One network or provider; the `id` of a network is its name, `none` for providers in no network.

    `waiting`: providers that were asked and have said nothing since. `asked` and `said` (the last of its listings) only of a provider.
    """

    id: str
    name: str
    authority: str | None
    network: str | None
    counts: CountsAnswer
    providers: int
    waiting: int
    asked: AskAnswer | None
    said: WordAnswer | None


class FreshnessAnswer(BaseModel):
    """One page of networks or providers, who needs chasing most first. `whole` is of every page. `next` goes into `cursor`."""

    whole: CountsAnswer | None
    items: list[FreshnessRow]
    networks: list[str]
    authorities: list[str]
    next: str | None = None


class AgeingListing(BaseModel):
    """A listing as those who chase it see it; where it is held is not among it."""

    id: str
    name: str
    provider_id: str
    provider: str
    network: str | None
    version: int
    verified_at: datetime
    verified_by: str
    freshness: Freshness


class KeptAnswer(BaseModel):
    """`kept` of `listed` had been verified within a term. `share` is None where there were fewer than ten: say “3 of 4” then."""

    listed: int
    kept: int
    share: float | None


class KeptRowAnswer(BaseModel):
    """A figure for each of `months`, and today's."""

    id: str
    name: str
    kept: list[KeptAnswer]
    today: KeptAnswer


class KeptOverTimeAnswer(BaseModel):
    """`months`: `2026-09`, oldest first, each at its end (midnight UTC). `next` goes into `cursor`."""

    months: list[str]
    items: list[KeptRowAnswer]
    next: str | None = None


class AskSaid(BaseModel):
    """That a provider was asked. `asked_on` left out: just now."""

    model_config = ConfigDict(extra="forbid")

    how: How
    asked_on: Annotated[date | None, Field(ge=date(1900, 1, 1), le=date(2200, 1, 1))] = None
    note: Annotated[Line, Field(description=NOTE)] = ""


class OutcomeSaid(BaseModel):
    """What a provider answered where its listings do not tell."""

    model_config = ConfigDict(extra="forbid")

    outcome: Outcome
    note: Annotated[Line, Field(description=NOTE)] = ""


class SeenListing(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: Id
    version: Annotated[int, Field(ge=1, lt=2**31)]


class VerifySaid(BaseModel):
    """`known_how` is asked of those who do not work for the provider."""

    model_config = ConfigDict(extra="forbid")

    listings: Annotated[list[SeenListing], Field(max_length=1000)]
    known_how: Annotated[Line, Field(description="How this is known, such as: phoned the provider.")] = ""

    @property
    def seen(self) -> list[Seen]:
        return [Seen(each.id, each.version) for each in self.listings]


class NamedListing(BaseModel):
    id: str
    name: str


class LeftOutAnswer(BaseModel):
    id: str
    name: str
    reason: str


class VerificationAnswer(BaseModel):
    """Listings that were verified together, and those that stayed as they were. `left_alone`: what an undo did not change."""

    id: str
    provider_id: str
    at: datetime
    by: str
    known_how: str
    verified: list[NamedListing]
    left_out: list[LeftOutAnswer]
    undone_at: datetime | None
    undone_by: str | None
    left_alone: list[LeftOutAnswer] = []


def freshness_answer(overview: Overview, next: str | None) -> FreshnessAnswer:
    return FreshnessAnswer(
        whole=_counts(overview.whole) if overview.whole else None,
        items=[_row(row) for row in overview.rows],
        networks=list(overview.networks),
        authorities=list(overview.authorities),
        next=next,
    )


def ageing_listing(listing: ClassListing, provider: ProviderAges, now: datetime) -> AgeingListing:
    return AgeingListing(
        id=listing.id,
        name=listing.details.name,
        provider_id=provider.id,
        provider=provider.name,
        network=provider.network,
        version=listing.sequence,
        verified_at=listing.verified_at,
        verified_by=listing.verified_by,
        freshness=freshness(listing.verified_at, now),
    )


def kept_answer(found: KeptOverTime, next: str | None) -> KeptOverTimeAnswer:
    rows = [KeptRowAnswer(id=row.id, name=row.name, kept=[_kept(each) for each in row.kept], today=_kept(row.today)) for row in found.rows]
    return KeptOverTimeAnswer(months=list(found.months), items=rows, next=next)


def ask_answer(ask: Ask) -> AskAnswer:
    return AskAnswer(
        id=ask.id,
        version=ask.sequence,
        provider_id=ask.provider_id,
        asked_at=ask.asked_at,
        how=ask.how,
        note=ask.note,
        by=ask.by,
        answer=HandAnswer.model_validate(vars(ask.answer)) if ask.answer else None,
        taken_back_at=ask.taken_back_at,
        taken_back_by=ask.taken_back_by,
    )


def verification_answer(record: Verification, left_alone: Sequence[LeftOut] = ()) -> VerificationAnswer:
    return VerificationAnswer(
        id=record.id,
        provider_id=record.provider_id,
        at=record.at,
        by=record.by,
        known_how=record.known_how,
        verified=[NamedListing(id=each.id, name=each.name) for each in record.verified],
        left_out=_left(record.left_out),
        undone_at=record.undone_at,
        undone_by=record.undone_by,
        left_alone=_left(left_alone),
    )


def _left(out: Sequence[LeftOut]) -> list[LeftOutAnswer]:
    return [LeftOutAnswer.model_validate(vars(each)) for each in out]


def _counts(ages: Ages) -> CountsAnswer:
    bands = {band.value: ages.of(band) for band in Freshness}
    return CountsAnswer(**bands, total=ages.total, oldest=ages.oldest, newest=ages.newest)


def _row(row: Row) -> FreshnessRow:
    return FreshnessRow(
        id=row.id,
        name=row.name,
        authority=row.authority,
        network=row.network,
        counts=_counts(row.ages),
        providers=row.providers,
        waiting=row.waiting,
        asked=ask_answer(row.asked) if row.asked else None,
        said=_word(row.said),
    )


def _word(word: Word | None) -> WordAnswer | None:
    return WordAnswer.model_validate(vars(word)) if word else None


def _kept(kept: Kept) -> KeptAnswer:
    return KeptAnswer(listed=kept.listed, kept=kept.kept, share=kept.kept / kept.listed if kept.listed >= SMALL else None)
