"""The directory's settings, read once and frozen."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict


class DirectorySettings(BaseModel):
    """`data`: the folder everything is kept in."""

    model_config = ConfigDict(frozen=True)

    data: Path

    @property
    def database(self) -> Path:
        return self.data / "directory.sqlite"

    @property
    def index(self) -> Path:
        return self.data / "search"
