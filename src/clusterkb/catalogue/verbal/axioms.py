"""Axioms in words: what kinds and relations are, by what the ontology states of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

import pyoxigraph as ox

from clusterkb.catalogue.reader import Reader, Ref, is_inferred
from clusterkb.catalogue.verbal.said import Said
from clusterkb.catalogue.verbal.speaker import Speaker, Unsaid
from clusterkb.namespaces import expand, shorten
from clusterkb.rdf.terms import statement, written
from clusterkb.reason import vocabulary as v
from clusterkb.reason.expressions import describe
from clusterkb.reason.proofs import Proof
from clusterkb.reason.schema import Schema, Triple

_Words = Callable[[Speaker, str, str], Said]


def _of_kind(key: str) -> _Words:
    """Return what says that a kind is, or is by definition, another; an expression is said part by part."""

    def words(speaker: Speaker, kind: str, other: str) -> Said:
        if not other.startswith("_:"):
            return _pair(key)(speaker, kind, other)
        parts = speaker.clauses(other)
        return speaker.say(f"{key}.all" if len(parts) > 1 else f"{key}.one", *parts, kind=speaker.name(kind))

    return words


def _pair(key: str, first: str = "kind") -> _Words:
    return lambda speaker, one, other: speaker.say(key, **{first: speaker.name(one), "other": speaker.name(other)})


def _end(key: str) -> _Words:
    return lambda speaker, relation, kind: speaker.filled(key, kind, relation=speaker.name(relation))


def _key(speaker: Speaker, kind: str, head: str) -> Said:
    return speaker.say("key", *map(speaker.named, speaker.schema.members(head)), kind=speaker.name(kind))


def _chain(speaker: Speaker, relation: str, head: str) -> Said:
    steps = speaker.schema.members(head)
    letters = speaker.word("letters")[: len(steps) + 1]
    if len(letters) <= len(steps):
        raise Unsaid(relation)
    said = (
        speaker.say("step", relation=speaker.name(step), start=start, end=end)
        for step, (start, end) in zip(steps, pairwise(letters), strict=True)
    )
    return speaker.say("chain", *said, relation=speaker.name(relation), start=letters[0], end=letters[-1])


def _character(speaker: Speaker, relation: str, kind: str) -> Said:
    return speaker.say(shorten(kind), relation=speaker.name(relation))


_AXIOMS: dict[str, _Words] = {
    v.EQUIVALENT_CLASS: _of_kind("equivalent"),
    v.SUB_CLASS: _of_kind("subclass"),
    expand("owl:disjointWith"): _pair("disjoint"),
    expand("owl:hasKey"): _key,
    v.DOMAIN: _end("domain"),
    v.RANGE: _end("range"),
    v.SUB_PROPERTY: _pair("subproperty", "relation"),
    v.EQUIVALENT_PROPERTY: _pair("same property", "relation"),
    v.INVERSE: _pair("inverse", "relation"),
    expand("owl:propertyDisjointWith"): _pair("disjoint property", "relation"),
    v.TYPE: _character,
    v.CHAIN: _chain,
}
"""Predicate → words, in the order in which a page says them."""

CHARACTERS = frozenset(
    expand(f"owl:{name}Property")
    for name in (
        *("Transitive", "Symmetric", "Asymmetric", "Reflexive", "Irreflexive", "Functional", "InverseFunctional"),
    )
)
_BOTH_WAYS = (
    *(v.EQUIVALENT_CLASS, v.EQUIVALENT_PROPERTY, v.INVERSE, v.SUB_PROPERTY),
    *map(expand, ("owl:disjointWith", "owl:propertyDisjointWith")),
)
"""What says something of its object too."""


def plain_words(reader: Reader, iri: str) -> list[Said]:
    """Return what the ontology states of a class or property; what there are no words for, in its notation.

    >>> from clusterkb import KnowledgeBase, expand
    >>> said = plain_words(KnowledgeBase.open().reader(), expand("ckb:RegionalEducationalCluster"))
    >>> list(said[0].lines())[1:]
    ['  is of this kind: educational cluster', '  has territorial scope: regional']
    """
    order = list(_AXIOMS)
    found = [
        (order.index(quad.predicate.value), list(said.lines()), said)
        for quad in _about(reader, iri)
        for said in [replace(axiom_said(reader, statement(quad.triple)), only_with=_extension(reader, quad))]
    ]
    # Labels, not the names of blank nodes, which are others in each build.
    return [said for _, _, said in sorted(found, key=lambda row: row[:2])]


def proven(reader: Reader, leaf: Proof) -> Said:
    """Return an axiom that a proof rests on, in words."""
    for quad in _stated(reader, leaf.subject, leaf.predicate):
        axiom = statement(quad.triple)
        if leaf.object in (axiom[2], describe(_schema(reader, axiom)).get(axiom[2])):
            return axiom_said(reader, axiom)
    return Said((" ".join(map(shorten, (leaf.subject, leaf.predicate, leaf.object))),), formal=True)


def is_axiom(predicate: str, thing: str) -> bool:
    """Return whether a triple with this predicate and object states an axiom.

    >>> is_axiom(v.TYPE, expand("owl:SymmetricProperty")), is_axiom(v.TYPE, expand("ckb:Cluster"))
    (True, False)
    """
    return thing in CHARACTERS if predicate == v.TYPE else predicate in _AXIOMS


def axiom_said(reader: Reader, axiom: Triple) -> Said:
    """Return an axiom of the store in words, or in its notation where there are none."""
    speaker = Speaker(reader, _schema(reader, axiom))
    try:
        return in_words(speaker, axiom)
    except Unsaid:
        return Said((notation(speaker.schema, axiom),), formal=True)


def in_words(speaker: Speaker, axiom: Triple) -> Said:
    """Return an axiom in words.

    Raises:
        Unsaid: There are none.
    """
    subject, predicate, thing = axiom
    if not is_axiom(predicate, thing):
        raise Unsaid(predicate)
    return _AXIOMS[predicate](speaker, subject, thing)


def notation(schema: Schema, axiom: Triple) -> str:
    """Return an axiom as a function of its parts."""
    subject, predicate, thing = axiom
    return f"{shorten(predicate)}({_noted(schema, subject)} {_noted(schema, thing)})"


def _noted(schema: Schema, term: str) -> str:
    if not term.startswith("_:"):
        return shorten(term)
    if schema.objects(v.FIRST, term):
        return f"({' '.join(_noted(schema, member) for member in schema.members(term))})"
    parts = (
        f"{shorten(predicate)}({' '.join(_noted(schema, one) for one in sorted(objects[term]))})"
        for predicate, objects in sorted(schema.by_subject.items())
        if predicate != v.TYPE and objects.get(term)
    )
    return f"[{' '.join(parts)}]"


def _schema(reader: Reader, axiom: Triple) -> Schema:
    """Return an axiom with the parts of its expressions."""
    schema, open_ = Schema(), [term for term in axiom if term.startswith("_:")]
    schema.add(axiom)
    while open_:
        for quad in reader.store.engine.quads_for_pattern(ox.BlankNode(open_.pop()[2:]), None, None, None):
            triple = statement(quad.triple)
            if not is_inferred(quad) and schema.add(triple) and triple[2].startswith("_:"):
                open_.append(triple[2])
    return schema


def _about(reader: Reader, iri: str) -> Iterator[ox.Quad]:
    for predicate in _AXIOMS:
        yield from (quad for quad in _stated(reader, iri, predicate) if is_axiom(predicate, written(quad.object)))
    node = ox.NamedNode(iri)
    for predicate in _BOTH_WAYS:
        quads = reader.store.engine.quads_for_pattern(None, ox.NamedNode(predicate), node, None)
        yield from (quad for quad in quads if isinstance(quad.subject, ox.NamedNode) and not is_inferred(quad))
    for quad in reader.store.engine.quads_for_pattern(None, ox.NamedNode(v.FIRST), node, None):
        yield from _chains(reader, quad.subject)


def _stated(reader: Reader, subject: str, predicate: str) -> list[ox.Quad]:
    if not subject.startswith("http"):
        return []
    quads = reader.store.engine.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None, None)
    return [quad for quad in quads if not is_inferred(quad)]


def _chains(reader: Reader, head: ox.NamedNode | ox.BlankNode | ox.Triple) -> Iterator[ox.Quad]:
    """Yield the chain that a list, or the list that it is the rest of, is."""
    yield from reader.store.engine.quads_for_pattern(None, ox.NamedNode(v.CHAIN), head, None)
    for quad in reader.store.engine.quads_for_pattern(None, ox.NamedNode(v.REST), head, None):
        yield from _chains(reader, quad.subject)


def _extension(reader: Reader, quad: ox.Quad) -> Ref | None:
    """Return the part of the ontology that states an axiom, if the ontology does not import that part."""
    type_, ontology = ox.NamedNode(v.TYPE), ox.NamedNode(expand("owl:Ontology"))
    imports = ox.NamedNode(expand("owl:imports"))
    for part in reader.store.engine.quads_for_pattern(None, type_, ontology, quad.graph_name):
        if next(reader.store.engine.quads_for_pattern(None, imports, part.subject, None), None) is None:
            return reader.ref(written(part.subject))
    return None
