from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest

from clusterkb import KnowledgeBase
from clusterkb.build.sources import reasoned
from clusterkb.catalogue.provenance import standing
from clusterkb.errors import StoreUnusable
from clusterkb.namespaces import INFERRED, expand
from clusterkb.rdf.terms import statement
from clusterkb.reason import vocabulary as v
from clusterkb.reason.closure import Closure, close
from clusterkb.reason.proofs import Proof, Source, prove, write_proofs
from clusterkb.reason.schema import Schema, Triple

E = "http://e/"
PARTS = v.SCHEMA - v.AXIOMS
Premises = tuple[Triple, ...]
Follows = Callable[[Schema, Premises], set[Triple]]


# ---------------------------------------------------------------- the rules of W3C, OWL 2 Profiles 4.3, once more


def _chain(schema: Schema, premises: Premises) -> set[Triple]:
    (prop, predicate, head), *steps = premises
    linked = all(a[2] == b[0] for a, b in pairwise(steps))
    right = predicate == v.CHAIN and tuple(step[1] for step in steps) == schema.members(head) and linked
    return {(steps[0][0], prop, steps[-1][2])} if right else set()


def _intersection(schema: Schema, premises: Premises) -> set[Triple]:
    (whole, predicate, head), *types = premises
    things = {s for s, _, _ in types}
    right = predicate == v.INTERSECTION and {o for _, _, o in types} == set(schema.members(head)) and len(things) == 1
    return {(thing, v.TYPE, whole) for thing in things} if right and {p for _, p, _ in types} == {v.TYPE} else set()


def _some(schema: Schema, premises: Premises) -> set[Triple]:
    (node, predicate, filler), (s, p, o), *rest = premises
    typed = rest == [(o, v.TYPE, filler)] or (not rest and filler == v.THING)
    on = p in schema.objects(v.ON_PROPERTY, node)
    return {(s, v.TYPE, node)} if predicate == v.SOME and typed and on else set()


def _only(schema: Schema, premises: Premises) -> set[Triple]:
    (node, predicate, filler), typed, (s, p, o) = premises
    right = predicate == v.ONLY and typed == (s, v.TYPE, node) and p in schema.objects(v.ON_PROPERTY, node)
    return {(o, v.TYPE, filler)} if right else set()


def _value_in(schema: Schema, premises: Premises) -> set[Triple]:
    (node, predicate, value), (s, p, o) = premises
    return (
        {(s, p2, value) for p2 in schema.objects(v.ON_PROPERTY, node)}
        if (predicate == v.VALUE and (p, o) == (v.TYPE, node))
        else set()
    )


def _value_out(schema: Schema, premises: Premises) -> set[Triple]:
    (node, predicate, value), (s, p, o) = premises
    right = predicate == v.VALUE and o == value and p in schema.objects(v.ON_PROPERTY, node)
    return {(s, v.TYPE, node)} if right else set()


def _member(schema: Schema, premises: Premises, predicate: str) -> set[Triple]:
    ((whole, p, head),) = premises
    return {(part, v.TYPE, whole) for part in schema.members(head)} if p == predicate else set()


def _parts(schema: Schema, premises: Premises, predicate: str) -> set[Triple]:
    ((whole, p, head),) = premises
    pairs = {(whole, part) for part in schema.members(head)}
    if predicate == v.UNION:
        pairs = {(part, whole) for whole, part in pairs}
    return {(a, v.SUB_CLASS, b) for a, b in pairs} if p == predicate else set()


def _transitive(_: Schema, premises: Premises) -> set[Triple]:
    axiom, (a, p, b), (b2, p2, c) = premises
    return {(a, p, c)} if axiom == (p, v.TYPE, v.TRANSITIVE) and b == b2 and p == p2 else set()


def _hierarchy(predicate: str) -> Follows:
    def follows(_: Schema, premises: Premises) -> set[Triple]:
        (a, p, b), (b2, p2, c) = premises
        return {(a, predicate, c)} if b == b2 and p == p2 == predicate else set()

    return follows


def _same(predicate: str, sub: str) -> Follows:
    def follows(_: Schema, premises: Premises) -> set[Triple]:
        ((a, p, b),) = premises
        return {(a, sub, b), (b, sub, a)} if p == predicate else set()

    return follows


def _both(sub: str, same: str) -> Follows:
    def follows(_: Schema, premises: Premises) -> set[Triple]:
        (a, p, b), back = premises
        return {(a, same, b)} if p == sub and back == (b, sub, a) else set()

    return follows


def _wider(predicate: str) -> Follows:
    def follows(_: Schema, premises: Premises) -> set[Triple]:
        (p, q, c), (c2, sub, d) = premises
        return {(p, predicate, d)} if q == predicate and sub == v.SUB_CLASS and c == c2 else set()

    return follows


def _narrower(predicate: str) -> Follows:
    def follows(_: Schema, premises: Premises) -> set[Triple]:
        (p, q, c), (narrow, sub, p2) = premises
        return {(narrow, predicate, c)} if q == predicate and sub == v.SUB_PROPERTY and p == p2 else set()

    return follows


def _restrictions(kind: str, by: str) -> Follows:
    def follows(schema: Schema, premises: Premises) -> set[Triple]:
        (a, k1, f1), (b, k2, f2), (low, p, high) = premises
        on_a, on_b = schema.objects(v.ON_PROPERTY, a), schema.objects(v.ON_PROPERTY, b)
        if (k1, k2, p) != (kind, kind, by):
            return set()
        if by == v.SUB_CLASS:
            return {(a, v.SUB_CLASS, b)} if (low, high) == (f1, f2) and on_a & on_b else set()
        if f1 != f2 or low not in on_a or high not in on_b:
            return set()
        return {(b, v.SUB_CLASS, a)} if kind == v.ONLY else {(a, v.SUB_CLASS, b)}

    return follows


def _pairwise(make: Callable[[Triple, Triple], set[Triple]]) -> Follows:
    return lambda _, premises: make(premises[0], premises[1]) if len(premises) == 2 else set()


RULES: dict[str, Follows] = {
    "cax-sco": _pairwise(
        lambda x, f: {(f[0], v.TYPE, x[2])} if x[1] == v.SUB_CLASS and f[1:] == (v.TYPE, x[0]) else set()
    ),
    "prp-dom": _pairwise(lambda x, f: {(f[0], v.TYPE, x[2])} if x[1] == v.DOMAIN and f[1] == x[0] else set()),
    "prp-rng": _pairwise(lambda x, f: {(f[2], v.TYPE, x[2])} if x[1] == v.RANGE and f[1] == x[0] else set()),
    "prp-spo1": _pairwise(lambda x, f: {(f[0], x[2], f[2])} if x[1] == v.SUB_PROPERTY and f[1] == x[0] else set()),
    "prp-inv1": _pairwise(lambda x, f: {(f[2], x[2], f[0])} if x[1] == v.INVERSE and f[1] == x[0] else set()),
    "prp-inv2": _pairwise(lambda x, f: {(f[2], x[0], f[0])} if x[1] == v.INVERSE and f[1] == x[2] else set()),
    "prp-symp": _pairwise(lambda x, f: {(f[2], f[1], f[0])} if x == (f[1], v.TYPE, v.SYMMETRIC) else set()),
    "prp-trp": _transitive,
    "prp-spo2": _chain,
    "cls-int1": _intersection,
    "cls-svf1": _some,
    "cls-svf2": _some,
    "cls-avf": _only,
    "cls-hv1": _value_in,
    "cls-hv2": _value_out,
    "cls-oo": lambda schema, premises: _member(schema, premises, v.ONE_OF),
    "scm-sco": _hierarchy(v.SUB_CLASS),
    "scm-spo": _hierarchy(v.SUB_PROPERTY),
    "scm-eqc1": _same(v.EQUIVALENT_CLASS, v.SUB_CLASS),
    "scm-eqp1": _same(v.EQUIVALENT_PROPERTY, v.SUB_PROPERTY),
    "scm-eqc2": _both(v.SUB_CLASS, v.EQUIVALENT_CLASS),
    "scm-eqp2": _both(v.SUB_PROPERTY, v.EQUIVALENT_PROPERTY),
    "scm-dom1": _wider(v.DOMAIN),
    "scm-rng1": _wider(v.RANGE),
    "scm-dom2": _narrower(v.DOMAIN),
    "scm-rng2": _narrower(v.RANGE),
    "scm-int": lambda schema, premises: _parts(schema, premises, v.INTERSECTION),
    "scm-uni": lambda schema, premises: _parts(schema, premises, v.UNION),
    "scm-svf1": _restrictions(v.SOME, v.SUB_CLASS),
    "scm-svf2": _restrictions(v.SOME, v.SUB_PROPERTY),
    "scm-avf1": _restrictions(v.ONLY, v.SUB_CLASS),
    "scm-avf2": _restrictions(v.ONLY, v.SUB_PROPERTY),
    "scm-hv": _restrictions(v.VALUE, v.SUB_PROPERTY),
}


def turtle(text: str) -> list[Triple]:
    heads = "@prefix e: <http://e/> . @prefix owl: <http://www.w3.org/2002/07/owl#> . "
    heads += "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
    quads = ox.parse((heads + text).encode(), format=ox.RdfFormat.TURTLE)
    return [statement(quad.triple) for quad in quads]


EVERY_RULE = turtle("""
e:A rdfs:subClassOf e:B . e:B rdfs:subClassOf e:C . e:C owl:equivalentClass e:D .
e:X rdfs:subClassOf e:Y . e:Y rdfs:subClassOf e:X .
e:p rdfs:subPropertyOf e:q . e:q rdfs:subPropertyOf e:r ; rdfs:domain e:A ; rdfs:range e:B .
e:m owl:equivalentProperty e:n . e:u rdfs:subPropertyOf e:w . e:w rdfs:subPropertyOf e:u .
e:p owl:inverseOf e:back . e:near a owl:SymmetricProperty . e:above a owl:TransitiveProperty .
e:uncle owl:propertyChainAxiom ( e:parent e:brother e:self ) .
e:I owl:equivalentClass [ owl:intersectionOf ( e:A e:F ) ] . [] owl:unionOf ( e:A e:F ) .
e:S owl:equivalentClass [ owl:onProperty e:has ; owl:someValuesFrom e:A ] .
e:T owl:equivalentClass [ owl:onProperty e:has ; owl:someValuesFrom owl:Thing ] .
e:S2 owl:equivalentClass [ owl:onProperty e:has ; owl:someValuesFrom e:B ] .
e:has rdfs:subPropertyOf e:holds . e:S3 owl:equivalentClass [ owl:onProperty e:holds ; owl:someValuesFrom e:A ] .
e:O rdfs:subClassOf [ owl:onProperty e:has ; owl:allValuesFrom e:A ] .
e:O2 owl:equivalentClass [ owl:onProperty e:has ; owl:allValuesFrom e:B ] .
e:O3 owl:equivalentClass [ owl:onProperty e:holds ; owl:allValuesFrom e:A ] .
e:H owl:equivalentClass [ owl:onProperty e:has ; owl:hasValue e:v ] .
e:H2 owl:equivalentClass [ owl:onProperty e:holds ; owl:hasValue e:v ] .
e:E owl:oneOf ( e:one e:two ) .
e:a1 e:p e:a2 . e:a3 e:near e:a4 . e:a5 e:above e:a6 . e:a6 e:above e:a7 . e:a7 e:above e:a8 .
e:c1 e:parent e:c2 . e:c2 e:brother e:c3 . e:c3 e:self e:c4 . e:x1 a e:A, e:F . e:x2 e:has e:x1 .
e:x3 a e:O ; e:has e:x4 . e:x5 a e:H . e:x6 e:has e:v . e:x7 e:m e:x8 . e:x9 e:back e:x10 .
""")


@pytest.fixture(scope="module")
def closed() -> Closure:
    return close(EVERY_RULE)


@pytest.fixture(scope="module")
def kb_closed(kb: KnowledgeBase) -> Closure:
    return close(map(statement, reasoned(kb.store, kb.version.manifest.sources)))


def false_steps(closure: Closure) -> list[str]:
    return [
        f"{fact} is no conclusion of {rule} from {premises}"
        for fact, (rule, premises) in closure.steps.items()
        if fact not in RULES[rule](closure.schema, premises)
    ]


def test_the_example_uses_every_rule(closed: Closure) -> None:
    assert {rule for rule, _ in closed.steps.values()} == set(RULES)


def test_every_step_of_the_example_follows_by_its_rule(closed: Closure) -> None:
    assert false_steps(closed) == []


def test_every_step_in_the_knowledge_base_follows_by_its_rule(kb_closed: Closure) -> None:
    assert false_steps(kb_closed) == []
    assert len(kb_closed.steps) > 500


@pytest.mark.parametrize("which", ["closed", "kb_closed"])
def test_every_premise_is_older_than_its_conclusion(which: str, request: pytest.FixtureRequest) -> None:
    steps = request.getfixturevalue(which).steps
    order = {fact: place for place, fact in enumerate(steps)}
    late = [fact for fact, (_, premises) in steps.items() for p in premises if order.get(p, -1) >= order[fact]]
    assert late == []


def test_every_premise_is_stated_or_derived(closed: Closure) -> None:
    known = set(EVERY_RULE) | set(closed.steps)
    assert [p for _, premises in closed.steps.values() for p in premises if p not in known] == []


def test_nothing_that_is_stated_is_derived_again(closed: Closure) -> None:
    assert set(closed.steps) & set(EVERY_RULE) == set()


def test_closing_a_closure_adds_nothing(closed: Closure) -> None:
    assert close([*EVERY_RULE, *closed.steps]).steps == {}


def test_the_order_of_the_input_changes_no_conclusion(closed: Closure) -> None:
    assert set(close(EVERY_RULE[::-1]).steps) == set(closed.steps)


def test_no_proof_rests_on_a_statement_it_can_do_without(kb: KnowledgeBase, kb_closed: Closure) -> None:
    # Rules only add: what follows from some statements follows from more. So to leave out one at a time is to try every
    # subset. What class expressions are made of is no statement by itself, and stays.
    stated = reasoned(kb.store, kb.version.manifest.sources)
    frame = {one for one in map(statement, stated) if one[1] in PARTS}
    # Proofs by the same axioms from as many facts differ in names only: one of each.
    rest = {fact: kb_closed.leaves([fact]) - frame for fact in sorted(kb_closed.named())}
    ways = {(frozenset(s for s in one if s[1] in v.AXIOMS), len(one)): fact for fact, one in rest.items()}
    assert len(ways) > 100
    largest = 0
    for fact in ways.values():
        statements = rest[fact]
        largest = max(largest, len(statements))
        spare = [leaf for leaf in statements if fact in close([*statements - {leaf}, *frame]).steps]
        assert (fact in close([*statements, *frame]).steps, spare) == (True, []), fact
    assert largest >= 12


# ---------------------------------------------------------------- proofs on disk


def test_every_leaf_of_every_proof_stands_in_a_file(kb: KnowledgeBase) -> None:
    leaves: dict[Triple, tuple[Source, ...]] = {}

    def stands(fact: Triple) -> tuple[Source, ...]:
        leaves[fact] = standing(kb.store, fact)
        return leaves[fact]

    facts = [quad.triple for quad in kb.store.triples(ox.NamedNode(INFERRED))]
    trees = [prove(kb.version.proofs, statement(triple), stands) for triple in facts]
    assert [fact for fact, tree in zip(facts, trees, strict=True) if tree is None] == []
    assert [leaf for leaf, sources in leaves.items() if not sources] == []
    assert [leaf for leaf, sources in leaves.items() if any(s.file == "inferred.ttl" for s in sources)] == []


def test_the_stored_proof_is_the_recorded_one(tmp_path: Path, closed: Closure) -> None:
    write_proofs(tmp_path / "proofs.sqlite", closed)
    fact = (E + "c1", E + "uncle", E + "c4")
    proof = prove(tmp_path / "proofs.sqlite", fact, lambda _: ())
    assert proof is not None
    assert (proof.rule, [(p.subject, p.predicate, p.object) for p in proof.premises][1:]) == (
        "prp-spo2",
        [(E + "c1", E + "parent", E + "c2"), (E + "c2", E + "brother", E + "c3"), (E + "c3", E + "self", E + "c4")],
    )


def test_class_expressions_are_given_in_words(kb: KnowledgeBase) -> None:
    (proof,) = kb.explain("ulyanovsk-holding", thing="HoldingInArticleSense")
    parts = [part for leaf in proof.leaves() for part in (leaf.subject, leaf.object)]
    assert [part for part in parts if part.startswith("_:")] == []
    assert any(" some " in part for part in parts)


def test_a_fact_that_was_not_inferred_has_no_proof(kb: KnowledgeBase) -> None:
    holding = expand("cluster:ulyanovsk-holding")
    assert prove(kb.version.proofs, (holding, v.TYPE, expand("ckb:EducationalHolding")), lambda _: ()) is None


def test_missing_proofs_are_said_with_their_remedy(tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable, match="clusterkb build --full"):
        prove(tmp_path / "none", (E, E, E), lambda _: ())


def leaf(predicate: str, subject: str = "s") -> Proof:
    return Proof(subject, predicate, "o", "", (), ())


def test_leaves_are_given_once_each_in_order() -> None:
    inner = Proof("s", "p", "o", "rule", (leaf("b"), leaf("a")), ())
    outer = Proof("s", "p", "o", "rule", (leaf("a"), inner, leaf("b")), ())
    assert outer.leaves() == [leaf("a"), leaf("b")]


def test_facts_are_the_leaves_about_things_and_axioms_those_about_terms() -> None:
    proof = Proof("s", "p", "o", "rule", (leaf(E + "p"), leaf(v.SUB_CLASS), leaf(v.ON_PROPERTY), leaf(v.TYPE)), ())
    assert [found.predicate for found in proof.facts()] == [E + "p", v.TYPE]
    assert [found.predicate for found in proof.axioms()] == [v.SUB_CLASS]


def test_no_kind_of_the_holding_is_without_fact_and_axiom(kb: KnowledgeBase) -> None:
    proofs = kb.explain("ulyanovsk-holding")
    assert [proof.object for proof in proofs if not proof.facts() or not proof.axioms()] == []


def test_a_proof_through_a_literal_is_shown_with_the_literal(kb: KnowledgeBase) -> None:
    quad = next(kb.store.engine.quads_for_pattern(None, ox.NamedNode(expand("ckb:year")), None, None))
    fact = statement(quad.triple)
    assert [source.file for source in standing(kb.store, fact)] != []
