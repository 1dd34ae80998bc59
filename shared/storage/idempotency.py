"""A write sent twice with one key is done once (IETF draft Idempotency-Key). Keys are per person and last a day."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select

from shared.errors import Conflict
from shared.storage.schema import idempotency
from shared.storage.upsert import upsert

LIFE = timedelta(hours=24)


def remembered(connection: Connection, actor: str, key: str, fingerprint: str, now: datetime) -> str | None:
    """The id the first call made, or None when the key is new. Raises Conflict when it came with something else."""
    connection.execute(delete(idempotency).where(idempotency.c.at <= now - LIFE))
    found = connection.execute(select(idempotency).where(idempotency.c.actor_subject == actor, idempotency.c.key == key)).one_or_none()
    if found is None:
        return None
    if found.fingerprint != fingerprint:
        raise Conflict("This Idempotency-Key was already used for something else.", remedy="Send a new key for a new request.")
    return str(found.result_id)


def remember(connection: Connection, actor: str, key: str, fingerprint: str, result_id: str, now: datetime) -> None:
    row = {"actor_subject": actor, "key": key, "fingerprint": fingerprint, "result_id": result_id, "at": now}
    upsert(connection, idempotency, [row])
