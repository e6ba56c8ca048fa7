"""Rules about more than one thing: each is asked once, of an index that holds only what it speaks of.

They are standard ``sh:sparql``, which engines run once for every thing. Here they run once for all, after the
record-local shapes, and also where a description was checked in parts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from clusterkb.namespaces import expand, shorten
from clusterkb.rdf.formats import NTRIPLES
from clusterkb.rdf.serialize import serialize
from clusterkb.rdf.terms import Term
from clusterkb.rdf.text import Text
from clusterkb.validation.engines.shapes import Shapes, severity_of
from clusterkb.validation.findings import Fault
from clusterkb.validation.selects import batchable, for_all, names, with_prefixes
from clusterkb.validation.shape_graph import CLASS_KINDS, ShapeGraph

COMPONENT = expand("sh:SPARQLConstraintComponent")

_SPARQL, _PROPERTY = expand("sh:sparql"), expand("sh:property")
_LEFT_TO_ENGINES = {
    expand(f"sh:{name}")
    for name in ("deactivated", "target", "targetNode", "targetSubjectsOf", "targetObjectsOf", "ask")
}
_TYPE, _SUB_CLASS = expand("rdf:type"), expand("rdfs:subClassOf")


@dataclass(frozen=True, slots=True)
class AcrossRule:
    """A ``sh:sparql`` of a shape.

    Attributes:
        shape: IRI of the shape.
        severity: ``Violation``, ``Warning`` or ``Info``.
        path: The property the shape is about; None for a shape about things.
        messages: One text a language; ``{?value}`` stands for the value.
        select: The query, with its prefixes.
        classes: IRIs of the classes whose things it looks at.
    """

    shape: str
    severity: str
    path: ox.NamedNode | None
    messages: tuple[Text, ...]
    select: str
    classes: frozenset[str]

    @property
    def code(self) -> str:
        """Short name of the shape."""
        return shorten(self.shape).removeprefix("shape:")


class Index:
    """What rules across records need to know of a description, gathered part by part.

    Only statements with a property that some rule names are kept, and what is of which kind.
    """

    def __init__(self, rules: Iterable[AcrossRule], superclasses: Mapping[str, Iterable[str]]) -> None:
        """Begin with an empty description.

        Args:
            rules: What will be asked.
            superclasses: Class → its superclasses, as the ontology has them.
        """
        self.rules = tuple(rules)
        self._wanted = {ox.NamedNode(iri) for iri in predicates(self.rules)}
        self._store = ox.Store()
        below = ox.NamedNode(_SUB_CLASS)
        self._store.bulk_extend(
            ox.Quad(ox.NamedNode(lower), below, ox.NamedNode(upper))
            for lower, uppers in superclasses.items()
            for upper in uppers
        )

    def add(self, statements: Iterable[ox.Quad | ox.Triple]) -> None:
        """Take in a part; things without an address must have names that no other part uses."""
        wanted = self._wanted
        self._store.bulk_extend(
            ox.Quad(one.subject, one.predicate, one.object) for one in statements if one.predicate in wanted
        )

    def load(self, file: Path) -> None:
        """Take in a part that was written as N-Triples and holds nothing but what is wanted."""
        # Not bulk_load, which gives things without an address other names than those the parts know them by.
        self._store.bulk_extend(ox.parse(path=file, format=NTRIPLES.engine))

    def kinds(self, things: Iterable[object]) -> dict[object, set[str]]:
        """Return thing → the IRIs of its classes."""
        found: dict[object, set[str]] = defaultdict(set)
        for thing in things:
            if isinstance(thing, ox.NamedNode | ox.BlankNode):
                for quad in self._store.quads_for_pattern(thing, ox.NamedNode(_TYPE), None):
                    if isinstance(quad.object, ox.NamedNode):
                        found[thing].add(quad.object.value)
        return found

    def __len__(self) -> int:
        """Return the number of statements held, those on classes of the ontology included."""
        return len(self._store)

    def faults(self) -> Iterator[Fault]:
        """Ask each rule once and yield what it finds, each fault once."""
        for rule in self.rules:
            yield from dict.fromkeys(self._found(rule))

    def _found(self, rule: AcrossRule) -> Iterator[Fault]:
        answer = self._store.query(for_all(rule.select, rule.classes))
        if not isinstance(answer, ox.QuerySolutions):
            raise TypeError(f"The query of {rule.shape} is no SELECT.")
        has = {variable.value for variable in answer.variables}
        for row in answer:
            this, value, path = (row[name] if name in has else None for name in ("this", "value", "path"))
            if isinstance(this, ox.Triple) or isinstance(value, ox.Triple) or this is None:
                continue
            if value is None and rule.path is None:
                value = this  # of a shape about things, the thing itself is at fault
            at = path if isinstance(path, ox.NamedNode) else rule.path
            yield Fault(rule.code, rule.severity, this, at, value, rule.messages, COMPONENT)


def across(
    statements: Iterable[ox.Quad | ox.Triple], rules: Iterable[AcrossRule], superclasses: Mapping[str, Iterable[str]]
) -> Iterator[Fault]:
    """Yield what the rules find in a whole description.

    >>> rule = AcrossRule("e:S", "Warning", None, (), "SELECT $this WHERE { $this <e:p> $this }", frozenset({"e:C"}))
    >>> found = across(ox.parse("<e:a> a <e:D> ; <e:p> <e:a> .", ox.RdfFormat.TURTLE), [rule], {"e:D": ["e:C"]})
    >>> [(fault.code, fault.focus.value) for fault in found]
    [('e:S', 'e:a')]
    """
    index = Index(rules, superclasses)
    index.add(statements)
    return index.faults()


def predicates(rules: Iterable[AcrossRule]) -> frozenset[str]:
    """Return the IRIs of the properties whose statements the rules need, and a few more IRIs that do no harm.

    >>> rule = AcrossRule("e:S", "Warning", None, (), "SELECT $this WHERE { $this <e:p> $this }", frozenset({"e:C"}))
    >>> sorted(map(shorten, predicates([rule])))
    ['e:p', 'rdf:type', 'rdfs:subClassOf']
    """
    named = (names(rule.select) or frozenset() for rule in rules)
    return frozenset({_TYPE, _SUB_CLASS}.union(*named))


def split(shapes: Shapes) -> tuple[Shapes, tuple[AcrossRule, ...]]:
    """Return the shapes without the rules that can be asked once for all things, and these rules.

    A ``sh:sparql`` stays with the shapes, for an engine to run, where its query or its shape is of a kind that could
    give other results when asked once: see ``selects.batchable``.
    """
    said, asked = shapes.graph, dict[ox.Triple, AcrossRule]()
    for triple in said.triples:
        if triple.predicate.value == _SPARQL and (rule := _rule(said, triple)):
            asked[triple] = rule
    if not asked:
        return shapes, ()
    left = [triple for triple in said.triples if triple not in asked]
    return Shapes(serialize(left, NTRIPLES)), tuple(sorted(asked.values(), key=lambda rule: (rule.shape, rule.select)))


def _rule(said: ShapeGraph, triple: ox.Triple) -> AcrossRule | None:
    shape, constraint = triple.subject, triple.object
    if not isinstance(shape, ox.NamedNode) or isinstance(constraint, ox.Triple):
        return None
    selects, paths = said.values(constraint, "sh:select"), said.values(shape, "sh:path")
    classes = _classes(said, shape)
    simple = len(selects) == 1 and len(paths) <= 1 and all(isinstance(path, ox.NamedNode) for path in paths)
    if not simple or not classes or said.properties(constraint) & _LEFT_TO_ENGINES:
        return None
    select = with_prefixes(selects[0].value, _prefixes(said, constraint))
    if not batchable(select):
        return None
    severities = [severity.value for severity in said.values(shape, "sh:severity")]
    return AcrossRule(
        shape=shape.value,
        severity=severity_of(severities[0]) if severities else "Violation",
        path=next((path for path in paths if isinstance(path, ox.NamedNode)), None),
        messages=said.messages(shape) or said.messages(constraint),
        select=select,
        classes=classes,
    )


def _classes(said: ShapeGraph, shape: Term) -> frozenset[str]:
    """Return the classes whose things a shape looks at; none where it finds things in any other way too."""
    users = said.users.get(shape, [])
    holders = {user for user, predicate in users if predicate == _PROPERTY}
    if len(holders) < len({user for user, _ in users}) or any(said.users.get(holder) for holder in holders):
        return frozenset()
    found: set[str] = set()
    for one in (shape, *holders):
        kinds = CLASS_KINDS.intersection(said.values(one, "rdf:type"))
        if said.properties(one) & _LEFT_TO_ENGINES or kinds or (one in holders and said.values(one, "sh:path")):
            return frozenset()
        found |= {kind.value for kind in said.values(one, "sh:targetClass")}
    return frozenset(found)


def _prefixes(said: ShapeGraph, constraint: Term) -> dict[str, str]:
    """Return the prefixes that a constraint's query is read with."""
    found = {}
    for ontology in said.values(constraint, "sh:prefixes"):
        for declared in said.values(ontology, "sh:declare"):
            pairs = zip(said.values(declared, "sh:prefix"), said.values(declared, "sh:namespace"), strict=False)
            found.update({prefix.value: iri.value for prefix, iri in pairs})
    return found
