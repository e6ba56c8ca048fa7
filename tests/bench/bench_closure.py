"""Our closure against owlrl, on the same triples in the same run. Run it with: make bench."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata

import owlrl
import pyoxigraph as ox
import pytest
import rdflib
from tests.support.clock import timed

from clusterkb.build.sources import find, read, reasoned
from clusterkb.namespaces import expand
from clusterkb.rdf.terms import statement
from clusterkb.reason.closure import close
from clusterkb.reason.schema import Triple
from clusterkb.store import EmbeddedStore
from clusterkb.store.embedded import graph_name

LEAST_RATIO = 50
TYPE = rdflib.RDF.type


@dataclass(frozen=True)
class Measured:
    """One line of the table: what was closed, how long each took, and the facts that both must give."""

    name: str
    stated: int
    ours: float
    theirs: float
    facts: set[Triple]
    facts_theirs: set[Triple]

    @property
    def ratio(self) -> float:
        return self.theirs / self.ours


@pytest.fixture(scope="module")
def knowledge_base() -> list[ox.Triple]:
    """All that reasoners see."""
    store = EmbeddedStore(ox.Store())
    parsed = read(find())
    for name, triples in parsed.items():
        store.replace(graph_name(name), triples)
    return reasoned(store, parsed)


def members(count: int) -> list[ox.Triple]:
    """``count`` more organizations, each with the facts of one member: membership, coordination, territory."""

    def link(subject: str, predicate: str, thing: str) -> ox.Triple:
        return ox.Triple(*(ox.NamedNode(expand(name)) for name in (subject, predicate, thing)))

    made = []
    for n in range(count):
        cluster, school, facts = f"cluster:bench-{n // 25}", f"ckorg:bench-{n}", f"fact:bench-{n}"
        made += [
            link(cluster, "rdf:type", "ckb:EducationalCluster"),
            link(school, "rdf:type", "ckb:HigherEducationInstitution"),
            link(f"{facts}-m", "rdf:type", "ckb:Membership"),
            link(f"{facts}-m", "ckb:membershipMember", school),
            link(f"{facts}-m", "ckb:membershipOrganization", cluster),
            link(f"{facts}-m", "ckb:membershipRole", "role:core"),
        ]
        if n % 25 == 0:
            made += [
                link(f"{facts}-c", "rdf:type", "ckb:Coordination"),
                link(f"{facts}-c", "ckb:coordinationOf", cluster),
                link(f"{facts}-c", "ckb:coordinationCoordinator", school),
                link(f"{facts}-t", "rdf:type", "ckb:Territory"),
                link(f"{facts}-t", "ckb:territoryOf", cluster),
                link(f"{facts}-t", "ckb:territoryPlace", "place:tashkent-region"),
                link(f"{facts}-t", "ckb:territoryScope", "scope:regional"),
            ]
    return made


def measure(name: str, triples: list[ox.Triple], *, rounds: int) -> Measured:
    ours_in = list(map(statement, triples))
    ours, closed = min((timed(lambda: close(ours_in)) for _ in range(rounds)), key=lambda pair: pair[0])
    graph = rdflib.Graph().parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"", format="nt")
    stated = set(graph)
    theirs, _ = timed(lambda: owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph))
    individuals = {s for s, _, _ in stated if isinstance(s, rdflib.URIRef) and "/clusterkb/id/" in s}
    derived = {(str(s), str(p), str(o)) for s, p, o in set(graph) - stated if _comparable(s, p, o, individuals)}
    named = {(s, p, o) for s, p, o in closed.named() if rdflib.URIRef(s) in individuals}
    return Measured(name, len(stated), ours, theirs, named, derived)


def _comparable(s: rdflib.term.Node, p: rdflib.term.Node, o: rdflib.term.Node, individuals: Iterable[object]) -> bool:
    """Facts about things; owl:Thing and owl:sameAs itself are true of everything and left out by our closure."""
    if s not in individuals or not isinstance(o, rdflib.URIRef):
        return False
    return not (p == rdflib.OWL.sameAs or (p == TYPE and str(o).startswith((str(rdflib.OWL), str(rdflib.RDFS)))))


def show(row: Measured) -> None:
    print(f"\nPython {platform.python_version()}, owlrl {metadata.version('owlrl')}, {os.cpu_count()} cores; ", end="")
    print("again with: make bench")
    print(f"{'closed':<34}{'stated':>8}{'derived':>9}{'ours, s':>10}{'owlrl, s':>10}{'ratio':>8}")
    print(f"{row.name:<34}{row.stated:>8}{len(row.facts):>9}{row.ours:>10.3f}{row.theirs:>10.2f}{row.ratio:>8.0f}")


def test_closing_the_knowledge_base_is_fifty_times_faster_than_owlrl(knowledge_base: list[ox.Triple]) -> None:
    row = measure("knowledge base", knowledge_base, rounds=5)
    show(row)
    assert row.ratio >= LEAST_RATIO
    assert row.facts == row.facts_theirs


@pytest.mark.parametrize("count", [500, 5000])
def test_closing_more_members_is_fifty_times_faster_than_owlrl(knowledge_base: list[ox.Triple], count: int) -> None:
    row = measure(f"knowledge base and {count} members", [*knowledge_base, *members(count)], rounds=3)
    show(row)
    assert row.ratio >= LEAST_RATIO
    assert row.facts == row.facts_theirs
