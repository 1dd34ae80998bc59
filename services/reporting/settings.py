"""Reporting's settings, read once and frozen."""

from datetime import timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict


class ReportingSettings(BaseModel):
    """`data`: the folder everything is kept in. `feed_keeps`: how far back partner systems may ask; the store itself keeps everything.

    `database_address`: `postgresql://user:password@host:port/name`, as the role that owns nothing; None for a SQLite file in `data`.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    data: Path
    database_address: str | None = None
    feed_keeps: timedelta = timedelta(days=90)

    @property
    def file(self) -> Path:
        """Of SQLite."""
        return self.data / "reporting.sqlite"

    @property
    def database(self) -> Path | str:
        return self.database_address or self.file
