from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from clusterkb.store import EmbeddedStore
from clusterkb.store.embedded import graph_name

ONE, TWO = (ox.NamedNode(f"http://e/{name}") for name in ("one", "two"))
P = ox.NamedNode("http://e/p")


def triple(value: str) -> ox.Triple:
    return ox.Triple(ONE, P, ox.Literal(value))


@pytest.fixture
def store(tmp_path: Path) -> EmbeddedStore:
    made = EmbeddedStore.writable(tmp_path / "store")
    made.replace(ONE, [triple("a"), triple("b")])
    made.replace(TWO, [triple("a")])
    return made


def test_replacing_a_graph_removes_what_was_in_it(store: EmbeddedStore) -> None:
    store.replace(ONE, [triple("c")])
    assert [quad.object for quad in store.triples(ONE)] == [ox.Literal("c")]


def test_replacing_a_graph_leaves_the_others_alone(store: EmbeddedStore) -> None:
    store.replace(ONE, [])
    assert [quad.triple for quad in store.triples(TWO)] == [triple("a")]


def test_the_graphs_are_those_that_were_written(store: EmbeddedStore) -> None:
    assert store.graphs() == {ONE.value, TWO.value}


def test_what_was_written_is_there_after_closing(store: EmbeddedStore, tmp_path: Path) -> None:
    store.close()
    assert len(EmbeddedStore.read_only(tmp_path / "store").engine) == 3


def test_a_reader_cannot_write(store: EmbeddedStore, tmp_path: Path) -> None:
    store.close()
    with pytest.raises(RuntimeError, match="read-write"):
        EmbeddedStore.read_only(tmp_path / "store").replace(ONE, [triple("c")])


def test_the_copy_in_memory_holds_the_same_and_does_not_follow(store: EmbeddedStore) -> None:
    copy = store.in_memory()
    store.replace(TWO, [])
    assert {(quad.graph_name, quad.triple) for quad in copy.engine} == {
        (ONE, triple("a")),
        (ONE, triple("b")),
        (TWO, triple("a")),
    }


def test_the_copy_in_memory_takes_blank_nodes_quoted_triples_and_an_empty_store(tmp_path: Path) -> None:
    odd = EmbeddedStore.writable(tmp_path / "odd")
    assert len(odd.in_memory().engine) == 0
    odd.replace(ONE, [ox.Triple(ox.BlankNode("b"), P, triple("a")), triple("c")])
    assert {quad.triple for quad in odd.in_memory().engine} == {quad.triple for quad in odd.engine}


def test_files_of_one_name_in_two_folders_have_two_graphs() -> None:
    assert graph_name("ontology/kb/a.ttl") != graph_name("shapes/a.ttl")
