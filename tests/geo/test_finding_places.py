"""What people type into "near" and the place it means, with nothing loaded but what comes with the product."""

import pytest

from shared.geo import Gazetteer

LEEDS, BRADFORD, SHEFFIELD, HULL, YORK = "E08000035", "E08000032", "E08000019", "E06000010", "E06000014"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer()


@pytest.mark.parametrize(
    ("typed", "name", "kind"),
    [
        ("LS8", "LS8", "outcode"),
        ("ls8 ", "LS8", "outcode"),
        ("S1", "S1", "outcode"),
        ("LS10", "LS10", "outcode"),
        ("LS8 5", "LS8 5", "sector"),
        ("ls85", "LS8 5", "sector"),
        ("HX11", "HX1 1", "sector"),
        ("LS1 0", "LS1", "outcode"),
        ("LS8 5A", "LS8 5", "sector"),
        ("ls8 5aa", "LS8 5", "sector"),
        ("LS85AA", "LS8 5", "sector"),
        ("LS8 0AA", "LS8", "outcode"),
        ("Roundhay Road, Leeds, LS8 5AA", "LS8 5", "sector"),
        ("Leeds LS8", "LS8", "outcode"),
        ("Leeds", "Leeds", "town"),
        (" LEEDS ", "Leeds", "town"),
        ("leeds city centre", "Leeds", "town"),
        ("near Leeds", "Leeds", "town"),
        ("Leeds, West Yorkshire", "Leeds", "town"),
        ("Bradford", "Bradford", "town"),
        ("Halifax town centre", "Halifax", "town"),
        ("Keighley", "Keighley", "town"),
        ("Goole", "Goole", "town"),
        ("Scarborough, North Yorkshire", "Scarborough", "town"),
        ("York, UK", "York", "town"),
        ("Hull", "Hull", "town"),
        ("Kingston upon Hull", "Hull", "town"),
        ("kingston-upon-hull", "Hull", "town"),
        ("Barton on Humber", "Barton-upon-Humber", "town"),
        ("Barton-upon-Humber", "Barton-upon-Humber", "town"),
        ("Wath", "Wath-upon-Dearne", "town"),
        ("Hebden Bridge", "Hebden Bridge", "town"),
        ("Richmond", "Richmond", "town"),
        ("Harehills", "Harehills, Leeds", "district"),
        ("hare hills", "Harehills, Leeds", "district"),
        ("Harehills, Leeds", "Harehills, Leeds", "district"),
        ("12 Roundhay Road, Harehills, Leeds", "Harehills, Leeds", "district"),
        ("York Road, Leeds", "Leeds", "town"),
        ("Chapeltown", "Chapeltown, Leeds", "district"),
        ("Chapeltown, Sheffield", "Chapeltown, Sheffield", "district"),
        ("chapeltown sheffield", "Chapeltown, Sheffield", "district"),
        ("Beeston", "Beeston, Leeds", "district"),
        ("Girlington", "Girlington, Bradford", "district"),
        ("Manningham", "Manningham, Bradford", "district"),
        ("Burngreave", "Burngreave, Sheffield", "district"),
        ("Page Hall", "Page Hall, Sheffield", "district"),
        ("Savile Town", "Savile Town, Dewsbury", "district"),
        ("Bransholme", "Bransholme, Hull", "district"),
        ("Tang Hall", "Tang Hall, York", "district"),
        ("Thornton", "Thornton, Bradford", "district"),
        ("Thornton-le-Dale", "Thornton-le-Dale, Pickering", "district"),
        ("Haworth", "Haworth, Keighley", "district"),
        ("Calderdale", "Calderdale", "authority"),
        ("Kirklees Council", "Kirklees", "authority"),
        ("North Yorkshire", "North Yorkshire", "authority"),
        ("East Riding", "East Riding of Yorkshire", "authority"),
        ("Leeds City Council", "Leeds (whole area)", "authority"),
        ("Leeds (whole area)", "Leeds (whole area)", "authority"),
        ("53.8,-1.5", "53.8, -1.5", "coordinates"),
        ("53.8 -1.5", "53.8, -1.5", "coordinates"),
        ("(53.8, -1.5)", "53.8, -1.5", "coordinates"),
    ],
)
def test_a_phrase_is_understood_as_the_place_it_means(gazetteer: Gazetteer, typed: str, name: str, kind: str) -> None:
    place = gazetteer.find(typed)
    assert place is not None
    assert (place.name, place.kind, place.corrected) == (name, kind, False)
    assert place.text == typed.strip()


@pytest.mark.parametrize(
    "typed", ["", "   ", "library", "english", "M1 1AA", "ZZ9", "51.5,-0.1", "-1.5,53.8", "999,999", "%", "' OR 1=1 --", "🙂", "a" * 5000]
)
def test_what_is_no_place_of_the_region_is_not_found(gazetteer: Gazetteer, typed: str) -> None:
    assert gazetteer.find(typed) is None


def test_the_larger_of_two_places_wins_and_the_other_is_offered_in_words_that_find_it(gazetteer: Gazetteer) -> None:
    place = gazetteer.find("Scholes")
    assert place is not None and place.alternatives
    other = gazetteer.find(place.alternatives[0])
    assert other is not None and other.name == place.alternatives[0] and other.name != place.name


def test_the_finer_the_place_the_nearer_the_truth(gazetteer: Gazetteer) -> None:
    asked = [gazetteer.find(text) for text in ("53.8,-1.5", "LS8 5", "LS8", "Leeds", "Leeds City Council")]
    precisions = [place.precision_m for place in asked if place]
    assert len(precisions) == 5
    assert precisions == sorted(precisions)


@pytest.mark.parametrize(
    ("typed", "authority"), [("LS8", LEEDS), ("Saltaire", BRADFORD), ("Darnall", SHEFFIELD), ("Hull", HULL), ("YO1", YORK)]
)
def test_a_place_knows_its_authority(gazetteer: Gazetteer, typed: str, authority: str) -> None:
    place = gazetteer.find(typed)
    assert place is not None and place.authority == authority


def test_typing_is_met_with_places_largest_first(gazetteer: Gazetteer) -> None:
    assert [place.name for place in gazetteer.suggest("bra", 3)] == ["Bradford", "Bradford (whole area)", "Bramley, Leeds"]
    assert [place.name for place in gazetteer.suggest("ls8", 3)] == ["LS8", "LS8 1", "LS8 2"]
    assert gazetteer.suggest("", 5) == gazetteer.suggest("qqq", 5) == []


@pytest.mark.parametrize(
    ("postcode", "town", "name", "kind"),
    [
        ("LS8 5AA", "Leeds", "LS8 5", "sector"),
        ("LS8", "Leeds", "LS8", "outcode"),
        ("not known", "Harehills, Leeds", "Harehills, Leeds", "district"),
        (None, "Halifax", "Halifax", "town"),
        ("", "Halifax", "Halifax", "town"),
        ("M1 1AA", "Leeds", "Leeds", "town"),
    ],
)
def test_a_listing_is_placed_by_the_best_thing_it_says(gazetteer: Gazetteer, postcode: str | None, town: str, name: str, kind: str) -> None:
    place = gazetteer.geocode(postcode, town)
    assert place is not None and (place.name, place.kind) == (name, kind)


def test_a_listing_that_says_nothing_useful_has_no_place(gazetteer: Gazetteer) -> None:
    assert gazetteer.geocode(None, None) is gazetteer.geocode("", "") is gazetteer.geocode("Leeds", None) is None


def test_without_a_full_table_nobody_can_say_that_a_postcode_does_not_exist(gazetteer: Gazetteer) -> None:
    assert gazetteer.exists("LS8 5AA") is None
    assert gazetteer.exists("LS8 5") is False
