"""Every import contract of pyproject.toml is seen to catch a planted violation, and the tree as it is keeps them all."""

import os
import shutil
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = {each["id"]: each for each in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]}
LAYERS = ("entrypoints", "wiring", "adapters", "use_cases", "domain")
PLANTS = [
    ("direction", "shared/planted.py", "import services.directory"),
    ("direction", "shared/planted.py", "import signpost"),
    ("direction", "services/planted/domain/planted.py", "import signpost"),
    ("strangers", "services/planted/entrypoints/planted.py", "import services.directory.domain"),
    ("strangers", "services/portal/planted.py", "import services.planted.use_cases"),
    *(("inward", f"services/planted/{inner}/planted.py", f"import services.planted.{outer}") for outer, inner in pairwise(LAYERS)),
    ("rules-without-frameworks", "services/planted/domain/planted.py", "import sqlalchemy"),
    ("rules-without-frameworks", "services/planted/use_cases/planted.py", "import httpx"),
    ("rules-without-frameworks", "services/planted/use_cases/planted.py", "import nameko.events"),
    ("rules-without-frameworks", "services/planted/domain/planted.py", "import shared.storage.planted_engine"),
    ("pure-part-of-shared", "shared/contracts/planted.py", "import shared.storage"),
    ("pure-part-of-shared", "shared/clock.py", "import shared.messaging"),
    ("pure-part-of-shared", "shared/planted.py", ""),
    ("pure-without-frameworks", "shared/geo/planted.py", "from fastapi import FastAPI"),
    ("green-only-in-workers", "shared/messaging/rabbitmq/relay.py", "import eventlet"),
    ("green-only-in-workers", "services/planted/adapters/planted.py", "from nameko.rpc import rpc"),
    ("green-only-in-workers", "services/planted/entrypoints/planted.py", "import shared.messaging.rabbitmq.nameko_worker"),
]
"""Contract, the file planted (a service `planted` with every layer is there for it), and what that file says."""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the packages with one more service, which breaks nothing yet."""
    for package in ("signpost", "services", "shared"):
        only_code = shutil.ignore_patterns("__pycache__", "static", "static.new", "data", "*.csv", "*.json")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=only_code)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for layer in ("", *LAYERS):
        write(tmp_path / "services/planted" / layer / "__init__.py", "")
    write(tmp_path / "shared/storage/planted_engine.py", "import sqlalchemy")
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        file.write(f"\n{text}\n")


def lint_imports(folder: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    """Runs import-linter on the copy. `lint-imports` puts the current folder before the installed packages."""
    chosen = [argument for contract in contracts for argument in ("--contract", contract)]
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-logo", "--no-cache", *chosen]
    environment = {**os.environ, "COLUMNS": "400"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_tree_as_it_is_keeps_every_contract(tree: Path) -> None:
    run = lint_imports(tree)
    assert run.returncode == 0, run.stdout + run.stderr
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in run.stdout


@pytest.mark.parametrize(("contract", "file", "says"), PLANTS, ids=[f"{contract}: {file} {says}" for contract, file, says in PLANTS])
def test_a_planted_violation_is_caught_by_its_contract(tree: Path, contract: str, file: str, says: str) -> None:
    write(tree / file, says)
    run = lint_imports(tree, contract)
    assert run.returncode == 1, run.stdout + run.stderr
    assert f"{CONTRACTS[contract]['name']} BROKEN" in " ".join(run.stdout.split())


def test_every_contract_has_a_violation_that_proves_it() -> None:
    assert {contract for contract, _, _ in PLANTS} == set(CONTRACTS)


def test_every_folder_of_code_is_a_package_since_contracts_do_not_see_others() -> None:
    """Migrations are apart: Alembic reads them by path, and nothing imports them."""
    found = {path.parent for package in ("signpost", "services", "shared") for path in (ROOT / package).rglob("*.py")}
    folders = {folder for folder in found if folder.name != "migrations"}
    assert [str(folder.relative_to(ROOT)) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []
