"""The reference page of a service: complete, readable without JavaScript, and from our own files only."""

import re

from fastapi import APIRouter

from shared.web.app import service_app


def test_every_operation_is_on_the_page_with_what_it_takes_and_needs(call):
    page = call("GET", "/docs").text
    for shown in (
        "GET /v1/classes/{class_id}",
        "POST /v1/classes",
        "Find classes",
        "provision.write",
        "Open to anyone",
        "list of text",
        "entry-1",
    ):
        assert shown in page
    assert "whole number, at least 1, at most 100" in page
    assert "One or more of <code>entry-1</code>" in page
    assert "For example: <code>Conversation</code>" in page
    assert "urn:signpost:problem:changed-meanwhile" in page


def test_the_page_asks_for_nothing_from_elsewhere_and_has_nothing_inline(call):
    page = call("GET", "/docs").text
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|https?://", page)
    assert re.findall(r'<link[^>]*href="([^"]+)"', page) == ["docs/api.css"]
    assert call("GET", "/docs/api.css").headers["content-type"].startswith("text/css")


def test_every_link_on_the_page_leads_somewhere(call):
    page = call("GET", "/docs").text
    targets = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= targets


def test_descriptions_cannot_smuggle_in_markup(issuer, call_any):
    app = service_app("Lessons", "1", "<script>alert(1)</script> and `<b>`", [APIRouter()], issuer[1])
    assert "<script" not in call_any(app)("GET", "/docs").text


def test_the_document_says_that_errors_are_problems_and_what_each_operation_needs(call):
    document = call("GET", "/openapi.json").json()
    post = document["paths"]["/v1/classes"]["post"]
    assert post["x-permission"] == "provision.write"
    assert set(post["responses"]) == {"200", "default"}
    assert post["responses"]["default"]["content"] == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    assert "HTTPValidationError" not in document["components"]["schemas"]
    (key,) = [each for each in post["parameters"] if each["in"] == "header"]
    assert (key["name"], key["required"]) == ("Idempotency-Key", False)
    version = next(each for each in document["paths"]["/v1/classes/{class_id}"]["put"]["parameters"] if each["in"] == "header")
    assert (version["name"], version["required"]) == ("If-Match", True)
    assert post["security"] == [{"token": []}]
    assert "security" not in document["paths"]["/v1/classes"]["get"]
