from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient
from tests.support.page_types import TYPES

from clusterkb.catalogue import KINDS
from clusterkb.web.pages import FOUND_IN_ORDER

_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)


class _Balance(HTMLParser):
    """Notes every element that is closed out of turn or never."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at line {self.getpos()[0]}")


@pytest.mark.parametrize("language", ["en", "ru", "uz"])
@pytest.mark.parametrize("kind", TYPES)
def test_every_kind_of_page_is_sound_html_in_its_language(client: FlaskClient, kind: str, language: str) -> None:
    answer = client.get(f"/{language}{TYPES[kind]}")
    assert (answer.status_code, answer.headers["Content-Language"]) == (200, language)
    balance = _Balance()
    balance.feed(answer.text)
    assert not balance.faults + balance.open
    assert len(balance.ids) == len(set(balance.ids)), "an id stands twice"
    assert f'<html lang="{language}">' in answer.text


@pytest.mark.parametrize("kind", TYPES)
def test_no_page_carries_a_script_of_its_own_or_an_inline_style(client: FlaskClient, kind: str) -> None:
    answer = client.get(f"/en{TYPES[kind]}")
    foreign = re.sub(r'<script type="module" src="/static/\w+\.js\?v=\w+"></script>', "", answer.text)
    # A data block is no script to a browser; without a less-than sign in it nothing can end it early.
    foreign = re.sub(r'<script type="application/ld\+json">[^<]*</script>', "", foreign)
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", foreign)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("kind", [kind for kind in TYPES if not kind.startswith("search")])
def test_a_page_fetches_nothing_from_others(client: FlaskClient, kind: str) -> None:
    text = client.get(f"/en{TYPES[kind]}").text
    fetched = re.findall(r'<link rel="(?:stylesheet|icon)" href="([^"]+)"|\ssrc="([^"]+)"', text)
    assert fetched
    assert all(address.startswith("/") for pair in fetched for address in pair if address)


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/", "/ru/"),
        ("/terms", "/ru/terms"),
        ("/page/cluster/ulyanovsk-holding", "/ru/page/cluster/ulyanovsk-holding"),
        ("/search?q=a%26b", "/ru/search?q=a%26b"),
    ],
)
def test_an_address_without_language_leads_to_the_preferred_one(client: FlaskClient, address: str, target: str) -> None:
    answer = client.get(address, headers={"Accept-Language": "ru"})
    assert (answer.status_code, answer.location) == (302, target)
    assert "Accept-Language" in answer.vary


def test_the_language_switch_keeps_page_and_question(client: FlaskClient) -> None:
    assert 'href="/uz/search?q=holding"' in client.get("/en/search?q=holding").text


def test_the_home_page_shows_the_four_senses_in_order_of_level(client: FlaskClient) -> None:
    text = client.get("/en/").text
    names = [
        "EducationalCompetence",
        "EducationalProgram",
        "EducationalOrganization",
        "AssociationOfSocialInstitutions",
    ]
    places = [text.index(f'href="/en/page/onto/{name}') for name in names]
    assert places == sorted(places)


def test_an_inferred_kind_is_explained_by_facts_with_sources(client: FlaskClient) -> None:
    text = client.get("/en/page/cluster/ulyanovsk-holding").text
    why = next(part for part in re.findall(r"<details.*?</details>", text, re.DOTALL) if "article&#39;s sense" in part)
    assert "horizontal integration" in why
    assert "/en/page/src/danilov-dissertation-32" in why
    assert "/en/page/claim/S35" in why


def test_conflicting_sources_point_to_each_other(client: FlaskClient) -> None:
    text = client.get("/en/page/cluster/longwood-medical-area").text
    for year in ("1972", "1977"):
        assert f'id="longwood-founding-{year}"' in text
        assert f'href="#longwood-founding-{year}"' in text


def test_a_text_in_another_language_says_which(client: FlaskClient) -> None:
    text = client.get("/en/page/cluster/ulyanovsk-holding").text
    assert re.search(r'lang="ru">Региональный образовательный холдинг', text)


def test_search_finds_by_any_language_and_groups_by_kind(client: FlaskClient) -> None:
    text = client.get("/en/search?q=холдинг").text
    assert '/en/page/onto/EducationalHolding"' in text
    assert text.index('<h2 id="kind-class">Terms') < text.index('<h2 id="kind-cluster">Clusters, holdings')


def test_what_is_found_is_called_as_in_the_page_s_language_with_the_name_that_was_typed(client: FlaskClient) -> None:
    text = client.get("/ru/search?q=educational+holding").text
    assert '>образовательный холдинг</a> <span class="quiet">(<span lang="en">educational holding</span>)' in text
    assert "ckb:" not in text.partition("<main")[2]


def test_every_kind_of_thing_has_its_place_among_what_is_found() -> None:
    assert sorted(FOUND_IN_ORDER) == sorted(KINDS)


@pytest.mark.parametrize("words", ['"', "*", "a OR b", "NEAR(a b)", "%", "'; DROP TABLE label", "-"])
def test_search_takes_any_words(client: FlaskClient, words: str) -> None:
    assert client.get("/en/search", query_string={"q": words}).status_code in (200, 400)


def test_a_page_not_changed_is_304(client: FlaskClient) -> None:
    tag = client.get("/en/page/cluster/ulyanovsk-holding").headers["ETag"]
    assert client.get("/en/page/cluster/ulyanovsk-holding", headers={"If-None-Match": tag}).status_code == 304


def test_the_stylesheet_of_this_version_may_be_kept_for_ever(client: FlaskClient) -> None:
    found = re.search(r'href="(/static/style.css\?v=\w+)"', client.get("/en/").text)
    assert found
    with client.get(found[1]) as current, client.get("/static/style.css?v=old") as old:
        assert "immutable" in current.headers["Cache-Control"]
        assert "immutable" not in old.headers["Cache-Control"]


def test_static_files_stay_in_their_folder(client: FlaskClient) -> None:
    assert client.get("/static/../templates/base.html").status_code == 404
    assert client.get("/static/%2e%2e/templates/base.html").status_code == 404


@pytest.mark.parametrize("kind", TYPES)
def test_a_page_says_in_a_line_what_it_is_about_and_where_it_is_in_other_languages(
    client: FlaskClient, kind: str
) -> None:
    text = client.get(f"/ru{TYPES[kind]}").text
    (about,) = re.findall(r'<meta name="description" content="([^"]*)">', text)
    assert 10 < len(about) <= 300
    # Search engines take no relative address here.
    elsewhere = re.findall(r'<link rel="alternate" hreflang="(en|uz)" href="(http://localhost/[^"]*)">', text)
    wanted = TYPES[kind].replace("&", "&amp;")
    assert elsewhere == [(tag, f"http://localhost/{tag}{wanted}") for tag in ("en", "uz")]


def test_a_record_is_told_by_its_own_definition(client: FlaskClient) -> None:
    found = [
        re.findall(r'name="description" content="([^"]*)"', client.get(f"/en{TYPES[kind]}").text)[0]
        for kind in ("class", "cluster", "about")
    ]
    assert len(set(found)) == 3
