"""What a thing would need to be of a defined class: each criterion, and whether it is known to hold.

The world is open: a criterion that nothing speaks for is unknown, not failed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from clusterkb.catalogue.reader import Reader, Ref
from clusterkb.namespaces import expand

_Node = ox.NamedNode | ox.BlankNode


@dataclass(frozen=True, slots=True)
class Way:
    """One way to meet a criterion.

    Attributes:
        relation: The property that is asked for; None where a kind is.
        values: What it must lead to, or what the thing must be: any one of these is enough.
    """

    relation: Ref | None
    values: list[Ref]

    def words(self) -> str:
        """Return the way in the words of its labels."""
        values = " or ".join(value.label.value for value in self.values)
        return f"{self.relation.label.value if self.relation else 'is a'}: {values}"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition of a definition.

    Attributes:
        ways: Any one of these is enough.
        denied: Whether none of them may hold.
        holds: Whether it is known to hold; otherwise it is unknown.
    """

    ways: list[Way]
    denied: bool
    holds: bool

    def words(self) -> str:
        """Return the criterion in the words of its labels."""
        return "not " * self.denied + ", or ".join(way.words() for way in self.ways)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A defined class that a thing may be of, of whose criteria one or more are unknown."""

    kind: Ref
    criteria: list[Criterion]


def candidates(reader: Reader, iri: str) -> list[Candidate]:
    """Return the defined classes whose genus a thing has, and of which it is not known to be.

    >>> from clusterkb import KnowledgeBase, expand
    >>> found = candidates(Reader(KnowledgeBase.open().store), expand("cluster:delta-academies-trust"))
    >>> [(criterion.words(), criterion.holds) for criterion in found[0].criteria][::2]
    [('is a: educational holding', True), ('characterized by: horizontal integration', False)]
    """
    thing = ox.NamedNode(iri)
    found = []
    for kind, parts in definitions(reader):
        genus = next(part for part in parts if isinstance(part, ox.NamedNode))
        if _is(reader, thing, genus) and not _is(reader, thing, kind):
            found.append(Candidate(reader.ref(kind.value), criteria(reader, thing, parts)))
    return sorted(found, key=lambda candidate: candidate.kind.label.value)


@dataclass(frozen=True, slots=True)
class Disputed:
    """A class that a source puts a thing in, and that does not follow from what is known of it.

    Attributes:
        called: What the source calls it.
        kind: The class that this word denotes here.
        sources: Who calls it so.
        criteria: What the definition of the class asks for; nothing where the class has none.
    """

    called: Ref
    kind: Ref
    sources: list[Ref]
    criteria: list[Criterion]


def disputed(reader: Reader, iri: str) -> list[Disputed]:
    """Return where what sources call a thing and what follows of it differ.

    >>> from clusterkb import KnowledgeBase, expand
    >>> found = disputed(Reader(KnowledgeBase.open().store), expand("cluster:ulyanovsk-holding"))
    >>> [one.kind.label.value for one in found]
    ['innovation infrastructure', 'regional educational cluster']
    """
    thing, defined = ox.NamedNode(iri), dict(definitions(reader))
    found: dict[tuple[str, str], list[str]] = {}
    for fact in reader.subjects("ckb:classificationOf", iri):
        sources = [source.iri for source in reader.things(fact, "dcterms:source")]
        for called in reader.things(fact, "ckb:classificationKind"):
            for kind in reader.things(called.iri, "ckb:denotesClass"):
                if not _is(reader, thing, ox.NamedNode(kind.iri)):
                    found.setdefault((called.iri, kind.iri), []).extend(sources)
    return sorted(
        (
            Disputed(
                reader.ref(called),
                reader.ref(kind),
                reader.refs(sources),
                criteria(reader, thing, defined.get(ox.NamedNode(kind), [])),
            )
            for (called, kind), sources in found.items()
        ),
        key=lambda one: one.kind.label.value,
    )


def criteria(reader: Reader, thing: ox.NamedNode, parts: list[_Node]) -> list[Criterion]:
    """Return what a definition asks for, each with whether it is known to hold."""
    return [_criterion(reader, thing, part) for part in parts]


def definitions(reader: Reader) -> Iterator[tuple[ox.NamedNode, list[_Node]]]:
    """Yield every defined class with the parts of its definition."""
    for quad in reader.store.engine.quads_for_pattern(None, _name("owl:equivalentClass"), None, None):
        if isinstance(quad.subject, ox.NamedNode):
            parts = [
                part for head in _objects(reader, quad.object, "owl:intersectionOf") for part in _list(reader, head)
            ]
            if parts:
                yield quad.subject, parts


def _criterion(reader: Reader, thing: ox.NamedNode, part: _Node) -> Criterion:
    denied = _objects(reader, part, "owl:complementOf")
    ways: dict[str, list[str]] = {}
    for branch in _branches(reader, denied[0] if denied else part):
        relation = next((prop.value for prop in _objects(reader, branch, "owl:onProperty")), "")
        named = (value.value for value in _values(reader, branch) if isinstance(value, ox.NamedNode))
        ways.setdefault(relation, []).extend(named)
    return Criterion(
        ways=[Way(reader.ref(prop) if prop else None, reader.refs(values)) for prop, values in ways.items()],
        denied=bool(denied),
        holds=_is(reader, thing, part),
    )


def _branches(reader: Reader, node: _Node) -> list[_Node]:
    """Return the alternatives of a union, or the expression itself."""
    return [one for head in _objects(reader, node, "owl:unionOf") for one in _list(reader, head)] or [node]


def _values(reader: Reader, node: _Node) -> list[_Node]:
    fillers = [*_objects(reader, node, "owl:hasValue"), *_objects(reader, node, "owl:someValuesFrom")]
    return [value for filler in fillers for value in _branches(reader, filler)] or [node]


def _is(reader: Reader, thing: _Node, kind: _Node) -> bool:
    """Return whether a thing is known to be of a class or class expression."""
    if isinstance(kind, ox.NamedNode):
        pattern = (thing, _name("rdf:type"), kind, None)
        return next(reader.store.engine.quads_for_pattern(*pattern), None) is not None
    branches = _branches(reader, kind)
    if branches != [kind]:
        return any(_is(reader, thing, branch) for branch in branches)
    reached = [value for prop in _objects(reader, kind, "owl:onProperty") for value in _objects(reader, thing, prop)]
    if any(value in reached for value in _objects(reader, kind, "owl:hasValue")):
        return True
    fillers = _objects(reader, kind, "owl:someValuesFrom")
    return any(_is(reader, value, filler) for value in reached for filler in fillers)


def _objects(reader: Reader, subject: object, predicate: str | _Node) -> list[_Node]:
    verb = _name(predicate) if isinstance(predicate, str) else predicate
    if not isinstance(subject, _Node) or not isinstance(verb, ox.NamedNode):
        return []
    return [value for value in reader.known.of(subject).get(verb.value, []) if isinstance(value, _Node)]


def _list(reader: Reader, head: _Node) -> list[_Node]:
    return [item for item in reader.known.members(head) if isinstance(item, _Node)]


def _name(name: str) -> ox.NamedNode:
    return ox.NamedNode(expand(name))
