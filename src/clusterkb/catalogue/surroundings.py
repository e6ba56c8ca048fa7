"""What is around a term: what it is a kind of or stands in, what is a kind of it, and what else it is related to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

import pyoxigraph as ox

from clusterkb.catalogue.kinds import kind_of
from clusterkb.catalogue.reader import Reader, Ref, is_inferred
from clusterkb.namespaces import GRAPHS, expand
from clusterkb.reason import vocabulary as v

TERMS = ("class", "property", "concept", "vocabulary", "theory")
"""Kinds of things that have surroundings and stand in those of others."""

WIDER = tuple(map(expand, ("rdfs:subClassOf", "rdfs:subPropertyOf", "skos:broader", "skos:inScheme")))
"""What leads from a term to a wider one."""

NOT = tuple(map(expand, ("owl:disjointWith", "ckb:notToBeConfusedWith")))
"""What says that a term is not another."""

RELATIONS = (
    *WIDER,
    *map(
        expand,
        (
            *("owl:inverseOf", "owl:propertyChainAxiom", "rdfs:domain", "rdfs:range"),
            *("ckb:nextLevelUp", "ckb:directlyPrecedesStage", "ckb:leadsTo", "ckb:hasClusteringLevel"),
            *("ckb:denotesClass", "ckb:framesUnderstandingOf", "rdfs:seeAlso"),
        ),
    ),
    *NOT,
)
"""What one term can be stated to be to another, in the order of a map; what a definition asks for comes last."""

_IN_A_LIST = ((expand("skos:inScheme"), True),)
_BOTH_WAYS = frozenset(map(expand, ("owl:disjointWith", "owl:inverseOf")))
_MISTAKEN = expand("ckb:notToBeConfusedWith")  # stated of a sense of a word, which stands for the term
_DEFINING = (v.SUB_CLASS, v.EQUIVALENT_CLASS, v.CHAIN)
_INSIDE = (v.FIRST, v.REST, v.INTERSECTION)
# What our terms are matched with elsewhere stands on their pages; what we only consider is no part of the ontology.
_APART = tuple(f"{GRAPHS}ontology/{folder}/" for folder in ("align", "theory"))

_Node = ox.NamedNode | ox.BlankNode
_Edge = tuple[str, str, str]
_Ties = tuple[tuple[str, bool], ...]
"""All that one term is to another: each property, and whether it leads from the first to the second."""


@dataclass(frozen=True, slots=True)
class Relation:
    """An arrow of a map: what the first term is to the second."""

    source: Ref
    name: Ref
    target: Ref


@dataclass(frozen=True, slots=True)
class Group:
    """Terms that are the same to the term whose surroundings they stand in.

    Attributes:
        names: The relations that tie each of them.
        things: The terms.
        negative: Whether it is said that they are not the same as the term.
    """

    names: list[Ref]
    things: list[Ref]
    negative: bool


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A term and what is around it; each thing stands in one group only.

    Attributes:
        term: The term.
        relations: All relations, in the order of the groups: of ``wider``, ``farther``, ``others``.
        wider: What the term is a kind of, is a narrower case of, or stands in.
        farther: What is wider than those, and stands in no other group.
        others: Everything else that is tied to the term, what is a kind of it first.
    """

    term: Ref
    relations: list[Relation]
    wider: list[Group]
    farther: list[Group]
    others: list[Group]


def surroundings(reader: Reader, iri: str) -> Surroundings | None:
    """Return what is around a term, or None for what is no term or has nothing around it but the list it stands in.

    >>> from clusterkb import KnowledgeBase, expand
    >>> found = surroundings(KnowledgeBase.open().reader(), expand("ckb:RegionalEducationalCluster"))
    >>> [(one.name.label.value, one.target.label.value) for one in found.relations][-1]
    ('has territorial scope', 'regional')
    """
    ties = _ties(_edges(reader, iri), iri) if kind_of(iri) in TERMS else {}
    if [*ties.values()] in ([], [_IN_A_LIST]):
        return None
    above = {other: tie for other, tie in ties.items() if any(out and name in WIDER for name, out in tie)}
    steps = {lower: _up(reader, lower, {*ties, iri}) for lower in above}
    beyond = {target: ((name, True),) for edges in steps.values() for _, name, target in edges}
    wider = [_first_with_steps(group, steps) for group in _groups(reader, above)]
    others = _groups(reader, {other: tie for other, tie in ties.items() if other not in above})
    relations = [
        *_relations(reader, iri, wider, ties),
        *(_relation(reader, edge) for one in _things(wider) for edge in steps[one.iri]),
        *_relations(reader, iri, others, ties),
    ]
    return Surroundings(reader.ref(iri), relations, wider, _groups(reader, beyond), others)


def _first_with_steps(group: Group, steps: Mapping[str, list[_Edge]]) -> Group:
    """Return a group with those first that have something above them, which is then near to them on a map."""
    return replace(group, things=sorted(group.things, key=lambda one: not steps[one.iri]))


def _things(groups: Iterable[Group]) -> Iterator[Ref]:
    return (one for group in groups for one in group.things)


def _relations(reader: Reader, iri: str, groups: list[Group], ties: Mapping[str, _Ties]) -> Iterator[Relation]:
    for one in _things(groups):
        for name, out in ties[one.iri]:
            yield _relation(reader, (iri, name, one.iri) if out else (one.iri, name, iri))


def _relation(reader: Reader, edge: _Edge) -> Relation:
    return Relation(*map(reader.ref, edge))


def _groups(reader: Reader, ties: Mapping[str, _Ties]) -> list[Group]:
    """Return the terms that are tied in the same way together."""

    def rank(other: str) -> list[tuple[int, bool, str]]:
        return [(_place(name), out, name) for name, out in ties[other]]

    found = []
    for _, others in groupby(sorted(ties, key=rank), key=rank):
        things = reader.refs(others)
        names = dict.fromkeys(name for name, _ in ties[things[0].iri])
        found.append(Group([*map(reader.ref, names)], things, any(name in NOT for name in names)))
    return found


def _ties(edges: set[_Edge], iri: str) -> dict[str, _Ties]:
    found: dict[str, set[tuple[str, bool]]] = {}
    for source, name, target in edges:
        if source != target:
            out = source == iri or name in _BOTH_WAYS
            found.setdefault(target if source == iri else source, set()).add((name, out))
    return {other: tuple(sorted(ties, key=lambda tie: (_place(tie[0]), tie))) for other, ties in found.items()}


def _place(name: str) -> int:
    """Return what relations are ordered by: what says that something is not the term comes last of all."""
    return RELATIONS.index(name) if name in RELATIONS and name not in NOT else len(RELATIONS) + (name in NOT)


def _edges(reader: Reader, iri: str) -> set[_Edge]:
    """Return all that is stated of the term and another one, in either direction."""
    node, edges = ox.NamedNode(iri), {*_from(reader, iri)}
    for name in RELATIONS:
        edges |= {
            (quad.subject.value, name, iri)
            for quad in _stated(reader, None, name, node)
            if isinstance(quad.subject, ox.NamedNode) and kind_of(quad.subject.value) in TERMS
        }
    for sense in reader.subjects("ckb:notToBeConfusedWith", iri):
        edges |= {(term.iri, _MISTAKEN, iri) for term in reader.things(sense, "ontolex:reference")}
    for other in {one for name in (v.SOME, v.VALUE, v.FIRST) for one in _defined_with(reader, name, node)}:
        edges |= {edge for edge in _from(reader, other) if edge[2] == iri}
    return edges


def _up(reader: Reader, iri: str, placed: set[str]) -> list[_Edge]:
    """Return the steps from a term to wider ones that have no place yet."""
    return sorted({edge for edge in _from(reader, iri) if edge[1] in WIDER and edge[2] not in placed})


def _from(reader: Reader, iri: str) -> Iterator[_Edge]:
    """Yield what is stated of a term; wider terms may be others' and have no page here."""
    for name, target in _said_of(reader, iri):
        if kind_of(target) in TERMS or name in WIDER:
            yield iri, name, target


def _said_of(reader: Reader, iri: str) -> Iterator[tuple[str, str]]:
    for quad in _stated(reader, ox.NamedNode(iri), None, None):
        name = quad.predicate.value
        if name in RELATIONS and isinstance(quad.object, ox.NamedNode):
            yield name, quad.object.value
        elif name == v.CHAIN and isinstance(quad.object, ox.BlankNode):
            yield from (
                (name, step.value) for step in reader.known.members(quad.object) if isinstance(step, ox.NamedNode)
            )
        elif name in _DEFINING:
            yield from _asked(reader, quad.object)
    for sense in reader.subjects("ontolex:reference", iri):
        yield from ((_MISTAKEN, other.iri) for other in reader.things(sense, "ckb:notToBeConfusedWith"))


def _asked(reader: Reader, node: object) -> Iterator[tuple[str, str]]:
    """Yield what an expression asks of everything that it fits; alternatives and exclusions ask for nothing certain."""
    if isinstance(node, ox.NamedNode):
        yield v.SUB_CLASS, node.value
    if not isinstance(node, ox.BlankNode):
        return
    said = reader.known.of(node)
    for name in (v.SOME, v.VALUE):
        for relation in said.get(v.ON_PROPERTY, []):
            yield from (
                (relation.value, value.value)
                for value in said.get(name, [])
                if isinstance(relation, ox.NamedNode) and isinstance(value, ox.NamedNode)
            )
    for head in said.get(v.INTERSECTION, []):
        for member in reader.known.members(head):
            yield from _asked(reader, member)


def _defined_with(reader: Reader, name: str, node: _Node) -> Iterator[str]:
    """Yield the terms in whose definition a node stands as the ``name`` of something."""
    for quad in _stated(reader, None, name, node):
        if isinstance(quad.subject, ox.NamedNode):
            yield quad.subject.value
        elif isinstance(quad.subject, ox.BlankNode):
            for part in (*_DEFINING, *_INSIDE):
                yield from _defined_with(reader, part, quad.subject)


def _stated(reader: Reader, subject: _Node | None, name: str | None, thing: _Node | None) -> Iterator[ox.Quad]:
    """Yield what the ontology states; not what follows from it, nor what stands apart from it."""
    predicate = ox.NamedNode(name) if name else None
    for quad in reader.store.engine.quads_for_pattern(subject, predicate, thing, None):
        if not is_inferred(quad) and not str(getattr(quad.graph_name, "value", "")).startswith(_APART):
            yield quad
