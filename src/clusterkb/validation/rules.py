"""What descriptions are checked against: read from a store once, when it is built, and kept beside it.

Reading them from the store takes longer than checking a small description.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph as ox

from clusterkb.namespaces import GRAPHS, INFERRED, expand, path_of
from clusterkb.rdf.formats import NTRIPLES
from clusterkb.rdf.serialize import serialize
from clusterkb.rdf.text import Text
from clusterkb.store import EmbeddedStore
from clusterkb.validation.across import AcrossRule, split
from clusterkb.validation.engines.shapes import Shapes

_SUB_CLASS, _DOMAIN, _RANGE, _LABEL, _TYPE = (
    ox.NamedNode(expand(name))
    for name in ("rdfs:subClassOf", "rdfs:domain", "rdfs:range", "skos:prefLabel", "rdf:type")
)
_INFERRED = ox.NamedNode(INFERRED)


@dataclass(frozen=True)
class Rules:
    """What a description is checked against, the same for all of one store version.

    Attributes:
        shapes: All shapes.
        superclasses: Class → its superclasses, itself not among them.
        terms: Every term and concept of ours.
        things: Everything else of ours that is described: clusters, organizations, places, sources.
        labels: IRI of a term → what it is called, one text a language.
        relations: IRI of a property → the classes of its domain and of its range; empty where it has not just one.
    """

    shapes: Shapes
    superclasses: dict[str, frozenset[str]] = field(default_factory=dict)
    terms: frozenset[str] = frozenset()
    things: frozenset[str] = frozenset()
    labels: dict[str, tuple[Text, ...]] = field(default_factory=dict)
    relations: dict[str, tuple[str, str]] = field(default_factory=dict)

    @cached_property
    def hierarchy(self) -> bytes:
        """Subclass closure of the named classes, as N-Triples; SHACL sees no subclass that the data does not state."""
        triples = [
            ox.Triple(ox.NamedNode(lower), _SUB_CLASS, ox.NamedNode(upper))
            for lower, uppers in sorted(self.superclasses.items())
            for upper in sorted(uppers)
        ]
        return serialize(triples, NTRIPLES)

    @cached_property
    def split(self) -> tuple[Shapes, tuple[AcrossRule, ...]]:
        """The shapes that look at one thing each, and the rules about more than one."""
        return split(self.shapes)

    def is_a(self, kinds: Iterable[str], wanted: str) -> bool:
        """Return whether one of the classes ``kinds`` is ``wanted`` or below it."""
        return any(kind == wanted or wanted in self.superclasses.get(kind, ()) for kind in kinds)

    def to_json(self) -> str:
        """Return the rules as text, for ``from_json``."""
        return json.dumps(
            {
                "shapes": self.shapes.document.decode(),
                "superclasses": {lower: sorted(uppers) for lower, uppers in sorted(self.superclasses.items())},
                "terms": sorted(self.terms),
                "things": sorted(self.things),
                "labels": {
                    iri: {text.language: text.value for text in texts} for iri, texts in sorted(self.labels.items())
                },
                "relations": self.relations,
            },
            ensure_ascii=False,
        )

    @classmethod
    def from_json(cls, text: str) -> Rules:
        """Return the rules that ``to_json`` wrote."""
        plain = json.loads(text)
        return cls(
            shapes=Shapes(plain["shapes"].encode()),
            superclasses={lower: frozenset(uppers) for lower, uppers in plain["superclasses"].items()},
            terms=frozenset(plain["terms"]),
            things=frozenset(plain["things"]),
            labels={
                iri: tuple(Text(value, language) for language, value in texts.items())
                for iri, texts in plain["labels"].items()
            },
            relations={iri: (domain, values) for iri, (domain, values) in plain["relations"].items()},
        )


def rules(store: EmbeddedStore) -> Rules:
    """Return the rules that stand in ``store``."""
    shapes = [
        quad.triple
        for name in sorted(store.graphs())
        if name.startswith(f"{GRAPHS}shapes/")
        for quad in store.triples(ox.NamedNode(name))
    ]
    described = _described(store)
    terms = frozenset(iri for iri in described if (path_of(iri) or "").startswith(("onto/", "concept/")))
    domains, ranges = _classes_of(store, _DOMAIN), _classes_of(store, _RANGE)
    return Rules(
        shapes=Shapes(serialize(sorted(shapes, key=str), NTRIPLES)),
        superclasses=_superclasses(store),
        terms=terms,
        things=frozenset(iri for iri in described if (path_of(iri) or "").startswith("id/")),
        labels=_labels(store, terms),
        relations={
            iri: (domains.get(iri, ""), ranges.get(iri, "")) for iri in sorted(terms & (domains.keys() | ranges.keys()))
        },
    )


def _described(store: EmbeddedStore) -> set[str]:
    found = store.engine.query("SELECT DISTINCT ?thing { GRAPH ?graph { ?thing ?property ?value } }")
    assert isinstance(found, ox.QuerySolutions)
    return {row[0].value for row in found if isinstance(row[0], ox.NamedNode)}


def _superclasses(store: EmbeddedStore) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for quad in store.engine.quads_for_pattern(None, _SUB_CLASS, None, None):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            found[quad.subject.value].add(quad.object.value)
    return {lower: frozenset(uppers - {lower}) for lower, uppers in found.items()}


def _classes_of(store: EmbeddedStore, predicate: ox.NamedNode) -> dict[str, str]:
    """Return property → class, of the properties with just one; what follows of its superclasses is left out."""
    found: dict[str, set[str]] = defaultdict(set)
    for quad in store.engine.quads_for_pattern(None, predicate, None, None):
        if (
            quad.graph_name != _INFERRED
            and isinstance(quad.subject, ox.NamedNode)
            and isinstance(quad.object, ox.NamedNode)
        ):
            found[quad.subject.value].add(quad.object.value)
    return {iri: next(iter(classes)) for iri, classes in found.items() if len(classes) == 1}


def _labels(store: EmbeddedStore, terms: frozenset[str]) -> dict[str, tuple[Text, ...]]:
    found: dict[str, dict[str, Text]] = defaultdict(dict)
    for quad in store.engine.quads_for_pattern(None, _LABEL, None, None):
        label = quad.object
        if isinstance(quad.subject, ox.NamedNode) and isinstance(label, ox.Literal):
            known = quad.subject.value in terms or path_of(quad.subject.value) is None
            if known and label.language:
                found[quad.subject.value].setdefault(label.language, Text(label.value, label.language))
    return {iri: tuple(texts[language] for language in sorted(texts)) for iri, texts in found.items()}
