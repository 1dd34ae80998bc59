"""Which databases a command works on: those the environment names, or else the files of the data folder."""

import os
from pathlib import Path

from services.directory.settings import DirectorySettings
from services.reporting.settings import ReportingSettings
from shared.settings import DatabaseSettings


def directory_settings(data: Path) -> DirectorySettings:
    return DirectorySettings(data=data, database_address=address_of("directory"))


def reporting_settings(data: Path) -> ReportingSettings:
    return ReportingSettings(data=data, database_address=address_of("reporting"))


def address_of(service: str) -> str | None:
    """SIGNPOST_DIRECTORY_DATABASE and so on; None when it is not set. Raises Invalid when it is no address."""
    if not os.environ.get(f"SIGNPOST_{service.upper()}_DATABASE"):
        return None
    return DatabaseSettings.read(service).database.get_secret_value()
