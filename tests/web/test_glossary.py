from __future__ import annotations

import csv
import html
import io
import re

import pytest
from flask.testing import FlaskClient

from clusterkb import KnowledgeBase

DEFINED = """
SELECT (COUNT(DISTINCT ?term) AS ?number) {
  { ?term a owl:Class } UNION { ?term skos:inScheme ?list } UNION { ?term a ckb:ScientificDirection }
  ?term skos:definition ?text . FILTER(STRSTARTS(STR(?term), "https://w3id.org/clusterkb/"))
}
"""


def table(client: FlaskClient, language: str) -> list[dict[str, str]]:
    answer = client.get(f"/{language}/glossary.csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f"attachment; filename=clusterkb-glossary-{language}.csv"
    assert answer.headers["ETag"]
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


@pytest.mark.parametrize(
    ("language", "term"),
    [("en", "educational holding"), ("ru", "образовательный холдинг"), ("uz", "ta'lim xoldingi")],
)
def test_a_term_is_told_in_the_reader_s_language_and_named_in_all(
    client: FlaskClient, language: str, term: str
) -> None:
    (row,) = (row for row in table(client, language) if row["address"].endswith("/onto/EducationalHolding"))
    assert row["term"] == row[language] == term
    assert (row["en"], row["ru"], row["uz"]) == ("educational holding", "образовательный холдинг", "ta'lim xoldingi")
    assert row["definition"] in html.unescape(client.get(f"/{language}/page/onto/EducationalHolding").text)


@pytest.mark.parametrize("language", ["en", "ru", "uz"])
def test_page_and_table_have_the_same_terms_in_the_same_order(client: FlaskClient, language: str) -> None:
    text = client.get(f"/{language}/glossary").text
    shown = re.findall(rf'<dt><a href="/{language}/page/([^"]+)"', text)
    rows = table(client, language)
    assert [row["address"].rpartition("/clusterkb/")[2].removeprefix("id/") for row in rows] == shown
    assert all(row["definition"] and row["kind"] for row in rows)


def test_every_defined_class_concept_and_approach_is_there(client: FlaskClient, kb: KnowledgeBase) -> None:
    number = int(kb.query(DEFINED).rows[0]["number"]["value"])
    assert number > 300
    assert len(table(client, "en")) == number


def test_names_and_definitions_are_in_the_language_chosen_for_them(client: FlaskClient) -> None:
    text = client.get("/en+ru/glossary").text
    assert "What the classes, concepts and approaches mean" in text
    assert '<a href="/en+ru/page/onto/EducationalHolding" lang="ru">образовательный холдинг</a>' in text
    assert 'href="/en+ru/glossary.csv"' in text


def test_no_cell_is_taken_for_a_formula(client: FlaskClient) -> None:
    cells = [cell for language in ("en", "ru", "uz") for row in table(client, language) for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]
