"""Partners as they are stored, and what a secret opens."""

import hmac
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, Row, insert, or_, select, update

from services.reporting.adapters.partner_tables import partner_secrets, partners
from services.reporting.domain.partners import Partner
from services.reporting.use_cases.feed_ports import SECRET_PREFIX, Grant
from services.reporting.use_cases.partner_ports import KeptSecret
from services.reporting.use_cases.partner_secrets import digest as digest_of
from shared.clock import Clock
from shared.storage.database import Database
from shared.storage.upsert import upsert


class PartnerStore:
    """For the length of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, name: str) -> Partner | None:
        row = self._connection.execute(select(partners).where(partners.c.name == name)).one_or_none()
        return _partner(row) if row else None

    def every(self) -> list[Partner]:
        return sorted(map(_partner, self._connection.execute(select(partners))), key=lambda each: each.name)

    def save(self, partner: Partner) -> None:
        row = asdict(partner) | {"authorities": sorted(partner.authorities), "types": sorted(partner.types)}
        upsert(self._connection, partners, [row])

    def settled(self, partner: Partner) -> None:
        this = (partners.c.name == partner.name, partners.c.sequence == partner.sequence)
        self._connection.execute(update(partners).where(*this).values(settled=partner.sequence, renew=False, cut=False))

    def secrets(self, name: str) -> list[KeptSecret]:
        theirs = select(partner_secrets).where(partner_secrets.c.partner == name).order_by(partner_secrets.c.made_at.desc())
        return [KeptSecret(row.digest, row.made_at, row.until) for row in self._connection.execute(theirs)]

    def keep_secret(self, name: str, secret: KeptSecret) -> None:
        self._connection.execute(insert(partner_secrets), [{"partner": name, **asdict(secret)}])

    def end_secrets(self, name: str, at: datetime) -> None:
        later = or_(partner_secrets.c.until.is_(None), partner_secrets.c.until > at)
        self._connection.execute(update(partner_secrets).where(partner_secrets.c.partner == name, later).values(until=at))

    def grant(self, digest: str, now: datetime) -> Grant | None:
        kept = partner_secrets.join(partners, partners.c.name == partner_secrets.c.partner)
        query = select(partner_secrets.c.digest, partner_secrets.c.until, partners).select_from(kept)
        row = self._connection.execute(query.where(partner_secrets.c.digest == digest)).one_or_none()
        if row is None or row.removed_at or (row.until and row.until <= now) or not hmac.compare_digest(row.digest, digest):
            return None
        return Grant(row.name, frozenset(row.authorities), frozenset(row.types))


class StoredGrants:
    """Asked anew for every request: what was removed or rotated out opens nothing from that commit on.

    Looked up by digest: how long that takes tells nothing of the secret, whose digest nobody can steer.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def of_secret(self, secret: str) -> Grant | None:
        if not secret.startswith(SECRET_PREFIX):
            return None
        with self._database.read() as connection:
            return PartnerStore(connection).grant(digest_of(secret), self._clock.now())


def _partner(row: Row[tuple[object, ...]]) -> Partner:
    fields = row._mapping
    return Partner(**{**fields, "authorities": frozenset(fields["authorities"]), "types": frozenset(fields["types"])})
