from __future__ import annotations

import pyoxigraph as ox
import pytest

from clusterkb import KnowledgeBase
from clusterkb.namespaces import expand
from clusterkb.rdf.text import LANGUAGES
from clusterkb.validation import Sent, validate
from clusterkb.validation.crowds import thinned

FROM, UNTIL, SOURCE = (ox.NamedNode(expand(name)) for name in ("ckb:fromYear", "ckb:untilYear", "dcterms:source"))


def said(thing: str, predicate: ox.NamedNode, number: int) -> list[ox.Quad]:
    return [ox.Quad(ox.NamedNode(thing), predicate, ox.Literal(n)) for n in range(number)]


def test_what_can_be_compared_is_left_as_it_is(kb: KnowledgeBase) -> None:
    quads = [*said("e:a", FROM, 100), *said("e:a", UNTIL, 100), *said("e:a", SOURCE, 5_000)]
    assert thinned(quads, kb.rules.shapes) == (quads, [])


def test_values_of_one_property_alone_are_never_too_many(kb: KnowledgeBase) -> None:
    quads = [*said("e:a", FROM, 5_000), *said("e:b", UNTIL, 5_000)]
    assert thinned(quads, kb.rules.shapes) == (quads, [])


def test_only_the_crowded_thing_is_thinned_and_only_where_it_is_crowded(kb: KnowledgeBase) -> None:
    crowded = [*said("e:a", FROM, 101), *said("e:a", UNTIL, 100)]
    others = [*said("e:a", SOURCE, 3), *said("e:b", FROM, 3)]
    left, faults = thinned([*crowded, *others], kb.rules.shapes)
    assert left == [crowded[0], crowded[101], *others]
    assert [(fault.focus, fault.path, fault.code) for fault in faults] == [
        (ox.NamedNode("e:a"), FROM, "too-many-values")
    ]
    assert [text.language for text in faults[0].messages] == list(LANGUAGES)


@pytest.mark.parametrize("engine", ["compiled", "pyshacl"])
def test_every_engine_answers_a_crowded_thing(kb: KnowledgeBase, engine: str) -> None:
    years = ", ".join(map(str, range(1000, 2000)))
    turtle = f"@prefix c: <{expand('ckb:')}> .\n<e:a> a c:Membership ;\n c:fromYear {years} ; c:untilYear {years} ."
    report = validate([Sent(turtle.encode(), "ttl")], kb.rules, engine)
    assert [finding.place.line for finding in report.findings if finding.code == "too-many-values"] == [2]
