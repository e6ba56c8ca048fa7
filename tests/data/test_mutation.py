"""Delete each axiom in turn: something must be lost by it, or it is redundant."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.cases import PLANTED
from tests.support.imagined import IMAGINED
from tests.support.logic import Fact, must_have, nt, strings

from clusterkb.namespaces import expand, shorten
from clusterkb.reason import vocabulary as v
from clusterkb.reason.closure import close

pytestmark = pytest.mark.slow  # one closure an axiom


_KINDS = (v.TRANSITIVE, v.SYMMETRIC)
_FOLLOWING = Path(__file__).with_name("following.txt")
_DISJOINT = expand("owl:disjointWith")


@pytest.fixture(scope="module")
def stated(terms: bytes) -> list[Fact]:
    return strings(terms + nt(IMAGINED))


def test_without_any_one_axiom_a_line_of_what_follows_is_lost(stated: list[Fact], subtests: pytest.Subtests) -> None:
    hermit = _only_for_hermit(stated)
    axioms = [fact for fact in stated if (fact[1] in v.AXIOMS or fact[2] in _KINDS) and fact not in hermit]
    assert len(axioms) > 150
    whole = _following(stated)
    # The modules state the genus of a defined class, for readers without a reasoner.
    defined = {s for s, p, _ in stated if p == v.EQUIVALENT_CLASS}
    for axiom in axioms:
        with subtests.test(" ".join(map(shorten, axiom))):
            left = _following([fact for fact in stated if fact != axiom])
            genus = axiom[1] == v.SUB_CLASS and axiom[0] in defined
            assert whole - left or genus, (
                "The other axioms entail it, or no imagined fact needs it. Drop it, or imagine one."
            )


def test_what_follows_is_what_was_written_down(stated: list[Fact]) -> None:
    # With the test above: whichever axiom is deleted, a line is no longer derived, and this fails.
    found, written = _following(stated), set(_FOLLOWING.read_text(encoding="utf-8").splitlines())
    faults = [f"no longer: {line}" for line in sorted(written - found)]
    faults += [f"new: {line}" for line in sorted(found - written)]
    assert not faults, "Is it right? Then correct tests/data/following.txt:\n" + "\n".join(faults)


def test_what_only_forbids_is_needed_by_a_planted_contradiction(stated: list[Fact]) -> None:
    forbidding = {f"{shorten(s)} {shorten(p)} {shorten(o)}" for s, p, o in stated if p == _DISJOINT}
    assert forbidding
    assert forbidding <= {axiom for planted in PLANTED.values() for axiom in planted.axioms}


def _only_for_hermit(stated: list[Fact]) -> set[Fact]:
    """Return axioms on what exists or does not, which the rules draw nothing from.

    What a kind must have (but not what a definition asks for), and the definition that denies something:
    tests/data/test_definitions.py needs each.
    """
    denying = {fact for fact in stated if fact[:2] == (expand("ckb:KnowledgeOnlyCluster"), v.EQUIVALENT_CLASS)}
    return denying | must_have(stated)


def _following(stated: list[Fact]) -> set[str]:
    """Return a line for every inferred fact about imagined things and terms."""
    inferred = (fact for fact in close(stated).steps if fact[1] not in v.SCHEMA)
    lines = (" ".join(map(shorten, fact)).replace("https://example.org/", "ex:") for fact in inferred)
    return {line for line in lines if "_:" not in line}
