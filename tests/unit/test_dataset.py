from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.support.stores import stored

from clusterkb.errors import BadQuery
from clusterkb.namespaces import GRAPHS, INFERRED
from clusterkb.sparql import Dataset, answer
from clusterkb.store import EmbeddedStore

ONE, TWO, OTHER = f"{GRAPHS}one", f"{GRAPHS}two", "http://e/other"
DATA = f"""
<{ONE}> {{ <x:s> <x:p> "one" }}
<{TWO}> {{ <x:s> <x:p> "two" }}
<{OTHER}> {{ <x:s> <x:p> "other" }}
<{INFERRED}> {{ <x:s> <x:p> "inferred" }}
"""
EVERYTHING = {"one", "two", "other", "inferred"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    return stored(tmp_path_factory.mktemp("store"), DATA)


def seen(store: EmbeddedStore, clauses: str, dataset: Dataset | None = None) -> tuple[set[str], set[str]]:
    """Return what a query with these clauses before its pattern sees in its default graph and in the named ones.

    The clauses stand for ``{}`` in what is before it, if it is there.
    """
    before, _, after = clauses.partition("SELECT")
    found: list[set[str]] = []
    for pattern in ("{ ?s ?p ?o }", "{ GRAPH ?g { ?s ?p ?o } }"):
        rows = answer(store, f"{before} SELECT ?o {after} {pattern}", dataset=dataset)
        found.append({row["o"] for row in rows})
    return found[0], found[1]


# ---------------------------------------------------------------- all there is


def test_without_any_choice_all_graphs_are_the_default_graph_and_named_ones(store: EmbeddedStore) -> None:
    assert seen(store, "SELECT") == (EVERYTHING, EVERYTHING)


def test_what_only_follows_can_be_left_out(store: EmbeddedStore) -> None:
    stated = EVERYTHING - {"inferred"}
    assert seen(store, "SELECT", Dataset(inferred=False)) == (stated, stated)


def test_what_only_follows_can_be_left_out_of_a_store_too_large_for_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clusterkb.store.embedded.IN_MEMORY", 3)
    large, stated = stored(tmp_path, DATA), EVERYTHING - {"inferred"}
    assert seen(large, "SELECT", Dataset(inferred=False)) == (stated, stated)
    assert large.stated is None


def test_the_graph_of_what_follows_can_be_asked_for_though_it_is_left_out(store: EmbeddedStore) -> None:
    assert seen(store, "SELECT", Dataset(inferred=False, default=(INFERRED,)))[0] == {"inferred"}


# ---------------------------------------------------------------- FROM

CHOICES = {
    "a full IRI": f"SELECT FROM <{ONE}>",
    "no space": f"SELECT FROM<{ONE}>",
    "lower case": f"SELECT from <{ONE}>",
    "mixed case": f"SELECT fRoM <{ONE}>",
    "WHERE": f"SELECT FROM <{ONE}> WHERE",
    "one of our prefixes": "PREFIX g: <x:> SELECT FROM <{}one>".replace("{}", GRAPHS),
    "an own prefix": f"PREFIX g: <{GRAPHS}> SELECT FROM g:one",
    "an own prefix in lower case": f"prefix g: <{GRAPHS}> SELECT FROM g:one",
    "the empty prefix": f"PREFIX : <{GRAPHS}> SELECT FROM :one",
    "a prefix that is the whole name": f"PREFIX one: <{ONE}> SELECT FROM one:",
    "a prefix of ours that means something else here": f"PREFIX ckb: <{GRAPHS}> SELECT FROM ckb:one",
    "a prefix given twice": f"PREFIX g: <x:> PREFIX g: <{GRAPHS}> SELECT FROM g:one",
    "a relative IRI": f"BASE <{GRAPHS}> SELECT FROM <one>",
    "a relative IRI in lower case": f"base <{GRAPHS}> SELECT FROM <one>",
    "a relative IRI from above": f"BASE <{GRAPHS}deeper/still> SELECT FROM <../one>",
    "a base relative to a base": f"BASE <{GRAPHS[:-6]}> BASE <graph/> SELECT FROM <one>",
    "a prefix relative to a base": f"BASE <{GRAPHS[:-6]}> PREFIX g: <graph/> SELECT FROM g:one",
    "a comment before": f"# FROM <{TWO}>\nSELECT FROM <{ONE}>",
    "a comment between": f"SELECT FROM # <{TWO}> {{\n <{ONE}>",
    "a comment behind": f"SELECT FROM <{ONE}> # FROM <{TWO}>\n",
    "an escape in the IRI": f"SELECT FROM <{GRAPHS}o\\u006Ee>",
    "a string that looks like one": f"SELECT ('FROM <{TWO}>' AS ?x) FROM <{ONE}>",
    "a string with a brace": f"SELECT ('{{' AS ?x) FROM <{ONE}>",
    "a variable called so": f"SELECT ?from FROM <{ONE}>",
    "the same one twice": f"SELECT FROM <{ONE}> FROM <{ONE}>",
}


@pytest.mark.parametrize("clauses", CHOICES.values(), ids=CHOICES)
def test_from_makes_one_graph_the_default_graph_and_none_a_named_one(store: EmbeddedStore, clauses: str) -> None:
    assert seen(store, clauses) == ({"one"}, set())


def test_from_knows_our_prefixes(tmp_path: Path) -> None:
    written = EmbeddedStore.writable(tmp_path)
    written.engine.load(b"", format=ox.RdfFormat.TRIG)
    written.engine.add(ox.Quad(ox.NamedNode("x:s"), ox.NamedNode("x:p"), ox.Literal("o"), ox.NamedNode("http://e/a")))
    named = ox.NamedNode("https://schema.org/graph")
    written.engine.add(ox.Quad(ox.NamedNode("x:s"), ox.NamedNode("x:p"), ox.Literal("ours"), named))
    assert seen(written, "SELECT FROM schema:graph")[0] == {"ours"}


@pytest.mark.parametrize("clauses", [text for text in CHOICES.values() if "'" not in text])
def test_from_named_makes_one_graph_a_named_one_and_the_default_graph_empty(store: EmbeddedStore, clauses: str) -> None:
    named = (
        clauses.replace("FROM <", "FROM NAMED <").replace("FROM g:", "FROM NAMED g:").replace("from <", "from named <")
    )
    for written, meant in (("FROM<", "FROM NAMED<"), ("FROM :", "FROM NAMED :"), ("FROM #", "FROM NAMED #")):
        named = named.replace(written, meant)
    named = (
        named.replace("fRoM <", "fRoM nAmEd <")
        .replace("FROM one:", "FROM NAMED one:")
        .replace("FROM ckb", "FROM NAMED ckb")
    )
    assert seen(store, named) == (set(), {"one"})


def test_several_graphs_together_are_the_default_graph(store: EmbeddedStore) -> None:
    assert seen(store, f"SELECT FROM <{ONE}> FROM <{OTHER}>") == ({"one", "other"}, set())


def test_default_and_named_graphs_can_be_chosen_apart(store: EmbeddedStore) -> None:
    assert seen(store, f"SELECT FROM <{ONE}> FROM NAMED <{TWO}> FROM NAMED <{OTHER}>") == ({"one"}, {"two", "other"})


def test_from_may_stand_behind_the_template_of_construct(store: EmbeddedStore) -> None:
    found = answer(store, f"CONSTRUCT {{ ?s ?p ?o }} FROM <{ONE}> WHERE {{ ?s ?p ?o }}", forms=("nt",))
    assert found.body == b'<x:s> <x:p> "one" .\n'


def test_ask_and_describe_see_what_from_names(store: EmbeddedStore) -> None:
    asked = answer(store, f"ASK FROM <{ONE}> {{ ?s ?p 'two' }}").boolean
    described = answer(store, f"DESCRIBE <x:s> FROM <{ONE}>", forms=("nt",)).body
    assert (asked, described) == (False, b'<x:s> <x:p> "one" .\n')


NOTHING = {
    "in a string": f"SELECT ('FROM <{ONE}>' AS ?x)",
    "in a long string": f"SELECT ('''\nFROM <{ONE}>''' AS ?x)",
    "in a comment": f"# FROM <{ONE}>\nSELECT",
    "in a comment between": f"SELECT ?x # FROM <{ONE}>\n",
    "in an IRI": "PREFIX a: <http://e/FROM> SELECT",
    "in a variable": "SELECT ?FROM ?from",
    "in a prefix": "PREFIX from: <http://e/> SELECT",
}


@pytest.mark.parametrize("clauses", NOTHING.values(), ids=NOTHING)
def test_what_only_looks_like_from_chooses_nothing(store: EmbeddedStore, clauses: str) -> None:
    assert seen(store, clauses) == (EVERYTHING, EVERYTHING)


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize("clause", ["FROM", "FROM NAMED"])
@pytest.mark.parametrize("graph", ["<http://e/unknown>", "<unknown>", "<>", "<file:///etc/passwd>", "ckb:unknown"])
def test_a_graph_that_is_not_there_is_refused_at_its_place(store: EmbeddedStore, clause: str, graph: str) -> None:
    query = f"SELECT *\n  {clause} {graph} {{}}"
    with pytest.raises(BadQuery, match="There is no graph <") as caught:
        answer(store, query)
    assert (caught.value.line, caught.value.column) == (2, 4 + len(clause))


def test_whoever_names_an_unknown_graph_is_told_how_to_list_the_known_ones(store: EmbeddedStore) -> None:
    with pytest.raises(BadQuery) as caught:
        answer(store, "SELECT * FROM <http://e/unknown> {}")
    advice = caught.value.remedy.partition(" lists")[0]
    assert {row["g"] for row in answer(store, advice)} == {ONE, TWO, OTHER, INFERRED}


def test_one_graph_that_is_not_there_is_refused_among_those_that_are(store: EmbeddedStore) -> None:
    with pytest.raises(BadQuery, match="<http://e/unknown>"):
        answer(store, f"SELECT * FROM <{ONE}> FROM NAMED <http://e/unknown> {{}}")


@pytest.mark.parametrize(
    "behind", ["", " NAMED", " {}", " NAMED {}", " ?g {}", " 'one' {}", " WHERE {}", " unknown:g {}"]
)
def test_from_without_a_graph_is_refused_in_words(store: EmbeddedStore, behind: str) -> None:
    with pytest.raises(BadQuery) as caught:
        answer(store, f"SELECT * FROM{behind}")
    assert (caught.value.line, bool(caught.value.remedy)) == (1, True)


@pytest.mark.parametrize("text", ["PREFIX", "PREFIX g:", "BASE", "SELECT * FROM", "SELECT * FROM NAMED", "BASE FROM"])
def test_a_query_that_ends_in_its_head_is_refused_in_words(store: EmbeddedStore, text: str) -> None:
    with pytest.raises(BadQuery) as caught:
        answer(store, text)
    assert caught.value.remedy


# ---------------------------------------------------------------- the request's own dataset


def test_the_graphs_of_the_request_outdo_those_of_the_query(store: EmbeddedStore) -> None:
    assert seen(store, f"SELECT FROM <{ONE}> FROM NAMED <{ONE}>", Dataset(default=(TWO,))) == ({"two"}, set())


def test_the_request_may_choose_default_and_named_graphs(store: EmbeddedStore) -> None:
    assert seen(store, "SELECT", Dataset(default=(ONE, TWO), named=(OTHER,))) == ({"one", "two"}, {"other"})


def test_only_named_graphs_in_the_request_leave_the_default_graph_empty(store: EmbeddedStore) -> None:
    assert seen(store, "SELECT", Dataset(named=(ONE,))) == (set(), {"one"})


@pytest.mark.parametrize("dataset", [Dataset(default=("http://e/u",)), Dataset(default=(ONE,), named=("http://e/u",))])
def test_a_graph_of_the_request_that_is_not_there_is_refused(store: EmbeddedStore, dataset: Dataset) -> None:
    with pytest.raises(BadQuery, match="There is no graph <http://e/u> here"):
        answer(store, "ASK {}", dataset=dataset)


@pytest.mark.parametrize("name", ["", "no IRI", "<x:>", "\udcff", "relative", "http://e/ space"])
def test_what_is_no_iri_is_refused_as_a_graph_that_is_not_there(store: EmbeddedStore, name: str) -> None:
    with pytest.raises(BadQuery, match="There is no graph"):
        answer(store, "ASK {}", dataset=Dataset(default=(name,)))
