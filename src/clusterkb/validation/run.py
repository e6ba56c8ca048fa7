"""One description against the shapes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from clusterkb.namespaces import GRAPHS, expand, path_of
from clusterkb.rdf.formats import Format
from clusterkb.rdf.parse import parse, text_of
from clusterkb.store import EmbeddedStore
from clusterkb.validation import engine, wording
from clusterkb.validation.findings import Fault, Report
from clusterkb.validation.positions import places
from clusterkb.validation.terms import unknown_terms, wrong_namespaces

_BASE = "https://example.org/"
_WITH_LINES = ("ttl", "nt", "trig", "nq")
_SUB_CLASS = ox.NamedNode(expand("rdfs:subClassOf"))
_TYPE = ox.NamedNode(expand("rdf:type"))
_TARGET = ox.NamedNode(expand("sh:targetClass"))


@dataclass(frozen=True, slots=True)
class Rules:
    """What a description is checked against; small, and sent to the worker with each job.

    Attributes:
        shapes: All shapes, as N-Triples.
        hierarchy: Subclass closure of the named classes, as N-Triples.
        targets: Classes that a shape looks at, their subclasses included.
        terms: Every term and concept of ours.
    """

    shapes: bytes
    hierarchy: bytes
    targets: frozenset[str]
    terms: frozenset[str]


def rules(store: EmbeddedStore) -> Rules:
    """Return the rules that stand in ``store``."""
    shapes = [
        quad.triple
        for name in sorted(store.graphs())
        if name.startswith(f"{GRAPHS}shapes/")
        for quad in store.triples(ox.NamedNode(name))
    ]
    hierarchy = {
        quad.triple
        for quad in store.engine.quads_for_pattern(None, _SUB_CLASS, None, None)
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
    }
    targets = {
        triple.object.value for triple in shapes if triple.predicate == _TARGET and hasattr(triple.object, "value")
    }
    targets |= {
        t.subject.value for t in hierarchy if _value(t.object) in targets and isinstance(t.subject, ox.NamedNode)
    }
    defined = {quad.subject.value for quad in store.engine if isinstance(quad.subject, ox.NamedNode)}
    terms = {iri for iri in defined if (path_of(iri) or "").startswith(("onto/", "concept/"))}
    return Rules(_nt(shapes), _nt(sorted(hierarchy, key=str)), frozenset(targets), frozenset(terms))


def validate(data: bytes, form: Format, ruleset: Rules, *, name: str = "input") -> Report:
    """Check one document.

    Args:
        data: The document.
        form: Its format.
        ruleset: What to check against.
        name: What to call it in the report.

    Raises:
        BadInput: The document cannot be read.
    """
    quads = parse(data, form, name=name, base=_BASE)
    checked = {
        str(quad.subject) for quad in quads if quad.predicate == _TYPE and _value(quad.object) in ruleset.targets
    }
    document = _nt(dict.fromkeys(quad.triple for quad in quads)) + ruleset.hierarchy
    faults = [*engine.run(document, ruleset.shapes, name)]
    faults += [*unknown_terms(quads, ruleset.terms), *wrong_namespaces(quads)]
    where = places(text_of(data, name), _BASE) if faults and form.name in _WITH_LINES else {}
    findings = wording.findings(faults, quads, where, name)
    return Report(name, _verdict(faults, len(checked)), len(checked), findings, engine.name(), len(faults))


def _verdict(faults: list[Fault], checked: int) -> str:
    if any(fault.severity == "Violation" for fault in faults):
        return "does not conform"
    return "conforms" if checked else "not checked"


def _value(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""


def _nt(triples: Iterable[ox.Triple]) -> bytes:
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
