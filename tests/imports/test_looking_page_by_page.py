"""A preview is put aside and looked at page by page; a large file is worked on behind the page; the report is one workbook."""

from io import BytesIO
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest

from services.directory.adapters.spreadsheets.reading import SpreadsheetFiles
from services.directory.domain.spreadsheet.recognition import recognise
from services.directory.use_cases import preview_import as previewing
from tests.directory.world import LEEDS, Person
from tests.directory.world import World as Http
from tests.imports.conftest import venues
from tests.imports.files import Value

pytestmark = pytest.mark.both_databases

WHOSE = f"authority={LEEDS}"
BAD = ("B1", "Bad Hall", "", "", "Leeds", "", "not one", "", "", "")


def hall(number: int, name: str = "") -> tuple[Value, ...]:
    return (f"V{number}", name or f"Hall {number}", f"{number} Elm Road", "", "Leeds", "", "LS8 5AN", "", "", "")


def sent(who: Person, file: bytes) -> str:
    answer = who.post("/v1/imports/uploads", files={"file": ("halls.csv", BytesIO(file))})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["upload"])


def job(who: Person, upload: str, doing: str = "preview", **more: Any) -> dict[str, Any]:
    begun = who.post("/v1/imports/jobs", {"doing": doing, "upload": upload, "filename": "halls.csv", "authority": LEEDS, **more})
    assert begun.status_code == 202, begun.text
    found: dict[str, Any] = {"state": "running"}
    while found["state"] in {"waiting", "running"}:
        found = who.get(f"/v1/imports/jobs/{begun.json()['id']}?wait=5").json()
    return found


def previewed(who: Person, *rows: tuple[Value, ...]) -> str:
    upload = sent(who, venues(*rows))
    assert job(who, upload)["state"] == "done"
    return f"/v1/imports/previews/{upload}"


def test_rows_come_page_by_page_by_what_happens_and_by_words(directory: Http) -> None:
    dina = directory.dina
    address = previewed(dina, *map(hall, range(1, 8)), BAD)
    assert dina.get(f"{address}?{WHOSE}").json()["plan"]["counts"] == {"add": 7, "change": 0, "same": 0, "refuse": 1}
    first = dina.get(f"{address}/rows?{WHOSE}&action=add&limit=5").json()
    rest = dina.get(f"{address}/rows?{WHOSE}&action=add&limit=5&cursor={first['next']}").json()
    assert first["total"] == 7 and rest["next"] is None
    assert [row["number"] for row in first["items"] + rest["items"]] == [2, 3, 4, 5, 6, 7, 8]
    assert first["items"][0]["changes"]["postcode"] == [None, "LS8 5AN"]
    found = dina.get(f"{address}/rows?{WHOSE}&action=add&q=elm 3").json()
    assert [row["name"] for row in found["items"]] == ["Hall 3"]
    (refused,) = dina.get(f"{address}/rows?{WHOSE}&action=refuse").json()["items"]
    assert refused["problems"][0]["column"] == "POSTCODE"


def test_likely_pairs_are_side_by_side_and_a_row_left_out_is_not_taken(directory: Http) -> None:
    dina = directory.dina
    address = previewed(dina, hall(1, "Saint Mary Hall"), hall(2, "Saint Mary’s Hall"))
    (pair,) = dina.get(f"{address}/likely?{WHOSE}").json()["items"]
    assert (pair["number"], pair["other_row"], pair["sureness"]) == (3, 2, "very likely the same")
    assert (pair["said"]["address_1"], pair["other_said"]["address_1"]) == ("2 Elm Road", "1 Elm Road")
    assert dina.post(f"{address}/leave?{WHOSE}", {"numbers": [3], "out": True}).status_code == 204
    assert dina.get(f"{address}?{WHOSE}").json()["left"] == [3]
    done = job(dina, address.rpartition("/")[2], "import")
    assert done["plan"]["counts"] == {"add": 1, "change": 0, "same": 0, "refuse": 0, "leave": 1}
    record = dina.get(f"/v1/imports/{done['import_id']}").json()
    assert (record["state"], record["likely"]) == ("done", 1)
    (left,) = dina.get(f"/v1/imports/{done['import_id']}/rows?action=leave").json()["items"]
    assert left["name"] == "Saint Mary’s Hall" and left["notes"]


def test_a_row_that_is_not_there_cannot_be_left_out(directory: Http) -> None:
    address = previewed(directory.dina, hall(1))
    answer = directory.dina.post(f"{address}/leave?{WHOSE}", {"numbers": [99], "out": True})
    assert answer.status_code == 422 and answer.json()["problems"][0]["field"] == "numbers"


def test_somebody_else_finds_neither_the_preview_nor_the_job(directory: Http) -> None:
    address = previewed(directory.dina, hall(1))
    id = job(directory.dina, address.rpartition("/")[2])["id"]
    olu = directory.person("olu")
    for path in (f"{address}?{WHOSE}", f"{address}/rows?{WHOSE}", f"{address}/report.xlsx?{WHOSE}", f"/v1/imports/jobs/{id}"):
        assert olu.get(path).status_code == 404
    assert olu.post(f"/v1/imports/jobs/{id}/stop").status_code == 404


def test_a_file_that_cannot_be_taken_says_why_and_a_key_begins_one_job(directory: Http) -> None:
    dina = directory.dina
    failed = job(dina, sent(dina, b"%PDF-1.7"))
    assert failed["state"] == "failed" and "PDF" in failed["problem"]["detail"] and failed["problem"]["remedy"]
    body = {"doing": "import", "upload": sent(dina, venues(hall(1))), "authority": LEEDS}
    ids = {dina.post("/v1/imports/jobs", body, headers={"Idempotency-Key": "begun-only-once"}).json()["id"] for _ in range(2)}
    assert len(ids) == 1


def test_a_job_is_stopped_by_its_person_and_nothing_is_written(directory: Http) -> None:
    dina, before = directory.dina, directory.content()
    upload = sent(dina, venues(*map(hall, range(1, 1200))))
    begun = dina.post("/v1/imports/jobs", {"doing": "import", "upload": upload, "authority": LEEDS}).json()
    ended = dina.post(f"/v1/imports/jobs/{begun['id']}/stop").json()
    while ended["state"] in {"waiting", "running"}:
        ended = dina.get(f"/v1/imports/jobs/{begun['id']}?wait=5").json()
    assert ended["state"] == "stopped" and directory.content() == before


def test_the_report_is_one_workbook_whose_refused_rows_may_be_mended_and_imported(directory: Http) -> None:
    dina = directory.dina
    address = previewed(dina, hall(1, "Saint Mary Hall"), hall(2, "Saint Mary’s Hall"), BAD)
    content = dina.get(f"{address}/report.xlsx?{WHOSE}").content
    book = openpyxl.load_workbook(BytesIO(content))
    assert book.sheetnames == ["Summary", "Rows to mend", "Likely duplicates"]
    said = {row[0]: row[1] for row in book["Summary"].iter_rows(values_only=True)}
    assert (said["File"], said["New"], said["Refused"], said["Council area"]) == ("halls.csv", "2", "1", "Leeds")
    likely = list(book["Likely duplicates"].iter_rows(values_only=True))
    assert likely[1][:4] == ("3", "Saint Mary’s Hall", "Saint Mary Hall (row 2)", "very likely the same")
    assert "address 1: 2 Elm Road / 1 Elm Road" in likely[1][5]
    taken = recognise(SpreadsheetFiles().read(content))
    assert taken.sheet.name == "Rows to mend" and taken.rows == 1
    assert LEEDS not in str([list(sheet.iter_rows(values_only=True)) for sheet in book])


def test_the_report_of_an_import_tells_what_changed_before_and_after(directory: Http) -> None:
    dina = directory.dina
    job(dina, sent(dina, venues(hall(1))), "import")
    done = job(dina, sent(dina, venues((*hall(1)[:8], "0113 496 0001", ""))), "import")
    book = openpyxl.load_workbook(BytesIO(dina.get(f"/v1/imports/{done['import_id']}/report.xlsx").content))
    rows = list(book["What changes"].iter_rows(values_only=True))
    assert rows[1] == ("2", "Hall 1", "phone", "(empty)", "0113 496 0001")


def test_the_list_of_imports_has_pages_and_tells_their_state(directory: Http) -> None:
    dina = directory.dina
    ids = [job(dina, sent(dina, venues(hall(number))), "import")["import_id"] for number in range(1, 4)]
    assert dina.post(f"/v1/imports/{ids[0]}/undo").status_code == 200
    first = dina.get(f"/v1/imports?{WHOSE}&limit=2").json()
    rest = dina.get(f"/v1/imports?{WHOSE}&limit=2&cursor={first['next']}").json()
    assert [each["id"] for each in first["items"] + rest["items"]] == ids[::-1] and rest["next"] is None
    assert rest["items"][0]["state"] == "undone"


def test_the_files_of_a_preview_do_not_plan_anew(directory: Http, monkeypatch: pytest.MonkeyPatch) -> None:
    address = previewed(directory.dina, hall(1), BAD)

    def planned_again(*_: object) -> None:
        raise AssertionError("planned anew")

    monkeypatch.setattr(previewing, "Planning", planned_again)
    for name in ("errors.xlsx", "report.xlsx"):
        assert directory.dina.get(f"{address}/{name}?{WHOSE}").content.startswith(b"PK")
