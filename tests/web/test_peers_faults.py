"""What goes wrong at other endpoints, by name in design/site.md, 3: here each is a test."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from html import unescape
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
import rdflib
from tests.support.exchange import (
    FORM,
    Answer,
    direct,
    form,
    get,
    jobs,
    running,
    send,
    to_the_end,
    until,
)
from tests.support.hostile import RUNAWAY
from tests.web.conftest import TIGHT

JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
PROBLEM = "application/problem+json"
PEOPLE = "https://w3id.org/clusterkb/graph/ontology/kb/people"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ALL = "SELECT * { ?s ?p ?o }"


@pytest.fixture(scope="module")
def patient(home: Path, serve: Callable[..., AbstractContextManager[str]]) -> Iterator[str]:
    """A server that waits for what takes long on whatever cores other tests leave: no deadline is tested with it."""
    with serve(home, CLUSTERKB_QUERY_SECONDS="60", CLUSTERKB_CLIENT_SECONDS="600") as found:
        yield found


CONSTRUCT = "CONSTRUCT { ?s skos:prefLabel ?l } WHERE { ?s a ckb:EducationalHolding ; skos:prefLabel ?l }"
STREAM = "SELECT ?a ?f { ?a ?b ?c . ?d ?e ?f FILTER(STRLEN(CONCAT(STR(?a), STR(?c), STR(?f))) = 150) }"
"""It has rows from the first moment on, megabytes of them in a second, and goes on for minutes."""


def count(answer: Answer) -> int:
    return int(answer.rows[0][0])


# rdflib-endpoint


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.ttl"
    path.write_text('<urn:a> <urn:b> "not for strangers" .')
    return path


@pytest.mark.parametrize("clause", ["FROM <file://{}>", "FROM <file:{}>", "FROM <{}>", "BASE <file://> FROM <{}>"])
@pytest.mark.parametrize(("named", "pattern"), [("", "?s ?p ?o"), (" NAMED", "GRAPH ?g { ?s ?p ?o }")])
def test_a_local_file_cannot_be_read_through_from(
    server: str, secret: Path, clause: str, named: str, pattern: str
) -> None:
    before, _, after = clause.format(secret).rpartition("FROM")
    answer = get(server, f"{before} SELECT * FROM{named}{after} {{ {pattern} }}")
    assert answer.seen == (400, PROBLEM)
    assert b"not for strangers" not in answer.body


@pytest.mark.parametrize("address", ["file://{}", "file:{}", "{}"])
@pytest.mark.parametrize("parameter", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("ask", [get, form, direct])
def test_a_local_file_cannot_be_read_through_a_parameter(
    server: str, secret: Path, ask: Callable[..., Answer], parameter: str, address: str
) -> None:
    query = "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    answer = ask(server, query, [(parameter, address.format(secret))])
    assert answer.seen == (400, PROBLEM)
    assert b"not for strangers" not in answer.body


def test_the_default_graph_asked_for_is_not_ignored(server: str) -> None:
    everything = count(get(server, COUNT))
    part = count(get(server, COUNT, [("default-graph-uri", PEOPLE)]))
    assert 0 < part < everything


@pytest.mark.parametrize("sent", ["%41", "%2541", "a+b", "a%20b", "100 %", "&amp;"])
def test_what_is_sent_is_decoded_once(server: str, sent: str) -> None:
    query = f"SELECT (STR({json.dumps(sent)}) AS ?x) {{}}"
    assert get(server, query).rows == [(sent,)]
    assert form(server, query).rows == [(sent,)]
    assert direct(server, query).rows == [(sent,)]


@pytest.mark.parametrize("accept", ["application/rdf+xml", f"{XML}, application/rdf+xml", "application/xml"])
def test_a_graph_in_xml_is_not_labelled_as_a_table(server: str, accept: str) -> None:
    answer = get(server, CONSTRUCT, Accept=accept)
    assert answer.seen == (200, "application/rdf+xml")
    assert len(rdflib.Graph().parse(data=answer.body, format="xml")) >= 3


def test_there_is_tsv_and_its_terms_are_whole(server: str) -> None:
    query = """SELECT ?iri ?text ?number ?year { VALUES (?iri ?text ?number ?year) {
        (ckb:Cluster 'oʻquv\\tmarkazi "x"'@uz 5 '1992'^^xsd:gYear) (UNDEF '' 1.5 UNDEF) } }"""
    answer = get(server, query, Accept="text/tab-separated-values")
    assert answer.seen == (200, "text/tab-separated-values")
    head, first, second = answer.body.decode().rstrip("\n").split("\n")
    assert head.split("\t") == ["?iri", "?text", "?number", "?year"]
    year = '"1992"^^<http://www.w3.org/2001/XMLSchema#gYear>'
    cluster = "<https://w3id.org/clusterkb/onto/Cluster>"
    assert first.split("\t") == [cluster, '"oʻquv\\tmarkazi \\"x\\""@uz', "5", year]
    assert second.split("\t") == ["", '""', "1.5", ""]


def test_a_format_that_is_not_there_is_not_answered_with_another(server: str) -> None:
    assert get(server, ALL + " LIMIT 1", Accept="application/vnd.ms-excel").seen == (406, PROBLEM)
    assert get(server, CONSTRUCT, Accept=JSON).seen == (406, PROBLEM)


def test_a_body_of_another_type_is_not_guessed_at(server: str) -> None:
    assert send(server, "POST", body=b"ASK {}", Content_Type="text/plain").seen == (415, PROBLEM)
    assert send(server, "POST", body=b"query=ASK{}").seen == (415, PROBLEM)


# Oxigraph's server, Fuseki


@pytest.mark.slow
@pytest.mark.parametrize("accept", [JSON, XML, "text/csv", "text/tab-separated-values"])
def test_a_query_that_is_stopped_does_not_break_off_a_200(server: str, accept: str) -> None:
    path = f"/sparql?{urlencode({'query': STREAM})}"
    head, body = to_the_end(server, f"GET {path} HTTP/1.1\nHost: x\nAccept: {accept}\nConnection: close\n\n")
    assert head.startswith("HTTP/1.1 503 ")
    assert f"Content-Type: {PROBLEM}" in head
    problem = json.loads(body)
    assert "3 seconds" in problem["detail"]
    assert "LIMIT" in problem["remedy"]
    assert problem["limits"]["query-seconds"] == 3
    assert "X-Limit-Query-Seconds: 3\r\n" in head
    assert "\r\nRetry-After:" not in head  # it would be stopped again


@pytest.mark.slow
@pytest.mark.parametrize(
    "query",
    [
        RUNAWAY,
        "SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?a LIMIT 1",
        "SELECT * { ?a (!<urn:x>|!<urn:y>)* ?b . ?c (!<urn:x>|!<urn:y>)* ?d } LIMIT 100000000",
        "SELECT (GROUP_CONCAT(STR(?f)) AS ?x) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?a",
    ],
    ids=["count", "sort", "paths", "groups"],
)
def test_a_timeout_holds_for_every_kind_of_work(tight: str, query: str) -> None:
    client = f"127.0.50.{len(query) % 200 + 1}"
    assert get(tight, "ASK {}", client=client).status == 200  # a worker fills its memory before its first query
    answer = get(tight, query, client=client)
    assert answer.seen == (503, PROBLEM)
    assert answer.seconds < float(TIGHT["CLUSTERKB_QUERY_SECONDS"]) + 2
    assert "X-Limit-Query-Seconds" in answer.headers


@pytest.mark.slow
def test_a_query_that_was_stopped_runs_no_longer(server: str) -> None:
    assert until(lambda: running(server) == 0)
    late = jobs(server, "late")
    assert get(server, RUNAWAY, client="127.0.51.1").status == 503
    assert running(server) == 0
    assert jobs(server, "late") == late + 1


@pytest.mark.parametrize("accept", [JSON, "text/csv"])
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_a_result_over_the_cap_is_an_error_and_no_part_of_it(tight: str, accept: str, encoding: str) -> None:
    path = f"/sparql?{urlencode({'query': ALL})}"
    head, body = to_the_end(
        tight, f"GET {path} HTTP/1.1\nHost: x\nAccept: {accept}\nAccept-Encoding: {encoding}\nConnection: close\n\n"
    )
    assert head.startswith("HTTP/1.1 503 ")
    problem = json.loads(body)
    assert f"{TIGHT['CLUSTERKB_RESULT_BYTES']} bytes" in problem["detail"]
    assert problem["limits"]["result-bytes"] == int(TIGHT["CLUSTERKB_RESULT_BYTES"])
    assert "OFFSET" in problem["remedy"]


def test_a_result_just_under_the_cap_comes_whole(tight: str) -> None:
    padding = f"SELECT (CONCAT({', '.join(['?x'] * 40)}) AS ?y) {{ VALUES ?x {{ '{'x' * 2400}' }} }}"
    answer = get(tight, padding + " ", Accept="text/csv")
    assert answer.status == 200
    assert answer.body == f"y\r\n{'x' * 96000}\r\n".encode()
    twice = f"SELECT ?y ?z {{ {{ {padding} }} BIND(CONCAT(?y, ?y) AS ?z) }}"
    assert get(tight, twice, Accept="text/csv").status == 503


@pytest.mark.parametrize("accept", [JSON, XML, "text/csv", "text/tab-separated-values"])
def test_after_a_200_every_byte_that_was_promised_comes(patient: str, accept: str) -> None:
    path = f"/sparql?{urlencode({'query': ALL})}"
    head, body = to_the_end(patient, f"GET {path} HTTP/1.1\nHost: x\nAccept: {accept}\nConnection: close\n\n")
    assert head.startswith("HTTP/1.1 200 ")
    assert f"Content-Length: {len(body)}\r\n" in head + "\r\n"
    assert len(body) > 1_000_000
    assert rows(body, accept) == count(get(patient, COUNT)) > 5000


def rows(body: bytes, media: str) -> int:
    """Return how many rows a result has, by a reader of its format that takes no unfinished one."""
    if media == JSON:
        return len(json.loads(body)["results"]["bindings"])
    if media == XML:
        return len(ElementTree.fromstring(body).findall(".//{http://www.w3.org/2005/sparql-results#}result"))
    text = body.decode()
    assert text.endswith("\n")
    if media == "text/csv":
        return len(list(csv.reader(io.StringIO(text, newline=""), strict=True))) - 1
    return text.count("\n") - 1


@pytest.mark.slow
def test_large_results_are_whole_for_many_at_once(patient: str) -> None:
    query = ALL + " ORDER BY ?s ?p ?o LIMIT 9000"
    with ThreadPoolExecutor(6) as crowd:
        expected = get(patient, query).body
        answers = list(crowd.map(lambda number: get(patient, query, client=f"127.0.52.{number}"), range(1, 13)))
    assert {answer.status for answer in answers} == {200}
    assert all(answer.body == expected for answer in answers)


# Caps that nobody tells of


@pytest.mark.parametrize("number", [1001, 5001, 10001])
def test_no_number_of_rows_is_cut_off(patient: str, number: int) -> None:
    answer = get(patient, f"{ALL} LIMIT {number}")
    assert answer.status == 200
    assert len(answer.rows) == number


def test_no_number_of_triples_is_cut_off(patient: str) -> None:
    answer = get(patient, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", Accept="application/n-triples")
    distinct = get(patient, "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT * { ?s ?p ?o } }")
    assert len(set(answer.body.splitlines())) == count(distinct)


def test_a_page_that_shows_fewer_rows_says_so_and_has_the_way_to_all(server: str) -> None:
    query = f"{ALL} LIMIT 5001"
    page = send(server, "GET", f"/en/sparql?{urlencode({'query': query})}").body.decode()
    assert page.count("<tr>") == 1 + 500
    assert "The first 500 rows are shown; download the result for all." in page
    download = re.search(r'href="([^"]+)" type="text/csv"', page)
    assert download
    whole = send(server, "GET", unescape(download[1]))
    assert rows(whole.body, "text/csv") == 5001


def test_a_form_is_decoded_once_even_beside_parameters_of_the_address(server: str) -> None:
    query = "SELECT ('%2541' AS ?x) {}"
    body = urlencode({"query": query}).encode()
    answer = send(server, "POST", f"/sparql?{urlencode({'default-graph-uri': PEOPLE})}", body=body, Content_Type=FORM)
    assert answer.rows == [("%2541",)]
