"""Descriptions made faulty: a valid example, and what was done to some of its statements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox
from hypothesis import strategies as st

from clusterkb import assets
from clusterkb.namespaces import expand
from clusterkb.rdf.formats import TURTLE
from clusterkb.rdf.parse import parse

Mutant = tuple[int, list[tuple[int, int]]]
"""Number of the example, and (number of the deed, number of the statement) as often as something was done."""

_EXAMPLE = "https://example.org/"


def _node(name: str) -> ox.NamedNode:
    return ox.NamedNode(expand(name))


def _drop(triple: ox.Triple) -> list[ox.Triple]:
    del triple
    return []


def _give(value: ox.NamedNode | ox.BlankNode | ox.Literal) -> Callable[[ox.Triple], list[ox.Triple]]:
    return lambda triple: [ox.Triple(triple.subject, triple.predicate, value)]


def _also(value: ox.NamedNode | ox.BlankNode | ox.Literal) -> Callable[[ox.Triple], list[ox.Triple]]:
    return lambda triple: [triple, ox.Triple(triple.subject, triple.predicate, value)]


def _also_say(predicate: str, value: ox.NamedNode | ox.Literal) -> Callable[[ox.Triple], list[ox.Triple]]:
    return lambda triple: [triple, ox.Triple(triple.subject, _node(predicate), value)]


def _backwards(triple: ox.Triple) -> list[ox.Triple]:
    years = (("ckb:fromYear", "2019"), ("ckb:untilYear", "1994"))
    return [triple, *(ox.Triple(triple.subject, _node(name), _number(year)) for name, year in years)]


def _number(text: str, kind: str = "xsd:integer") -> ox.Literal:
    return ox.Literal(text, datatype=_node(kind))


DEEDS: tuple[Callable[[ox.Triple], list[ox.Triple]], ...] = (
    _drop,
    _give(ox.Literal("a text")),
    _give(ox.Literal("a text", language="en")),
    _give(_number("99999")),
    _give(_number("-5")),
    _give(_number("007")),
    _give(_number("1e3", "xsd:double")),
    _give(_number("2020-13-45", "xsd:date")),
    _give(_number("many", "xsd:integer")),
    _give(ox.BlankNode()),
    _give(_node("role:member")),
    _give(ox.NamedNode(f"{_EXAMPLE}other thing".replace(" ", "-"))),
    _also(ox.Literal("another", language="en")),
    _also(ox.Literal("Noch eins", language="de")),
    _also(ox.Literal("другое", language="ru")),
    _also(_number("1999")),
    _also(_node("confidence:high")),
    _also_say("skos:prefLabel", ox.Literal("Second name", language="en")),
    _backwards,
    _also_say("ckb:fromYear", _number("2019")),
    _also_say("ckb:untilYear", _number("1994")),
    _also_say("rdf:type", _node("org:FormalOrganization")),
    _also_say("rdf:type", _node("ckb:EducationalCluster")),
    _also_say("rdf:type", _node("ckb:Membership")),
    _also_say("ckb:conflictsWith", ox.NamedNode(f"{_EXAMPLE}nothing")),
    _also_say("dcterms:source", ox.Literal("hearsay")),
    _also_say("ckb:memberOf", ox.NamedNode(f"{_EXAMPLE}cluster")),
)


_COMPARED = (_node("ckb:fromYear"), _node("ckb:untilYear"))


@cache
def _examples() -> list[list[ox.Triple]]:
    return [read_example(file) for file in sorted((assets.folder("shapes") / "examples/valid").glob("*.ttl"))]


def read_example(file: Path) -> list[ox.Triple]:
    """Return the statements of an example."""
    return [quad.triple for quad in parse(file.read_bytes(), TURTLE)]


def mutants() -> st.SearchStrategy[Mutant]:
    """Return the descriptions there are: any example, up to four deeds."""
    deed = st.tuples(st.integers(0, len(DEEDS) - 1), st.integers(0, 60))
    return st.tuples(st.integers(0, len(_examples()) - 1), st.lists(deed, max_size=4))


def description(mutant: Mutant, number: int) -> Iterator[ox.Triple]:
    """Yield the statements of a description; its things have addresses of their own, every fourth time shared ones."""
    example, deeds = mutant
    done = {place % len(_examples()[example]): deed for deed, place in deeds}
    for place, triple in enumerate(_examples()[example]):
        stated = DEEDS[done[place]](triple) if place in done else [triple]
        if triple.predicate in _COMPARED:  # where a thing is compared with a number, pySHACL gives up on everything
            stated = [one for one in stated if isinstance(one.object, ox.Literal)]
        yield from moved(stated, number // 4 if number % 4 == 0 else number + 1_000)


def moved(triples: Iterable[ox.Triple], number: int) -> Iterator[ox.Triple]:
    """Yield statements about the same things under other addresses."""
    for triple in triples:
        subject, value = (_address(term, number) for term in (triple.subject, triple.object))
        yield ox.Triple(subject, triple.predicate, value)  # type: ignore[arg-type]


def _address(term: object, number: int) -> object:
    if isinstance(term, ox.NamedNode) and term.value.startswith(_EXAMPLE):
        return ox.NamedNode(f"{_EXAMPLE}{number}/{term.value.removeprefix(_EXAMPLE)}")
    return ox.BlankNode(f"b{number}{term.value}") if isinstance(term, ox.BlankNode) else term
