"""The directory's settings, read once and frozen."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict


class DirectorySettings(BaseModel):
    """`data`: the folder of this process: its search index, what was uploaded and, without a server, the database.

    `database_address`: `postgresql://user:password@host:port/name`, as the role that owns nothing; None for a SQLite file in `data`.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    data: Path
    database_address: str | None = None

    @property
    def file(self) -> Path:
        """Of SQLite."""
        return self.data / "directory.sqlite"

    @property
    def database(self) -> Path | str:
        return self.database_address or self.file

    @property
    def index(self) -> Path:
        return self.data / "search"
