"""The SPARQL 1.1 Protocol, the method QUERY and what we promise beside them, asked of a running server."""

from __future__ import annotations

import json
import re
import shutil
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

import pytest
import rdflib
from rdflib.compare import isomorphic
from rdflib.query import Result
from tests.support.exchange import (
    DIRECT,
    FORM,
    Answer,
    direct,
    form,
    get,
    jobs,
    meanwhile,
    metrics,
    place,
    running,
    send,
    to_the_end,
    under_way,
    until,
)
from tests.support.hostile import RUNAWAY
from tests.web.conftest import METRICS_CLIENT, TIGHT

from clusterkb import assets, build

Serve = Callable[..., AbstractContextManager[str]]

PEOPLE = "https://w3id.org/clusterkb/graph/ontology/kb/people"
PLACES = "https://w3id.org/clusterkb/graph/ontology/kb/places"
WORKS = "https://w3id.org/clusterkb/graph/ontology/kb/works"
NOWHERE = "https://example.org/no-such-graph"

ASK = "ASK { cluster:ulyanovsk-holding a ckb:HoldingInArticleSense }"
SELECT = "SELECT ?label ?missing { ckb:EducationalHolding skos:prefLabel ?label } ORDER BY LANG(?label)"
CONSTRUCT = "CONSTRUCT { ?s skos:prefLabel ?label } WHERE { ?s a ckb:EducationalHolding ; skos:prefLabel ?label }"
DESCRIBE = "DESCRIBE ckb:EducationalHolding"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
NAMES = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
# Of one country: sorting all we hold would come near the limit of time on a machine that is busy.
BRITISH = "SELECT * FROM <{0}clusters-gb> FROM <{0}organizations-gb> {{ ?s ?p ?o }} ORDER BY ?s ?p ?o".format(
    "https://w3id.org/clusterkb/graph/ontology/kb/"
)
LARGE = BRITISH + " LIMIT 400"  # more than 64 kB
HUGE = BRITISH + " LIMIT 6000"  # more than 1 MB
MALFORMED = "SELECT *\nWHERE { ?s ?p }"

JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv", "text/tab-separated-values"
TURTLE, NTRIPLES = "text/turtle", "application/n-triples"
RDFXML, JSONLD = "application/rdf+xml", "application/ld+json"
PROBLEM = "application/problem+json"

WAYS: dict[str, Callable[..., Answer]] = {
    "GET": get,
    "POST form": form,
    "POST direct": direct,
    "QUERY form": lambda *asked, **named: form(*asked, method="QUERY", **named),
    "QUERY direct": lambda *asked, **named: direct(*asked, method="QUERY", **named),
}
every_way = pytest.mark.parametrize("ask", WAYS.values(), ids=WAYS)


def default_graphs(*names: str) -> list[tuple[str, str]]:
    return [("default-graph-uri", name) for name in names]


def named_graphs(*names: str) -> list[tuple[str, str]]:
    return [("named-graph-uri", name) for name in names]


def size(server: str, *graphs: str) -> int:
    """Return how many triples there are in graphs, asked without a dataset."""
    values = " ".join(f"<{name}>" for name in graphs)
    return int(
        get(server, f"SELECT (COUNT(*) AS ?n) {{ VALUES ?g {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} }}").rows[0][0]
    )


def count(answer: Answer) -> int:
    assert answer.status == 200, answer.body
    return int(answer.rows[0][0])


def names(answer: Answer) -> list[str]:
    assert answer.status == 200, answer.body
    return [row[0] for row in answer.rows]


# A query and how it comes


@every_way
def test_a_query_is_answered_whichever_way_it_comes(server: str, ask: Callable[..., Answer]) -> None:
    answer = ask(server, ASK)
    assert answer.seen == (200, JSON)
    assert answer.json["boolean"] is True


@every_way
def test_a_query_in_another_alphabet_arrives_whole(server: str, ask: Callable[..., Answer]) -> None:
    answer = ask(server, "SELECT ?x { VALUES ?x { 'образовательный' 'oʻzbek + 100 % & more;' '𝄞' } }")
    assert [row[0] for row in answer.rows] == ["образовательный", "oʻzbek + 100 % & more;", "𝄞"]


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf-8"'])
@pytest.mark.parametrize(("media", "body"), [(FORM, urlencode({"query": ASK})), (DIRECT, ASK)], ids=["form", "direct"])
def test_utf_8_can_be_said_of_a_body(server: str, media: str, body: str, charset: str) -> None:
    answer = send(server, "POST", body=body.encode(), Content_Type=f"{media}; charset={charset}")
    assert answer.status == 200


def test_a_body_may_come_in_chunks(server: str) -> None:
    answer = send(server, "POST", body=iter([ASK[:7].encode(), ASK[7:].encode()]), Content_Type=DIRECT)
    assert answer.json["boolean"] is True


# The dataset


@every_way
def test_one_default_graph_is_all_that_a_pattern_sees(server: str, ask: Callable[..., Answer]) -> None:
    assert count(ask(server, COUNT, default_graphs(PEOPLE))) == size(server, PEOPLE)


@every_way
def test_several_default_graphs_are_seen_as_one(server: str, ask: Callable[..., Answer]) -> None:
    seen = count(ask(server, COUNT, default_graphs(PEOPLE, PLACES)))
    assert seen == size(server, PEOPLE) + size(server, PLACES)


@every_way
def test_default_graphs_alone_leave_no_named_ones(server: str, ask: Callable[..., Answer]) -> None:
    assert names(ask(server, NAMES, default_graphs(PEOPLE))) == []


@every_way
def test_named_graphs_are_those_that_are_named(server: str, ask: Callable[..., Answer]) -> None:
    assert names(ask(server, NAMES, named_graphs(PEOPLE, PLACES))) == [PEOPLE, PLACES]


@every_way
def test_named_graphs_alone_leave_the_default_graph_empty(server: str, ask: Callable[..., Answer]) -> None:
    assert count(ask(server, COUNT, named_graphs(PEOPLE))) == 0


@every_way
def test_a_full_dataset_has_its_default_and_its_named_graphs(server: str, ask: Callable[..., Answer]) -> None:
    both = [*default_graphs(PEOPLE), *named_graphs(PLACES, WORKS)]
    assert count(ask(server, COUNT, both)) == size(server, PEOPLE)
    assert names(ask(server, NAMES, both)) == [PLACES, WORKS]


@every_way
def test_the_dataset_of_the_request_outdoes_that_of_the_query(server: str, ask: Callable[..., Answer]) -> None:
    own = f"FROM <{WORKS}> FROM NAMED <{WORKS}>"
    both = [*default_graphs(PEOPLE), *named_graphs(PLACES)]
    assert count(ask(server, f"SELECT (COUNT(*) AS ?n) {own} {{ ?s ?p ?o }}", both)) == size(server, PEOPLE)
    assert names(ask(server, f"SELECT DISTINCT ?g {own} {{ GRAPH ?g {{ ?s ?p ?o }} }}", both)) == [PLACES]


def test_the_dataset_of_the_query_is_its_own_where_the_request_has_none(server: str) -> None:
    own = f"FROM <{PEOPLE}> FROM NAMED <{PLACES}>"
    assert count(get(server, f"SELECT (COUNT(*) AS ?n) {own} {{ ?s ?p ?o }}")) == size(server, PEOPLE)
    assert names(get(server, f"SELECT DISTINCT ?g {own} {{ GRAPH ?g {{ ?s ?p ?o }} }}")) == [PLACES]


@pytest.mark.parametrize("method", ["POST", "QUERY"])
def test_a_dataset_in_the_address_holds_for_a_form_as_well(server: str, method: str) -> None:
    path = "/sparql?" + urlencode(default_graphs(PEOPLE))
    answer = send(server, method, path, body=urlencode({"query": COUNT}).encode(), Content_Type=FORM)
    assert count(answer) == size(server, PEOPLE)


@pytest.mark.parametrize(
    "parameters", [default_graphs(NOWHERE), named_graphs(NOWHERE), default_graphs(PEOPLE, NOWHERE)]
)
@every_way
def test_a_graph_that_is_not_there_is_refused_by_name(
    server: str, ask: Callable[..., Answer], parameters: list[tuple[str, str]]
) -> None:
    answer = ask(server, "SELECT * { ?s ?p ?o }", parameters)
    assert answer.seen == (400, PROBLEM)
    assert NOWHERE in answer.json["detail"]


@pytest.mark.parametrize("clause", ["FROM", "FROM NAMED"])
def test_a_graph_of_the_query_that_is_not_there_is_refused_by_name(server: str, clause: str) -> None:
    answer = get(server, f"SELECT * {clause} <{NOWHERE}> {{ ?s ?p ?o }}")
    assert answer.seen == (400, PROBLEM)
    assert NOWHERE in answer.json["detail"]


# The result and its format


def table(answer: Answer) -> list[tuple[rdflib.term.Node | None, ...]] | bool:
    """Return a result in JSON or XML as rdflib reads it."""
    found = Result.parse(BytesIO(answer.body), content_type=answer.type)
    return bool(found.askAnswer) if found.type == "ASK" else [tuple(row) for row in found]  # type: ignore[arg-type]


@pytest.mark.parametrize("media", [JSON, XML])
def test_a_select_comes_in_the_format_accepted(server: str, media: str) -> None:
    answer = get(server, SELECT, Accept=media)
    assert answer.seen == (200, media)
    assert table(answer) == [
        (rdflib.Literal(row["label"]["value"], lang=row["label"]["xml:lang"]), None)
        for row in get(server, SELECT).json["results"]["bindings"]
    ]


@pytest.mark.parametrize(
    ("media", "header", "row"),
    [
        (CSV, "label,missing", "educational holding,"),
        (TSV, "?label\t?missing", '"educational holding"@en\t'),
    ],
)
def test_a_select_comes_as_lines_where_they_are_accepted(server: str, media: str, header: str, row: str) -> None:
    answer = get(server, SELECT, Accept=media)
    assert answer.seen == (200, media)
    assert answer.headers.get_content_charset() == "utf-8"
    lines = answer.body.decode().splitlines()
    assert (lines[0], lines[1]) == (header, row)


@pytest.mark.parametrize("media", [JSON, XML])
@pytest.mark.parametrize(("query", "truth"), [(ASK, True), ("ASK { ckb:No ckb:No ckb:No }", False)])
def test_an_ask_comes_in_the_format_accepted(server: str, media: str, query: str, truth: bool) -> None:
    answer = get(server, query, Accept=media)
    assert answer.seen == (200, media)
    assert table(answer) is truth


@pytest.mark.parametrize("media", [TURTLE, NTRIPLES, RDFXML, JSONLD])
@pytest.mark.parametrize("query", [CONSTRUCT, DESCRIBE], ids=["construct", "describe"])
def test_a_graph_comes_in_the_format_accepted(server: str, media: str, query: str) -> None:
    answer = get(server, query, Accept=media)
    assert answer.seen == (200, media)
    wanted = rdflib.Graph().parse(data=get(server, query, Accept=NTRIPLES).body, format=NTRIPLES)
    assert len(wanted) >= 3
    assert isomorphic(rdflib.Graph().parse(data=answer.body, format=media), wanted)


@pytest.mark.parametrize(
    ("query", "accept", "media"),
    [
        (SELECT, "", JSON),
        (SELECT, "*/*", JSON),
        (SELECT, "application/*", JSON),
        (SELECT, "text/*", CSV),
        (SELECT, f"{XML};q=0.3, {CSV};q=0.7, image/png", CSV),
        (SELECT, f"{TURTLE}, {TSV};q=0.1", TSV),
        (SELECT, f"{JSON};q=0, */*", XML),
        (SELECT, "application/json", JSON),
        (SELECT, "application/xml", XML),
        (ASK, f"{CSV}, {XML};q=0.5", XML),
        (CONSTRUCT, "*/*", TURTLE),
        (CONSTRUCT, f"{JSON}, {NTRIPLES};q=0.5", NTRIPLES),
        (CONSTRUCT, "application/json", JSONLD),
        (CONSTRUCT, "application/xml", RDFXML),
        (DESCRIBE, "", TURTLE),
    ],
)
def test_of_several_formats_the_best_that_fits_is_taken(server: str, query: str, accept: str, media: str) -> None:
    assert get(server, query, Accept=accept).seen == (200, media)


@pytest.mark.parametrize(
    ("query", "name", "media"),
    [
        *((SELECT, name, JSON) for name in ("json", "JSON", "srj", "application/json", JSON)),
        *((SELECT, name, XML) for name in ("xml", "srx", "application/xml", XML)),
        *((SELECT, name, CSV) for name in ("csv", CSV)),
        *((SELECT, name, TSV) for name in ("tsv", TSV)),
        *((ASK, name, media) for name, media in (("json", JSON), ("xml", XML))),
        *((CONSTRUCT, name, TURTLE) for name in ("ttl", "turtle", "n3", TURTLE)),
        *((CONSTRUCT, name, NTRIPLES) for name in ("nt", "ntriples", "n-triples", NTRIPLES)),
        *((CONSTRUCT, name, RDFXML) for name in ("rdf", "rdf+xml", "xml", RDFXML)),
        *((CONSTRUCT, name, JSONLD) for name in ("jsonld", "json-ld", "json+ld", "json", JSONLD)),
    ],
)
def test_a_format_has_the_names_that_clients_call_it(server: str, query: str, name: str, media: str) -> None:
    assert get(server, query, [("format", name)]).seen == (200, media)


@pytest.mark.parametrize("accept", ["text/html", XML, "image/png"])
@every_way
def test_a_format_that_is_named_outdoes_the_accept_header(server: str, ask: Callable[..., Answer], accept: str) -> None:
    assert ask(server, SELECT, [("format", "csv")], Accept=accept).seen == (200, CSV)


def test_a_plus_sign_that_was_not_encoded_is_understood(server: str) -> None:
    path = f"/sparql?format=rdf+xml&query={quote(CONSTRUCT)}"
    assert send(server, "GET", path).seen == (200, RDFXML)


@pytest.mark.parametrize(
    ("query", "parameters", "accept", "offered"),
    [
        (SELECT, [], "image/png", [JSON, XML, CSV, TSV, TURTLE, NTRIPLES, RDFXML, JSONLD]),
        (SELECT, [("format", "docx")], "", ["json", "xml", "csv", "tsv", "ttl", "nt", "rdf", "jsonld"]),
        (SELECT, [("format", "ttl")], "", ["json", "xml", "csv", "tsv"]),
        (SELECT, [], TURTLE, ["json", "xml", "csv", "tsv"]),
        (ASK, [("format", "csv")], "", ["json", "xml"]),
        (CONSTRUCT, [], CSV, ["ttl", "nt", "rdf", "jsonld"]),
    ],
)
def test_who_cannot_be_served_is_told_what_there_is(
    server: str, query: str, parameters: list[tuple[str, str]], accept: str, offered: list[str]
) -> None:
    answer = get(server, query, parameters, Accept=accept)
    assert answer.seen == (406, PROBLEM)
    assert [name for name in offered if name not in answer.json["remedy"]] == []


# What is refused


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_a_method_that_asks_nothing_is_refused_with_those_that_do(server: str, method: str) -> None:
    answer = send(server, method, body=ASK.encode(), Content_Type=DIRECT)
    assert answer.seen == (405, PROBLEM)
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST", "QUERY"}


TWICE = urlencode([("query", ASK), ("query", "ASK {}")])
ONCE = "/sparql?" + urlencode({"query": ASK})


@pytest.mark.parametrize(
    ("method", "path", "body", "media"),
    [
        ("GET", f"/sparql?{TWICE}", None, ""),
        ("POST", "/sparql", TWICE.encode(), FORM),
        ("QUERY", "/sparql", TWICE.encode(), FORM),
        ("POST", ONCE, urlencode({"query": "ASK {}"}).encode(), FORM),
        ("POST", ONCE, b"ASK {}", DIRECT),
        ("QUERY", ONCE, b"ASK {}", DIRECT),
    ],
    ids=["address", "form", "QUERY form", "address and form", "address and body", "address and QUERY body"],
)
def test_of_several_queries_none_is_run(server: str, method: str, path: str, body: bytes | None, media: str) -> None:
    answer = send(server, method, path, body=body, Content_Type=media)
    assert answer.seen == (400, PROBLEM)
    assert "2 were sent" in answer.json["detail"]


@pytest.mark.parametrize(
    ("method", "path", "body", "media"),
    [
        ("GET", "/sparql?query=", None, ""),
        ("POST", "/sparql", b"", FORM),
        ("POST", "/sparql", b"", DIRECT),
        ("QUERY", "/sparql", b"   ", DIRECT),
    ],
)
def test_no_query_is_a_bad_request(server: str, method: str, path: str, body: bytes | None, media: str) -> None:
    assert send(server, method, path, body=body, Content_Type=media, Accept=JSON).seen == (400, PROBLEM)


@pytest.mark.parametrize("method", ["POST", "QUERY"])
@pytest.mark.parametrize("body", [urlencode({"query": ASK}).encode(), ASK.encode()], ids=["form", "direct"])
@pytest.mark.parametrize("media", ["text/plain", "application/json", "multipart/form-data; boundary=x", "no type"])
def test_a_body_of_another_type_is_refused_with_those_that_are_taken(
    server: str, method: str, body: bytes, media: str
) -> None:
    headers = {} if media == "no type" else {"Content_Type": media}
    answer = send(server, method, body=body, **headers)
    assert answer.seen == (415, PROBLEM)
    assert FORM in answer.json["detail"]
    assert DIRECT in answer.json["detail"]


QUERY_WITH_LETTERS = "ASK { ?s ?p 'образовательный' }"


@pytest.mark.parametrize(
    ("media", "body"),
    [
        (DIRECT, QUERY_WITH_LETTERS.encode("utf-16")),
        (DIRECT, QUERY_WITH_LETTERS.encode("cp1251")),
        (DIRECT, b"ASK {} # \xff"),
        (DIRECT, b"ASK {} # \xed\xa0\x80"),  # half of a surrogate pair
        (FORM, b"query=ASK+%7B%7D+%23+%FF"),
        (FORM, b"query=ASK+%7B%7D+%23+\xd0\xb0"),
        (FORM, urlencode({"query": QUERY_WITH_LETTERS}, encoding="cp1251").encode()),
    ],
)
def test_a_body_that_is_not_utf_8_is_a_bad_request(server: str, media: str, body: bytes) -> None:
    answer = send(server, "POST", body=body, Content_Type=media)
    assert answer.seen == (400, PROBLEM)
    assert "UTF-8" in answer.json["detail"]


def test_an_address_that_is_not_utf_8_is_a_bad_request(server: str) -> None:
    answer = send(server, "GET", "/sparql?query=ASK+%7B%7D+%23+%FF")
    assert answer.seen == (400, PROBLEM)
    assert "UTF-8" in answer.json["detail"]


@pytest.mark.parametrize("media", [FORM, DIRECT])
def test_a_body_said_to_be_in_another_encoding_is_refused(server: str, media: str) -> None:
    body = QUERY_WITH_LETTERS if media == DIRECT else urlencode({"query": QUERY_WITH_LETTERS})
    answer = send(server, "POST", body=body.encode("utf-16"), Content_Type=f"{media}; charset=utf-16")
    assert answer.seen == (415, PROBLEM)
    assert "UTF-8" in answer.json["detail"]


@every_way
def test_a_malformed_query_is_told_its_place_and_the_limits(server: str, ask: Callable[..., Answer]) -> None:
    answer = ask(server, MALFORMED)
    assert answer.seen == (400, PROBLEM)
    problem = answer.json
    assert (problem["status"], problem["title"], problem["line"]) == (400, "Bad Request", 2)
    assert problem["column"] in (15, 16)  # the engine means the brace or what comes after it
    assert problem["detail"]
    assert problem["remedy"]
    assert problem["limits"]["query-seconds"] == 3


@pytest.mark.parametrize(
    ("method", "path", "body", "media"),
    [
        ("GET", "/sparql?update=CLEAR+ALL", None, ""),
        ("GET", f"{ONCE}&update=CLEAR+ALL", None, ""),
        ("POST", "/sparql", b"update=CLEAR+ALL", FORM),
        ("POST", "/sparql", b"CLEAR ALL", "application/sparql-update"),
        ("QUERY", "/sparql", b"CLEAR ALL", "application/sparql-update"),
        ("POST", "/sparql?using-graph-uri=http%3A%2F%2Fx%2F", b"CLEAR ALL", "application/sparql-update; charset=utf-8"),
    ],
)
def test_an_update_is_forbidden(server: str, method: str, path: str, body: bytes | None, media: str) -> None:
    answer = send(server, method, path, body=body, Content_Type=media)
    assert answer.seen == (403, PROBLEM)
    assert "only reads" in answer.json["detail"]


@every_way
def test_an_update_sent_as_a_query_is_refused_and_changes_nothing(server: str, ask: Callable[..., Answer]) -> None:
    before = count(get(server, COUNT))
    answer = ask(server, "INSERT DATA { <urn:a> <urn:b> <urn:c> }")
    assert answer.seen == (400, PROBLEM)
    assert "INSERT" in answer.json["detail"]
    assert count(get(server, COUNT)) == before


@pytest.mark.parametrize("media", [FORM, DIRECT])
@pytest.mark.parametrize("chunked", [False, True], ids=["said", "in chunks"])
def test_a_body_that_no_query_needs_is_too_large(server: str, media: str, chunked: bool) -> None:
    whole = b"query=ASK{}&x=" + b"x" * 2_000_000
    body = iter([whole[:1_000_000], whole[1_000_000:]]) if chunked else whole
    answer = send(server, "POST", body=body, Content_Type=media)
    assert answer.seen == (413, PROBLEM)
    assert answer.json["limits"]["query-bytes"] == 16384
    assert "validate" not in answer.json["remedy"], "the remedy is for a description, not for a query"


def test_a_query_that_is_too_long_is_told_the_bound(server: str) -> None:
    answer = direct(server, ASK + " #" + "x" * 16384)
    assert answer.seen == (400, PROBLEM)
    assert "16384" in answer.json["detail"]


# What a person sees


def test_a_person_with_a_query_in_the_address_is_sent_to_its_page(server: str) -> None:
    answer = get(server, ASK, Accept="text/html", Accept_Language="ru")
    assert (answer.status, answer.headers["Location"]) == (303, "/ru/sparql?" + urlencode({"query": ASK}))


def test_who_is_sent_where_is_said_to_depend_on_what_it_depends_on(server: str) -> None:
    varies = get(server, ASK, Accept="text/html").headers["Vary"] or ""
    assert {"Accept", "Accept-Language"} <= set(varies.split(", "))


@pytest.mark.parametrize("way", ["POST form", "POST direct", "QUERY form", "QUERY direct"])
def test_a_person_with_a_query_in_the_body_sees_its_result(server: str, way: str) -> None:
    answer = WAYS[way](server, ASK, Accept="text/html")
    assert answer.seen == (200, "text/html")
    assert "Yes." in answer.body.decode()


def test_a_person_with_a_malformed_query_sees_where(server: str) -> None:
    answer = form(server, MALFORMED, Accept="text/html")
    assert answer.seen == (400, "text/html")
    assert "Line 2" in answer.body.decode()


# HEAD, OPTIONS, CORS


def volatile(answer: Answer) -> dict[str, str]:
    """Return the headers but those that change by themselves."""
    return {name: value for name, value in answer.headers.items() if name not in ("Date", "X-Query-Seconds")}


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
@pytest.mark.parametrize("query", [ASK, SELECT, LARGE, HUGE, MALFORMED], ids=["ask", "small", "large", "huge", "bad"])
def test_head_has_the_headers_of_get(server: str, query: str, encoding: str) -> None:
    head = get(server, query, method="HEAD", Accept_Encoding=encoding)
    whole = get(server, query, Accept_Encoding=encoding)
    assert head.status == whole.status
    assert volatile(head) == volatile(whole)
    assert int(head.headers["Content-Length"]) == len(whole.body)


@pytest.mark.parametrize("query", [ASK, HUGE, MALFORMED], ids=["small", "huge", "bad"])
def test_nothing_follows_the_headers_of_head(server: str, query: str) -> None:
    path = "/sparql?" + urlencode({"query": query})
    head, rest = to_the_end(server, f"HEAD {path} HTTP/1.1\nHost: x\nConnection: close\n\n")
    assert "Content-Length: " in head
    assert rest == b""


def test_head_leaves_no_result_behind(server: str) -> None:
    get(server, HUGE, method="HEAD")
    assert metrics(server)["clusterkb_spool_bytes"] == 0


def test_options_says_what_can_be_asked_and_how(server: str) -> None:
    answer = send(server, "OPTIONS")
    assert (answer.status, answer.body) == (200, b"")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST", "QUERY"}
    assert set(answer.headers["Accept-Query"].split(", ")) == {FORM, DIRECT}


@pytest.mark.parametrize("method", ["POST", "QUERY"])
def test_the_page_of_another_site_is_allowed_to_ask(server: str, method: str) -> None:
    answer = send(
        server,
        "OPTIONS",
        Origin="https://example.org",
        Access_Control_Request_Method=method,
        Access_Control_Request_Headers="content-type, query-id",
    )
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert method in answer.headers["Access-Control-Allow-Methods"].split(", ")
    assert {"content-type", "query-id"} <= set(answer.headers["Access-Control-Allow-Headers"].lower().split(", "))
    assert "Access-Control-Allow-Credentials" not in answer.headers


def test_the_page_of_another_site_is_allowed_to_cancel(server: str) -> None:
    answer = send(
        server, "OPTIONS", f"/sparql/queries/{uuid4()}", Origin="https://x", Access_Control_Request_Method="DELETE"
    )
    assert "DELETE" in answer.headers["Access-Control-Allow-Methods"].split(", ")


@pytest.mark.parametrize("query", [ASK, MALFORMED, ""], ids=["answer", "malformed", "none"])
def test_the_page_of_another_site_reads_the_answer_and_its_headers(server: str, query: str) -> None:
    answer = get(server, query, Origin="https://example.org")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    exposed = set(answer.headers["Access-Control-Expose-Headers"].split(", "))
    assert {"ETag", "Query-Id", "Retry-After", "X-Query-Seconds", "X-Limit-Query-Seconds"} <= exposed


# Validators


CONDITIONAL = ["GET", "HEAD", "QUERY form", "QUERY direct"]


def ways(name: str) -> Callable[..., Answer]:
    return WAYS.get(name, lambda *asked, **named: get(*asked, method="HEAD", **named))


@pytest.mark.parametrize("way", CONDITIONAL)
def test_what_has_not_changed_is_not_sent_again(server: str, way: str) -> None:
    first = ways(way)(server, SELECT)
    tag = first.headers["ETag"]
    assert re.fullmatch(r'W/"[0-9a-f]+"', tag)
    for known in (tag, f'"other", {tag}', "*"):
        again = ways(way)(server, SELECT, If_None_Match=known)
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
        assert set(again.headers["Vary"].split(", ")) >= {"Accept", "Accept-Encoding"}
    assert ways(way)(server, SELECT, If_None_Match='W/"other"').status == 200


def test_a_star_instead_of_a_tag_does_not_hide_that_a_query_is_wrong(server: str) -> None:
    assert [get(server, query, If_None_Match="*").status for query in (SELECT, MALFORMED)] == [304, 400]


def test_what_has_not_changed_needs_no_worker(server: str) -> None:
    tag = get(server, SELECT).headers["ETag"]
    before = jobs(server, "done")
    assert get(server, SELECT, If_None_Match=tag).status == 304
    assert jobs(server, "done") == before


def test_every_other_answer_has_another_tag(server: str) -> None:
    answers = [
        get(server, SELECT),
        get(server, SELECT + " "),
        get(server, SELECT, Accept=XML),
        get(server, SELECT, [("format", "csv")]),
        get(server, SELECT, default_graphs(PEOPLE)),
        get(server, SELECT, named_graphs(PEOPLE)),
        get(server, SELECT, [("inferred", "false")]),
        get(server, SELECT, Accept_Encoding="gzip"),
    ]
    tags = [answer.headers["ETag"] for answer in answers]
    assert None not in tags
    assert len(set(tags)) == len(tags)


@pytest.mark.parametrize("way", ["POST form", "POST direct"])
def test_a_post_has_no_tag(server: str, way: str) -> None:
    answer = WAYS[way](server, SELECT)
    assert answer.headers["ETag"] is None
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("function", ["NOW()", "RAND()", "UUID()", "STRUUID()", "BNODE()", "now ( )"])
@pytest.mark.parametrize("way", ["GET", "QUERY direct"])
def test_what_changes_by_itself_has_no_tag(server: str, way: str, function: str) -> None:
    answer = WAYS[way](server, f"SELECT ({function} AS ?x) {{}}")
    assert answer.status == 200
    assert answer.headers["ETag"] is None
    assert answer.headers["Cache-Control"] == "no-store"


def test_words_that_only_look_like_such_functions_do_no_harm(server: str) -> None:
    answer = get(server, "SELECT ?now { VALUES ?now { 'RAND()' } } # UUID()")
    assert answer.headers["ETag"]


@pytest.mark.parametrize("query", [MALFORMED, "ASK { SERVICE <http://x/> {} }"])
def test_an_error_has_no_tag(server: str, query: str) -> None:
    assert get(server, query).headers["ETag"] is None


@pytest.mark.slow
def test_a_change_of_the_data_changes_the_tag(
    home: Path, tmp_path: Path, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, checkout = tmp_path / "home", tmp_path / "checkout"
    shutil.copytree(home, own, symlinks=True)
    for part in ("ontology", "shapes"):
        shutil.copytree(assets.folder(part), checkout / part)
    monkeypatch.setattr(assets, "checkout", lambda: checkout)
    with serve(own) as server:
        before = get(server, SELECT)
        core = checkout / "ontology/modules/core.ttl"
        core.write_text(core.read_text(encoding="utf-8") + '\nckb:EducationalHolding skos:prefLabel "Holding"@de .\n')
        build.run(own)
        after = get(server, SELECT, If_None_Match=before.headers["ETag"])
        assert after.status == 200
        assert ("Holding", "") in after.rows
        assert after.headers["ETag"] != before.headers["ETag"]
        assert get(server, SELECT, If_None_Match=after.headers["ETag"]).status == 304


# Compression


@pytest.mark.parametrize(
    ("query", "least"), [(SELECT + "\n", 0), (LARGE, 65536), (HUGE, 1_000_000)], ids=["small", "large", "huge"]
)
@pytest.mark.parametrize("accepted", ["gzip", "gzip, deflate, br", "br;q=1.0, gzip;q=0.8, *;q=0.1", "GZIP", "*"])
def test_a_result_may_come_compressed_and_is_the_same(server: str, query: str, least: int, accepted: str) -> None:
    plain = get(server, query)
    packed = get(server, query, Accept_Encoding=accepted)
    assert [plain.status, packed.status] == [200, 200], packed.plain[:1000]
    assert len(plain.body) > least
    assert packed.plain == plain.body
    assert "Accept-Encoding" in packed.headers["Vary"]
    if len(plain.body) >= 1024:
        assert packed.headers["Content-Encoding"] == "gzip"
        assert len(packed.body) < len(plain.body) / 4
    else:
        assert packed.headers["Content-Encoding"] is None  # nothing is gained


@pytest.mark.parametrize(
    "accepted", ["", "identity", "gzip;q=0", "gzip;q=0, *", "br", "deflate", "identity, gzip;q=0.5"]
)
def test_a_result_comes_as_it_is_where_gzip_is_not_wanted(server: str, accepted: str) -> None:
    answer = get(server, LARGE, Accept_Encoding=accepted)
    assert answer.status == 200
    assert answer.headers["Content-Encoding"] is None
    assert len(answer.json["results"]["bindings"]) == 400


# The limits


def shown(answer: Answer) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name.startswith("X-Limit-")}


def test_the_limits_told_are_those_in_force(tight: str) -> None:
    wanted = {
        "X-Limit-Query-Bytes": TIGHT["CLUSTERKB_QUERY_BYTES"],
        "X-Limit-Query-Depth": TIGHT["CLUSTERKB_QUERY_DEPTH"],
        "X-Limit-Query-Patterns": TIGHT["CLUSTERKB_QUERY_PATTERNS"],
        "X-Limit-Query-Seconds": TIGHT["CLUSTERKB_QUERY_SECONDS"],
        "X-Limit-Query-Megabytes": TIGHT["CLUSTERKB_WORKER_MEGABYTES"],
        "X-Limit-Wait-Seconds": TIGHT["CLUSTERKB_QUERY_WAIT_SECONDS"],
        "X-Limit-Result-Bytes": TIGHT["CLUSTERKB_RESULT_BYTES"],
        "X-Limit-Client-Queries": TIGHT["CLUSTERKB_CLIENT_QUERIES"],
        "X-Limit-Client-Seconds-Per-Minute": TIGHT["CLUSTERKB_CLIENT_SECONDS"],
    }
    answered, failed = get(tight, ASK), get(tight, MALFORMED)
    assert (answered.status, failed.status) == (200, 400)
    assert shown(answered) == wanted
    assert shown(failed) == wanted
    told = {f"X-Limit-{name.title()}": f"{value:g}" for name, value in failed.json["limits"].items()}
    assert told == {name: f"{float(value):g}" for name, value in wanted.items()}


@pytest.mark.parametrize(
    ("query", "limit"),
    [
        (f"ASK {{}} #{'x' * 3000}", "CLUSTERKB_QUERY_BYTES"),
        (f"ASK {'{' * 31}{'}' * 31}", "CLUSTERKB_QUERY_DEPTH"),
        (f"ASK {{ {'?s ?p ?o . ' * 41} }}", "CLUSTERKB_QUERY_PATTERNS"),
    ],
)
def test_a_query_over_a_limit_is_refused_and_told_it(tight: str, query: str, limit: str) -> None:
    answer = get(tight, query)
    assert answer.seen == (400, PROBLEM)
    assert TIGHT[limit] in answer.json["detail"]


@pytest.mark.slow
def test_a_client_over_its_time_is_told_when_to_come_again_and_others_are_answered(tight: str) -> None:
    assert get(tight, RUNAWAY, client="127.0.20.1").status == 503
    refused = get(tight, ASK, client="127.0.20.1")
    assert refused.seen == (429, PROBLEM)
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert refused.json["limits"]["client-seconds-per-minute"] == float(TIGHT["CLUSTERKB_CLIENT_SECONDS"])
    assert shown(refused)["X-Limit-Client-Seconds-Per-Minute"] == TIGHT["CLUSTERKB_CLIENT_SECONDS"]
    assert refused.seconds < 1
    assert get(tight, ASK, client="127.0.0.2").status == 200
    assert send(tight, "GET", "/en/", client="127.0.20.1").status == 200  # pages are no queries


@pytest.mark.slow
def test_a_client_with_too_many_queries_at_once_is_refused_and_others_are_answered(tight: str) -> None:
    share = int(TIGHT["CLUSTERKB_CLIENT_QUERIES"])
    with ThreadPoolExecutor(share) as crowd:
        asked = [crowd.submit(get, tight, RUNAWAY, client="127.0.21.1") for _ in range(share)]
        # On a loaded machine a worker that another test had killed may still be starting.
        assert until(lambda: under_way(tight, METRICS_CLIENT) == share)
        refused = get(tight, ASK, client="127.0.21.1")
        other = get(tight, ASK, client="127.0.21.2")
    assert refused.seen == (429, PROBLEM)
    assert int(refused.headers["Retry-After"]) >= 1
    assert refused.json["limits"]["client-queries"] == share
    assert refused.seconds < 1
    assert other.status == 200
    assert [query.result().status for query in asked] == [503] * share


# Cancelling


ADDRESSES = iter(f"127.0.30.{number}" for number in range(10, 250))
"""Each query that runs away is another client's, so that no client's time is used up."""


def state(server: str, called: str, method: str = "GET") -> Answer:
    return send(server, method, f"/sparql/queries/{called}", client="127.0.30.2")


@pytest.mark.parametrize("as_header", [True, False], ids=["header", "parameter"])
@every_way
def test_a_query_can_be_cancelled_from_another_connection(
    server: str, ask: Callable[..., Answer], as_header: bool
) -> None:
    called = str(uuid4())
    named: dict[str, Any] = {"Query_Id": called} if as_header else {}
    parameters = [] if as_header else [("query-id", called)]
    with meanwhile(lambda: ask(server, RUNAWAY, parameters, client=next(ADDRESSES), **named)) as answers:
        assert until(lambda: state(server, called).status == 200)
        cancelled = state(server, called, "DELETE")
        asked = time.monotonic()
    assert time.monotonic() - asked < 1
    assert (cancelled.status, cancelled.body) == (204, b"")
    assert answers[0].seen == (409, PROBLEM)
    assert "cancelled" in answers[0].json["detail"]
    assert state(server, called).status == 404
    assert get(server, ASK).status == 200


def test_a_query_under_way_says_that_it_runs(server: str) -> None:
    called = str(uuid4())
    with meanwhile(lambda: get(server, RUNAWAY, client=next(ADDRESSES), Query_Id=called)):
        assert until(lambda: state(server, called).status == 200)
        answer = state(server, called)
        state(server, called, "DELETE")
    assert answer.json == {"state": "running"}
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_query_that_waits_can_be_cancelled_as_well(tight: str) -> None:
    workers = int(TIGHT["CLUSTERKB_QUERY_WORKERS"])
    called = str(uuid4())
    with ThreadPoolExecutor(workers) as crowd:
        for number in range(workers):
            crowd.submit(get, tight, RUNAWAY, client=f"127.0.31.{number + 1}")
        assert until(lambda: running(tight, METRICS_CLIENT) == workers)
        with meanwhile(lambda: get(tight, ASK, client="127.0.31.100", Query_Id=called)) as answers:
            assert until(lambda: state(tight, called).status == 200)
            assert state(tight, called).json == {"state": "waiting"}
            assert state(tight, called, "DELETE").status == 204
    assert answers[0].status == 409
    assert answers[0].seconds < 2


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_a_query_that_is_not_under_way_is_not_found(server: str, method: str) -> None:
    assert state(server, str(uuid4()), method).seen == (404, PROBLEM)


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_a_query_that_has_ended_is_not_found(server: str, method: str) -> None:
    called = str(uuid4())
    assert get(server, ASK, Query_Id=called).headers["Query-Id"] == called
    assert state(server, called, method).seen == (404, PROBLEM)


@pytest.mark.parametrize("called", ["1", "short", "a" * 129, "with space in it!", "../../../../etc/passwd", "имя" * 8])
@pytest.mark.parametrize("as_header", [True, False], ids=["header", "parameter"])
def test_a_name_that_could_be_guessed_is_refused(server: str, called: str, as_header: bool) -> None:
    if as_header and not called.isascii():
        called = "Ã" * 20  # a header is Latin-1
    answer = get(server, ASK, Query_Id=called) if as_header else get(server, ASK, [("query-id", called)])
    assert answer.seen == (400, PROBLEM)
    assert "UUID" in answer.json["remedy"]


def test_two_queries_under_way_cannot_have_one_name(server: str) -> None:
    called = str(uuid4())
    with meanwhile(lambda: get(server, RUNAWAY, client=next(ADDRESSES), Query_Id=called)) as answers:
        assert until(lambda: state(server, called).status == 200)
        second = get(server, ASK, Query_Id=called)
        state(server, called, "DELETE")
    assert second.seen == (400, PROBLEM)
    assert "under way" in second.json["detail"]
    assert answers[0].status == 409


def test_a_client_that_goes_frees_its_worker(server: str) -> None:
    before = jobs(server, "cancelled")
    assert until(lambda: running(server) == 0)
    with ExitStack() as gone:
        gone.enter_context(hanging_up(server, RUNAWAY))
        assert until(lambda: running(server) == 1)
    assert until(lambda: running(server) == 0, 2)
    assert jobs(server, "cancelled") == before + 1


def hanging_up(server: str, query: str) -> AbstractContextManager[object]:
    """Return a connection on which a query was sent; leaving it closes it."""
    connection = socket.create_connection(place(server), source_address=(next(ADDRESSES), 0))
    connection.sendall(f"GET /sparql?{urlencode({'query': query})} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    return connection


# What the operator sees


def test_metrics_are_for_this_machine_unless_said_otherwise(server: str) -> None:
    answer = send(server, "GET", "/metrics")
    assert answer.seen == (200, "text/plain")
    for family in ("clusterkb_requests_total", "clusterkb_request_seconds_bucket", "clusterkb_jobs_total", "process_"):
        assert f"\n{family}" in answer.body.decode()
    refused = send(server, "GET", "/metrics", client="127.0.0.2")
    assert refused.seen == (403, PROBLEM)
    assert "CLUSTERKB_METRICS_CLIENTS" in refused.json["detail"]


def test_metrics_are_for_the_clients_that_are_named(tight: str) -> None:
    assert send(tight, "GET", "/metrics", client=METRICS_CLIENT).status == 200
    assert send(tight, "GET", "/metrics", client="127.0.0.1").seen == (403, PROBLEM)


def test_a_request_is_counted_by_its_door_and_status(server: str) -> None:
    sample = 'clusterkb_requests_total{door="sparql",method="GET",status="400"}'
    before = metrics(server).get(sample, 0)
    get(server, MALFORMED)
    assert metrics(server)[sample] == before + 1


def lines(log: Path, begun: int) -> list[dict[str, Any]]:
    """Return what was logged from the ``begun``-th byte on, each line as JSON.

    A line ends wherever any reader may take it to end, as U+2028 does for many.
    """
    return [json.loads(line) for line in log.read_bytes()[begun:].decode().splitlines()]


def length(log: Path) -> int:
    return log.stat().st_size


SECRET = "ASK { ?secret ?needle 'игла\u2028\n\"\\' }"
LOUD: dict[str, Any] = {"client": "127.0.40.1", "User_Agent": "agent-of-mine", "Referer": "https://where.example/"}


def asked(server: str) -> list[int]:
    """Ask in every way, well and badly, and return the statuses."""
    answers = [ask(server, SECRET, **LOUD) for ask in WAYS.values()]
    answers += [
        get(server, MALFORMED + SECRET, **LOUD),
        form(server, SECRET, Accept="text/html", **LOUD),
        send(server, "GET", "/en/sparql?" + urlencode({"query": SECRET}), **LOUD),
        send(server, "PUT", **LOUD),
        send(server, "GET", "/" + quote("нет\n такой"), **LOUD),
        get(server, SECRET, method="HEAD", **LOUD),
    ]
    return [answer.status for answer in answers]


def test_the_log_has_one_line_a_request_and_nothing_of_who_and_what(home: Path, tmp_path: Path, serve: Serve) -> None:
    log = tmp_path / "log"
    with serve(home, log=log) as server:
        begun = length(log)
        statuses = asked(server)
        written = lines(log, begun)
    assert [line["status"] for line in written] == statuses
    assert {frozenset(line) for line in written} == {frozenset(("time", "method", "path", "status", "ms", "bytes"))}
    assert [line["method"] for line in written[:5]] == ["GET", "POST", "POST", "QUERY", "QUERY"]
    text = log.read_text(encoding="utf-8")
    for secret in ("needle", "игла", "127.0.40.1", "agent-of-mine", "where.example"):
        assert secret not in text


def test_the_log_names_client_and_query_where_the_operator_wants_it(tight: str, tight_log: Path) -> None:
    begun = length(tight_log)
    statuses = asked(tight)
    written = lines(tight_log, begun)
    assert [line["status"] for line in written] == statuses
    assert {line["client"] for line in written} == {"127.0.40.1"}
    assert [line.get("query") for line in written[:5]] == [SECRET] * 5


def test_requests_of_many_at_once_leave_nothing_but_their_lines(home: Path, tmp_path: Path, serve: Serve) -> None:
    log = tmp_path / "log"
    with serve(home, log=log) as server:
        begun = length(log)
        with ThreadPoolExecutor(64) as crowd:
            list(crowd.map(lambda number: get(server, ASK, client=f"127.0.41.{number}"), range(1, 129)))
        assert len(lines(log, begun)) == 128
    assert "queue" not in log.read_text(encoding="utf-8")


def test_the_log_can_be_left_out(home: Path, tmp_path: Path, serve: Serve) -> None:
    log = tmp_path / "log"
    with serve(home, log=log, CLUSTERKB_LOG_REQUESTS="no") as server:
        get(server, ASK)
    assert "{" not in log.read_text(encoding="utf-8")


def test_the_log_is_json_whatever_the_encoding_of_standard_error(home: Path, tmp_path: Path, serve: Serve) -> None:
    log = tmp_path / "log"
    with serve(home, log=log, PYTHONIOENCODING="ascii") as server:
        begun = length(log)
        send(server, "GET", "/" + quote("élève — я"))
        assert [line["path"] for line in lines(log, begun)] == ["/élève — я"]
