from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic
from tests.support.stores import stored

from clusterkb import KnowledgeBase
from clusterkb.errors import BadQuery, NotAcceptable, OutOfLimits
from clusterkb.namespaces import GRAPHS, INFERRED, PREFIXES
from clusterkb.sparql import MEDIA_TYPES, Dataset, Result, answer, job, select
from clusterkb.sparql.results import Table
from clusterkb.sparql.run import table
from clusterkb.sparql.spool import Target
from clusterkb.store import EmbeddedStore

DATA = f"""
@prefix e: <http://e/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<{GRAPHS}one> {{
    e:a a e:C ; e:name "holding"@en , "холдинг"@ru , "xolding"@uz-Latn , "plain" .
    e:a e:size 3 ; e:near e:b , [ e:size 7 ] .
    e:b a e:C ; e:size 12 ; e:weight 1.50 ; e:day "2026-11-23"^^xsd:date ; e:list ( 1 2 e:a ) .
}}
<{GRAPHS}two> {{
    e:c a e:C ; e:near e:a , _:x . _:x a e:D ; e:name "a \\"quoted\\" line\\nand tab\\t, comma"@en ; e:near e:c .
}}
<{INFERRED}> {{ e:a a e:Thing . e:c e:near e:b . }}
"""
QUERIES = {
    "all types": "SELECT ?s ?k { ?s a ?k }",
    "languages": "SELECT ?s ?n (LCASE(LANG(?n)) AS ?l) { ?s <http://e/name> ?n }",
    "language match": 'SELECT ?n { ?s <http://e/name> ?n FILTER(LANGMATCHES(LANG(?n), "uz")) }',
    "unbound": "SELECT ?s ?size ?w { ?s a <http://e/C> OPTIONAL { ?s <http://e/size> ?size } "
    "OPTIONAL { ?s <http://e/weight> ?w } }",
    "empty": "SELECT ?s { ?s <http://e/nothing> ?o }",
    "blank nodes": "SELECT ?s ?x ?v { ?s <http://e/near> ?x . ?x ?p ?v FILTER(ISBLANK(?x) && ?p != <http://e/near>) }",
    "a blank node twice": "SELECT ?s ?t { ?s <http://e/near> ?x . ?x <http://e/near> ?t . FILTER(ISBLANK(?x)) }",
    "path over a list": "SELECT ?v { <http://e/b> <http://e/list>/<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest>*/"
    "<http://www.w3.org/1999/02/22-rdf-syntax-ns#first> ?v }",
    "transitive path": "SELECT ?x { <http://e/c> <http://e/near>+ ?x FILTER(ISIRI(?x)) }",
    "aggregate": "SELECT ?k (COUNT(?s) AS ?n) (SUM(?z) AS ?sum) { ?s a ?k ; <http://e/size> ?z } GROUP BY ?k",
    "ordered": "SELECT ?s ?z { ?s <http://e/size> ?z } ORDER BY DESC(?z) LIMIT 2",
    "graph names": "SELECT DISTINCT ?g ?s { GRAPH ?g { ?s a <http://e/C> } }",
    "difference": "SELECT ?s { ?s a <http://e/C> MINUS { ?s <http://e/size> ?z } }",
    "not exists": "SELECT ?s { ?s a <http://e/C> FILTER NOT EXISTS { ?s <http://e/day> ?d } }",
    "values and bind": 'SELECT ?s ?y { VALUES ?s { <http://e/a> <http://e/z> } BIND(CONCAT(STR(?s), "!") AS ?y) }',
    "date": "SELECT ?s (YEAR(?d) AS ?y) { ?s <http://e/day> ?d }",
    "no variable": "SELECT (1 + 1 AS ?two) {}",
}

Row = frozenset[tuple[str, tuple[str, ...]]]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    return stored(tmp_path_factory.mktemp("store"), DATA)


@pytest.fixture(scope="module")
def peer() -> rdflib.Dataset:
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=DATA, format="trig")
    return dataset


def term_of_json(term: dict[str, str]) -> tuple[str, ...]:
    if term["type"] == "bnode":
        return ("bnode",)
    if term["type"] == "uri":
        return "uri", term["value"]
    kind = term.get("datatype", "http://www.w3.org/2001/XMLSchema#string")
    if kind.endswith(("decimal", "integer")):
        return "number", str(float(term["value"]))
    return "literal", term["value"], term.get("xml:lang", "").lower() or kind


def term_of_rdflib(term: object) -> tuple[str, ...]:
    if isinstance(term, rdflib.BNode):
        return ("bnode",)
    if isinstance(term, rdflib.URIRef):
        return "uri", str(term)
    assert isinstance(term, rdflib.Literal)
    kind = str(term.datatype or rdflib.XSD.string)
    if kind.endswith(("decimal", "integer")):
        return "number", str(float(term))
    return "literal", str(term), (term.language or "").lower() or kind


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_the_rows_are_those_rdflib_gives(store: EmbeddedStore, peer: rdflib.Dataset, query: str) -> None:
    ours: Counter[Row] = Counter(
        frozenset((name, term_of_json(term)) for name, term in row.items()) for row in answer(store, query).rows
    )
    theirs: Counter[Row] = Counter(
        frozenset((str(name), term_of_rdflib(term)) for name, term in binding.items())
        for binding in peer.query(query).bindings
    )
    assert ours == theirs


def test_an_order_asked_for_is_kept(store: EmbeddedStore) -> None:
    assert [row["z"] for row in answer(store, QUERIES["ordered"])] == ["12", "7"]


@pytest.mark.parametrize("query", ["ASK { <http://e/a> a <http://e/C> }", "ASK { <http://e/a> a <http://e/D> }"])
def test_ask_says_what_rdflib_says(store: EmbeddedStore, peer: rdflib.Dataset, query: str) -> None:
    assert answer(store, query).boolean is peer.query(query).askAnswer


@pytest.mark.parametrize(
    "query",
    [
        "CONSTRUCT { ?s <http://e/is> ?k } { ?s a ?k }",
        "CONSTRUCT { ?s <http://e/has> [ <http://e/v> ?v ] } { ?s <http://e/name> ?v }",
        "CONSTRUCT WHERE { ?s <http://e/near> ?x . ?x <http://e/name> ?n }",
        "CONSTRUCT { ?s ?s ?s } { ?s <http://e/nothing> ?o }",
    ],
)
@pytest.mark.parametrize("form", ["ttl", "nt", "rdf", "jsonld"])
def test_construct_gives_the_graph_rdflib_gives_in_every_format(
    store: EmbeddedStore, peer: rdflib.Dataset, query: str, form: str
) -> None:
    names = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld"}
    ours = rdflib.Graph().parse(data=answer(store, query, forms=(form,)).body, format=names[form])
    theirs = peer.query(query).graph
    assert theirs is not None
    assert isomorphic(lowered(ours), lowered(theirs))


def lowered(graph: rdflib.Graph) -> rdflib.Graph:
    """Write language tags in small letters: they are the same, but rdflib's terms are not."""
    made = rdflib.Graph()
    for s, p, o in graph:
        small = isinstance(o, rdflib.Literal) and o.language
        made.add((s, p, rdflib.Literal(str(o), lang=small.lower()) if small else o))
    return made


def test_describe_gives_every_triple_about_the_thing(store: EmbeddedStore, peer: rdflib.Dataset) -> None:
    found = rdflib.Graph().parse(data=answer(store, "DESCRIBE <http://e/b>").body)
    about = [(p, o) for p, o in found.predicate_objects(rdflib.URIRef("http://e/b"))]
    assert len(about) == len(list(peer.triples((rdflib.URIRef("http://e/b"), None, None)))) == 5


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_every_table_format_holds_the_same_values(
    store: EmbeddedStore, form: str, read: dict[str, Callable[[bytes], list[str]]]
) -> None:
    body = answer(store, "SELECT ?n { ?s <http://e/name> ?n } ORDER BY STR(?n)", forms=(form,)).body
    assert read[form](body) == ['a "quoted" line\nand tab\t, comma', "holding", "plain", "xolding", "холдинг"]


@pytest.fixture
def read() -> dict[str, Callable[[bytes], list[str]]]:
    def xml(body: bytes) -> list[str]:
        found = rdflib.query.Result.parse(io.BytesIO(body), format="xml")
        return [str(row[rdflib.Variable("n")]) for row in found.bindings]

    def tsv(body: bytes) -> list[str]:
        cells = body.decode().splitlines()[1:]
        return [str(rdflib.util.from_n3(cell)) for cell in cells]

    return {
        "json": lambda body: [row["n"]["value"] for row in json.loads(body)["results"]["bindings"]],
        "csv": lambda body: [row[0] for row in list(csv.reader(io.StringIO(body.decode(), newline="")))[1:]],
        "xml": xml,
        "tsv": tsv,
    }


@pytest.mark.parametrize("form", MEDIA_TYPES)
def test_a_result_says_its_media_type(store: EmbeddedStore, form: str) -> None:
    query = "SELECT * { ?s ?p ?o }" if MEDIA_TYPES[form][1] == "table" else "CONSTRUCT WHERE { ?s ?p ?o }"
    assert answer(store, query, forms=(form,)).media_type == MEDIA_TYPES[form][0]


@pytest.mark.parametrize(
    ("query", "form", "words"),
    [
        ("SELECT * { ?s ?p ?o }", "ttl", "ttl cannot hold the result of SELECT. Ask for one of: json, xml, csv, tsv"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "csv", "CONSTRUCT and DESCRIBE. Ask for one of: ttl, nt, rdf, jsonld"),
        ("DESCRIBE <http://e/a>", "json", "CONSTRUCT and DESCRIBE"),
        ("ASK {}", "csv", "ASK. Ask for one of: json, xml"),
        ("ASK {}", "ttl", "ASK. Ask for one of: json, xml"),
        ("ASK {}", "nonsense", "nonsense cannot hold"),
    ],
)
def test_a_format_that_does_not_fit_is_refused_with_those_that_do(
    store: EmbeddedStore, query: str, form: str, words: str
) -> None:
    with pytest.raises(NotAcceptable, match=words):
        answer(store, query, forms=(form,))


def test_the_first_wanted_format_that_fits_is_taken(store: EmbeddedStore) -> None:
    forms = ("ttl", "csv", "json")
    assert [
        answer(store, query, forms=forms).format for query in ("SELECT * {}", "ASK {}", "DESCRIBE <http://e/a>")
    ] == [
        "csv",
        "json",
        "ttl",
    ]


def test_a_table_stops_at_its_rows_and_says_so(store: EmbeddedStore) -> None:
    query = "SELECT ?s { ?s a <http://e/C> }"
    found = [table(store, query, max_rows=rows, max_bytes=1000) for rows in (2, 3)]
    assert [(len(t.rows), t.complete) for t in found if isinstance(t, Table)] == [(2, False), (3, True)]


def test_a_table_keeps_its_columns_where_a_variable_is_unbound(store: EmbeddedStore) -> None:
    found = table(store, QUERIES["unbound"], max_rows=10, max_bytes=1000)
    assert isinstance(found, Table)
    assert found.columns == ("s", "size", "w")
    assert sorted(sum(value is None for value in row) for row in found.rows) == [0, 1, 2]


def test_a_table_of_anything_but_select_is_the_whole_result(store: EmbeddedStore) -> None:
    shapes = [table(store, query, max_rows=1, max_bytes=10_000) for query in ("ASK {}", "DESCRIBE <http://e/a>")]
    assert [found.shape for found in shapes if isinstance(found, Result)] == ["boolean", "graph"]


def test_a_page_shows_a_graph_with_the_prefixes_it_uses_and_in_order(store: EmbeddedStore) -> None:
    query = "CONSTRUCT { ckb:b skos:note 'x' . ckb:a skos:note 'y' } WHERE {}"
    shown = table(store, query, max_rows=1, max_bytes=10_000)
    assert isinstance(shown, Result)
    assert shown.body.decode().split("\n") == [
        f"@prefix ckb: <{PREFIXES['ckb']}> .",
        f"@prefix skos: <{PREFIXES['skos']}> .",
        "",
        'ckb:a skos:note "y" .',
        "",
        'ckb:b skos:note "x" .',
        "",
    ]


def test_a_page_shows_a_graph_of_quoted_triples_as_the_engine_writes_it(store: EmbeddedStore) -> None:
    shown = table(store, "CONSTRUCT { ckb:a ckb:b <<( ckb:c ckb:d 1 )>> } WHERE {}", max_rows=1, max_bytes=10_000)
    assert isinstance(shown, Result)
    assert b"<<( ckb:c ckb:d 1 )>>" in shown.body


def test_a_graph_longer_than_a_page_is_refused_with_the_bound_and_the_way_out(store: EmbeddedStore) -> None:
    with pytest.raises(OutOfLimits, match=r"longer than 100 bytes.*LIMIT"):
        table(store, "CONSTRUCT WHERE { ?s ?p ?o }", max_rows=1, max_bytes=100)


def test_asserted_only_hides_what_is_inferred_from_plain_patterns(store: EmbeddedStore) -> None:
    query = "SELECT ?k { <http://e/a> a ?k }"
    kinds = [{row["k"] for row in answer(store, query, dataset=Dataset(inferred=i))} for i in (True, False)]
    assert kinds == [{"http://e/C", "http://e/Thing"}, {"http://e/C"}]


def test_asserted_only_hides_what_is_inferred_from_graph_patterns_too(store: EmbeddedStore) -> None:
    query = "SELECT ?g { GRAPH ?g { <http://e/a> a <http://e/Thing> } }"
    assert answer(store, query, dataset=Dataset(inferred=False)).rows == []


def test_from_chooses_among_the_graphs_that_are_there(store: EmbeddedStore) -> None:
    everything = {row["s"] for row in answer(store, "SELECT ?s { ?s ?p ?o }")}
    chosen = {row["s"] for row in answer(store, f"SELECT ?s FROM <{GRAPHS}two> {{ ?s ?p ?o }}")}
    assert chosen
    assert chosen < everything


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [("SELECT * {\n  ?s ?p }", 2, 9), ("SELEC *", 1, 1), ("SELECT * { ?s nope:x ?o }", 1, 15)],
)
def test_a_query_that_is_not_sparql_has_its_line_and_a_column_at_or_behind_the_fault(
    store: EmbeddedStore, query: str, line: int, column: int
) -> None:
    with pytest.raises(BadQuery) as caught:
        answer(store, query)
    assert caught.value.line == line
    assert caught.value.column >= column


@pytest.mark.parametrize(
    "query", ["", "  ", "INSERT DATA { <a> <b> <c> }", "SELECT ?x {} GROUP BY ?y", "ASK { \udcff }"]
)
def test_what_cannot_be_run_is_refused_in_words(store: EmbeddedStore, query: str) -> None:
    with pytest.raises(BadQuery) as caught:
        answer(store, query)
    assert caught.value.remedy


def test_our_prefixes_need_no_declaration_and_own_ones_win(kb: KnowledgeBase) -> None:
    assert kb.query("ASK { ckb:Cluster a owl:Class }").boolean
    assert not kb.query("PREFIX ckb: <http://other/> ASK { ckb:Cluster a owl:Class }").boolean


def test_select_leaves_unbound_variables_out(store: EmbeddedStore) -> None:
    rows = select(store, QUERIES["unbound"])
    assert sorted(len(row) for row in rows) == [1, 2, 3]


def test_select_puts_values_in_for_variables(store: EmbeddedStore) -> None:
    rows = select(store, "SELECT ?s ?z { ?s <http://e/size> ?z }", s=ox.NamedNode("http://e/b"))
    assert rows == [{"s": ox.NamedNode("http://e/b"), "z": ox.Literal(12)}]


def test_select_takes_no_other_form_of_query(store: EmbeddedStore) -> None:
    with pytest.raises(TypeError):
        select(store, "ASK {}")


def test_the_worker_jobs_give_what_the_library_gives(kb: KnowledgeBase, tmp_path: Path) -> None:
    folder, query = str(kb.version.store), "SELECT ?s { ?s a ckb:Event } ORDER BY ?s"
    spooled = job.document(folder, query, Dataset(), ("csv",), Target(tmp_path / "spool", 10**6, compress=False))
    assert spooled.data == answer(kb.store, query, forms=("csv",)).body
    assert job.page(folder, query, Dataset(), 5, 1000) == table(kb.store, query, max_rows=5, max_bytes=1000)


@pytest.fixture
def empty(tmp_path: Path) -> EmbeddedStore:
    return EmbeddedStore.writable(tmp_path)


def test_an_empty_store_answers_with_no_rows(empty: EmbeddedStore) -> None:
    assert answer(empty, "SELECT * { ?s ?p ?o }").rows == []
