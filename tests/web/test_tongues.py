"""Names and texts in another language than the interface."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient
from tests.support.page_types import TYPES

from clusterkb.web.tongues import by_address

HOLDING = "/page/onto/EducationalHolding"
_UNPAIRED = frozenset(["br", "hr", "img", "input", "link", "meta", "rect"])
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_CODE = ("title", "pre", "script")  # a title has one language only; code is in none


class _Unmarked(HTMLParser):
    """Notes Cyrillic letters where the markup says that the text is English."""

    def __init__(self) -> None:
        super().__init__()
        self.open = [("", "en")]
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _UNPAIRED:
            self.open.append((tag, dict(attrs).get("lang") or self.open[-1][1]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        tag, language = self.open[-1]
        if language == "en" and tag not in _CODE and _CYRILLIC.search(data):
            self.found.append(data.strip()[:80])


@pytest.mark.parametrize("kind", TYPES)
def test_every_text_in_the_other_language_is_marked_as_such(client: FlaskClient, kind: str) -> None:
    answer = client.get(f"/en+ru{TYPES[kind]}")
    assert (answer.status_code, answer.headers["Content-Language"]) == (200, "en, ru")
    reader = _Unmarked()
    reader.feed(answer.text)
    assert reader.found == []


def test_the_interface_speaks_one_language_and_names_and_texts_the_other(client: FlaskClient) -> None:
    text = client.get(f"/en+ru{HOLDING}").text
    assert '<html lang="en">' in text
    assert '<h1><span lang="ru">образовательный холдинг</span></h1>' in text
    assert "Where it stands</h2>" in text
    other = client.get(f"/ru+en{HOLDING}").text
    assert '<h1><span lang="en">educational holding</span></h1>' in other
    assert "Место среди понятий</h2>" in other


@pytest.mark.parametrize("kind", TYPES)
def test_every_link_keeps_both_but_those_that_change_them(client: FlaskClient, kind: str) -> None:
    text = client.get(f"/uz+en{TYPES[kind]}").text
    # Where one language is chosen instead, the link says which one it leads to.
    links = re.findall(r'<a (?![^>]*hreflang)[^>]*href="(/[^"]*)"|action="(/[^"]*)"', text)
    own = [found for pair in links for found in pair if found and found.split("/")[1] in by_address()]
    assert len(own) > 5
    assert not [found for found in own if not found.startswith("/uz+en/")]


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("/en+ru", {"/en+ru", "/ru", "/uz+ru", "/en", "/en+uz"}),
        ("/ru", {"/en", "/ru", "/uz", "/ru+en", "/ru+uz"}),
    ],
)
def test_either_can_be_changed_without_the_other(client: FlaskClient, here: str, there: set[str]) -> None:
    links = re.findall(r'<a href="([^"]*)"[^>]* hreflang=', client.get(f"{here}{HOLDING}?x=1").text)
    assert set(links) == {f"{beginning}{HOLDING}?x=1" for beginning in there}


def test_a_fact_leads_to_its_record_in_the_same_languages(client: FlaskClient) -> None:
    answer = client.get("/ru+uz/page/fact/ulyanovsk-founding")
    assert answer.location == "/ru+uz/page/cluster/ulyanovsk-holding#ulyanovsk-founding"


def test_suggestions_lead_to_pages_in_the_same_languages(client: FlaskClient) -> None:
    assert 'data-suggest="/suggest?language=en%2Bru"' in client.get("/en+ru/").text
    found = client.get("/suggest?language=en%2Bru&q=holding").json
    assert found
    assert all("/en+ru/" in address for address in found[3])


def test_search_engines_are_led_to_pages_of_one_language_only(client: FlaskClient) -> None:
    assert '<meta name="robots" content="noindex, nofollow">' in client.get(f"/en+ru{HOLDING}").text
    assert '<meta name="robots"' not in client.get(f"/en{HOLDING}").text
    assert "+" not in client.get("/sitemap/1.xml").text


def test_two_mixtures_are_not_taken_for_one_another(client: FlaskClient) -> None:
    first, second = (client.get(f"/{tongues}{HOLDING}") for tongues in ("en+ru", "en+uz"))
    assert first.headers["ETag"] != second.headers["ETag"]
    assert first.text != second.text
    assert client.get(f"/en+ru{HOLDING}").text == first.text


@pytest.mark.parametrize("tongues", ["en+de", "en+en", "ru+en+uz", "en+"])
def test_what_is_no_pair_of_our_languages_has_no_pages(client: FlaskClient, tongues: str) -> None:
    assert client.get(f"/{tongues}{HOLDING}").status_code == 404


def test_an_error_speaks_the_language_of_the_interface(client: FlaskClient) -> None:
    answer = client.get("/ru+en/page/cluster/nope")
    assert (answer.status_code, answer.headers["Content-Language"]) == (404, "ru, en")
    assert '<html lang="ru">' in answer.text
