"""pySHACL, the reference engine: two N-Triples documents in, plain findings out.

Data and shapes are both parsed by rdflib from N-Triples, so that literals compare alike, and with
literal normalization off, so that a report shows the values as they were written.
"""

from __future__ import annotations

from importlib import metadata

import pyshacl
import rdflib
from rdflib.namespace import RDF, SH

from clusterkb.namespaces import shorten
from clusterkb.rdf.text import Text
from clusterkb.validation.findings import Finding

_SEVERITY = {SH.Violation: "Violation", SH.Warning: "Warning", SH.Info: "Info"}


def name() -> str:
    """Return the engine's name and version."""
    return f"pySHACL {metadata.version('pyshacl')}"


def run(data: bytes, shapes: bytes, file: str) -> list[Finding]:
    """Validate N-Triples ``data`` with N-Triples ``shapes``; lines are left at 0."""
    # pySHACL switches normalization on and leaves it on; every parse here must be without it.
    rdflib.NORMALIZE_LITERALS = False
    data_graph = rdflib.Graph().parse(data=data, format="nt")
    shape_graph = rdflib.Graph().parse(data=shapes, format="nt")
    _, report, _ = pyshacl.validate(data_graph, shacl_graph=shape_graph, inference="none", advanced=False)
    if not isinstance(report, rdflib.Graph):
        raise TypeError(f"pySHACL gave no report: {report!r}")
    found = [_finding(report, shape_graph, result, file) for result in report.subjects(RDF.type, SH.ValidationResult)]
    return sorted(set(found), key=lambda f: (f.focus, f.code, f.path, f.value))


def _finding(report: rdflib.Graph, shapes: rdflib.Graph, result: rdflib.term.Node, file: str) -> Finding:
    def one(predicate: rdflib.URIRef) -> rdflib.term.Node | None:
        return report.value(result, predicate)

    shape, severity = one(SH.sourceShape), one(SH.resultSeverity)
    said = list(shapes.objects(shape, SH.message)) or list(report.objects(result, SH.resultMessage))
    value = one(SH.value)
    messages = [Text(_filled(str(m), value), getattr(m, "language", None) or "") for m in said]
    return Finding(
        code=shorten(str(shape)).removeprefix("shape:"),
        severity=_SEVERITY.get(severity, "Violation") if isinstance(severity, rdflib.URIRef) else "Violation",
        file=file,
        line=0,
        focus=_shown(one(SH.focusNode)),
        path=_shown(one(SH.resultPath)),
        value=_shown(value),
        messages=tuple(sorted(messages, key=lambda text: text.language)),
    )


def _filled(message: str, value: rdflib.term.Node | None) -> str:
    return message.replace("{?value}", _shown(value)).replace("{$value}", _shown(value))


def _shown(node: rdflib.term.Node | None) -> str:
    if node is None:
        return ""
    return shorten(str(node)) if isinstance(node, rdflib.URIRef) else str(node)
