"""`signpost words` is for translators, `signpost search explain` for who asks why a class stands where it does."""

from pathlib import Path

import pytest

from services.directory.settings import DirectorySettings
from services.directory.wiring import open_database, open_works
from shared.clock import SystemClock
from tests.commands.conftest import Run


def test_the_lists_of_the_product_are_in_order(signpost: Run) -> None:
    said = signpost("words", "check")
    assert (said.code, "No mistakes." in said.text) == (0, True), said.text
    for language in ("English", "Polish", "Urdu", "Panjabi", "Romanian", "Arabic", "Chinese", "Slovak", "Kurdish", "Lithuanian"):
        assert language in said.text
    for language in ("Portuguese", "Bengali", "Spanish", "Russian", "Gujarati", "Persian"):
        assert language in said.text


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ('[said]\nfre = ["darmo"]', "There is no meaning fre."),
        ('[said]\nfree = ["darmo"]\nonline = ["Darmo"]', "“Darmo” stands for said.online here and for said.free in xx.toml."),
        ('[said]\nfree = ["!!"]', "“!!” has no letters or digits."),
        ('[said]\nfree = []\n[places]\n"Atlantis" = ["atlantyda"]', "The region has no place called Atlantis."),
        ('[said]\nfree = "darmo"', "said.free"),
        ("[said", "It cannot be read"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_what_to_do(signpost: Run, tmp_path: Path, lines: str, told: str) -> None:
    (tmp_path / "xx.toml").write_text(f'code = "xx"\nlanguage = "Made up"\nown_name = "xx"\n{lines}\n', encoding="utf-8")
    said = signpost("words", "check", "--folder", tmp_path)
    assert said.code == 1
    assert "xx.toml" in said.text
    assert told in said.text.replace("\n", " "), said.text


def test_a_question_can_be_tried_without_searching(signpost: Run) -> None:
    said = signpost("words", "try", "wieczorem dla kobiet w Bradford")
    assert said.code == 0
    for told in ("Time of day: Evening", "Women only", "Near Bradford"):
        assert told in said.text


def test_why_a_class_stands_where_it_does(signpost: Run, region: Path) -> None:
    with open_works(open_database(DirectorySettings(data=region)), SystemClock()).look() as stores:
        listing = next(each for each in stores.classes.page(None, 500) if not each.withdrawn)
    said = signpost("search", "explain", listing.details.name, listing.id, "--near", "Leeds", "--data", region)
    assert said.code == 0, said.text
    for told in ("points in all", "it was last checked", "km from Leeds" if listing.details.venue_id else "no place on the map"):
        assert told in " ".join(said.text.split()), said.text


def test_a_class_that_is_not_there_is_said(signpost: Run, region: Path) -> None:
    said = signpost("search", "explain", "english", "nobody", "--data", region)
    assert (said.code, "There is no class" in said.text or "nobody" in said.text) == (1, True), said.text
