from __future__ import annotations

import html
import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from clusterkb.errors import BadRequest
from clusterkb.settings import load
from clusterkb.web import Site, create_app

FORM = "https://tracker.example/new?title={title}&body={body}"
HOLDING = "https://w3id.org/clusterkb/id/cluster/ulyanovsk-holding"


def suggested(text: str) -> str:
    """Return where the link on a page leads to, or nothing."""
    found = re.search(r'<a class="out" href="([^"]+)" rel="external noopener nofollow">', text)
    return html.unescape(found[1]) if found else ""


@pytest.fixture
def open_to_all(site: Site, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setattr(site, "settings", replace(site.settings, suggestions=FORM))
    return create_app(site).test_client()


@pytest.mark.parametrize(
    ("page", "iri"),
    [
        ("page/cluster/ulyanovsk-holding", HOLDING),
        ("page/onto/EducationalCluster", "https://w3id.org/clusterkb/onto/EducationalCluster"),
        ("page/src/danilov-2020", "https://w3id.org/clusterkb/id/src/danilov-2020"),
        ("about", "https://w3id.org/clusterkb/id/dataset/clusterkb"),
    ],
)
def test_a_change_is_suggested_with_what_it_is_about_filled_in(open_to_all: FlaskClient, page: str, iri: str) -> None:
    where = urlsplit(suggested(open_to_all.get(f"/en/{page}").text))
    given = parse_qs(where.query, strict_parsing=True)
    assert (where.scheme, where.netloc, where.path) == ("https", "tracker.example", "/new")
    assert iri in given["body"][0].splitlines()
    assert re.search(r"^clusterkb \S+-[0-9a-f]{12}$", given["body"][0], re.MULTILINE)


def test_it_asks_in_the_reader_s_language(open_to_all: FlaskClient) -> None:
    body = parse_qs(urlsplit(suggested(open_to_all.get("/ru/page/cluster/ulyanovsk-holding").text)).query)["body"][0]
    assert "В каком источнике" in body


def test_where_the_operator_names_no_place_no_page_promises_one(client: FlaskClient) -> None:
    assert suggested(client.get("/en/page/cluster/ulyanovsk-holding").text) == ""
    assert "names no place for suggestions" in client.get("/en/about").text


def test_a_page_has_another_tag_where_the_operator_says_otherwise_and_not_where_the_site_runs_elsewhere(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tag() -> str:
        return create_app(site).test_client().get("/en/about").headers["ETag"]

    here = tag()
    monkeypatch.setattr(site, "settings", replace(site.settings, port=site.settings.port + 1, host="192.0.2.1"))
    assert tag() == here
    monkeypatch.setattr(site, "settings", replace(site.settings, suggestions=FORM))
    assert tag() != here


@pytest.mark.parametrize("value", ["", FORM, "mailto:us@example.org?subject={title}&body={body}"])
def test_a_place_for_suggestions_is_a_form_a_mailbox_or_none(value: str) -> None:
    assert load({"CLUSTERKB_SUGGESTIONS": value}).suggestions == value


@pytest.mark.parametrize(
    "value", ["javascript:{title}{body}", "https://tracker.example/new", "https://a b/{title}{body}"]
)
def test_what_is_none_is_refused_with_the_reason(value: str) -> None:
    with pytest.raises(BadRequest, match=r"with \{title\} and \{body\} in it"):
        load({"CLUSTERKB_SUGGESTIONS": value})
