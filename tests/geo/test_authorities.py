"""The fifteen authorities, their outlines, and the data that comes with the product."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.geo import ATTRIBUTION, Gazetteer, distance_metres
from shared.geo.region import FOLDER, Settlement, region

GAZETTEER = Gazetteer()


def test_all_fifteen_authorities_are_known_by_name_and_who_funds_them() -> None:
    funders = {one.name: one.combined_authority for one in GAZETTEER.authorities()}
    assert len(funders) == 15
    assert funders["Leeds"] == "West Yorkshire"
    assert funders["Doncaster"] == "South Yorkshire"
    assert funders["York"] == funders["North Yorkshire"] == "York and North Yorkshire"
    assert funders["Kingston upon Hull"] == funders["East Riding of Yorkshire"] == "Hull and East Yorkshire"
    assert funders["North Lincolnshire"] == "Greater Lincolnshire"


def test_an_authority_is_found_by_its_code() -> None:
    leeds = GAZETTEER.authority("E08000035")
    assert leeds is not None and leeds.official_name == "Leeds City Council"
    assert GAZETTEER.authority("E99999999") is None


@pytest.mark.parametrize(
    ("lat", "lon", "authority"),
    [
        (53.797, -1.548, "E08000035"),
        (53.744, -0.332, "E06000010"),
        (54.280, -0.400, "E06000065"),
        (53.959, -1.082, "E06000014"),
        (54.094, -0.150, "E06000011"),
        (51.5, -0.1, None),
        (53.48, -2.24, None),
    ],
)
def test_a_point_lies_in_its_authority(lat: float, lon: float, authority: str | None) -> None:
    assert GAZETTEER.authority_at(lat, lon) == authority


@given(st.sampled_from(region().settlements))
def test_every_place_lies_in_or_within_a_kilometre_or_so_of_its_authority(settlement: Settlement) -> None:
    own = next(outline for outline in region().outlines if outline.gss == settlement.authority)
    assert own.holds(settlement.lat, settlement.lon) or own.metres_from(settlement.lat, settlement.lon) <= 1_500


@given(st.sampled_from(sorted(region().sectors)))
def test_every_sector_lies_near_its_outward_code(sector: str) -> None:
    inner, outer = region().sectors[sector], region().outcodes[sector.split(" ")[0]]
    assert distance_metres(inner.lat, inner.lon, outer.lat, outer.lon) < 40_000


def test_outlines_are_geojson_with_attribution_and_each_caller_has_its_own() -> None:
    outlines = GAZETTEER.outlines()
    assert outlines["type"] == "FeatureCollection" and len(outlines["features"]) == 15
    assert outlines["attribution"] == ATTRIBUTION
    outlines["features"].clear()
    assert len(GAZETTEER.outlines()["features"]) == 15


def test_the_committed_data_carry_their_attribution_and_stay_small() -> None:
    assert json.loads((FOLDER / "authorities.json").read_text(encoding="utf-8"))["attribution"] == ATTRIBUTION
    assert sum(file.stat().st_size for file in Path(FOLDER).iterdir()) < 400_000
