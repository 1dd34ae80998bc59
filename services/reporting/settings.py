"""Reporting's settings, read once and frozen."""

from datetime import timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict


class ReportingSettings(BaseModel):
    """`data`: the folder everything is kept in. `feed_keeps`: how far back partner systems may ask; the store itself keeps everything."""

    model_config = ConfigDict(frozen=True)

    data: Path
    feed_keeps: timedelta = timedelta(days=90)

    @property
    def database(self) -> Path:
        return self.data / "reporting.sqlite"
