"""Settings by environment: read once, checked before any port opens; what is wrong is named by its variable, all of it at once."""

import os
from pathlib import Path
from typing import Annotated, Any, Self
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.errors import FieldProblem, Invalid

DATABASE = "postgresql://user:password@host:5432/name"
BROKER = "amqp://user:password@host:5672/vhost"
MANAGEMENT = "http://user:password@host:15672"
SERVICE = "http://host:port"


def _parts(address: str, schemes: tuple[str, ...], shape: str) -> SplitResult:
    """Raises ValueError without the address itself: it may hold a password."""
    parts = urlsplit(address)
    try:
        complete = parts.scheme in schemes and parts.hostname and parts.port is not None
    except ValueError:  # a port that is no number
        complete = False
    if not complete:
        raise ValueError(f"It is not of the form {shape}.")
    return parts


def _database(address: SecretStr) -> SecretStr:
    parts = _parts(address.get_secret_value(), ("postgresql",), DATABASE)
    if not (parts.username and parts.path.strip("/")):
        raise ValueError(f"It names no user or no database; its form is {DATABASE}.")
    return address


def _broker(address: SecretStr) -> SecretStr:
    parts = _parts(address.get_secret_value(), ("amqp", "amqps"), BROKER)
    if not (parts.username and parts.path.strip("/")):
        raise ValueError(f"It names no user or no virtual host; its form is {BROKER}.")
    return address


def _management(address: SecretStr) -> SecretStr:
    if not _parts(address.get_secret_value(), ("http", "https"), MANAGEMENT).username:
        raise ValueError(f"It names no user; its form is {MANAGEMENT}.")
    return address


def _service(address: str) -> str:
    if _parts(address, ("http", "https"), SERVICE).path.strip("/"):
        raise ValueError(f"It holds a path; its form is {SERVICE}.")
    return address.rstrip("/")


def _folder(folder: Path) -> Path:
    there = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    if not (there.is_dir() and os.access(there, os.W_OK | os.X_OK)):
        raise ValueError("It is no folder this process may write to.")
    return folder


DataFolder = Annotated[Path, AfterValidator(_folder), Field(validation_alias="SIGNPOST_DATA", description="a folder to keep files in")]
DatabaseAddress = Annotated[SecretStr, AfterValidator(_database), Field(description=DATABASE)]
BrokerAddress = Annotated[SecretStr, AfterValidator(_broker), Field(validation_alias="SIGNPOST_BROKER", description=BROKER)]
ManagementAddress = Annotated[
    SecretStr, AfterValidator(_management), Field(validation_alias="SIGNPOST_BROKER_MANAGEMENT", description=MANAGEMENT)
]
ServiceAddress = Annotated[str, AfterValidator(_service)]
DirectoryUrl = Annotated[ServiceAddress, Field(validation_alias="SIGNPOST_DIRECTORY_URL", description=SERVICE)]
ReportingUrl = Annotated[ServiceAddress, Field(validation_alias="SIGNPOST_REPORTING_URL", description=SERVICE)]


class Environment(BaseSettings):
    """What one kind of process reads. A field's description is the form of its value, told when it is missing."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    @classmethod
    def read(cls, service: str = "") -> Self:
        """`service`: "directory", whose own variables begin with SIGNPOST_DIRECTORY_. Raises Invalid that names every variable at fault."""
        prefix = f"SIGNPOST_{service}_".upper() if service else "SIGNPOST_"
        try:
            return cls(_env_prefix=prefix)
        except ValidationError as wrong:
            raise _named(cls, prefix, wrong) from None  # its text may hold what was set

    @classmethod
    def variables(cls, service: str = "") -> tuple[str, ...]:
        """The names it reads."""
        prefix = f"SIGNPOST_{service}_".upper() if service else "SIGNPOST_"
        return tuple(_variable(name, field, prefix) for name, field in cls.model_fields.items())


class DatabaseSettings(Environment):
    """A command that looks after a service's database."""

    database: DatabaseAddress


class StoreSettings(Environment):
    """A process with a database of its own: the API of a service."""

    data: DataFolder
    database: DatabaseAddress


class FeedSettings(StoreSettings):
    """An API that keeps a feed: how many days back others may ask."""

    feed_days: Annotated[int, Field(ge=1, validation_alias="SIGNPOST_FEED_DAYS", description="a number of days, such as 90")] = 90


class MessagingSettings(StoreSettings):
    """A process between a database and the broker: worker, relay, timers, forwarder."""

    broker: BrokerAddress


class HearingSettings(MessagingSettings):
    """Who compares what a service heard with what the others said."""

    directory_url: DirectoryUrl


class PagesSettings(Environment):
    """The portal: where it asks, and the keys it knows people by."""

    data: DataFolder
    directory_url: DirectoryUrl
    reporting_url: ReportingUrl


class OwnerSettings(Environment):
    """Who makes and changes the tables: `signpost migrate` only."""

    owner_database: DatabaseAddress


class AdminSettings(Environment):
    """Who may make databases and roles."""

    postgres_admin: DatabaseAddress


class BrokerSettings(Environment):
    """Who declares the broker's topology, and looks at it."""

    broker: BrokerAddress
    broker_management: ManagementAddress


def shown(address: SecretStr) -> str:
    """An address as people may see it: without its password."""
    parts = urlsplit(address.get_secret_value())
    return f"{parts.scheme}://{parts.username}@{parts.hostname}:{parts.port}{parts.path}"


def _variable(name: str, field: FieldInfo, prefix: str) -> str:
    return field.validation_alias if isinstance(field.validation_alias, str) else prefix + name.upper()


def _named(kind: type[Environment], prefix: str, wrong: ValidationError) -> Invalid:
    by_place = {_variable(name, field, prefix): field for name, field in kind.model_fields.items()}
    problems = []
    for fault in wrong.errors(include_input=False, include_url=False):
        place = str(fault["loc"][0])
        variable = place if place in by_place else prefix + place.upper()
        problems.append(_problem(variable, fault, by_place[variable].description or "its value"))
    names = ", ".join(problem.field for problem in problems)
    return Invalid(f"Settings are missing or wrong: {names}.", problems=tuple(problems))


def _problem(variable: str, fault: Any, form: str) -> FieldProblem:
    if fault["type"] == "missing":
        return FieldProblem(variable, "It is not set.", f"Set it to {form}.")
    said = str(fault["ctx"]["error"]) if "error" in fault.get("ctx", {}) else f"It cannot be read ({fault['type']})."
    return FieldProblem(variable, said, "Correct it and start again.")
