"""The postcode files people have are recognised by what is in them, and give the same answers."""

from pathlib import Path

import pytest

from shared.geo import Gazetteer, LoadReport, PostcodeTable, load_postcodes
from tests.geo.postcode_fixtures import (
    BRADFORD,
    CODE_POINT,
    LEEDS,
    NSPL,
    ONSPD_2024,
    ONSPD_2025,
    PLACED,
    WITHOUT_POSITION,
    ons_rows,
    packed,
    written,
    zipped,
)

ROWS = [*PLACED, WITHOUT_POSITION]
OWN = "postcode,lat,lon,lad_code\nLS8 5AA,53.81574,-1.51799,E08000035\nls85ab,53.816,-1.519,\nBD8 9LT,53.801,-1.789,E08000032\n"


def looked_up(folder: Path, postcode: str) -> tuple[float, float, str | None]:
    place = Gazetteer(PostcodeTable(folder)).find(postcode)
    assert place is not None and place.kind == "postcode" and place.precision_m == 100
    return round(place.lat, 3), round(place.lon, 3), place.authority


@pytest.mark.parametrize(("header", "kind"), [(ONSPD_2024, "ONSPD"), (ONSPD_2025, "ONSPD"), (NSPL, "NSPL")])
def test_the_files_of_ons_are_read_whatever_year_their_columns_are_of(tmp_path: Path, header: str, kind: str) -> None:
    report = load_postcodes(written(tmp_path / "postcodes.csv", ons_rows(header, ROWS)), tmp_path)
    assert report == LoadReport(kind, read=4, loaded=3, ended=1, left_out={"without a position": 1})
    assert looked_up(tmp_path, "ls85aa") == (53.816, -1.518, LEEDS)
    assert looked_up(tmp_path, "BD8 9LT") == (53.801, -1.789, BRADFORD)


def test_a_recent_nspl_is_told_from_a_recent_onspd_by_its_name(tmp_path: Path) -> None:
    assert load_postcodes(written(tmp_path / "NSPL_AUG_2025_UK.csv", ons_rows(ONSPD_2025, ROWS)), tmp_path).kind == "NSPL"


def test_the_zip_of_ons_counts_each_postcode_once_although_it_holds_each_twice(tmp_path: Path) -> None:
    whole, one_area = ons_rows(ONSPD_2024, ROWS), ons_rows(ONSPD_2024, PLACED[:2])
    members = {
        "Data/multi_csv/ONSPD_LS.csv": one_area,
        "Data/ONSPD_NOV_2024_UK.csv": whole,
        "Documents/LA names.csv": "LAD23CD,LAD23NM\nE1,A\n",
    }
    report = load_postcodes(zipped(tmp_path / "ONSPD.zip", members), tmp_path)
    assert (report.kind, report.read, report.loaded) == ("ONSPD", 4, 3)


def test_the_parts_of_code_point_open_are_read_together_and_its_grid_becomes_degrees(tmp_path: Path) -> None:
    report = load_postcodes(zipped(tmp_path / "codepo_gb.zip", CODE_POINT), tmp_path)
    assert report == LoadReport("Code-Point Open", read=3, loaded=2, ended=0, left_out={"without a position": 1})
    assert looked_up(tmp_path, "LS8 5AA") == (53.816, -1.518, LEEDS)


def test_code_point_open_with_a_header_is_the_same(tmp_path: Path) -> None:
    header = "Postcode,Positional_quality_indicator,Eastings,Northings,Country_code,a,b,c,Admin_district_code,d\n"
    load_postcodes(written(tmp_path / "codepoint.csv", header + CODE_POINT["Data/CSV/ls.csv"]), tmp_path)
    assert looked_up(tmp_path, "LS8 5AA") == (53.816, -1.518, LEEDS)


def test_our_own_file_is_read_plain_or_packed(tmp_path: Path) -> None:
    for file in (written(tmp_path / "own.csv", OWN), packed(tmp_path / "own.csv.gz", OWN), written(tmp_path / "bom.csv", "\ufeff" + OWN)):
        assert load_postcodes(file, tmp_path).loaded == 3
        assert looked_up(tmp_path, "LS8 5AB") == (53.816, -1.519, LEEDS)


def test_rows_left_out_are_counted_by_reason(tmp_path: Path) -> None:
    rows = (
        "postcode,lat,lon\nLS8 5AA,53.8,-1.5\nLS8 5AA,53.8,-1.5\nnone,53.8,-1.5\nLS8 5AB,,\nLS8 5AD,north,west\nLS8 5AE,10,100\nLS8 5AF\n"
    )
    report = load_postcodes(written(tmp_path / "own.csv", rows), tmp_path)
    assert (report.read, report.loaded) == (7, 1)
    assert report.left_out == {
        "given twice": 1,
        "without a postcode": 1,
        "without a position": 3,
        "placed outside the United Kingdom": 1,
    }


def test_a_postcode_that_does_not_exist_is_told_from_one_nobody_knows(tmp_path: Path) -> None:
    load_postcodes(written(tmp_path / "onspd.csv", ons_rows(ONSPD_2024, ROWS)), tmp_path)
    gazetteer = Gazetteer(PostcodeTable(tmp_path))
    assert gazetteer.exists("ls8 5aa") is True
    assert gazetteer.exists("LS8 9ZZ") is False
    assert gazetteer.exists("no postcode") is False
    assert gazetteer.exists("M1 1AA") is None, "the file holds nothing of Manchester"
    missing = gazetteer.find("LS8 5ZZ")
    assert missing is not None and (missing.name, missing.kind) == ("LS8 5", "sector")


def test_our_own_file_may_lack_postcodes_so_proves_nothing_missing(tmp_path: Path) -> None:
    load_postcodes(written(tmp_path / "own.csv", OWN), tmp_path)
    gazetteer = Gazetteer(PostcodeTable(tmp_path))
    assert (gazetteer.exists("LS8 5AA"), gazetteer.exists("LS8 9ZZ")) == (True, None)


def test_an_authority_code_since_replaced_becomes_the_present_one(tmp_path: Path) -> None:
    rows = "postcode,lat,lon,lad_code\nHG1 1EG,53.993,-1.541,E07000165\nM1 1AE,53.479,-2.235,E08000003\n"
    load_postcodes(written(tmp_path / "old.csv", rows), tmp_path)
    assert looked_up(tmp_path, "HG1 1EG") == (53.993, -1.541, "E06000065")
    assert looked_up(tmp_path, "M1 1AE") == (53.479, -2.235, "E08000003")


def test_figures_read_as_letters_find_the_postcode_meant(tmp_path: Path) -> None:
    load_postcodes(written(tmp_path / "own.csv", "postcode,lat,lon\nYO10 4LX,53.9377,-1.06928\n"), tmp_path)
    place = Gazetteer(PostcodeTable(tmp_path)).find("Y010 4LX")
    assert place is not None and (place.name, place.kind, place.corrected) == ("YO10 4LX", "postcode", True)
