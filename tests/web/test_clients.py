"""The clients that people ask endpoints with, each as it is."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import urllib.request
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from xml.dom.minidom import Document

import pytest
from rdflib import RDF, Dataset, Graph, Literal, URIRef
from rdflib.namespace import SKOS
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import SPARQLWrapper, SPARQLWrapper2, Wrapper
from SPARQLWrapper.SPARQLExceptions import EndPointNotFound, QueryBadFormed
from tests.support.node import node

from clusterkb import expand

PEOPLE = "https://w3id.org/clusterkb/graph/ontology/kb/people"
HOLDING = URIRef(expand("ckb:EducationalHolding"))
ULYANOVSK = URIRef(expand("cluster:ulyanovsk-holding"))
LABELS = "SELECT ?label ?missing { ckb:EducationalHolding skos:prefLabel ?label } ORDER BY LANG(?label)"
ASK = "ASK { cluster:ulyanovsk-holding a ckb:HoldingInArticleSense }"
CONSTRUCT = "CONSTRUCT { ?s skos:prefLabel ?l } WHERE { VALUES ?s { ckb:EducationalHolding } ?s skos:prefLabel ?l }"
DESCRIBE = "DESCRIBE ckb:EducationalHolding"
MALFORMED = "SELECT * { ?s ?p"
ENGLISH = Literal("educational holding", lang="en")


@pytest.fixture
def endpoint(server: str) -> str:
    return f"{server}/sparql"


# SPARQLWrapper


def wrapper(endpoint: str, query: str, form: str, method: str, *, posted: str = Wrapper.URLENCODED) -> SPARQLWrapper:
    asked = SPARQLWrapper(endpoint)
    asked.setQuery(query)
    asked.setReturnFormat(form)
    asked.setMethod(method)
    asked.setRequestMethod(posted)
    return asked


methods = pytest.mark.parametrize(
    ("method", "posted"),
    [
        (Wrapper.GET, Wrapper.URLENCODED),
        (Wrapper.POST, Wrapper.URLENCODED),
        (Wrapper.POST, Wrapper.POSTDIRECTLY),
    ],
    ids=["GET", "POST", "POST direct"],
)
header_only = pytest.mark.parametrize("header_only", [False, True], ids=["parameter", "Accept"])


@methods
@header_only
@pytest.mark.parametrize("form", [Wrapper.JSON, Wrapper.XML, Wrapper.CSV, Wrapper.TSV])
def test_sparqlwrapper_selects(endpoint: str, form: str, header_only: bool, method: str, posted: str) -> None:
    asked = wrapper(endpoint, LABELS, form, method, posted=posted)
    asked.setOnlyConneg(header_only)
    found: Any = asked.queryAndConvert()
    if form == Wrapper.JSON:
        assert found["results"]["bindings"][0]["label"] == {
            "type": "literal",
            "value": "educational holding",
            "xml:lang": "en",
        }
    elif form == Wrapper.XML:
        assert isinstance(found, Document)
        assert found.getElementsByTagName("literal")[0].firstChild.data == "educational holding"  # type: ignore[union-attr]
    else:
        first = b"educational holding," if form == Wrapper.CSV else b'"educational holding"@en\t'
        assert found.splitlines()[1] == first


@methods
@header_only
@pytest.mark.parametrize("form", [Wrapper.JSON, Wrapper.XML])
def test_sparqlwrapper_asks(endpoint: str, form: str, header_only: bool, method: str, posted: str) -> None:
    asked = wrapper(endpoint, ASK, form, method, posted=posted)
    asked.setOnlyConneg(header_only)
    found: Any = asked.queryAndConvert()
    if form == Wrapper.JSON:
        assert found["boolean"] is True
    else:
        assert found.getElementsByTagName("boolean")[0].firstChild.data == "true"


@methods
@header_only
@pytest.mark.parametrize("form", [Wrapper.TURTLE, Wrapper.N3, Wrapper.RDFXML, Wrapper.XML, Wrapper.JSONLD])
@pytest.mark.parametrize("query", [CONSTRUCT, DESCRIBE], ids=["construct", "describe"])
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # SPARQLWrapper's own
def test_sparqlwrapper_gets_graphs(
    endpoint: str, query: str, form: str, header_only: bool, method: str, posted: str
) -> None:
    asked = wrapper(endpoint, query, form, method, posted=posted)
    asked.setOnlyConneg(header_only)
    found: Any = asked.queryAndConvert()
    graph = Graph().parse(data=found, format="turtle") if isinstance(found, bytes) else found
    assert (HOLDING, SKOS.prefLabel, ENGLISH) in graph


@methods
def test_sparqlwrapper_tells_a_malformed_query_by_its_class(endpoint: str, method: str, posted: str) -> None:
    with pytest.raises(QueryBadFormed, match="ends too early"):
        wrapper(endpoint, MALFORMED, Wrapper.JSON, method, posted=posted).query()


@methods
def test_sparqlwrapper_tells_a_wrong_address_by_its_class(server: str, method: str, posted: str) -> None:
    with pytest.raises(EndPointNotFound):
        wrapper(f"{server}/no-sparql", LABELS, Wrapper.JSON, method, posted=posted).query()


@pytest.mark.parametrize("posted", [Wrapper.URLENCODED, Wrapper.POSTDIRECTLY])
def test_sparqlwrapper_is_refused_an_update(endpoint: str, posted: str) -> None:
    update = wrapper(endpoint, "INSERT DATA { <urn:a> <urn:b> <urn:c> }", Wrapper.JSON, Wrapper.POST, posted=posted)
    with pytest.raises(HTTPError) as refused:
        update.query()
    with refused.value:
        assert refused.value.code == 403


def test_sparqlwrapper_names_a_graph(endpoint: str) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    everything, part = SPARQLWrapper(endpoint), SPARQLWrapper(endpoint, defaultGraph=PEOPLE)
    counts = []
    for asked in (everything, part):
        asked.setQuery(query)
        asked.setReturnFormat(Wrapper.JSON)
        found: Any = asked.queryAndConvert()
        counts.append(int(found["results"]["bindings"][0]["n"]["value"]))
    assert 0 < counts[1] < counts[0]


def test_sparqlwrapper2_has_bindings(endpoint: str) -> None:
    asked = SPARQLWrapper2(endpoint)
    asked.setQuery(LABELS)
    found: Any = asked.query()
    labels = [(row["label"].value, row["label"].lang) for row in found.bindings]
    assert ("educational holding", "en") in labels
    assert {language for _, language in labels} >= {"en", "ru", "uz"}


# rdflib

stores = pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
forms = pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])


def store(endpoint: str, method: str = "GET", form: str = "xml") -> SPARQLStore:
    return SPARQLStore(endpoint, method=method, returnFormat=form)


@stores
@forms
@pytest.mark.parametrize("kind", ["graph", "dataset"])
def test_rdflib_selects(endpoint: str, kind: str, method: str, form: str) -> None:
    there = store(endpoint, method, form)
    graph = Graph(store=there) if kind == "graph" else Dataset(store=there, default_union=True)
    rows: list[Any] = [tuple(row) for row in graph.query(LABELS)]  # type: ignore[arg-type]
    # A CSV tells no languages.
    assert rows[0] == (Literal("educational holding") if form == "csv" else ENGLISH, None)
    assert len(rows) >= 3


@stores
def test_rdflib_calls_the_default_graph_by_a_name_of_its_own(endpoint: str, method: str) -> None:
    # It sends default-graph-uri=urn:x-rdflib:default, by which it means: as if it had sent none.
    rows = [tuple(row) for row in Dataset(store=store(endpoint, method)).query(LABELS)]  # type: ignore[arg-type]
    assert len(rows) >= 3


@stores
@pytest.mark.parametrize("form", ["xml", "json"])
def test_rdflib_asks(endpoint: str, method: str, form: str) -> None:
    graph = Graph(store=store(endpoint, method, form))
    assert graph.query(ASK).askAnswer is True
    assert graph.query("ASK { ckb:No ckb:No ckb:No }").askAnswer is False


@stores
@pytest.mark.parametrize("query", [CONSTRUCT, DESCRIBE], ids=["construct", "describe"])
def test_rdflib_gets_graphs(endpoint: str, method: str, query: str) -> None:
    found = Graph(store=store(endpoint, method)).query(query).graph
    assert found is not None
    assert (HOLDING, SKOS.prefLabel, ENGLISH) in found


@stores
def test_rdflib_puts_values_in(endpoint: str, method: str) -> None:
    graph = Graph(store=store(endpoint, method))
    rows = graph.query("SELECT ?s ?l { ?s skos:prefLabel ?l }", initBindings={"l": ENGLISH, "s": HOLDING})
    assert [tuple(row) for row in rows] == [(HOLDING, ENGLISH)]  # type: ignore[arg-type]


@stores
def test_rdflib_asks_one_graph_by_its_identifier(endpoint: str, method: str) -> None:
    whole = Graph(store=store(endpoint, method))
    part = Graph(store=store(endpoint, method), identifier=URIRef(PEOPLE))
    assert 0 < len(part) < len(whole)
    assert {str(s) for s in part.subjects()} < {str(s) for s in whole.subjects()}


def test_rdflib_walks_triples(endpoint: str) -> None:
    graph = Graph(store=store(endpoint))
    assert (ULYANOVSK, RDF.type, URIRef(expand("ckb:HoldingInArticleSense"))) in graph
    assert (ULYANOVSK, RDF.type, URIRef(expand("ckb:No"))) not in graph
    assert ENGLISH in set(graph.objects(HOLDING, SKOS.prefLabel))
    assert graph.value(HOLDING, RDF.type) is not None


def test_rdflib_lists_the_graphs_of_a_dataset(endpoint: str) -> None:
    names = {str(name) for name in store(endpoint).contexts()}
    assert PEOPLE in names


def test_rdflib_is_told_that_a_query_is_malformed(endpoint: str) -> None:
    with pytest.raises(ValueError, match="wrong"):
        list(Graph(store=store(endpoint)).query(MALFORMED))


def test_rdflib_reads_a_result_by_its_address(endpoint: str) -> None:
    graph = Graph().parse(f"{endpoint}?{urlencode({'query': CONSTRUCT})}")
    assert (HOLDING, SKOS.prefLabel, ENGLISH) in graph


# Comunica


def comunica(endpoint: str, kind: str, query: str, source: str = "sparql") -> Any:
    script = Path(__file__).with_name("comunica.mjs")
    done = subprocess.run(
        [node(), str(script), endpoint, source, kind, query], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


PREFIXES = f"PREFIX ckb: <{expand('ckb:')}> PREFIX skos: <{SKOS}> PREFIX cluster: <{expand('cluster:')}> "


@pytest.mark.slow
@pytest.mark.parametrize("source", ["sparql", "auto"])
def test_comunica_gets_bindings(endpoint: str, source: str) -> None:
    query = PREFIXES + "SELECT ?label { ckb:EducationalHolding skos:prefLabel ?label }"
    rows = comunica(endpoint, "bindings", query, source)
    assert {"label": {"kind": "Literal", "value": "educational holding", "language": "en"}} in rows


@pytest.mark.slow
def test_comunica_joins_two_patterns(endpoint: str) -> None:
    query = PREFIXES + "SELECT ?kind ?label { cluster:ulyanovsk-holding a ?kind . ?kind skos:prefLabel ?label }"
    rows = comunica(endpoint, "bindings", query)
    kinds = {row["kind"]["value"] for row in rows}
    assert expand("ckb:HoldingInArticleSense") in kinds
    assert {row["label"]["language"] for row in rows} >= {"en", "ru", "uz"}


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "truth"), [("HoldingInArticleSense", True), ("No", False)])
def test_comunica_asks(endpoint: str, kind: str, truth: bool) -> None:
    assert comunica(endpoint, "boolean", f"{PREFIXES} ASK {{ cluster:ulyanovsk-holding a ckb:{kind} }}") is truth


@pytest.mark.slow
def test_comunica_constructs_quads(endpoint: str) -> None:
    query = (
        PREFIXES
        + "CONSTRUCT { ?s skos:altLabel ?l } WHERE { ?s skos:prefLabel ?l FILTER(?s = ckb:EducationalHolding) }"
    )
    quads = comunica(endpoint, "quads", query)
    assert [
        {"kind": "NamedNode", "value": str(HOLDING), "language": ""},
        {"kind": "NamedNode", "value": str(SKOS.altLabel), "language": ""},
        {"kind": "Literal", "value": "educational holding", "language": "en"},
    ] in quads


# curl


def curl(*arguments: str, given: str = "") -> str:
    command = shutil.which("curl")
    assert command, "curl is missing"
    done = subprocess.run(
        [command, "--silent", "--show-error", "--max-time", "30", *arguments],
        input=given.encode(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def test_curl_gets(endpoint: str) -> None:
    assert json.loads(curl("-G", "--data-urlencode", f"query={ASK}", endpoint))["boolean"] is True


def test_curl_posts_a_form(endpoint: str) -> None:
    assert json.loads(curl("--data-urlencode", f"query={ASK}", endpoint))["boolean"] is True


@pytest.mark.parametrize("method", ["POST", "QUERY"])
def test_curl_sends_a_query_as_it_is(endpoint: str, method: str) -> None:
    arguments = ("-X", method, "-H", "Content-Type: application/sparql-query", "--data-binary", "@-", endpoint)
    assert json.loads(curl(*arguments, given=ASK))["boolean"] is True


def test_curl_posts_a_query_in_chunks(endpoint: str) -> None:
    headers = ("-H", "Content-Type: application/sparql-query", "-H", "Transfer-Encoding: chunked")
    assert json.loads(curl(*headers, "--data-binary", "@-", endpoint, given=ASK))["boolean"] is True


@pytest.mark.parametrize(
    ("accept", "begins"),
    [
        ("text/csv", "label,missing\r\n"),
        ("text/tab-separated-values", "?label\t?missing\n"),
        ("application/sparql-results+xml", "<?xml "),
    ],
)
def test_curl_gets_what_it_accepts(endpoint: str, accept: str, begins: str) -> None:
    body = curl("-H", f"Accept: {accept}", "-G", "--data-urlencode", f"query={LABELS}", endpoint)
    assert body.startswith(begins)


def test_curl_decompresses(endpoint: str) -> None:
    query = "SELECT * { ?s skos:prefLabel ?o } ORDER BY ?s ?o LIMIT 2000"
    arguments = ("-G", "--data-urlencode", f"query={query}", endpoint)
    head = curl("--compressed", "-D", "-", "-o", os.devnull, *arguments)
    assert curl("--compressed", *arguments) == curl(*arguments)
    assert "content-encoding: gzip" in head.lower()


def test_curl_heads(endpoint: str) -> None:
    head = curl("--head", "-G", "--data-urlencode", f"query={ASK}", endpoint)
    assert head.startswith("HTTP/1.1 200 OK\r\n")
    assert "Content-Type: application/sparql-results+json\r\n" in head


def test_curl_that_fails_on_errors_fails_on_a_malformed_query(endpoint: str) -> None:
    done = subprocess.run(
        ["curl", "--silent", "--fail-with-body", "-G", "--data-urlencode", f"query={MALFORMED}", endpoint],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 22
    assert json.loads(done.stdout)["status"] == 400


def test_curl_that_waits_to_be_told_to_go_on_is_answered(endpoint: str) -> None:
    headers = ("-H", "Content-Type: application/sparql-query", "-H", "Expect: 100-continue")
    assert json.loads(curl(*headers, "--data-binary", "@-", endpoint, given=ASK))["boolean"] is True


def test_curl_learns_that_its_body_is_far_too_large(endpoint: str) -> None:
    headers = ("-H", "Content-Type: application/sparql-query", "-o", os.devnull, "-w", "%{http_code}")
    assert curl(*headers, "--data-binary", "@-", endpoint, given="x" * 30_000_000) == "413"


# Readers of CSV

AWKWARD = [
    "plain",
    "a comma, here",
    'a "quotation"',
    "two\nlines",
    "two\r\nlines",
    " spaces ",
    "007",
    "=1+1",
    "oʻquv — я",
    "",
]


def awkward() -> str:
    values = " ".join(f"({number} {json.dumps(text, ensure_ascii=False)})" for number, text in enumerate(AWKWARD))
    return f"SELECT ?number ?text ?missing {{ VALUES (?number ?text) {{ {values} }} }} ORDER BY ?number"


def test_the_csv_module_reads_every_value_as_it_is(endpoint: str) -> None:
    address = f"{endpoint}?{urlencode({'query': awkward()})}"
    with urllib.request.urlopen(urllib.request.Request(address, headers={"Accept": "text/csv"})) as answer:
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        rows = list(csv.reader(io.TextIOWrapper(answer, encoding="utf-8", newline=""), strict=True))
    assert rows[0] == ["number", "text", "missing"]
    assert rows[1:] == [[str(number), text, ""] for number, text in enumerate(AWKWARD)]


def test_a_csv_is_written_by_rfc_4180(endpoint: str) -> None:
    with urllib.request.urlopen(f"{endpoint}?{urlencode({'query': awkward(), 'format': 'csv'})}") as answer:
        body = answer.read()
    assert not body.startswith(b"\xef\xbb\xbf")
    assert body.endswith(b"\r\n")
    assert body.startswith(b"number,text,missing\r\n0,plain,\r\n")
    assert b'\r\n1,"a comma, here",\r\n' in body
    assert b'\r\n2,"a ""quotation""",\r\n' in body
    assert b'\r\n3,"two\nlines",\r\n' in body
    assert b"\r\n6,007,\r\n" in body


def columns(address: str) -> dict[str, list[Any]]:
    """Read as R's read.csv does: by address, names first, a column of numbers where all of it are numbers."""
    request = urllib.request.Request(address, headers={"User-Agent": "R (4.4.1 x86_64-pc-linux-gnu)", "Accept": "*/*"})
    with urllib.request.urlopen(request) as answer:
        rows = list(csv.DictReader(io.TextIOWrapper(answer, encoding="utf-8", newline=""), strict=True))
    return {name: typed([row[name] for row in rows]) for name in rows[0]}


def typed(values: list[str]) -> list[Any]:
    try:
        return [float(value) if value else None for value in values]
    except ValueError:
        return [*values]


def test_r_reads_an_address_as_a_table(endpoint: str) -> None:
    query = """SELECT ?year (COUNT(*) AS ?n) (SAMPLE(?e) AS ?event) { ?e a ckb:Event ; ckb:year ?year }
        GROUP BY ?year ORDER BY ?year"""
    table = columns(f"{endpoint}?format=csv&query={quote(query)}")
    assert list(table) == ["year", "n", "event"]
    assert 1992.0 in table["year"]
    assert table["year"] == sorted(table["year"])
    assert all(number >= 1 for number in table["n"])
    assert all(iri.startswith("https://") for iri in table["event"])
