"""Things side by side: what differs, what they share, what is said of one beside another, whom to compare with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import permutations

import pyoxigraph as ox

from clusterkb.catalogue.concept import ConceptPage, concept
from clusterkb.catalogue.facts import Section
from clusterkb.catalogue.kinds import RECORDS, kind_of
from clusterkb.catalogue.meanings import meanings
from clusterkb.catalogue.reader import Reader, Ref, Value, is_inferred
from clusterkb.catalogue.record import RecordPage, record
from clusterkb.errors import BadRequest
from clusterkb.namespaces import expand, shorten
from clusterkb.rdf.text import Text
from clusterkb.sparql import select

MOST = 4
"""So many things stand side by side and no more."""

SUGGESTED = (
    ("ckb:EducationalLogistics", "ckb:PedagogicalLogistics"),
    ("ckb:EducationalCluster", "ckb:EducationalHolding"),
    ("cluster:ulyanovsk-holding", "cluster:chirchik-pedagogical-cluster"),
)
"""Pairs worth a look."""

# What a class and the classes above it ask of their members, as far as that is a plain relation to a named thing.
_CONDITIONS = """
SELECT DISTINCT ?property ?value WHERE {
  <%s> rdfs:subClassOf* ?class .
  ?class (rdfs:subClassOf|owl:equivalentClass)/(owl:intersectionOf/rdf:rest*/rdf:first)? ?condition .
  ?condition owl:onProperty ?property ; owl:hasValue|owl:someValuesFrom ?value .
  FILTER (isIRI(?property) && isIRI(?value))
} ORDER BY ?property ?value
"""
# Kinds of things worth comparing with their like → what leads from a thing to what it has in common with them.
_ABOVE = {
    "class": ("rdfs:subClassOf",),
    "property": ("rdfs:subPropertyOf",),
    "concept": ("skos:broader", "skos:inScheme"),
    "cluster": ("rdf:type",),
    "scheme": ("rdf:type",),
}

Line = tuple[Value, ...]
"""What stands on a line of a cell: one value, or the values of one fact."""

_Name = tuple[str, Text]
_Rows = dict[_Name, list[Line]]


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is compared.

    Attributes:
        key: Prefixed name of a property, or a word of ours for what has none (``examples``).
        label: What it is called; for a word of ours the word itself.
        cells: What each of the things has, a list of lines; of shared lines there is one cell.
    """

    key: str
    label: Text
    cells: list[list[Line]]


@dataclass(frozen=True, slots=True)
class Between:
    """What is stated of one thing about another: ``relation`` leads from the first to the second."""

    first: Ref
    relation: Ref
    second: Ref


@dataclass(frozen=True, slots=True)
class Compared:
    """A thing that stands beside others: the thing, its prefixed name and its kind."""

    thing: Ref
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Things side by side.

    Attributes:
        things: From two to four of them.
        between: What is stated of one about another.
        different: Where they differ; what all of them have is left out there.
        shared: What all of them have.
    """

    things: list[Compared]
    between: list[Between]
    different: list[Row]
    shared: list[Row]


@dataclass(frozen=True, slots=True)
class Partners:
    """Things worth comparing with another.

    Attributes:
        reason: ``mistaken`` (for it), ``kind`` (of the same kind), ``country`` (of the same country).
        shared: What they have in common with it, or None.
        partners: Each with its prefixed name.
    """

    reason: str
    shared: Ref | None
    partners: list[Compared]


def compare(reader: Reader, iris: Iterable[str]) -> Comparison:
    """Put things side by side, each once.

    Raises:
        BadRequest: There are fewer than two things or more than four.
        NotFound: One of them is no term and no record.

    >>> from clusterkb import KnowledgeBase, expand
    >>> pair = [expand("ckb:EducationalLogistics"), expand("ckb:PedagogicalLogistics")]
    >>> found = compare(Reader(KnowledgeBase.open().store), pair)
    >>> "definition" in [row.key for row in found.different]
    True
    """
    once = list(dict.fromkeys(iris))
    if not 2 <= len(once) <= MOST:
        raise BadRequest(f"{len(once)} things cannot be compared.", remedy=f"Name from two to {MOST}.")
    all_rows = [_rows(reader, iri) for iri in once]
    names = dict.fromkeys(name for rows in all_rows for name in rows)
    different, shared = [], []
    for name in names:
        cells = [rows.get(name, []) for rows in all_rows]
        common = [line for line in cells[0] if all(line in cell for cell in cells)]
        rest = [[line for line in cell if line not in common] for cell in cells]
        shared += [Row(*name, [common])] if common else []
        different += [Row(*name, rest)] if any(rest) else []
    return Comparison([compared(reader, iri) for iri in once], _between(reader, once), different, shared)


def partners(reader: Reader, iri: str) -> list[Partners]:
    """Return what is worth comparing with a thing, the likeliest to be mistaken for it first; each stands once.

    >>> from clusterkb import KnowledgeBase, expand
    >>> found = partners(Reader(KnowledgeBase.open().store), expand("cluster:chirchik-pedagogical-cluster"))
    >>> [(group.reason, group.shared.label.value) for group in found]
    [('country', 'Uzbekistan'), ('kind', 'educational cluster')]
    """
    kind = kind_of(iri)
    if kind not in _ABOVE:
        return []
    groups: list[tuple[str, Ref | None, list[str]]] = [("mistaken", None, sorted(_mistaken(reader, iri)))]
    for country in reader.things(iri, "ckb:country"):
        groups.append(("country", country, reader.subjects("ckb:country", country.iri)))
    for verb in _ABOVE[kind]:
        groups += [("kind", above, _below(reader, verb, above.iri)) for above in _above(reader, verb, iri)]
    seen, found = {iri}, []
    for reason, common, iris in groups:
        new = [other for other in iris if other not in seen and kind_of(other) == kind]
        seen.update(new)
        if new:
            found.append(Partners(reason, common, [compared(reader, ref.iri) for ref in reader.refs(new)]))
    return found


def suggested(reader: Reader) -> list[list[Compared]]:
    """Return pairs worth a look."""
    return [[compared(reader, expand(name)) for name in pair] for pair in SUGGESTED]


def compared(reader: Reader, iri: str) -> Compared:
    """Return a thing as it stands in a comparison."""
    return Compared(reader.ref(iri), shorten(iri), kind_of(iri))


def _rows(reader: Reader, iri: str) -> _Rows:
    if kind_of(iri) in RECORDS:
        return dict(_of_record(reader, record(reader, iri)))
    return dict(_of_concept(reader, concept(reader, iri)))


def _of_concept(reader: Reader, page: ConceptPage) -> Iterator[tuple[_Name, list[Line]]]:
    yield _own("definition", page.definitions[:1])
    yield _property(reader, "rdfs:subClassOf", page.wider)
    yield from _conditions(reader, page)
    for relation, values in page.relations:
        yield _property(reader, shorten(relation.iri), values)
    yield _own("alternatives", [text for text in page.alternatives if text.language == reader.language])
    yield _own("notes", page.notes)
    yield _own("examples", page.examples)
    yield _own("narrower", page.narrower)
    opinions: list[Line] = [(one.definition, one.holder) for one in page.meanings.opinions]
    yield ("opinions", Text("opinions")), opinions
    yield _own("grounding", [one.source for one in page.grounding if one.source.iri])
    if page.instances:
        yield _own("instances", [Text(str(len(page.instances)))])


def _conditions(reader: Reader, page: ConceptPage) -> Iterator[tuple[_Name, list[Line]]]:
    found: dict[str, list[str]] = {}
    for row in select(reader.store, _CONDITIONS % page.iri) if page.kind == "class" else ():
        relation, value = row["property"], row["value"]
        if isinstance(relation, ox.NamedNode) and isinstance(value, ox.NamedNode):
            found.setdefault(shorten(relation.value), []).append(value.value)
    for name, values in found.items():
        yield _property(reader, name, reader.refs(values))


def _of_record(reader: Reader, page: RecordPage) -> Iterator[tuple[_Name, list[Line]]]:
    yield _own("definition", [page.definition] if page.definition else [])
    yield _own("stated", page.kinds)
    yield _own("inferred", page.inferred_kinds)
    for relation, values in page.details:
        yield _property(reader, shorten(relation.iri), values)
    for section in page.sections:
        yield _facts(section)
    yield _property(reader, "ckb:recordConfidence", [page.confidence] if page.confidence else [])
    yield _own("gaps", page.completeness[:1])


def _facts(section: Section) -> tuple[_Name, list[Line]]:
    lines = (tuple(value for cell in fact.cells for value in cell) for fact in section.facts)
    return (section.link, section.kind.label), list(dict.fromkeys(lines))


def _property(reader: Reader, name: str, values: Iterable[Value]) -> tuple[_Name, list[Line]]:
    return (name, reader.label(expand(name))), [(value,) for value in values]


def _own(word: str, values: Iterable[Value]) -> tuple[_Name, list[Line]]:
    return (word, Text(word)), [(value,) for value in values]


def _between(reader: Reader, iris: list[str]) -> list[Between]:
    found = []
    mistaken = {iri: _mistaken(reader, iri) for iri in iris}
    for first, second in permutations(iris, 2):
        quads = reader.store.engine.quads_for_pattern(ox.NamedNode(first), None, ox.NamedNode(second), None)
        relations = {quad.predicate.value for quad in quads if not is_inferred(quad)}
        if second in mistaken[first]:
            relations.add(expand("ckb:notToBeConfusedWith"))
        found += [Between(reader.ref(first), relation, reader.ref(second)) for relation in reader.refs(relations)]
    return found


def _mistaken(reader: Reader, iri: str) -> set[str]:
    return {one.source.iri for one in meanings(reader, iri).mistaken}


def _above(reader: Reader, verb: str, iri: str) -> list[Ref]:
    quads = reader.store.engine.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(expand(verb)), None, None)
    stated = {quad.object for quad in quads if not is_inferred(quad)}
    return reader.refs(thing.value for thing in stated if isinstance(thing, ox.NamedNode))


def _below(reader: Reader, verb: str, iri: str) -> list[str]:
    quads = reader.store.engine.quads_for_pattern(None, ox.NamedNode(expand(verb)), ox.NamedNode(iri), None)
    stated = {quad.subject for quad in quads if not is_inferred(quad)}
    return sorted(thing.value for thing in stated if isinstance(thing, ox.NamedNode))
