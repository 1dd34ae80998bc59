"""The pages of docs/reference say what the code does, and every link of the documentation leads somewhere."""

import re

import pytest

from scripts.make_reference import FOLDER, pages
from tests.architecture.repository import ROOT, files, name

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)\s#]+)(?:#[^)]*)?\)")


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return pages()


def test_the_reference_pages_are_those_the_code_makes(made: dict[str, str]) -> None:
    committed = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    assert committed == made, "run scripts/make_reference.py, and look at what changed"


def test_every_link_between_files_leads_to_a_file() -> None:
    links = [(path, link) for path in files("*.md") for link in LINK.findall(path.read_text(encoding="utf-8"))]
    assert [f"{name(path)}: {link}" for path, link in links if not (path.parent / link).exists()] == []


def test_pictures_are_small_enough_to_keep_in_the_repository() -> None:
    assert [name(path) for path in (ROOT / "docs").rglob("*.png") if path.stat().st_size >= 200_000] == []
