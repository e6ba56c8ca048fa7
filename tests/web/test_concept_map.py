"""The map on the pages of terms, and the table that says the same."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from tests.support.node import html_faults

WITH_MAP = (
    "onto/EducationalCluster",
    "onto/EducationalOrganization",
    "onto/HoldingInArticleSense",
    "onto/Fact",
    "onto/memberOf",
    "concept/level",
    "concept/level/program",
    "concept/field",
    "concept/translation-status",
    "id/theory/cluster-approach-in-education",
)
WITHOUT = (
    "claim/S35",
    "lex/en-educational-cluster",
    "concept/role/lead",
    "cluster/ulyanovsk-holding",
    "src/danilov-2020",
)


class _Map(HTMLParser):
    """Reads the section of the map: the rows of the table, and what each drawing links to and says."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.links: list[set[str]] = []
        self.words: list[set[str]] = []
        self.heads: list[int] = []
        self.attributes: list[dict[str, str | None]] = []
        self._open: list[str] = []
        section = re.search(r'<section aria-labelledby="map">.*?</section>', page, re.DOTALL)
        assert section
        self.feed(section[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self._open.append(tag)
        if tag == "svg":
            self.attributes.append(found)
            self.links.append(set())
            self.words.append(set())
        elif tag == "tr":
            self.rows.append([])
        elif tag == "td":
            self.rows[-1].append("")
        elif tag == "a" and "svg" in self._open:
            assert found["tabindex"] == "-1"
            self.links[-1].add(found["href"] or "")
        elif tag == "a" and self.rows:
            self.rows[-1][-1] = found["href"] or ""

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("class") == "head":
            self.heads.append((found["d"] or "").count("z"))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "text" in self._open and "title" not in self._open:
            self.words[-1].add(data.strip())
        elif self._open[-1] in ("td", "span") and data.strip() and not self.rows[-1][-1]:
            self.rows[-1][-1] = data.strip()


def read(client: FlaskClient, name: str, tongues: str = "en") -> _Map:
    answer = client.get(f"/{tongues}/page/{name.removeprefix('id/')}")
    assert answer.status_code == 200
    return _Map(answer.text)


@pytest.mark.parametrize("name", WITH_MAP)
def test_the_table_and_the_drawings_say_the_same(client: FlaskClient, name: str) -> None:
    found = read(client, name)
    rows = [row for row in found.rows if row]
    assert len(rows) == len(set(map(tuple, rows)))
    assert all(len(row) == 3 and all(row) for row in rows)
    here = f"/en/page/{name.removeprefix('id/')}"
    linked = {end for row in rows for end in (row[0], row[2]) if end.startswith("/")} - {here}
    for links, words, heads in zip(found.links, found.words, found.heads, strict=True):
        assert links == linked
        assert heads == len(rows)
        assert {row[1] for row in rows} <= words
        # What has no page of its own has no link, and is named all the same.
        assert {end for row in rows for end in (row[0], row[2]) if not end.startswith("/")} <= words


def test_what_is_wider_and_what_is_not_the_same_are_read_in_the_right_direction(client: FlaskClient) -> None:
    rows = read(client, "onto/EducationalCluster").rows
    cluster = "/en/page/onto/EducationalCluster"
    assert [cluster, "is a kind of", "/en/page/onto/Cluster"] in rows
    assert ["/en/page/onto/SchoolCluster", "is a kind of", cluster] in rows
    assert [cluster, "not to be confused with", "/en/page/concept/look-alike/cluster-analysis"] in rows


@pytest.mark.parametrize("name", WITH_MAP)
def test_nothing_is_read_twice(client: FlaskClient, name: str) -> None:
    for attributes in read(client, name).attributes:
        assert (attributes["aria-hidden"], attributes["focusable"]) == ("true", "false")


@pytest.mark.parametrize("name", WITHOUT)
def test_what_has_nothing_around_it_has_no_map(client: FlaskClient, name: str) -> None:
    text = client.get(f"/en/page/{name}").text
    assert 'id="data"' in text
    assert 'id="map"' not in text
    assert '<svg class="around' not in text


def test_a_large_map_is_folded_away_and_a_small_one_is_not(client: FlaskClient) -> None:
    large, small = (client.get(f"/en/page/concept/{name}").text for name in ("field", "level"))
    assert "Show the map: 67 relations</summary>" in large
    assert "Show the map" not in small
    assert large.count('<svg class="around') == small.count('<svg class="around') == 2


def test_names_on_a_map_say_in_which_language_they_are(client: FlaskClient) -> None:
    text = client.get("/en+ru/page/concept/level").text
    drawing = text[text.index('<svg class="around') :].partition("</svg>")[0]
    assert '<text class="tie" x="' in drawing
    assert not re.findall(r'<text(?![^>]* lang="ru")[^>]*>', drawing)
    assert read(client, "concept/level", "en+ru").links[0] == {
        f"/en+ru/page/concept/level/{name}" for name in ("association", "competence", "organization", "program")
    }


def test_a_drawing_carries_no_style_and_no_script(client: FlaskClient) -> None:
    for name in WITH_MAP:
        text = client.get(f"/en/page/{name.removeprefix('id/')}").text
        drawings = re.findall(r'<svg class="around.*?</svg>', text, re.DOTALL)
        assert drawings
        assert not re.findall(r"style=|fill=|onclick=|<style|<script| id=", "".join(drawings))


@pytest.mark.slow
@pytest.mark.parametrize("tongues", ["en", "ru", "uz", "ru+uz"])
def test_pages_with_maps_are_valid_html(client: FlaskClient, tmp_path: Path, tongues: str) -> None:
    for number, name in enumerate(WITH_MAP):
        text = client.get(f"/{tongues}/page/{name.removeprefix('id/')}").text
        (tmp_path / f"{number}.html").write_text(text, encoding="utf-8")
    assert html_faults(tmp_path) == []
