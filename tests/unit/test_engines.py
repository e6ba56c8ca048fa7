"""All engines say the same of the same data: our records, the examples, and a thousand descriptions made faulty."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.support.mutants import Mutant, description, moved, mutants, read_example

from clusterkb import KnowledgeBase, assets
from clusterkb.errors import BadInput, BadRequest
from clusterkb.namespaces import expand
from clusterkb.rdf.formats import NTRIPLES, TURTLE
from clusterkb.rdf.parse import parse
from clusterkb.rdf.serialize import serialize
from clusterkb.store.embedded import graph_name
from clusterkb.validation.across import across
from clusterkb.validation.engines import COMPILED, ENGINES, REFERENCE, Engine, Shapes, engine
from clusterkb.validation.findings import Fault
from clusterkb.validation.sense import sensible

pytestmark = pytest.mark.usefixtures("parsed_once")

EXAMPLES = sorted((assets.folder("shapes") / "examples").glob("*/*.ttl"))
COMPONENTS = (
    *("MinCount", "MaxCount", "NodeKind", "Pattern", "Datatype", "MinInclusive", "MaxInclusive", "UniqueLang"),
    *("HasValue", "QualifiedMaxCount", "LessThanOrEquals", "SPARQL"),
)

Told = set[tuple[object, ...]]


def told(faults: Iterable[Fault], quads: list[ox.Quad], shapes: Shapes) -> Told:
    """Return faults as a report has them: of several constraints of one shape that a value breaks, it names the first.

    A date of a thirteenth month is no whole number; whether it is then also above 2100, engines may differ on.
    """
    found: dict[tuple[object, ...], str] = {}
    for one in sensible(faults, quads, shapes):
        key = (one.code, one.focus, one.path, one.value, one.severity)
        found[key] = min(found.get(key, one.component), one.component)
    return {(*key, component) for key, component in found.items()}


def by_all(kb: KnowledgeBase, triples: Iterable[ox.Triple]) -> list[Told]:
    """Return what each engine says of everything, and what the default says with rules across records asked once."""
    quads = [ox.Quad(one.subject, one.predicate, one.object) for one in triples]
    data = serialize(dict.fromkeys(quad.triple for quad in quads), NTRIPLES) + kb.rules.hierarchy
    shapes, (local, crossing) = kb.rules.shapes, kb.rules.split
    batched = [*COMPILED.run(data, local), *across(quads, crossing, kb.rules.superclasses)]
    natively = [told(one.run(data, shapes), quads, shapes) for one in (REFERENCE, COMPILED)]
    return [*natively, told(batched, quads, shapes)]


def test_engines_agree_on_a_thousand_faulty_descriptions_that_break_every_kind_of_constraint(kb: KnowledgeBase) -> None:
    broken: set[str] = set()

    @settings(max_examples=10, deadline=None, derandomize=True, database=None, phases=[Phase.generate])
    @given(st.lists(mutants(), min_size=100, max_size=100))
    def compare(drawn: list[Mutant]) -> None:
        triples = [triple for number, mutant in enumerate(drawn) for triple in description(mutant, number)]
        reference, natively, batched = by_all(kb, triples)
        assert natively == reference
        assert batched == reference
        data = serialize(triples, NTRIPLES) + kb.rules.hierarchy
        broken.update(fault.component for fault in COMPILED.run(data, kb.rules.shapes))

    compare()
    assert {expand(f"sh:{component}ConstraintComponent") for component in COMPONENTS} <= broken


def test_every_kind_of_constraint_in_use_is_among_those() -> None:
    used = {
        quad.predicate.value.removeprefix(expand("sh:"))
        for path in assets.folder("shapes").glob("*.ttl")
        for quad in parse(path.read_bytes(), TURTLE)
        if quad.predicate.value.startswith(expand("sh:"))
    }
    about = {"path", "name", "message", "severity", "property", "targetClass", "targetSubjectsOf", "select", "prefixes"}
    about |= {"declare", "prefix", "namespace", "description", "qualifiedValueShape", "order", "group"}
    assert {name[0].upper() + name[1:] for name in used - about if name != "sparql"} <= set(COMPONENTS)


def test_engines_agree_on_every_example(kb: KnowledgeBase) -> None:
    # All at once, each with addresses of its own: an engine takes far longer to begin than to check an example.
    triples = [triple for number, path in enumerate(EXAMPLES) for triple in moved(read_example(path), number)]
    reference, natively, batched = by_all(kb, triples)
    assert {str(fault[0]) for fault in reference} >= {"Cluster-source", "Membership-once"}
    assert natively == reference
    assert batched == reference


def ours(kb: KnowledgeBase, *beginnings: str) -> list[ox.Triple]:
    names = [name for name in kb.version.manifest.sources if name.startswith(beginnings)]
    return [quad.triple for name in names for quad in kb.store.triples(graph_name(name))]


def test_engines_agree_on_all_our_records(kb: KnowledgeBase) -> None:
    # Rules across records are the compiled engine's to run natively here: the reference takes eleven minutes.
    quads = [ox.Quad(one.subject, one.predicate, one.object) for one in ours(kb, "ontology/kb/")]
    data = serialize(dict.fromkeys(quad.triple for quad in quads), NTRIPLES) + kb.rules.hierarchy
    shapes, (local, crossing) = kb.rules.shapes, kb.rules.split
    reference, compiled = (told(one.run(data, local), quads, shapes) for one in (REFERENCE, COMPILED))
    assert reference
    assert compiled == reference
    batched = told(across(quads, crossing, kb.rules.superclasses), quads, shapes)
    assert told(COMPILED.run(data, shapes), quads, shapes) == compiled | batched


def test_engines_agree_on_rules_across_some_of_our_records(kb: KnowledgeBase) -> None:
    reference, natively, batched = by_all(kb, ours(kb, "ontology/kb/clusters-u", "ontology/kb/w"))
    assert reference
    assert natively == reference
    assert batched == reference


def test_an_unknown_engine_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadRequest, match="compiled, pyshacl"):
        engine("nosuch")


def test_the_default_engine_is_the_compiled_one() -> None:
    assert engine("") is COMPILED


@pytest.mark.parametrize("one", ENGINES.values(), ids=ENGINES)
def test_an_engine_says_its_version_and_its_score(one: Engine) -> None:
    assert one.name.endswith(f"(W3C tests: {one.score} of 120)")
    assert any(sign.isdigit() for sign in one.name.partition(" (")[0])


def test_an_engine_that_fails_says_so() -> None:
    with pytest.raises(BadInput, match=r"engine shacl .* failed"):
        COMPILED.run(b"<a", Shapes(b""))
