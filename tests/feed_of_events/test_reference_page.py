"""The AsyncAPI document as a page: complete, readable without JavaScript, from our own files only; and its files for programs."""

import re

import httpx

from shared.contracts.asyncapi import document
from shared.contracts.catalogue import BY_TYPE
from shared.contracts.published import golden, schema_of

from .world import World


def visit(world: World, path: str) -> httpx.Response:
    """As anyone: the reference is open."""
    with world.client("") as client:
        return client.get(path)


def test_every_event_and_channel_is_on_the_page(world: World) -> None:
    page = visit(world, "/asyncapi").text
    for shown in (*BY_TYPE, "partner.{name}.queue", "partner.{name}.stream", "/events/v1", "Authorization: Bearer", "ClassShown"):
        assert shown in page, shown


def test_the_page_asks_for_nothing_from_elsewhere_and_has_nothing_inline(world: World) -> None:
    answer = visit(world, "/asyncapi")
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|(?:src|href)=\"https?://", answer.text)
    assert re.findall(r'<link[^>]*href="([^"]+)"', answer.text) == ["docs/api.css"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_every_link_on_the_page_leads_somewhere(world: World) -> None:
    page = visit(world, "/asyncapi").text
    links = set(re.findall(r'href="([^"]+)"', page))
    targets = set(re.findall(r'id="([^"]+)"', page))
    assert {link[1:] for link in links if link.startswith("#")} <= targets
    assert {link: visit(world, f"/{link}").status_code for link in links if not link.startswith("#")} == {
        link: 200 for link in links if not link.startswith("#")
    }


def test_programs_get_the_document_the_schemas_and_the_examples(world: World) -> None:
    assert visit(world, "/asyncapi.json").json() == document()
    for name, model in BY_TYPE.items():
        assert visit(world, f"/schemas/{name}.json").json() == schema_of(model)
        assert visit(world, f"/examples/{name}.json").json() == golden(model)
    assert visit(world, "/schemas/uk.signpost.nothing.v1.json").json()["remedy"] == "All are listed at /asyncapi."
