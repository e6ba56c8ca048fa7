"""Delete each axiom in turn: something must be lost by it, or it is redundant."""

from __future__ import annotations

import pytest
from tests.support.cases import PLANTED
from tests.support.imagined import IMAGINED
from tests.support.logic import Fact, nt, strings

from clusterkb.namespaces import expand, shorten
from clusterkb.reason import vocabulary as v
from clusterkb.reason.closure import close

pytestmark = pytest.mark.slow  # one closure an axiom

_KINDS = (v.TRANSITIVE, v.SYMMETRIC)
_DISJOINT = expand("owl:disjointWith")


@pytest.fixture(scope="module")
def stated(document: bytes) -> list[Fact]:
    return strings(document + nt(IMAGINED))


def test_no_axiom_is_entailed_by_the_others(stated: list[Fact], subtests: pytest.Subtests) -> None:
    axioms = [fact for fact in stated if fact[1] in v.AXIOMS or fact[2] in _KINDS]
    assert len(axioms) > 150
    # A thing of each class and a pair for each property, of which nothing else is said.
    probes = [(f"probe:{c}", v.TYPE, c) for c, p, _ in axioms if p == v.SUB_CLASS]
    probes += [(f"probe:{p}", p, f"probe:{p}-value") for p, kind, _ in axioms if kind in (v.DOMAIN, v.RANGE)]
    tried = [*stated, *probes]
    whole = _known(tried)
    genera = {fact for fact in axioms if fact[1] == v.SUB_CLASS and _is_defined(stated, fact[0])}
    for axiom in axioms:
        with subtests.test(" ".join(map(shorten, axiom))):
            lost = whole - _known([fact for fact in tried if fact != axiom]) - {axiom}
            # The modules state the genus of a defined class, for readers without a reasoner.
            assert lost or axiom in genera, "The other axioms entail it. Drop it."


def test_what_only_forbids_is_needed_by_a_planted_contradiction(stated: list[Fact]) -> None:
    forbidding = {f"{shorten(s)} {shorten(p)} {shorten(o)}" for s, p, o in stated if p == _DISJOINT}
    assert forbidding
    assert forbidding <= {axiom for planted in PLANTED.values() for axiom in planted.axioms}


def _is_defined(stated: list[Fact], kind: str) -> bool:
    return any(s == kind and p == v.EQUIVALENT_CLASS for s, p, _ in stated)


def _known(stated: list[Fact]) -> set[Fact]:
    closed = close(stated)
    return {fact for fact in {*stated, *closed.steps} if fact[1] not in v.SCHEMA or fact[1] == v.TYPE}
