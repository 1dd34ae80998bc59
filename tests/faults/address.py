"""A database's address as a command line can hold it."""

from pathlib import Path


def address(text: str) -> Path | str:
    """A file of SQLite, or the address of a PostgreSQL database."""
    return text if text.startswith("postgresql://") else Path(text)
