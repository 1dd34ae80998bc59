"""Our search API beside Datasette with FTS5, over HTTP: the same listings, the same words, circle and six facets, the same connections.

Datasette is used as it recommends: a table with an external-content FTS5 index, an index on latitude and longitude, analysed, immutable,
its own facets on six columns, and the circle as a box that the index serves and a haversine in SQL (`_where`). Its rows are the stems
that our index holds, and only listings that are shown today, so that both find the same; that totals and all counts agree is checked
before anything is timed. Ours counts eighteen facets in each answer and says why each result is there; Datasette counts six and says
nothing.

`python -m benchmarks.beside_datasette 100000` chooses the size.
"""

import http.client
import json
import sqlite3
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote, urlencode

from benchmarks.listings import listings
from benchmarks.servers import free_port, served
from benchmarks.timing import Timed
from services.directory.adapters.search_embedded import EmbeddedSearch
from services.directory.domain.analyser import stem
from services.directory.domain.filters import BY_NAME
from services.directory.domain.freshness import Freshness, freshness
from services.directory.domain.running import ended, today_at
from services.directory.domain.searched_text import searched
from services.directory.settings import DirectorySettings
from services.directory.wiring import open_directory
from shared.contracts.directory import ClassShown
from shared.geo.distance import EARTH_RADIUS_M
from shared.messaging.inbox import Reached
from tests.search.corpus import TOWNS

SIZE, BATCH, CONNECTIONS, ROUNDS = 20_000, 2_000, 4, 3
OURS_A_ROUND, THEIRS_A_ROUND = 400, 40
"""Requests: theirs take so much longer that as many would take minutes."""
FACETS = ("cost", "places", "roll_on", "women_only", "childcare", "step_free")
WORDS = ("leeds", "trust", "college", "hub", "hall", "library")
"""Each is looked for as it is: none has other words for it."""
NEAR = ("LS8", "BD3", "HX1", "S2", "DN1")
WITHIN_KM = (5, 10, 30)
DATASETTE = Path(sys.executable).parents[1] / "datasette" / "bin" / "datasette"


@dataclass(frozen=True)
class Asked:
    word: str
    near: str
    km: int


@dataclass(frozen=True)
class Side:
    port: int
    addresses: list[str]


def main(size: int = SIZE) -> None:
    if not DATASETTE.exists():
        raise SystemExit("Datasette is not here: run scripts/set_up bench first.")
    with TemporaryDirectory() as folder:
        data, database = Path(folder) / "data", Path(folder) / "listings.db"
        _fill(data, database, size)
        run = [sys.executable, "-m", "signpost", "run", "--data", str(data), "--port"]
        serve = [str(DATASETTE), "serve", "--immutable", str(database), "--setting", "sql_time_limit_ms", "60000"]
        serve += ["--setting", "facet_time_limit_ms", "60000", "--setting", "default_cache_ttl", "0", "--port"]
        ours, theirs = free_port(), free_port()
        with served([*run, str(ours)], ours), served([*serve, str(theirs)], theirs, "/-/versions.json"):
            asked = [Asked(word, near, km) for word in WORDS for near in NEAR for km in WITHIN_KM]
            sides = _sides(ours, theirs, asked)
            _check(sides)
            _print(size, [_round(sides) for _ in range(ROUNDS)])


def _fill(data: Path, database: Path, size: int) -> None:
    """The database of the directory is there and empty: the index alone is searched."""
    data.mkdir()
    settings = DirectorySettings(data=data)
    open_directory(settings).close()
    engine, every, now = EmbeddedSearch(settings.index), listings(size, TOWNS, seed=size), datetime.now(UTC)
    with closing(sqlite3.connect(database)) as table:
        columns = ", ".join(f"{name} text" for name in FACETS)
        table.execute(f"create table classes (id integer primary key, card text, words text, lat real, lon real, {columns})")
        while some := list(islice(every, BATCH)):
            engine.write({shown.id: (shown, 1) for shown in some}, Reached())
            rows = [_row(shown) for shown in some if _listed(shown, now)]
            marks = ", ".join("?" * (4 + len(FACETS)))
            table.executemany(f"insert into classes (card, words, lat, lon, {', '.join(FACETS)}) values ({marks})", rows)  # noqa: S608 our own names
        table.execute('create virtual table classes_fts using fts5(words, content="classes", content_rowid="id")')
        table.execute("insert into classes_fts (classes_fts) values ('rebuild')")
        table.execute("create index lat_lon on classes (lat, lon)")
        table.execute("analyze")
        table.commit()
        table.execute("vacuum")
    engine.close()


def _listed(shown: ClassShown, now: datetime) -> bool:
    return freshness(shown.verified_at, now) is not Freshness.HIDDEN and not ended(shown.details.ends_on, today_at(now))


def _row(shown: ClassShown) -> tuple[Any, ...]:
    point = shown.where.point if shown.where else None
    words = " ".join(token for token in searched(shown).groups if token.isalnum())
    codes = (next(iter(BY_NAME[name].codes(shown)), None) for name in FACETS)
    return (shown.model_dump_json(), words, point.lat if point else None, point.lon if point else None, *map(_text, codes))


def _text(code: str | None) -> str | None:
    return None if code is None else str(code)


def _sides(ours: int, theirs: int, asked: list[Asked]) -> tuple[Side, Side]:
    mine = [f"/directory/v1/classes?{urlencode({'q': each.word, 'near': each.near, 'within': each.km})}" for each in asked]
    return Side(ours, mine), Side(
        theirs, [_their_address(each, _got(ours, address)["place"]) for each, address in zip(asked, mine, strict=True)]
    )


def _their_address(asked: Asked, place: dict[str, Any]) -> str:
    lat, lon, high = place["lat"], place["lon"], asked.km / 111.0
    wide = high * 2  # the degrees of longitude are shorter, half as long at 60 north
    distance = (
        f"2 * {EARTH_RADIUS_M} * asin(min(1.0, sqrt(pow(sin(radians(lat - {lat}) / 2), 2) + "
        f"cos(radians({lat})) * cos(radians(lat)) * pow(sin(radians(lon - {lon}) / 2), 2))))"
    )
    where = f"lat between {lat - high} and {lat + high} and lon between {lon - wide} and {lon + wide} and {distance} <= {asked.km * 1000}"
    query = [("_search", stem(asked.word)), ("_where", where), *(("_facet", name) for name in FACETS)]
    return f"/listings/classes.json?{urlencode([*query, ('_size', '20'), ('_shape', 'objects')], quote_via=quote)}"


def _got(port: int, address: str) -> dict[str, Any]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=120)) as connection:
        connection.request("GET", address)
        answer = connection.getresponse()
        body = answer.read()
    assert answer.status == 200, body[:500]
    return dict(json.loads(body))


def _check(sides: tuple[Side, Side]) -> None:
    """Both find the same, for every search that is timed."""
    for mine, theirs in zip(*(side.addresses for side in sides), strict=True):
        my_answer, their_answer = _got(sides[0].port, mine), _got(sides[1].port, theirs)
        assert my_answer["total"] == their_answer["filtered_table_rows_count"] > 0, (
            mine,
            my_answer["total"],
            their_answer["filtered_table_rows_count"],
            theirs,
        )
        for name in FACETS:
            found = {each["value"]: each["count"] for each in their_answer["facet_results"][name]["results"]}
            found.pop(None, None)
            assert {each["code"]: each["count"] for each in my_answer["facets"][name] if each["count"]} == found, (mine, name)


def _round(sides: tuple[Side, Side]) -> list[tuple[Timed, float]]:
    """Milliseconds, and requests a second, of each side."""
    return [_driven(side, most) for side, most in zip(sides, (OURS_A_ROUND, THEIRS_A_ROUND), strict=True)]


def _driven(side: Side, most: int) -> tuple[Timed, float]:
    every = islice(cycle(side.addresses), most)
    started = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        took = [each for some in pool.map(lambda _: list(_one_connection(side.port, every)), range(CONNECTIONS)) for each in some]
    return Timed.of(str(side.port), took), most / (time.perf_counter() - started)


def _one_connection(port: int, addresses: Iterator[str]) -> Iterator[float]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=120)) as connection:
        for address in addresses:
            started = time.perf_counter()
            connection.request("GET", address)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200
            yield time.perf_counter() - started


def _print(size: int, rounds: list[list[tuple[Timed, float]]]) -> None:
    print(f"\n{size:,} listings: a word, a circle and six facets over HTTP, {CONNECTIONS} connections, {ROUNDS} rounds in turn")
    for at, name in enumerate(("Signpost (18 facets)", "Datasette, FTS5")):
        for timed, rate in (each[at] for each in rounds):
            print(f"  {name:22}{timed.median:>9.2f}ms{timed.p95:>9.2f}ms  p95{rate:>9.1f} a second")
    ratios = sorted(mine[1] / theirs[1] for mine, theirs in rounds)
    print(f"  Signpost answers {ratios[len(ratios) // 2]:.1f} × as many a second ({ratios[0]:.1f} to {ratios[-1]:.1f})")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
