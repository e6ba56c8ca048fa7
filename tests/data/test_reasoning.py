"""The closure against two other reasoners: it misses and adds nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import owlrl
import pyoxigraph as ox
import pytest
import rdflib
from tests.support.imagined import IMAGINED
from tests.support.logic import nt, strings

from clusterkb.build.sources import reasoned
from clusterkb.namespaces import expand, shorten
from clusterkb.reason import vocabulary as v
from clusterkb.reason.closure import close
from clusterkb.reason.consistency import Verdict

if TYPE_CHECKING:
    from tests.data.conftest import Fact

    from clusterkb.kb import KnowledgeBase

pytestmark = pytest.mark.slow  # HermiT, and owlrl, which takes half a minute

_COUNTRIES = ("-ru.ttl", "-uz.ttl")

_Trivial = Callable[[str, str, str], bool]

_TRIVIAL: dict[str, _Trivial] = {
    "eq-ref: everything is the same as itself": lambda s, p, o: p == expand("owl:sameAs") and s == o,
    "scm-cls: a class is below itself and owl:Thing, above owl:Nothing": lambda s, p, o: (
        p in (v.SUB_CLASS, v.EQUIVALENT_CLASS) and (o in (s, v.THING) or s == expand("owl:Nothing"))
    ),
    "scm-op, scm-dp: a property is below and equivalent to itself": lambda s, p, o: (
        p in (v.SUB_PROPERTY, v.EQUIVALENT_PROPERTY) and s == o
    ),
    "cls-thing, cls-nothing1: both are classes": lambda s, p, o: (
        p == v.TYPE and o == expand("owl:Class") and s in (v.THING, expand("owl:Nothing"))
    ),
    "prp-ap: what RDFS and OWL have as annotation properties": lambda s, p, o: (
        p == v.TYPE and o == expand("owl:AnnotationProperty") and s.startswith((v.RDFS, v.OWL))
    ),
    "dt-diff over datatypes: what has no value in common": lambda s, p, o: (
        p == expand("owl:disjointWith") and s.startswith(expand("xsd:")) and o.startswith(expand("xsd:"))
    ),
    "dt-type1: which datatypes there are": lambda s, p, o: p == v.TYPE and o == expand("rdfs:Datatype"),
    "cax-sco and scm-dom1 over scm-cls: everything is a thing": lambda s, p, o: (
        p in (v.TYPE, v.DOMAIN, v.RANGE) and o == v.THING
    ),
}
"""What owlrl adds by rules that hold of anything at all, and the closure leaves out on purpose."""


def test_hermit_finds_the_ontology_with_all_records_consistent(verdict: Verdict) -> None:
    assert verdict.consistent


def test_every_class_can_have_members(verdict: Verdict) -> None:
    assert [shorten(name) for name in verdict.unsatisfiable] == []


def test_hermit_reports_the_kinds_of_every_thing(verdict: Verdict, document: bytes) -> None:
    classes = {s for s, p, o in strings(document) if p == v.TYPE and o == expand("owl:Class")}
    things = {s for s, p, o in strings(document) if p == v.TYPE and o in classes and not s.startswith("_:")}
    silent = sorted(shorten(thing) for thing in things - set(verdict.kinds))
    assert not silent, f"HermiT's verdict leaves out {len(silent)} of {len(things)} things: {', '.join(silent[:5])}, …"


def test_the_closure_has_every_membership_that_hermit_infers(verdict: Verdict, known: frozenset[Fact]) -> None:
    faults = [
        f"{shorten(thing)} is a {shorten(kind)} for HermiT, not for the closure."
        for thing, kinds in verdict.kinds.items()
        for kind in kinds
        if (shorten(thing), "rdf:type", shorten(kind)) not in known
    ]
    assert not faults, "\n".join(sorted(faults))


def test_the_closure_has_no_membership_that_hermit_does_not_infer(
    verdict: Verdict, known: frozenset[Fact], document: bytes
) -> None:
    classes = {shorten(s) for s, p, o in strings(document) if p == v.TYPE and o == expand("owl:Class")}
    kinds = {shorten(thing): set(map(shorten, them)) for thing, them in verdict.kinds.items()}
    faults = [
        f"{s} is a {o} for the closure, not for HermiT."
        for s, p, o in known
        if p == "rdf:type" and o in classes and s in kinds and o not in kinds[s]
    ]
    assert not faults, "\n".join(sorted(faults))


@pytest.fixture(scope="module")
def compared(kb: KnowledgeBase) -> tuple[set[Fact], set[Fact]]:
    """The closure of the ontology, records of two countries and imagined facts: ours, and owlrl's, of named things.

    Records of all countries use the same terms, and HermiT sees them all; owlrl would take minutes.
    """
    sources = [name for name in kb.version.manifest.sources if "/kb/" not in name or name.endswith(_COUNTRIES)]
    triples = reasoned(kb.store, sources)
    data = (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"") + nt(IMAGINED)
    stated = strings(data)
    ours = {fact for fact in (*stated, *close(stated).named()) if _is_named(fact)}
    graph = rdflib.Graph().parse(data=data, format="nt")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    theirs = {
        (str(s), str(p), str(o)) for s, p, o in graph if isinstance(s, rdflib.URIRef) and isinstance(o, rdflib.URIRef)
    }
    return ours, theirs


def test_the_closure_lacks_nothing_that_owlrl_derives(compared: tuple[set[Fact], set[Fact]]) -> None:
    ours, theirs = compared
    lacking = [fact for fact in theirs - ours if not any(trivial(*fact) for trivial in _TRIVIAL.values())]
    assert not lacking, "\n".join(sorted(" ".join(map(shorten, fact)) for fact in lacking))


def test_the_closure_derives_nothing_that_owlrl_does_not(compared: tuple[set[Fact], set[Fact]]) -> None:
    ours, theirs = compared
    assert sorted(" ".join(map(shorten, fact)) for fact in ours - theirs) == []


@pytest.mark.parametrize("rule", _TRIVIAL)
def test_no_exclusion_is_idle(compared: tuple[set[Fact], set[Fact]], rule: str) -> None:
    ours, theirs = compared
    assert any(_TRIVIAL[rule](*fact) for fact in theirs - ours)


def test_every_axiom_had_something_to_work_on(kb: KnowledgeBase) -> None:
    triples = reasoned(kb.store, kb.version.manifest.sources)
    stated = strings((ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"") + nt(IMAGINED))
    closed = close(stated)
    used = {premise for _, premises in closed.steps.values() for premise in premises}
    axioms = {fact for fact in stated if fact[1] in v.AXIOMS or fact[2] in (v.TRANSITIVE, v.SYMMETRIC)}
    idle = [f"{shorten(s)} {shorten(p)} {shorten(o)}" for s, p, o in axioms - used]
    assert not idle, (
        "Imagine facts that use these axioms, in tests/support/imagined.py, or drop them as idle:\n"
        + "\n".join(sorted(idle))
    )


def _is_named(fact: Fact) -> bool:
    return not any(term.startswith(("_:", '"')) for term in fact)
