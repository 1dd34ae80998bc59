"""Parameters as a crawler might send them, made from what the feed says: single ones and any together."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.conformance.plain_scan import Scan

POSTCODES = ["LS8 5AA", "ls1 4ap", "BD1 1HX", "HX1 5ER", "S1 2HH", "YO1 7HH", "HU1 2AA"]
WORDS = ["english", "esol", "wom", "leeds", "café", "CRECHE", "entry 2", "level", "college", "conversation", "crèche's", "zzz", "100"]
TIMES = ["00:00", "09:00", "09:30", "10:00", "12:00", "18:00", "18:00:30", "20:00", "23:59"]
FILTERS = (
    *("search", "taxonomy_term_id", "taxonomy_id", "organization_id", "minimum_age", "maximum_age"),
    *("day", "start_time", "end_time", "modified_after"),
)
NEARBY = st.timedeltas(timedelta(microseconds=-1500), timedelta(microseconds=1500))
DAYS = st.timedeltas(timedelta(days=-15), timedelta(days=15))
Asked = dict[str, Any]


def parameters(scan: Scan, path: str) -> st.SearchStrategy[Asked]:
    """Few of them at a time: most of any six together find nothing."""
    known = filters(scan)
    if path == "/service_at_locations":
        known |= {"postcode": st.sampled_from(POSTCODES)}
    some = st.lists(st.sampled_from(sorted(known)), max_size=3, unique=True)
    chosen = some.flatmap(lambda names: st.fixed_dictionaries({name: known[name] for name in names}))
    asked = st.tuples(chosen, pages(), shapes()).map(lambda parts: {**parts[0], **parts[1], **parts[2]})
    return asked.flatmap(_with_proximity)


def single(scan: Scan) -> st.SearchStrategy[Asked]:
    """One filter and nothing else; of places the circle with its width."""
    around = st.fixed_dictionaries({"postcode": st.sampled_from(POSTCODES), "proximity": st.floats(50, 120_000, allow_nan=False)})
    return st.one_of([*(st.fixed_dictionaries({name: values}) for name, values in filters(scan).items()), around])


def filters(scan: Scan) -> dict[str, st.SearchStrategy[Any]]:
    services = scan.nested["/services"]
    attributes = [attribute["taxonomy_term"] for service in services for attribute in service.get("attributes", [])]
    modified = sorted({service["last_modified"] for service in services})
    return {
        "search": st.sampled_from(WORDS) | st.sampled_from([service["name"] for service in services]),
        "taxonomy_term_id": st.sampled_from(sorted({term["id"] for term in attributes})),
        "taxonomy_id": st.sampled_from(sorted({term["taxonomy_id"] for term in attributes})),
        "organization_id": st.sampled_from(sorted({service["organization_id"] for service in services})),
        "minimum_age": st.sampled_from([0, 15, 16, 16.5, 19, 20]),
        "maximum_age": st.sampled_from([17, 18, 24.5, 25, 120, 150]),
        "day": st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]),
        "start_time": st.sampled_from(TIMES),
        "end_time": st.sampled_from(TIMES),
        "modified_after": st.sampled_from(modified) | st.builds(_after, st.sampled_from(modified), NEARBY | DAYS),
    }


def pages() -> st.SearchStrategy[Asked]:
    return st.fixed_dictionaries({}, optional={"page": st.integers(1, 8), "per_page": st.integers(1, 120)})


def shapes() -> st.SearchStrategy[Asked]:
    return st.sampled_from([{}, {}, {"full": True}, {"minimal": True}])


def _with_proximity(asked: Asked) -> st.SearchStrategy[Asked]:
    metres = st.none() | st.floats(50, 120_000, allow_nan=False)
    return metres.map(lambda far: {**asked, "proximity": far} if far and "postcode" in asked else asked)


def _after(moment: str, since: timedelta) -> str:
    return (datetime.fromisoformat(moment) + since).isoformat()
