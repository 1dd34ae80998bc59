"""With the real postcodes of the region, where they are at hand: what comes with the product agrees with them."""

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.geo import Gazetteer, PostcodeTable, distance_metres, load_postcodes
from shared.geo.region import region
from tests.not_tested import not_tested

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "yh_postcodes.csv.gz"


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gazetteer]:
    if not REAL.exists():
        not_tested("the real postcodes of the region", f"put yh_postcodes.csv.gz into {REAL.parent}")
    folder = tmp_path_factory.mktemp("postcodes")
    report = load_postcodes(REAL, folder)
    assert (report.kind, report.loaded, report.left_out) == ("postcode file", 146_946, {})
    table = PostcodeTable(folder)
    yield Gazetteer(table)
    table.close()


def rows(every: int) -> Iterator[dict[str, str]]:
    with gzip.open(REAL, "rt", encoding="utf-8", newline="") as file:
        yield from (row for number, row in enumerate(csv.DictReader(file)) if number % every == 0)


def test_every_real_postcode_is_found_within_a_metre_or_two_of_where_it_is(gazetteer: Gazetteer) -> None:
    for row in rows(every=200):
        place = gazetteer.find(row["postcode"].replace(" ", "").lower())
        assert place is not None and (place.name, place.kind, place.authority) == (row["postcode"], "postcode", row["lad_code"])
        assert distance_metres(place.lat, place.lon, float(row["lat"]), float(row["lon"])) < 2


def test_the_outlines_put_nearly_every_real_postcode_in_its_authority(gazetteer: Gazetteer) -> None:
    sample = list(rows(every=50))
    right = sum(gazetteer.authority_at(float(row["lat"]), float(row["lon"])) == row["lad_code"] for row in sample)
    assert right >= 0.995 * len(sample)


def test_sectors_say_truly_how_far_off_they_may_be(gazetteer: Gazetteer) -> None:
    within = total = 0
    for row in rows(every=20):
        sector = region().sectors[row["postcode"][:-2]]
        total += 1
        within += distance_metres(sector.lat, sector.lon, float(row["lat"]), float(row["lon"])) <= sector.precision_m + 100
    assert within >= 0.85 * total
