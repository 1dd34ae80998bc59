"""A newer version of Signpost, to upgrade to: this one's files with a revision of the database and a field of an event added."""

import shutil
from pathlib import Path

from shared.storage.database import Database
from shared.storage.migrations import migrate
from tests.faults.launch import ROOT

PARTS = ("services", "shared", "signpost", "tests")
MIGRATIONS = Path("services/directory/adapters/migrations")
CONTRACT = Path("shared/contracts/directory.py")
FIELD = "    teaching_style: str | None = None\n"
REVISION = '''"""A column that older code does not know.

Revision ID: {revision}
"""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"


def upgrade() -> None:
    op.add_column("classes", sa.Column("teaching_style", sa.Text()))
'''


def make_newer_code(folder: Path) -> Path:
    """Where it lies; its processes are started there."""
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    newest = max(path.stem.split("_")[0] for path in (folder / MIGRATIONS).glob("[0-9]*.py"))
    revision = f"{int(newest) + 1:04}"
    (folder / MIGRATIONS / f"{revision}_teaching_style.py").write_text(REVISION.format(revision=revision, before=newest))
    contract = (folder / CONTRACT).read_text()
    base = next(line for line in contract.splitlines() if line.startswith("class ClassPublished("))
    body = contract.index("    state: ClassShown\n", contract.index(base))
    (folder / CONTRACT).write_text(contract[:body] + FIELD + contract[body:])
    return folder


def migrate_as_newer(code: Path, owner: str) -> list[str]:
    """What the newer version's `signpost migrate` does to the directory's database, while the older one goes on."""
    database = Database(owner)
    try:
        return migrate(database, code / MIGRATIONS)
    finally:
        database.close()
