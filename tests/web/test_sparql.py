from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus, urlencode

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from tests.support.hostile import RUNAWAY
from werkzeug.test import TestResponse

from clusterkb import KnowledgeBase, shorten
from clusterkb.catalogue import examples
from clusterkb.cli import main

TEN = {
    "plain": "SELECT ?c { ?c a ckb:EducationalHolding } ORDER BY ?c",
    "blank nodes": "SELECT ?list ?first { ?list rdf:first ?first } ORDER BY STR(?first) LIMIT 5",
    "language tags": "SELECT ?label { ckb:EducationalHolding skos:prefLabel ?label } ORDER BY LANG(?label)",
    "unbound": "SELECT ?x ?y { VALUES (?x ?y) { (1 UNDEF) (UNDEF 'b') } } ORDER BY ?x",
    "empty": "SELECT ?x { ?x a <https://example.org/Nothing> }",
    "datatypes": "SELECT ?v (DATATYPE(?v) AS ?d) { VALUES ?v { 1 1.5 2e0 true '2026'^^xsd:gYear } } ORDER BY STR(?v)",
    "count": "SELECT ?kind (COUNT(?x) AS ?n) { ?x a ?kind } GROUP BY ?kind ORDER BY ?kind",
    "graphs": "SELECT DISTINCT ?g { GRAPH ?g { ?s ckb:eventKind ?k } } ORDER BY ?g",
    "ask": "ASK { cluster:ulyanovsk-holding a ckb:HoldingInArticleSense }",
    "construct": "CONSTRUCT { ?e ckb:year ?y } WHERE { ?e a ckb:Event ; ckb:year ?y }",
}


def ask(client: FlaskClient, query: str, **headers: str) -> TestResponse:
    return client.get("/sparql?" + urlencode({"query": query}), headers=headers)


def by_command(home: Path, query: str, form: str) -> bytes:
    environment = {"CLUSTERKB_DATA_DIR": str(home)}
    result = CliRunner().invoke(main, ["query", query, "--format", form], env=environment)
    assert result.exit_code == 0, result.output
    return result.stdout_bytes


def rows(document: Any) -> Any:
    """Return what a result says, with blank nodes numbered in order of appearance: their labels mean nothing."""
    text = json.dumps(document, sort_keys=True)
    for number, label in enumerate(dict.fromkeys(re.findall(r'"type": "bnode", "value": "(\w+)"', text))):
        text = text.replace(label, f"b{number}")
    return json.loads(text)


@pytest.mark.parametrize("name", [name for name in TEN if name != "construct"])
def test_command_and_endpoint_give_the_same_rows(client: FlaskClient, home: Path, name: str) -> None:
    there = json.loads(ask(client, TEN[name], Accept="application/sparql-results+json").data)
    here = json.loads(by_command(home, TEN[name], "json"))
    assert rows(here) == rows(there)


def test_command_and_endpoint_construct_the_same_graph(client: FlaskClient, home: Path) -> None:
    there = ask(client, TEN["construct"], Accept="application/n-triples").data
    here = by_command(home, TEN["construct"], "nt")
    assert sorted(here.split(b"\n")) == sorted(there.split(b"\n"))
    assert b"1992" in there


@pytest.mark.parametrize("name", [name for name in TEN if name not in ("ask", "construct", "blank nodes")])
def test_the_page_shows_the_rows_of_the_endpoint(client: FlaskClient, name: str) -> None:
    document = json.loads(ask(client, TEN[name], Accept="application/sparql-results+json").data)
    names = document["head"]["vars"]
    wanted = [[shown(row.get(column)) for column in names] for row in document["results"]["bindings"]]
    page = client.get("/en/sparql?" + urlencode({"query": TEN[name]})).text
    cells = [
        re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        for row in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    ]
    assert [[text_of(cell) for cell in row] for row in cells] == [names, *wanted]


def shown(term: dict[str, str] | None) -> str:
    """Return what a page should show of a term."""
    if term is None:
        return ""
    tag = f" {term['xml:lang']}" if "xml:lang" in term else ""
    return (shorten(term["value"]) if term["type"] == "uri" else term["value"]) + tag


def text_of(cell: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", cell)).strip()


@pytest.mark.parametrize(("name", "words"), [("ask", "Yes."), ("construct", "ckb:year")])
def test_the_page_shows_the_other_forms_of_query(client: FlaskClient, name: str, words: str) -> None:
    assert words in client.get("/en/sparql?" + urlencode({"query": TEN[name]})).text


@pytest.mark.parametrize("language", ["en", "ru", "uz"])
def test_every_example_is_offered_on_the_page_and_answered(
    client: FlaskClient, kb: KnowledgeBase, subtests: pytest.Subtests, language: str
) -> None:
    page = unescape(client.get(f"/{language}/sparql").text)
    linked = [unquote_plus(query) for query in re.findall(rf'href="/{language}/sparql\?query=([^"&]*)"', page)]
    for example in examples(kb.reader(language)):
        with subtests.test(example.iri):
            assert f">{example.question}</a>" in page
            assert example.query in linked or f'href="/{language}/sparql?question={example.name}"' in page
            with ask(client, example.query) as answer:  # a long one waits in a file until it is closed
                assert answer.status_code == 200


def test_a_question_is_asked_about_what_is_chosen_and_its_query_can_be_changed(client: FlaskClient) -> None:
    page = client.get("/ru/sparql?question=who-works-in-a-field&field=field:education").text
    assert '<option value="field:education" selected>' in page
    assert "cluster:ulyanovsk-holding</a>" in page
    assert "VALUES ?field {" in page
    assert '<option value="field:transport" selected>' in client.get("/ru/sparql?question=who-works-in-a-field").text


def test_a_number_is_asked_for_in_a_field_of_its_own(client: FlaskClient) -> None:
    page = client.get("/en/sparql?question=members-in-a-year&year=2009&arrangement=").text
    assert 'name="year" value="2009" inputmode="numeric"' in page
    assert "1 row." in page


@pytest.mark.parametrize(
    ("address", "status", "remedy"),
    [
        ("question=nothing", 404, "There is no question"),
        ("question=who-works-in-a-field&field=nowhere", 404, "Nothing is called"),
        ("question=who-works-in-a-field&planet=mars", 400, "Its parameters: field."),
        ('question=who-works-in-a-field&field="><script>', 404, "Nothing is called"),
    ],
)
def test_a_question_that_cannot_be_asked_is_told_why(
    client: FlaskClient, address: str, status: int, remedy: str
) -> None:
    answer = client.get(f"/en/sparql?{address}")
    assert (answer.status_code, remedy in answer.text, "<script>" in answer.text) == (status, True, False)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("application/json", "application/sparql-results+json"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values, text/csv;q=0.5", "text/tab-separated-values"),
        ("text/turtle, text/csv;q=0.5", "text/csv"),
    ],
)
def test_the_result_comes_as_the_client_accepts(client: FlaskClient, accept: str, media_type: str) -> None:
    answer = ask(client, TEN["plain"], Accept=accept)
    assert (answer.status_code, answer.mimetype) == (200, media_type)


def test_a_query_can_be_posted_as_form_and_as_itself(client: FlaskClient) -> None:
    form = client.post("/sparql", data={"query": TEN["ask"]})
    direct = client.post("/sparql", data=TEN["ask"], content_type="application/sparql-query")
    assert form.json == direct.json
    assert form.json is not None
    assert form.json["boolean"] is True


def test_leaving_inference_out_leaves_inferred_kinds_out(client: FlaskClient) -> None:
    answer = client.get("/sparql?" + urlencode({"query": TEN["ask"], "inferred": "false"}))
    assert answer.json is not None
    assert answer.json["boolean"] is False


def test_a_person_is_sent_to_the_page(client: FlaskClient) -> None:
    answer = ask(client, "ASK {}", Accept="text/html", **{"Accept-Language": "uz"})
    assert (answer.status_code, answer.location) == (303, "/uz/sparql?query=ASK+%7B%7D")


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"method": "GET", "query_string": "query="}, 400),
        ({"method": "POST", "data": {"x": "y"}}, 400),
        ({"method": "GET", "query_string": "query=ASK%7B%7D&query=ASK%7B%7D"}, 400),
        ({"method": "GET", "query_string": "query=SELECT+*+%7B"}, 400),
        ({"method": "GET", "query_string": "update=CLEAR+ALL"}, 403),
        ({"method": "POST", "data": {"update": "CLEAR ALL"}}, 403),
        ({"method": "POST", "data": b"ASK {}", "content_type": "text/plain"}, 415),
        ({"method": "POST", "data": b"\xff", "content_type": "application/sparql-query"}, 400),
        ({"method": "GET", "query_string": "query=ASK%7B%7D&format=csv"}, 406),
        ({"method": "GET", "query_string": "query=ASK%7B%7D&format=docx"}, 406),
        ({"method": "GET", "query_string": "query=ASK%7B%7D", "headers": {"Accept": "image/png"}}, 406),
        ({"method": "PUT"}, 405),
    ],
)
def test_a_wrong_request_is_told_what_is_wrong(client: FlaskClient, request_: dict[str, Any], status: int) -> None:
    answer = client.open("/sparql", **request_)
    assert answer.status_code == status
    assert answer.json is not None
    assert answer.json["detail"]


def test_a_malformed_query_is_told_its_place(client: FlaskClient) -> None:
    problem = ask(client, "SELECT *\nWHERE { ?s ?p }").json
    assert problem is not None
    assert (problem["status"], problem["line"]) == (400, 2)
    page = client.get("/en/sparql?" + urlencode({"query": "SELECT *\nWHERE { ?s ?p }"}))
    assert page.status_code == 400
    assert "Line 2" in page.text


@pytest.mark.parametrize("query", ["SELECT * { SERVICE <http://127.0.0.1:1/> {} }", "SELECT * FROM <file:x> {}"])
def test_nothing_reaches_outside(client: FlaskClient, query: str) -> None:
    assert ask(client, query).status_code == 400


def test_a_runaway_query_is_stopped_and_the_next_one_answers(client: FlaskClient) -> None:
    runaway = ask(client, RUNAWAY)
    assert runaway.status_code == 503
    assert "Retry-After" not in runaway.headers  # it would run away again
    assert ask(client, "ASK {}").status_code == 200


def test_a_result_cut_on_the_page_says_so(client: FlaskClient) -> None:
    page = client.get("/en/sparql?" + urlencode({"query": "SELECT ?s { ?s ?p ?o } LIMIT 501"})).text
    assert "The first 500 rows are shown" in page
    whole = client.get("/en/sparql?" + urlencode({"query": "SELECT ?s { ?s ?p ?o } LIMIT 500"})).text
    assert "500 rows." in whole


@pytest.mark.parametrize("said", ["false", "False", "0", "no", "OFF"])
def test_every_way_to_say_no_leaves_inference_out(client: FlaskClient, said: str) -> None:
    answer = client.get("/sparql?" + urlencode({"query": TEN["ask"], "inferred": said}))
    assert answer.json is not None
    assert answer.json["boolean"] is False


def test_what_says_neither_yes_nor_no_is_refused(client: FlaskClient) -> None:
    assert client.get("/sparql?" + urlencode({"query": "ASK {}", "inferred": "perhaps"})).status_code == 400


def test_a_dataset_asked_for_is_not_ignored_in_silence(client: FlaskClient) -> None:
    answer = client.get("/sparql?" + urlencode({"query": "ASK {}", "default-graph-uri": "https://example.org/"}))
    assert answer.status_code == 400


def test_head_goes_where_get_goes(client: FlaskClient) -> None:
    answer = client.head("/sparql?query=ASK%7B%7D", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.location) == (303, "/en/sparql?query=ASK%7B%7D")


def test_a_page_of_others_may_ask(client: FlaskClient) -> None:
    answer = client.options("/sparql", headers={"Origin": "https://example.org"})
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in answer.headers["Access-Control-Allow-Headers"]


def test_an_undeclared_prefix_is_named(client: FlaskClient) -> None:
    problem = ask(client, "ASK { ?s foo:bar 1 }").json
    assert problem is not None
    assert problem["detail"] == "The prefix foo: is not declared."
