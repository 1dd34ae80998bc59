"""Reporting's settings, read once and frozen."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict


class ReportingSettings(BaseModel):
    """`data`: the folder everything is kept in."""

    model_config = ConfigDict(frozen=True)

    data: Path

    @property
    def database(self) -> Path:
        return self.data / "reporting.sqlite"
