"""The run itself tells the truth: what was not tested is named, and nothing is skipped in silence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UNAVAILABLE = """
from tests.not_tested import not_tested
def test_of_a_part_that_is_absent():
    not_tested("the moon", "apt-get install moon")
"""
UNNAMED = {
    "a skip": "import pytest\n@pytest.mark.skip\ndef test_skipped(): ...",
    "a skip inside a test": "import pytest\ndef test_skipped(): pytest.skip('later')",
    "a skipped module": "import pytest\npytest.skip('later', allow_module_level=True)",
    "an expected failure": "import pytest\n@pytest.mark.xfail\ndef test_fails(): raise ValueError",
    "an unexpected pass": "import pytest\n@pytest.mark.xfail\ndef test_passes(): ...",
}


def run_suite(folder: Path, source: str, *, ci: bool = False) -> subprocess.CompletedProcess[str]:
    """Runs one test file as the suite `sky` of a project that has our reporting."""
    suite = folder / "tests/sky"
    suite.mkdir(parents=True)
    (suite / "test_it.py").write_text(source)
    (folder / "conftest.py").write_text((ROOT / "conftest.py").read_text())
    (folder / "pytest.ini").write_text("[pytest]\n")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "CI": "true" if ci else "", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--import-mode=importlib", "tests"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_what_could_not_be_tested_is_named_at_the_end_with_its_remedy(tmp_path: Path) -> None:
    run = run_suite(tmp_path, UNAVAILABLE)
    assert run.returncode == 0
    assert "the moon (1 test). To have it tested: apt-get install moon" in run.stdout


def test_in_continuous_integration_what_could_not_be_tested_fails(tmp_path: Path) -> None:
    run = run_suite(tmp_path, UNAVAILABLE, ci=True)
    assert run.returncode == 1
    assert "the moon (1 test). To have it tested: apt-get install moon" in run.stdout


@pytest.mark.parametrize("source", UNNAMED.values(), ids=UNNAMED)
def test_a_skip_or_expected_failure_without_a_name_fails(tmp_path: Path, source: str) -> None:
    run = run_suite(tmp_path, source)
    assert run.returncode != 0
    assert "without being named" in run.stdout


def test_a_suite_without_a_budget_is_named_and_fails_in_continuous_integration(tmp_path: Path) -> None:
    run = run_suite(tmp_path, "def test_passes(): ...", ci=True)
    assert run.returncode == 1
    assert "NO BUDGET: add `sky = seconds` to tests/budgets.toml" in run.stdout


def test_the_last_line_is_the_count_of_what_passed_and_failed(tmp_path: Path) -> None:
    run = run_suite(tmp_path, UNAVAILABLE + "\ndef test_passes(): ...")
    assert "1 passed, 1 skipped" in run.stdout.splitlines()[-1]
