"""Looks at everything a start needs and says, for each, what was found and what to do. Changes nothing."""

import os
import re
import shutil
import socket
import sqlite3
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import make_url, text

from services.directory.wiring import index_in_use, open_index
from shared.errors import Unavailable
from shared.storage.database import Database
from shared.storage.migrations import check_migrated

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
STATIC = ROOT / "services/portal/static"
FRONT_END = ("portal.css", "vendor/govuk-frontend/govuk-frontend.min.js", "vendor/leaflet/leaflet.js")
SAFE = ("fsync", "full_page_writes")
ROOM_NEEDED = 500_000_000
"""Bytes free on the data folder's disk: a region, its index and three copies from before migrations are well below."""


@dataclass(frozen=True)
class Check:
    """One thing looked at. `remedy` is empty when `ok`."""

    name: str
    ok: bool
    found: str
    remedy: str = ""


def checks(data: Path, port: int, databases: Mapping[Path | str, Path], index: Path) -> list[Check]:
    """All checks, in the order in which they should be mended.

    `databases` gives, for each file or PostgreSQL address, the folder with its Alembic revisions; `index` is the search index's folder.
    """
    return [
        python_version(),
        packages(),
        front_end(),
        data_folder(data),
        free_space(data),
        *(database(at, revisions) if isinstance(at, Path) else database_on_server(at, revisions) for at, revisions in databases.items()),
        search_index(index),
        index_lock(index),
        free_port(port),
    ]


def python_version() -> Check:
    """Always good: an older Python than pyproject.toml allows could not have been installed into."""
    return Check("Python", True, ".".join(map(str, sys.version_info[:3])))


def packages(lock: Path = LOCK) -> Check:
    """Pins with a marker (for another system or Python) are left out: one package may have several."""
    wrong = [problem for line in lock.read_text().splitlines() if (problem := _package_problem(line))]
    if not wrong:
        return Check("Python packages", True, f"as in {lock.name}")
    return Check("Python packages", False, "; ".join(wrong[:5]), "make set-up    (if it stays so: make clean set-up)")


def _package_problem(line: str) -> str | None:
    pin = re.match(r"([\w.-]+)==([^\s;\\]+) *\\?$", line)
    if pin is None:
        return None
    name, wanted = pin.groups()
    try:
        installed = metadata.version(name)
    except metadata.PackageNotFoundError:
        return f"{name} is missing"
    return None if installed == wanted else f"{name} is {installed}, not {wanted}"


def front_end(static: Path = STATIC) -> Check:
    missing = [name for name in FRONT_END if not (static / name).is_file()]
    if not missing:
        return Check("Front-end files", True, "built")
    return Check("Front-end files", False, f"missing: {', '.join(missing)}", "make set-up")


def data_folder(data: Path) -> Check:
    there = _nearest_existing(data)
    if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
        return Check("Data folder", True, str(data) if there == data else f"{data}, made at the first start")
    return Check(
        "Data folder",
        False,
        f"{there} cannot be written to",
        f"Give yourself the right to write to {there}, or choose another folder with --data",
    )


def free_space(data: Path) -> Check:
    free = shutil.disk_usage(_nearest_existing(data)).free
    found = f"{free / 1e9:.1f} GB free"
    if free >= ROOM_NEEDED:
        return Check("Free space", True, found)
    return Check("Free space", False, found, f"Free at least {ROOM_NEEDED / 1e9:.1f} GB, or choose a folder on another disk with --data")


def _nearest_existing(path: Path) -> Path:
    return next(each for each in (path.absolute(), *path.absolute().parents) if each.exists())


def database(path: Path, revisions: Path) -> Check:
    """Sound, and of a shape this code knows: its newest, or an older one that the next start brings up to date."""
    name = f"Database {path.name}"
    if not path.exists():
        return Check(name, True, "not there yet, made at the first start")
    try:
        sound, present = _look_into(path)
    except sqlite3.Error as error:
        return Check(name, False, f"cannot be read: {error}", _put_back(path))
    if sound != "ok":
        return Check(name, False, f"damaged: {sound}", _put_back(path))
    return _revision_check(name, present, ScriptDirectory(str(revisions), version_locations=[str(revisions)]))


def _look_into(path: Path) -> tuple[str, str | None]:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        sound = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        stamped = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if stamped else None
    return sound, row[0] if row else None


def _revision_check(name: str, present: str | None, scripts: ScriptDirectory) -> Check:
    head = scripts.get_current_head()
    if present == head:
        return Check(name, True, f"sound, at revision {present}")
    if present is None or present in {each.revision for each in scripts.walk_revisions()}:
        return Check(name, True, f"sound, at revision {present}; the next start brings it to {head}")
    return Check(name, False, f"written by a newer Signpost (revision {present})", "Run that version again, or put back a copy from before")


def _put_back(path: Path) -> str:
    return f"Stop Signpost and put back a copy: {path.stem}.before-*.sqlite beside it, or your own backup"


def database_on_server(address: str, revisions: Path) -> Check:
    """It answers, has every revision, and its server keeps what it accepted through a power cut."""
    name = f"Database {make_url(address).database} on PostgreSQL"
    looked_at = Database(address)
    try:
        check_migrated(looked_at, revisions)
        with looked_at.read() as connection:
            off = [each for each in SAFE if connection.execute(text(f"SHOW {each}")).scalar_one() == "off"]
            version = connection.execute(text("SHOW server_version")).scalar_one()
    except Unavailable as refusal:
        return Check(name, False, refusal.message, refusal.remedy)
    finally:
        looked_at.close()
    if off:
        found = f"its server may lose what it accepted when the power goes: {' and '.join(off)} off"
        return Check(name, False, found, "Set them to on in postgresql.conf and reload")
    return Check(name, True, f"answers (PostgreSQL {version}), up to date")


def search_index(index: Path) -> Check:
    if not any(index.glob("classes-*")):
        return Check("Search index", True, "not there yet, built at the next start")
    try:
        listings = open_index(index).size()
    except (ValueError, OSError, Unavailable) as error:
        return Check("Search index", False, f"cannot be opened: {error}", "Do nothing: the next start builds it again from the database")
    return Check("Search index", True, f"opens, {listings} classes")


def index_lock(index: Path) -> Check:
    """A lock file that was left behind is harmless."""
    if index_in_use(index):
        return Check("Data folder in use", True, "yes, Signpost is running on it; one process at a time can")
    return Check("Data folder in use", True, "no")


def free_port(port: int) -> Check:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            remedy = f"If Signpost is running, all is well. Otherwise choose another: signpost run --port {port + 1}"
            return Check(f"Port {port}", False, error.strerror or str(error), remedy)
    return Check(f"Port {port}", True, "free")
