from __future__ import annotations

import itertools
from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from clusterkb import KnowledgeBase
from clusterkb.build.description import description
from clusterkb.catalogue import service_document, void_document
from clusterkb.namespaces import BASE, DATASET, DESCRIPTION, ENDPOINT, GRAPHS, INFERRED, ONTOLOGY, PREFIXES, expand
from clusterkb.sparql import MEDIA_TYPES, Dataset, answer
from clusterkb.store import EmbeddedStore
from clusterkb.store.embedded import graph_name

HERE = "http://127.0.0.1:8095/sparql"
FORMATS = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "ttl": "Turtle",
    "nt": "N-Triples",
    "rdf": "RDF_XML",
    "jsonld": "JSON-LD",
}
"""Result format → how the W3C calls it."""

PARTITIONS = {
    "classes": (
        "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c FILTER(ISIRI(?c)) } GROUP BY ?c",
        f"SELECT ?c ?n {{ <{DATASET}> void:classPartition ?a . ?a void:class ?c ; void:entities ?n }}",
    ),
    "properties": (
        "SELECT ?p (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?from) (COUNT(DISTINCT ?o) AS ?to) { ?s ?p ?o } GROUP BY ?p",
        f"""SELECT ?p ?n ?from ?to {{ <{DATASET}> void:propertyPartition ?a .
            ?a void:property ?p ; void:triples ?n ; void:distinctSubjects ?from ; void:distinctObjects ?to }}""",
    ),
    "properties of a class": (
        "SELECT ?c ?p (COUNT(*) AS ?n) { ?s a ?c ; ?p ?o FILTER(ISIRI(?c)) } GROUP BY ?c ?p",
        f"""SELECT ?c ?p ?n {{ <{DATASET}> void:classPartition ?a . ?a void:class ?c ; void:propertyPartition ?b .
            ?b void:property ?p ; void:triples ?n }}""",
    ),
    "classes of the values": (
        """SELECT ?c ?p ?d (COUNT(*) AS ?n) { ?s a ?c ; ?p ?o . ?o a ?d FILTER(ISIRI(?c) && ISIRI(?d)) }
           GROUP BY ?c ?p ?d""",
        f"""SELECT ?c ?p ?d ?n {{ <{DATASET}> void:classPartition ?a . ?a void:class ?c ; void:propertyPartition ?b .
            ?b void:property ?p ; void:classPartition ?e . ?e void:class ?d ; void:triples ?n }}""",
    ),
    "datatypes of the values": (
        """SELECT ?c ?p ?d (COUNT(*) AS ?n) { ?s a ?c ; ?p ?o FILTER(ISIRI(?c) && ISLITERAL(?o))
           BIND(DATATYPE(?o) AS ?d) } GROUP BY ?c ?p ?d""",
        f"""SELECT ?c ?p ?d ?n {{ <{DATASET}> void:classPartition ?a . ?a void:class ?c ; void:propertyPartition ?b .
            ?b void:property ?p ; void-ext:datatypePartition ?e . ?e void-ext:datatype ?d ; void:triples ?n }}""",
    ),
}
"""Kind of partition → a query that counts, over everything else, and one that reads what was counted."""

TOTALS = {
    "void:triples": "COUNT(*)",
    "void:distinctSubjects": "COUNT(DISTINCT ?s)",
    "void:distinctObjects": "COUNT(DISTINCT ?o)",
    "void:properties": "COUNT(DISTINCT ?p)",
    "void:classes": "COUNT(DISTINCT IF(?p = rdf:type && ISIRI(?o), ?o, ?none))",
    "void:entities": f'COUNT(DISTINCT IF(ISIRI(?s) && STRSTARTS(STR(?s), "{BASE}/"), ?s, ?none))',
}


@pytest.fixture(scope="module")
def others(kb: KnowledgeBase) -> Dataset:
    """All graphs but the description's own."""
    return Dataset(default=tuple(sorted(kb.store.graphs() - {DESCRIPTION})))


@pytest.fixture(scope="module")
def merged(kb: KnowledgeBase, others: Dataset) -> EmbeddedStore:
    """The same in one graph, which queries go through much faster."""
    store = EmbeddedStore(ox.Store())
    stated = {quad.triple for name in others.default for quad in kb.store.triples(ox.NamedNode(name))}
    store.replace(graph_name("all"), list(stated))
    return store


@pytest.fixture(scope="module")
def service(kb: KnowledgeBase) -> list[ox.Triple]:
    return service_document(kb.store, HERE)


def objects(triples: list[ox.Triple], subject: str, predicate: str) -> set[str]:
    pair = ox.NamedNode(subject), ox.NamedNode(expand(predicate))
    return {t.object.value for t in triples if (t.subject, t.predicate) == pair and not isinstance(t.object, ox.Triple)}


def rows(kb: KnowledgeBase, query: str) -> list[tuple[str, ...]]:
    return sorted(tuple(row.values()) for row in kb.query(query))


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize("what", PARTITIONS)
def test_a_partition_counts_what_a_query_counts(kb: KnowledgeBase, merged: EmbeddedStore, what: str) -> None:
    count, read = PARTITIONS[what]
    counted = sorted(tuple(row.values()) for row in answer(merged, count))
    assert counted
    assert rows(kb, read) == counted


@pytest.mark.parametrize("name", TOTALS)
def test_a_total_is_what_a_query_counts(kb: KnowledgeBase, others: Dataset, name: str) -> None:
    counted = [row["n"] for row in answer(kb.store, f"SELECT ({TOTALS[name]} AS ?n) {{ ?s ?p ?o }}", dataset=others)]
    assert counted == [row["n"] for row in kb.query(f"SELECT ?n {{ <{DATASET}> {name} ?n }}")]


def test_what_is_stated_and_what_follows_are_counted_apart(kb: KnowledgeBase) -> None:
    query = f"SELECT ?part ?n {{ <{DATASET}> void:subset ?part . ?part void:triples ?n }}"
    counts = kb.version.manifest.counts
    wanted = [(f"{DATASET}/{name}", str(counts[name])) for name in ("asserted", "inferred")]
    assert rows(kb, query) == wanted


def test_every_graph_is_listed_with_its_size(kb: KnowledgeBase) -> None:
    listed = f"""SELECT ?name ?n {{ <{ENDPOINT}> sd:defaultDataset/sd:namedGraph ?g .
        ?g sd:name ?name ; sd:graph ?graph . ?graph void:triples ?n }}"""
    counted = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
    assert rows(kb, listed) == rows(kb, counted)
    assert {DESCRIPTION, INFERRED} < {name for name, _ in rows(kb, listed)}


def test_the_default_graph_has_all_of_them(kb: KnowledgeBase) -> None:
    listed = f"SELECT ?n {{ <{ENDPOINT}> sd:defaultDataset/sd:defaultGraph/void:triples ?n }}"
    assert rows(kb, listed) == rows(kb, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")


def test_the_store_read_afresh_is_described_as_the_build_did(kb: KnowledgeBase) -> None:
    stored = {quad.triple for quad in kb.store.triples(ox.NamedNode(DESCRIPTION))}
    graphs = (ox.NamedNode(name) for name in kb.store.graphs() - {DESCRIPTION})
    assert (
        set(description({quad.triple: graph.value for graph in graphs for quad in kb.store.triples(graph)})) == stored
    )


def test_nothing_of_the_description_is_stated_in_a_file_too(kb: KnowledgeBase) -> None:
    counted = {quad.triple for quad in kb.store.triples(ox.NamedNode(DESCRIPTION))}
    assert counted
    assert not [q for q in kb.store.engine if q.triple in counted and q.graph_name != ox.NamedNode(DESCRIPTION)]


def test_the_graph_of_the_description_is_one_that_no_file_can_be() -> None:
    assert "/" not in DESCRIPTION.removeprefix(GRAPHS)


def test_everything_in_the_description_has_an_address(kb: KnowledgeBase) -> None:
    terms = itertools.chain.from_iterable((t.subject, t.object) for t in void_document(kb.store))
    assert not [term for term in terms if isinstance(term, ox.BlankNode)]


def test_a_partition_can_be_read_at_its_address(kb: KnowledgeBase) -> None:
    assert b"void:distinctSubjects" in kb.describe(f"{DATASET}/property/skos:prefLabel")


# ---------------------------------------------------------------- what other tools ask


def completions(kb: KnowledgeBase, end: str) -> Iterator[dict[str, str]]:
    """Ask as editors do that complete from VoID, without our prefixes being known to them."""
    yield from kb.query(f"""
        PREFIX v: <http://rdfs.org/ns/void#> PREFIX x: <http://ldf.fi/void-ext#>
        SELECT DISTINCT ?class ?property ?end {{
          ?c v:class ?class ; v:propertyPartition ?p . ?p v:property ?property . {end}
        }}""")


def test_an_editor_can_complete_the_classes_of_values(kb: KnowledgeBase) -> None:
    found = [row for row in completions(kb, "?p v:classPartition [ v:class ?end ] .")]
    wanted = ("ckb:Membership", "ckb:membershipMember", "ckb:EducationalOrganization")
    assert dict(zip(("class", "property", "end"), map(expand, wanted), strict=True)) in found


def test_an_editor_can_complete_the_datatypes_of_values(kb: KnowledgeBase) -> None:
    found = [row for row in completions(kb, "?p x:datatypePartition [ x:datatype ?end ] .")]
    wanted = ("ckb:Event", "ckb:year", "xsd:integer")
    assert dict(zip(("class", "property", "end"), map(expand, wanted), strict=True)) in found


def test_an_editor_that_looks_for_graphs_first_finds_every_partition(kb: KnowledgeBase) -> None:
    found = kb.query("""SELECT DISTINCT ?class ?property {
        OPTIONAL { ?graph sd:graph ?part . ?part void:classPartition ?c . }
        ?c void:class ?class ; void:propertyPartition ?p . ?p void:property ?property .
      }""")
    assert len(found.rows) == len(rows(kb, PARTITIONS["properties of a class"][1]))


def test_an_editor_can_read_our_prefixes(kb: KnowledgeBase) -> None:
    query = """PREFIX s: <http://www.w3.org/ns/shacl#>
        SELECT DISTINCT ?prefix ?namespace { [] s:namespace ?namespace ; s:prefix ?prefix }"""
    assert {row["prefix"]: row["namespace"] for row in kb.query(query)} == PREFIXES
    declared = f"SELECT ?p {{ <{ONTOLOGY}> sh:declare/sh:prefix ?p }}"
    assert {row["p"] for row in kb.query(declared)} == set(PREFIXES)


# ---------------------------------------------------------------- the service


def test_the_service_gives_every_format_that_results_are_served_in_and_no_other(service: list[ox.Triple]) -> None:
    assert set(FORMATS) == set(MEDIA_TYPES)
    assert objects(service, HERE, "sd:resultFormat") == {PREFIXES["format"] + name for name in FORMATS.values()}


def test_the_service_claims_nothing_that_it_does_not_do(service: list[ox.Triple]) -> None:
    assert objects(service, HERE, "sd:feature") == {expand("sd:UnionDefaultGraph")}
    assert objects(service, HERE, "sd:supportedLanguage") == {expand("sd:SPARQL11Query")}


def test_the_default_graph_is_the_union_of_the_named_ones(kb: KnowledgeBase) -> None:
    outside = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } FILTER(!ISBLANK(?s)) }"
    assert rows(kb, outside) == [("0",)]
    assert kb.query("ASK { ckb:EducationalHolding a owl:Class . cluster:ulyanovsk-holding ?p ?o }").boolean


def test_the_service_is_described_at_the_address_it_is_served_at(service: list[ox.Triple]) -> None:
    assert objects(service, HERE, "sd:endpoint") == {HERE}
    assert objects(service, DATASET, "void:sparqlEndpoint") == {HERE}
    assert ox.NamedNode(ENDPOINT) not in {term for t in service for term in (t.subject, t.object)}


def test_the_service_describes_the_data_without_its_partitions(kb: KnowledgeBase, service: list[ox.Triple]) -> None:
    assert objects(service, DATASET, "void:triples") == objects(void_document(kb.store), DATASET, "void:triples")
    assert not [t for t in service if t.predicate.value.endswith("Partition")]
    assert len(service) < len(void_document(kb.store)) / 4  # what is left is mostly a few lines a graph


@pytest.mark.parametrize("name", ["dcterms:title", "dcterms:description", "rdfs:comment"])
def test_the_dataset_is_described_in_each_language(kb: KnowledgeBase, name: str) -> None:
    assert {text.language for text in kb.reader().texts(DATASET, name)} == {"en", "ru", "uz"}
