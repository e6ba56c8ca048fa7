"""pySHACL, the reference engine and judge: two N-Triples documents in, faults out.

Data and shapes are both parsed by rdflib from N-Triples, so that literals compare alike, and with
literal normalization off, so that a report shows the values as they were written.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib.namespace import RDF, SH
from rdflib.term import Node, bind

from clusterkb.rdf.terms import Term
from clusterkb.validation.engines.shapes import Shapes, severity_of
from clusterkb.validation.findings import Fault


def run(data: bytes, shapes: Shapes) -> set[Fault]:
    """Validate N-Triples ``data``; whatever pySHACL trips over is raised as it is."""
    labels: dict[str, rdflib.BNode] = {}
    # rdflib logs a traceback for each literal that does not fit its datatype; a shape says it in words.
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)
    _leave_markup_alone()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # rdflib warns of odd literals; a shape says it in words
        # pySHACL switches normalization on and leaves it on; every parse here must be without it.
        rdflib.NORMALIZE_LITERALS = False
        data_graph = rdflib.Graph().parse(data=data, format="nt", bnode_context=labels)
        shape_graph = rdflib.Graph().parse(data=shapes.document, format="nt")
        _, report, _ = pyshacl.validate(data_graph, shacl_graph=shape_graph, inference="none", advanced=False)
    if not isinstance(report, rdflib.Graph):
        raise TypeError(f"pySHACL gave no report: {report!r}")
    names = {node: label for label, node in labels.items()}
    return {_fault(report, result, shapes, names) for result in _results(report)}


def _leave_markup_alone() -> None:
    """Make rdflib take HTML and XML for text: as documents, 60 kB cost it ten seconds, and no shape looks into them.

    Asked before each run, as other libraries in the process (owlrl) put rdflib's own readers back.
    """
    for datatype in (RDF.HTML, RDF.XMLLiteral):
        if not isinstance(rdflib.Literal("", datatype=datatype).value, str):
            bind(datatype, str, datatype_specific=True)


def _results(report: rdflib.Graph) -> Iterator[Node]:
    """Yield the results of the report, without those that only explain another (``sh:detail``)."""
    details = set(report.objects(None, SH.detail))
    return (result for result in report.subjects(RDF.type, SH.ValidationResult) if result not in details)


def _fault(report: rdflib.Graph, result: Node, shapes: Shapes, names: dict[rdflib.BNode, str]) -> Fault:
    shape = str(report.value(result, SH.sourceShape))
    path = report.value(result, SH.resultPath)
    focus = _term(report.value(result, SH.focusNode), names) or ox.BlankNode()
    named = ox.NamedNode(str(path)) if isinstance(path, rdflib.URIRef) else None
    return shapes.fault(
        shape,
        severity_of(str(report.value(result, SH.resultSeverity))),
        (focus, named, _term(report.value(result, SH.value), names)),
        str(report.value(result, SH.sourceConstraintComponent)),
        [str(text) for text in report.objects(result, SH.resultMessage)],
    )


def _term(node: Node | None, names: dict[rdflib.BNode, str]) -> Term | None:
    if node is None:
        return None
    if isinstance(node, rdflib.BNode):
        return ox.BlankNode(names[node]) if node in names else None
    if isinstance(node, rdflib.Literal):
        return literal(str(node), node.language, str(node.datatype) if node.datatype else None)
    return ox.NamedNode(str(node))


def literal(text: str, language: str | None, datatype: str | None) -> ox.Literal:
    """Return a literal of whatever was given."""
    if language:
        return ox.Literal(text, language=language)
    return ox.Literal(text, datatype=ox.NamedNode(datatype)) if datatype else ox.Literal(text)
