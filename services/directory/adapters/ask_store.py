"""Where it is kept who was asked, and what was verified together."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select

from services.directory.adapters.freshness_tables import asks, verifications
from services.directory.domain.asks import Answer, Ask, How, Outcome
from services.directory.domain.verifying_together import LeftOut, Verification, Verified
from shared.errors import NotFound
from shared.storage.upsert import upsert


class AskStore:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, id: str) -> Ask:
        row = self._connection.execute(select(asks).where(asks.c.id == id)).mappings().one_or_none()
        if row is None:
            raise NotFound(f"There is no ask {id}.", remedy="Look at the provider's page: the link may be incomplete.")
        return _ask(row)

    def save(self, ask: Ask) -> None:
        upsert(self._connection, asks, [_ask_row(ask)])

    def of_provider(self, provider_id: str, before: str | None, limit: int) -> list[Ask]:
        query = select(asks).where(asks.c.provider_id == provider_id).order_by(asks.c.asked_at.desc(), asks.c.id.desc()).limit(limit)
        if before is not None:
            last = self.get(before)
            same = (asks.c.asked_at == last.asked_at) & (asks.c.id < last.id)
            query = query.where((asks.c.asked_at < last.asked_at) | same)
        return [_ask(row) for row in self._connection.execute(query).mappings()]

    def latest(self, provider_ids: Collection[str]) -> dict[str, Ask]:
        place = func.row_number().over(partition_by=asks.c.provider_id, order_by=(asks.c.asked_at.desc(), asks.c.id.desc()))
        counting = select(asks, place.label("place")).where(asks.c.taken_back_at.is_(None), asks.c.provider_id.in_(provider_ids)).subquery()
        rows = self._connection.execute(select(counting).where(counting.c.place == 1)).mappings()
        return {row["provider_id"]: _ask(row) for row in rows}


class VerificationStore:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, id: str) -> Verification:
        row = self._connection.execute(select(verifications).where(verifications.c.id == id)).mappings().one_or_none()
        if row is None:
            raise NotFound(f"There is no check {id}.", remedy="Look at the provider's page: the link may be incomplete.")
        return _verification(row)

    def save(self, record: Verification) -> None:
        upsert(self._connection, verifications, [_verification_row(record)])

    def of_provider(self, provider_id: str, before: str | None, limit: int) -> list[Verification]:
        query = select(verifications).where(verifications.c.provider_id == provider_id)
        if before is not None:
            last = self.get(before)
            same = (verifications.c.at == last.at) & (verifications.c.id < last.id)
            query = query.where((verifications.c.at < last.at) | same)
        query = query.order_by(verifications.c.at.desc(), verifications.c.id.desc()).limit(limit)
        return [_verification(row) for row in self._connection.execute(query).mappings()]


def _ask(row: RowMapping) -> Ask:
    said = Answer(Outcome(row["outcome"]), row["outcome_note"], row["outcome_at"], row["outcome_by"]) if row["outcome"] else None
    return Ask(
        id=row["id"],
        provider_id=row["provider_id"],
        authority=row["authority"],
        asked_at=row["asked_at"],
        how=How(row["how"]),
        note=row["note"],
        by_subject=row["by_subject"],
        by=row["by_name"],
        answer=said,
        taken_back_at=row["taken_back_at"],
        taken_back_by=row["taken_back_by"],
        sequence=row["sequence"],
    )


def _ask_row(ask: Ask) -> dict[str, Any]:
    return {
        "id": ask.id,
        "provider_id": ask.provider_id,
        "authority": ask.authority,
        "asked_at": ask.asked_at,
        "how": ask.how.value,
        "note": ask.note,
        "by_subject": ask.by_subject,
        "by_name": ask.by,
        "outcome": ask.answer.outcome.value if ask.answer else None,
        "outcome_note": ask.answer.note if ask.answer else None,
        "outcome_at": ask.answer.at if ask.answer else None,
        "outcome_by": ask.answer.by if ask.answer else None,
        "taken_back_at": ask.taken_back_at,
        "taken_back_by": ask.taken_back_by,
        "sequence": ask.sequence,
    }


def _verification(row: RowMapping) -> Verification:
    return Verification(
        id=row["id"],
        provider_id=row["provider_id"],
        at=row["at"],
        by_subject=row["by_subject"],
        by=row["by_name"],
        known_how=row["known_how"],
        verified=tuple(Verified(**{**each, "before_at": datetime.fromisoformat(each["before_at"])}) for each in row["verified"]),
        left_out=tuple(LeftOut(**each) for each in row["left_out"]),
        undone_at=row["undone_at"],
        undone_by=row["undone_by"],
    )


def _verification_row(record: Verification) -> dict[str, Any]:
    return {
        "id": record.id,
        "provider_id": record.provider_id,
        "at": record.at,
        "by_subject": record.by_subject,
        "by_name": record.by,
        "known_how": record.known_how,
        "verified": [{**asdict(each), "before_at": each.before_at.isoformat()} for each in record.verified],
        "left_out": [asdict(each) for each in record.left_out],
        "undone_at": record.undone_at,
        "undone_by": record.undone_by,
    }
