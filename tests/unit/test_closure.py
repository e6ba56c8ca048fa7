from __future__ import annotations

import pytest

from clusterkb.errors import BadInput
from clusterkb.reason import vocabulary as v
from clusterkb.reason.closure import close
from clusterkb.reason.schema import Triple

E = "http://e/"
CHAIN: list[Triple] = [
    (E + "memberOf", v.CHAIN, "_:l1"),
    ("_:l1", v.FIRST, E + "hasMembership"),
    ("_:l1", v.REST, "_:l2"),
    ("_:l2", v.FIRST, E + "organization"),
    ("_:l2", v.REST, v.NIL),
    (E + "hasMembership", v.INVERSE, E + "member"),
    (E + "m", E + "member", E + "school"),
    (E + "m", E + "organization", E + "cluster"),
]


def test_a_chain_over_a_named_inverse_gives_the_shortcut_and_its_proof() -> None:
    closed = close(CHAIN)
    rule, premises = closed.steps[E + "school", E + "memberOf", E + "cluster"]
    assert rule == "prp-spo2"
    assert premises[1:] == ((E + "school", E + "hasMembership", E + "m"), (E + "m", E + "organization", E + "cluster"))


def test_every_premise_is_older_than_its_conclusion() -> None:
    steps = close(CHAIN).steps
    order = {fact: place for place, fact in enumerate(steps)}
    assert all(order[p] < order[fact] for fact, (_, premises) in steps.items() for p in premises if p in order)


def test_a_restriction_of_no_property_is_refused() -> None:
    with pytest.raises(BadInput, match="names no property"):
        close([("_:r", v.VALUE, E + "a")])


def test_a_construct_the_chainer_does_not_know_is_refused() -> None:
    with pytest.raises(BadInput, match="FunctionalProperty"):
        close([(E + "p", v.TYPE, v.OWL + "FunctionalProperty")])
