"""Whatever is sent, the answer is a problem that names what to mend, and never our fault."""

from typing import Any

import pytest

from shared.web.paging import encode_cursor
from tests.directory.world import World, problems

HOSTILE = [
    "a" * 200, "\x00", "a\x00b", "\r\n\t\x1b[31m", '"unfinished', "name:(", "AND OR NOT", "*", "esol~5", "[a TO z]", "a^9999", "\\", "{}",
    "'; DROP TABLE classes; --", "1 OR 1=1", "<script>alert(1)</script>", "🏫👩🏽‍🏫", "﷽", "\u202e", "ا" * 200, "q=1&q=2",
    "%00", "../../etc/passwd", "${jndi:ldap://x}", "{{7*7}}", "-" * 200, "e\u0301" * 100, "\ufffd",
]  # fmt: skip


@pytest.mark.parametrize("q", HOSTILE)
def test_odd_questions_are_questions(world: World, q: str) -> None:
    made = world.publish(name="Reading group")
    assert world.anyone.get("/v1/classes", params={"q": q}).status_code == 200
    assert world.anyone.get("/v1/map", params={"q": q}).status_code == 200
    assert world.anyone.get("/v1/venues", params={"words": q[:100]}).status_code == 200
    assert world.search(q="reading")["results"][0]["state"]["id"] == made["id"]


WRONG_PARAMETERS: list[tuple[str, str]] = [
    ("/v1/classes?q=" + "a" * 201, "q"),
    ("/v1/classes?colour=red", "colour"),
    ("/v1/classes?levle=entry-1", "levle"),
    ("/v1/classes?level=entry-9", "level"),
    ("/v1/classes?q=a&q=b", "q"),
    ("/v1/classes?limit=0", "limit"),
    ("/v1/classes?limit=101", "limit"),
    ("/v1/classes?limit=many", "limit"),
    ("/v1/classes?within=5", "within"),
    ("/v1/classes?near=Leeds&within=0", "within"),
    ("/v1/classes?near=Leeds&within=-1", "within"),
    ("/v1/classes?near=Leeds&within=201", "within"),
    ("/v1/classes?near=Leeds&within=nan", "within"),
    ("/v1/classes?near=Leeds&within=inf", "within"),
    ("/v1/classes?near=Atlantis", "near"),
    ("/v1/classes?near=nan,nan", "near"),
    ("/v1/classes?near=1e400,0", "near"),
    ("/v1/classes?near=" + "L" * 201, "near"),
    ("/v1/classes?sort=nearest", "sort"),
    ("/v1/classes?sort=cheapest", "sort"),
    ("/v1/classes?starts_by=tomorrow", "starts_by"),
    ("/v1/classes?starts_by=2026-02-30", "starts_by"),
    ("/v1/classes?verified_within=0", "verified_within"),
    ("/v1/classes?verified_within=" + "9" * 5000, "verified_within"),
    ("/v1/classes?cursor=nonsense", "cursor"),
    ("/v1/classes?cursor=" + "A" * 2000, "cursor"),
    ("/v1/classes?" + "&".join(["provider=x"] * 51), "provider"),
    ("/v1/venues?limit=201", "limit"),
    ("/v1/venues?words=" + "a" * 101, "words"),
    ("/v1/venues?cursor=nonsense", "cursor"),
    ("/v1/providers?authority=E080000350", "authority"),
    ("/v1/outlines?simple=yes", "simple"),
]


@pytest.mark.parametrize(("asked", "field"), WRONG_PARAMETERS, ids=[each[0][:48] for each in WRONG_PARAMETERS])
def test_a_parameter_that_cannot_be_is_named_with_what_to_do(world: World, asked: str, field: str) -> None:
    answer = world.anyone.get(asked)
    assert answer.status_code == 422
    told = problems(answer)
    assert (list(told), told[field][1] != "") == ([field], True)


def test_a_slip_in_a_parameter_is_told_what_was_meant(world: World) -> None:
    assert problems(world.anyone.get("/v1/classes?levle=entry-1"))["levle"][1] == "Did you mean `level`?"


@pytest.mark.parametrize("held", [{"a": 1}, [1], 5, None, True, 1e300])
@pytest.mark.parametrize(
    ("path", "of", "name"), [("/v1/venues", "venues", "after"), ("/v1/providers", "providers", "after"), ("/v1/classes", "classes", "at")]
)
def test_a_cursor_made_up_by_somebody_who_read_the_source_is_refused(world: World, path: str, of: str, name: str, held: Any) -> None:
    answer = world.anyone.get(path, params={"cursor": encode_cursor({name: held}, of)})
    assert (answer.status_code, list(problems(answer))) == (422, ["cursor"])


def test_a_page_of_history_before_the_beginning_of_numbers_is_refused(world: World) -> None:
    made = world.publish()
    for before in ("0", "-1", str(2**63), "9" * 4000, "x"):
        answer = world.amina.get(f"/v1/classes/{made['id']}/history", params={"before": before})
        assert (answer.status_code, list(problems(answer))) == (422, ["before"])


BODIES: list[tuple[bytes, str, int]] = [
    (b"", "application/json", 422),
    (b"{", "application/json", 422),
    (b"[]", "application/json", 422),
    (b"null", "application/json", 422),
    (b'"text"', "application/json", 422),
    (b"\xff\xfe", "application/json", 422),
    (b'{"name": "\xff"}', "application/json", 400),
    (b'{"name": ' + b"9" * 5000 + b"}", "application/json", 400),
    (b'{"name": NaN}', "application/json", 422),
    (b"[" * 100_000, "application/json", 400),
    (b'{"a":' * 50_000, "application/json", 400),
    (b"name=a", "application/x-www-form-urlencoded", 422),
    (b"<class/>", "application/xml", 422),
    (b"{}", "text/plain", 422),
    (b'{"name": "\\ud800 lone"}', "application/json", 422),
    (b"a" * (1024 * 1024 + 1), "application/json", 413),
]


@pytest.mark.parametrize(("body", "kind", "status"), BODIES, ids=[f"{each[0][:12]!r} {each[1]}" for each in BODIES])
def test_a_body_that_is_none_is_refused_and_nothing_is_kept(world: World, body: bytes, kind: str, status: int) -> None:
    before = world.content()
    answer = world.amina.ask("POST", "/v1/classes", content=body, headers={"Content-Type": kind})
    assert answer.status_code == status, answer.text
    problems(answer)
    assert answer.json()["remedy"]
    assert world.content() == before


IDS = [
    "nothing",
    "a/b",
    "..",
    "%2e%2e%2f",
    "a%2Fb",
    "%00",
    "🏫",
    "a" * 3000,
    "' OR 1=1 --",
    "%0d%0aSet-Cookie:x=1",
    "<b>",
    "{id}",
    "null",
    "-1",
]


@pytest.mark.parametrize("id", IDS, ids=[each[:20] for each in IDS])
@pytest.mark.parametrize("kind", ["classes", "providers", "venues"])
def test_an_id_that_is_none_finds_nothing(world: World, kind: str, id: str) -> None:
    for answer in (
        world.anyone.get(f"/v1/{kind}/{id}"),
        world.amina.get(f"/v1/{kind}/{id}/history"),
        world.amina.change(
            "PUT", f"/v1/{kind}/{id}", 1, world.lesson() if kind == "classes" else {"name": "Name", "authority": "E08000035"}
        ),
    ):
        assert answer.status_code in {404, 405}, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["remedy"]
        assert "set-cookie" not in answer.headers


def test_the_wrong_method_is_told_the_right_ones(world: World) -> None:
    answer = world.anyone.ask("DELETE", "/v1/classes")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")
