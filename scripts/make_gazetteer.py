"""Makes the committed files of shared/geo/data from open postcode data. Run by hand when the data change; never at run time.

    python scripts/make_gazetteer.py FOLDER

FOLDER holds yh_postcodes.csv.gz (postcode, lat, lon, lad_code), yh_local_authorities.geojson and uk_local_authorities.csv.
No coordinate is typed in: the position of a town or district is the middle of the postcodes, sectors or outward codes that
scripts/gazetteer_names.csv names for it. A place whose middle is not in or near its authority's outline is left out, and said.

Contains OS data, Royal Mail data and National Statistics data © Crown copyright and database right.
"""

import csv
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from shared.geo.distance import distance_metres, distances_metres
from shared.geo.outlines import Outline, nearest_outline

OUT = Path(__file__).resolve().parent.parent / "shared" / "geo" / "data"
NAMES = Path(__file__).resolve().parent / "gazetteer_names.csv"
ATTRIBUTION = "Contains OS data, Royal Mail data and National Statistics data © Crown copyright and database right"
COMBINED = {
    "West Yorkshire": "E08000032 E08000033 E08000034 E08000035 E08000036",
    "South Yorkshire": "E08000016 E08000017 E08000018 E08000019",
    "York and North Yorkshire": "E06000014 E06000065",
    "Hull and East Yorkshire": "E06000010 E06000011",
    "Greater Lincolnshire": "E06000012 E06000013",
}
ALSO_CALLED = {
    "E06000011": ["East Riding", "East Yorkshire"],
    "E06000012": ["NE Lincolnshire", "North East Lincs", "NE Lincs"],
    "E06000013": ["N Lincolnshire", "North Lincs", "N Lincs"],
    "E06000065": ["North Yorks", "N Yorkshire", "N Yorks"],
}
AROUND = 1500
FURTHEST = {"town": 8000, "district": 2500, "village": 2500}
"""How far from its place a postcode may be and still count towards its spread, in metres."""


@dataclass(frozen=True)
class Postcodes:
    """All postcodes of the region, as columns."""

    codes: Sequence[str]
    lats: NDArray[np.float64]
    lons: NDArray[np.float64]
    authorities: Sequence[str]

    def rows(self, places: Iterable[int]) -> "Postcodes":
        chosen = list(places)
        codes, authorities = [self.codes[i] for i in chosen], [self.authorities[i] for i in chosen]
        return Postcodes(codes, self.lats[chosen], self.lons[chosen], authorities)


@dataclass(frozen=True)
class Spot:
    """The middle of some postcodes, the authority most of them are in, and how far nine in ten of them are from it at most."""

    lat: float
    lon: float
    authority: str
    precision_m: int


@dataclass(frozen=True)
class Named:
    name: str
    kind: str
    within: str
    aliases: str
    outcode: str
    spot: Spot
    doubt_m: int
    """Half the postcodes it was made from lie within so many metres of it: large where one sector holds several villages."""
    postcodes: int = 0


def read_postcodes(folder: Path) -> Postcodes:
    with gzip.open(folder / "yh_postcodes.csv.gz", "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    lats, lons = (np.array([float(row[column]) for row in rows]) for column in ("lat", "lon"))
    return Postcodes([row["postcode"] for row in rows], lats, lons, [row["lad_code"] for row in rows])


def middle(postcodes: Postcodes) -> Spot:
    lat, lon = round(float(postcodes.lats.mean()), 3), round(float(postcodes.lons.mean()), 3)
    spread = distances_metres(lat, lon, postcodes.lats, postcodes.lons)
    return Spot(lat, lon, Counter(postcodes.authorities).most_common(1)[0][0], within_nine_in_ten(spread))


def within_nine_in_ten(metres: NDArray[np.float64]) -> int:
    return max(100, int(round(float(np.percentile(metres, 90)), -2))) if len(metres) else 1000


def by_part(postcodes: Postcodes) -> dict[str, list[int]]:
    """Row numbers of each outward code ("LS8"), sector ("LS8 5") and postcode."""
    parts: dict[str, list[int]] = {}
    for row, code in enumerate(postcodes.codes):
        for part in (code.split(" ")[0], code[: code.index(" ") + 2], code):
            parts.setdefault(part, []).append(row)
    return parts


def named_places(postcodes: Postcodes, parts: dict[str, list[int]], outlines: Sequence[Outline]) -> list[Named]:
    places = []
    with NAMES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            missing = [anchor for anchor in row["anchors"].split("|") if anchor not in parts]
            rows = [i for anchor in row["anchors"].split("|") for i in parts.get(anchor, [])]
            place = one_place(row, postcodes.rows(rows)) if rows and not missing else None
            if place is None or nearest_outline(outlines, place.spot.lat, place.spot.lon, 1000) is None:
                print(f"left out: {row['name']} ({', '.join(missing) or 'outside every outline'})")
            else:
                places.append(place)
    return spread(places, postcodes)


def one_place(row: dict[str, str], postcodes: Postcodes) -> Named:
    outcode = Counter(code.split(" ")[0] for code in postcodes.codes).most_common(1)[0][0]
    spot = middle(postcodes)
    doubt = float(np.median(distances_metres(spot.lat, spot.lon, postcodes.lats, postcodes.lons)))
    return Named(row["name"], row["kind"], row["within"], row["aliases"], outcode, spot, int(round(doubt, -2)))


def spread(places: list[Named], postcodes: Postcodes) -> list[Named]:
    """Size and precision of each place from the postcodes nearest to it: towns among towns, the rest among all places.

    The size of a district or village is how many postcodes lie within AROUND metres, so that one in a city counts as the larger.
    """
    towns = [place for place in places if place.kind == "town"]
    among_all, among_towns = nearest(places, postcodes), nearest(towns, postcodes)
    found = []
    for place in places:
        metres = among_towns[place] if place.kind == "town" else among_all[place]
        close = metres[metres <= FURTHEST[place.kind]]
        precision = max(within_nine_in_ten(close), place.doubt_m)
        size = len(close) if place.kind == "town" else around(place.spot, postcodes)
        found.append(replace(place, spot=replace(place.spot, precision_m=precision), postcodes=size))
    return sorted(found, key=lambda place: (place.name, place.spot.authority))


def around(spot: Spot, postcodes: Postcodes) -> int:
    return int(np.count_nonzero(distances_metres(spot.lat, spot.lon, postcodes.lats, postcodes.lons) <= AROUND))


def nearest(places: list[Named], postcodes: Postcodes) -> dict[Named, NDArray[np.float64]]:
    best = np.full(len(postcodes.codes), np.inf)
    owner = np.zeros(len(postcodes.codes), dtype=np.int64)
    for number, place in enumerate(places):
        metres = distances_metres(place.spot.lat, place.spot.lon, postcodes.lats, postcodes.lons)
        closer = metres < best
        best[closer], owner[closer] = metres[closer], number
    return {place: best[owner == number] for number, place in enumerate(places)}


def authorities(folder: Path, postcodes: Postcodes) -> list[dict[str, Any]]:
    shapes = json.loads((folder / "yh_local_authorities.geojson").read_text(encoding="utf-8"))["features"]
    with (folder / "uk_local_authorities.csv").open(encoding="utf-8", newline="") as file:
        names = {row["gss-code"]: row for row in csv.DictReader(file)}
    return [one_authority(shape, names[shape["properties"]["code"]], postcodes) for shape in shapes]


def one_authority(shape: dict[str, Any], names: dict[str, str], postcodes: Postcodes) -> dict[str, Any]:
    properties, gss = shape["properties"], shape["properties"]["code"]
    own = postcodes.rows(i for i, authority in enumerate(postcodes.authorities) if authority == gss)
    metres = distances_metres(properties["lat"], properties["lon"], own.lats, own.lons)
    combined = next(name for name, members in COMBINED.items() if gss in members)
    return {
        "gss": gss,
        "name": names["nice-name"],
        "official_name": names["official-name"],
        "aliases": ALSO_CALLED.get(gss, []),
        "combined_authority": combined,
        "lat": round(properties["lat"], 3),
        "lon": round(properties["lon"], 3),
        "precision_m": within_nine_in_ten(metres),
        "geometry": shape["geometry"],
    }


def write(file: str, header: str, rows: Iterable[Sequence[object]]) -> None:
    with (OUT / file).open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)


def columns(spot: Spot) -> tuple[object, ...]:
    return f"{spot.lat:.3f}", f"{spot.lon:.3f}", spot.authority, spot.precision_m


def warn_of_doubt(places: list[Named]) -> None:
    """Two names within 200 m were probably given the same sector by mistake."""
    for number, one in enumerate(places):
        for other in places[number + 1 :]:
            if distance_metres(one.spot.lat, one.spot.lon, other.spot.lat, other.spot.lon) < 200:
                print(f"look again: {one.name} and {other.name} lie within 200 m of each other")


def main(folder: Path) -> None:
    postcodes = read_postcodes(folder)
    found = authorities(folder, postcodes)
    (OUT / "authorities.json").write_text(
        json.dumps({"attribution": ATTRIBUTION, "authorities": found}, indent=None) + "\n", encoding="utf-8"
    )
    parts = by_part(postcodes)
    for file, header, spaces in (("outcodes.csv", "outcode", 0), ("sectors.csv", "sector", 1)):
        wanted = sorted(part for part in parts if len(part.replace(" ", "")) == len(part) - spaces and not part[-1].isalpha())
        spots = ((part, *columns(middle(postcodes.rows(parts[part])))) for part in wanted)
        write(file, f"{header},lat,lon,authority,precision_m", spots)
    places = named_places(postcodes, parts, [Outline.of(one["gss"], one["geometry"]) for one in found])
    warn_of_doubt(places)
    rows = ((p.name, p.kind, p.within, *columns(p.spot), p.postcodes, p.outcode, p.aliases) for p in places)
    write("places.csv", "name,kind,within,lat,lon,authority,precision_m,postcodes,outcode,aliases", rows)
    print(f"{len(places)} places written to {OUT}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python scripts/make_gazetteer.py FOLDER (see the top of this file)")
    main(Path(sys.argv[1]))
