"""One description against the shapes."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from clusterkb.namespaces import expand
from clusterkb.rdf.formats import NTRIPLES, Format
from clusterkb.rdf.parse import parse, text_of
from clusterkb.rdf.serialize import serialize
from clusterkb.validation import engine, wording
from clusterkb.validation.findings import Fault, Report
from clusterkb.validation.positions import places
from clusterkb.validation.rules import Rules
from clusterkb.validation.terms import unknown_terms, wrong_namespaces

_BASE = "https://example.org/"
_WITH_LINES = ("ttl", "nt", "trig", "nq")
_TYPE = ox.NamedNode(expand("rdf:type"))


def validate(data: bytes, form: Format, ruleset: Rules, *, name: str = "input") -> Report:
    """Check one document.

    Args:
        data: The document.
        form: Its format.
        ruleset: What to check against.
        name: What to call it in the report.

    Raises:
        BadInput: The document cannot be read, or the engine failed on it.
    """
    quads = parse(data, form, name=name, base=_BASE)
    checked = _looked_at(quads, ruleset.targets)
    document = serialize(dict.fromkeys(quad.triple for quad in quads), NTRIPLES) + ruleset.hierarchy
    faults = [
        *engine.run(document, ruleset.shapes, name),
        *unknown_terms(quads, ruleset.terms),
        *wrong_namespaces(quads),
    ]
    where = places(text_of(data, name), _BASE) if faults and form.name in _WITH_LINES else {}
    findings = wording.findings(faults, quads, where, name)
    return Report(name, _verdict(faults, len(checked)), len(checked), findings, engine.name(), len(faults))


def _verdict(faults: list[Fault], checked: int) -> str:
    if any(fault.severity == "Violation" for fault in faults):
        return "does not conform"
    return "conforms" if checked else "not checked"


def _looked_at(quads: Iterable[ox.Quad], targets: frozenset[str]) -> set[object]:
    typed = (quad for quad in quads if quad.predicate == _TYPE)
    return {quad.subject for quad in typed if isinstance(quad.object, ox.NamedNode) and quad.object.value in targets}
