"""Bring in a spreadsheet through the pages: see, do, get failed rows back, take it back."""

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest

from tests.portal.staff_site import Site, Visit, opened_site, words

HEAD = ["COURSE_NAME", "EDUCATION_LEVEL", "DAY", "START_TIME", "END_TIME", "VENUE_NAME", "Notes"]
GOOD = ["Brought-in English", "Entry 1", "Monday", "09:30", "11:30", "Leeds Library", "ask Jo"]
BAD = ["Broken English", "Entry 2", "Blursday", "12:00", "11:00", "Leeds Library", ""]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with opened_site(tmp_path) as site:
        yield site


def workbook(*rows: list[str]) -> bytes:
    book = openpyxl.Workbook()
    for row in (HEAD, *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def previewed(site: Site, *rows: list[str]) -> Visit:
    visit = site.signed_in()
    visit.get("/my/import")
    visit.send(f"/my/import/preview?provider={site.providers[0]}", {}, file=("autumn.xlsx", workbook(*rows)))
    return visit


def test_what_would_happen_is_shown_before_anything_is_done(site: Site) -> None:
    shown = words(previewed(site, GOOD, BAD).page)
    assert "1 new 0 changed 0 the same 1 refused" in shown
    assert "DAY: “Blursday” does not name a day of the week." in shown
    assert "Free notes may be internal, so they are not published." in shown
    assert "Brought-in English" not in words(site.signed_in().get("/my"))


def test_good_rows_are_taken_once_failed_ones_come_back_and_all_of_it_is_undone(site: Site) -> None:
    visit = previewed(site, GOOD, BAD)
    page = visit.page.text
    for _ in range(2):
        visit.send(f"/my/import?provider={site.providers[0]}", {"do": "good"}, page=page)
        assert "1 new and 0 changed." in words(visit.page)
    report = visit.path
    assert words(visit.get("/my")).count("Edit Brought-in English") == 1
    failed = openpyxl.load_workbook(io.BytesIO(visit.get(f"{report}/errors.xlsx").content)).active
    rows = [[cell for cell in row if cell] for row in failed.iter_rows(values_only=True)]
    assert "ERRORS" in rows[0] and "Broken English" in rows[1] and any("Blursday" in str(cell) for cell in rows[1])
    assert "autumn.xlsx" in words(visit.get("/my/import"))
    visit.get(f"{report}/undo")
    visit.send(f"{report}/undo", {})
    assert "The import was taken back: 1 removed" in words(visit.page)
    assert "Edit Brought-in English" not in words(visit.get("/my"))


def test_the_same_file_again_changes_nothing_and_says_so(site: Site) -> None:
    visit = previewed(site, GOOD)
    visit.send(f"/my/import?provider={site.providers[0]}", {"do": "all"})
    visit = previewed(site, GOOD)
    assert "0 new 0 changed 1 the same 0 refused There is nothing to do" in words(visit.page).replace("Start again ", "")


def test_no_file_and_a_file_that_is_no_spreadsheet_are_told_at_the_field(site: Site) -> None:
    visit = site.signed_in()
    visit.get("/my/import")
    preview = f"/my/import/preview?provider={site.providers[0]}"
    visit.send(preview, {})
    assert "Choose a file." in words(visit.page)
    visit.send(preview, {}, file=("leaflet.pdf", b"%PDF-1.7 not a sheet"))
    assert visit.page.status_code == 422
    assert '<a href="#file">' in visit.page.text


def test_templates_are_downloads_that_the_import_understands(site: Site) -> None:
    visit = site.signed_in()
    for name, column in (("venues.csv", "VENUE_NAME"), ("classes.csv", "COURSE_NAME")):
        answer = visit.get(f"/my/import/template/{name}")
        assert column in answer.text
        assert f'filename="{name}"' in answer.headers["content-disposition"]
    assert visit.get("/my/import/template/passwords.csv").status_code == 404


def test_a_development_worker_brings_in_a_councils_venues(site: Site) -> None:
    visit = site.signed_in("grace")
    visit.get("/my/import")
    sheet = b"Library Name,Postcode,Town\nShadwell Library,LS17 8AB,Leeds\n"
    visit.send("/my/import/preview", {"authority": "E08000035"}, file=("libraries.csv", sheet))
    assert "This is a list of venues" in words(visit.page)
    visit.send("/my/import", {"do": "all"})
    assert "1 new and 0 changed" in words(visit.page)
    assert "libraries.csv" in words(visit.get("/my/import?authority=E08000035"))


def brought_in(site: Site, visit: Visit, sheet: bytes) -> str:
    """The address of the report."""
    visit.get("/my/import")
    visit.send(f"/my/import/preview?provider={site.providers[0]}", {}, file=("sheet.csv", sheet))
    visit.send(f"/my/import?provider={site.providers[0]}", {"do": "all"})
    return visit.path


def test_an_undo_that_can_do_nothing_says_why_and_may_be_asked_again(site: Site) -> None:
    visit = site.signed_in()
    halls = brought_in(site, visit, b"VENUE_NAME,POSTCODE,TOWN_OR_CITY\nUndo Hall,LS8 5,Leeds\n")
    brought_in(site, visit, b"COURSE_NAME,VENUE_NAME,EDUCATION_LEVEL\nUndo English,Undo Hall,Entry 1\n")
    visit.get(f"{halls}/undo")
    visit.send(f"{halls}/undo", {})
    assert "Nothing was taken back" in words(visit.page)
    assert "Undo Hall" in words(visit.page)
    assert "Undo this import" in words(visit.page)
