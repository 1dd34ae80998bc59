"""`signpost sample` adds the invented region once; `signpost search` finds in it by the rules of the pages."""

import shutil
from pathlib import Path

import pytest

from tests.commands.conftest import Run


@pytest.fixture(scope="session")
def sampled(region: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy whose index a second `signpost sample` brings up to date."""
    data = tmp_path_factory.mktemp("sampled") / "data"
    shutil.copytree(region, data)
    return data


def test_the_sample_is_added_once_and_can_be_searched(signpost: Run, sampled: Path) -> None:
    again = signpost("sample", "--data", sampled)
    assert (again.code, "there already; nothing was changed" in again.text) == (0, True)
    found = signpost("search", "conversation", "--limit", "3", "--data", sampled)
    assert found.code == 0
    assert "“conversation”" in found.text
    assert " classes" in found.text.splitlines()[0]


def test_the_same_rules_hold_as_on_the_pages(signpost: Run, sampled: Path) -> None:
    signpost("sample", "--data", sampled)
    level = signpost("search", "-f", "level=entry-2", "--near", "Leeds", "--within", "5", "--sort", "nearest", "--data", sampled)
    assert (level.code, "from Leeds" in level.text) == (0, True)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("-f", "level=entry-9"), "Use one of: pre-entry"),
        (("-f", "colour=red"), "There is no filter “colour”"),
        (("-f", "level"), "Write NAME=CODE"),
        (("-f", "limit=5"), "There is no filter “limit”"),
        (("-f", "q=x"), "There is no filter “q”"),
        (("--sort", "nearest"), "Give a town or postcode"),
        (("--sort", "cheapest"), "best, nearest, soonest or fresh"),
        (("--near", "Atlantis"), "We do not know a place called “Atlantis”"),
        (("--within", "5"), "A distance needs a place"),
        (("--near", "Leeds", "--within", "-5"), "too small"),
        (("--near", "Leeds", "--within", "nan"), "within"),
        (("a" * 300,), "at most 200"),
    ],
)
def test_what_cannot_be_searched_for_is_told_with_what_to_type(signpost: Run, sampled: Path, typed: tuple[str, ...], told: str) -> None:
    said = signpost("search", *typed, "--data", sampled)
    assert (said.code, told in said.text) == (1, True), said.text


@pytest.mark.parametrize("words", ['"unfinished', "name:(", "[bold]", "\x1b[31m", "'; DROP TABLE classes", "🏫", "AND OR NOT", "\\"])
def test_odd_words_find_what_they_find(signpost: Run, sampled: Path, words: str) -> None:
    assert signpost("search", words, "--data", sampled).code == 0
