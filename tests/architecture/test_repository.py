"""What holds for every file of the repository."""

import ast
import hashlib
import json
import os
import re
from pathlib import Path

import pytest

from tests.architecture.repository import ROOT, files, name
from tests.suite_budgets import budgets

MATERIAL = ROOT.parent / "shared"
PLACES = {
    "somebody's home folder": r"(?<![\w.])/(?:home|Users|root)/\w",
    "the folder of one machine": r"(?<![\w.])/(?:work|farm)/\w|\.librar[y]\b|/tmp/bash_job[s]",
    "a package registry": r"registry\.npmjs\.or[g]|pythonhosted\.or[g]|pypi\.org/simpl[e]|index-url\s*=|^\s*registry\s*=|--index-ur[l]",
}
TOTAL_SECONDS = 25 * 60


@pytest.mark.parametrize("pattern", PLACES.values(), ids=PLACES)
def test_no_file_names_the_place_where_it_was_made(pattern: str) -> None:
    named = re.compile(pattern, re.MULTILINE)
    texts = ((path, path.read_text(encoding="utf-8", errors="ignore")) for path in files())
    assert [f"{name(path)}: {hit[0]}" for path, text in texts if (hit := named.search(text))] == []


@pytest.mark.parametrize("lock", sorted(ROOT.glob("requirements*.lock")), ids=name)
def test_a_python_lock_pins_with_hashes_and_holds_no_address(lock: Path) -> None:
    text = re.sub(r"#.*", "", lock.read_text())
    assert "://" not in text
    pins = [pin for pin in re.split(r"\n(?=\S)", text.replace("\\\n", " ")) if pin.strip()]
    assert [pin for pin in pins if not re.match(r"[\w.\[\],-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", pin)] == []


def test_the_node_lock_pins_with_hashes_and_holds_no_address() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    fetched = {where: package for where, package in packages.items() if where}
    assert [where for where, package in fetched.items() if "resolved" in package or "integrity" not in package] == []


def test_every_python_file_says_what_it_is_for() -> None:
    sources = {path: path.read_text() for path in files("*.py")}
    assert [name(path) for path, source in sources.items() if source.strip() and not ast.get_docstring(ast.parse(source))] == []


def test_no_file_is_a_copy_of_the_material_beside_the_checkout() -> None:
    """Without that material nothing can have been copied from it here, so there is nothing to compare."""
    material = {digest(path) for path in MATERIAL.rglob("*") if path.is_file() and path.stat().st_size}
    assert [name(path) for path in files() if digest(path) in material] == []


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_every_suite_has_a_budget_and_all_together_stay_under_25_minutes() -> None:
    suites = {path.relative_to(ROOT / "tests").parts[0] for path in (ROOT / "tests").glob("*/**/test_*.py")}
    assert suites - set(budgets()) == set()
    assert sum(budgets().values()) < TOTAL_SECONDS


@pytest.mark.parametrize("script", [ROOT / ".ci/run", ROOT / "scripts/set_up", ROOT / "scripts/stack_deps"], ids=name)
def test_what_make_and_ci_start_can_be_started(script: Path) -> None:
    assert os.access(script, os.X_OK)
