"""pySHACL, the reference engine: two N-Triples documents in, faults out.

Data and shapes are both parsed by rdflib from N-Triples, so that literals compare alike, and with
literal normalization off, so that a report shows the values as they were written.
"""

from __future__ import annotations

import logging
import operator
import warnings
from collections.abc import Callable, Iterator
from decimal import Decimal
from importlib import metadata
from typing import Any

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib.namespace import RDF, SH
from rdflib.term import Node, bind

from clusterkb.errors import BadInput
from clusterkb.namespaces import shorten
from clusterkb.rdf.terms import Term
from clusterkb.rdf.text import Text
from clusterkb.validation.findings import Fault

_SEVERITIES: dict[Node | None, str] = {SH.Violation: "Violation", SH.Warning: "Warning", SH.Info: "Info"}
_ORDERS: dict[Node | None, tuple[rdflib.URIRef, Callable[[Any, Any], bool]]] = {
    SH.LessThanConstraintComponent: (SH.lessThan, operator.lt),
    SH.LessThanOrEqualsConstraintComponent: (SH.lessThanOrEquals, operator.le),
}
_REMEDY = "Look for values that do not fit their datatype, and tell us if there is none."


def name() -> str:
    """Return the engine's name and version."""
    return f"pySHACL {metadata.version('pyshacl')}"


def run(data: bytes, shapes: bytes, file: str = "input") -> set[Fault]:
    """Validate N-Triples ``data`` with N-Triples ``shapes``.

    Raises:
        BadInput: The engine failed on ``file``; then nothing is said about it.
    """
    labels: dict[str, rdflib.BNode] = {}
    # rdflib logs a traceback for each literal that does not fit its datatype; a shape says it in words.
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)
    _leave_markup_alone()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # rdflib warns of odd literals; a shape says it in words
        # pySHACL switches normalization on and leaves it on; every parse here must be without it.
        rdflib.NORMALIZE_LITERALS = False
        data_graph = rdflib.Graph().parse(data=data, format="nt", bnode_context=labels)
        shape_graph = rdflib.Graph().parse(data=shapes, format="nt")
        report = _report(data_graph, shape_graph, file)
    return set(_Reading(data_graph, shape_graph, report, labels).faults())


def _leave_markup_alone() -> None:
    """Make rdflib take HTML and XML for text: as documents, 60 kB cost it ten seconds, and no shape looks into them.

    Asked before each run, as other libraries in the process (owlrl) put rdflib's own readers back.
    """
    for datatype in (RDF.HTML, RDF.XMLLiteral):
        if not isinstance(rdflib.Literal("", datatype=datatype).value, str):
            bind(datatype, str, datatype_specific=True)


def _report(data: rdflib.Graph, shapes: rdflib.Graph, file: str) -> rdflib.Graph:
    try:
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False)
    except MemoryError:
        raise
    except Exception as error:  # whatever a foreign engine trips over, "not checked" is a verdict of its own
        reason = f"{type(error).__name__}: {error}"[:300]
        raise BadInput(f"{file} could not be checked; the engine failed ({reason}).", remedy=_REMEDY) from error
    if not isinstance(report, rdflib.Graph):
        raise TypeError(f"pySHACL gave no report: {report!r}")
    return report


class _Reading:
    """A report, read with the graphs it was made from."""

    def __init__(
        self, data: rdflib.Graph, shapes: rdflib.Graph, report: rdflib.Graph, labels: dict[str, rdflib.BNode]
    ) -> None:
        self.data, self.shapes, self.report = data, shapes, report
        self.labels = {node: label for label, node in labels.items()}
        self.messages: dict[Node | None, tuple[Text, ...]] = {}

    def faults(self) -> Iterator[Fault]:
        for result in self.report.subjects(RDF.type, SH.ValidationResult):
            if not self._misleads(result):
                yield self._fault(result)

    def _one(self, result: Node, predicate: rdflib.URIRef) -> Node | None:
        return self.report.value(result, predicate)

    def _misleads(self, result: Node) -> bool:
        """Return whether a result speaks of the order of values that have none.

        "It ended before it began" of a year written in words; that it is no number, another shape says.
        """
        component, shape = self._one(result, SH.sourceConstraintComponent), self._one(result, SH.sourceShape)
        if component not in _ORDERS:
            return False
        parameter, in_order = _ORDERS[component]
        focus, value = self._one(result, SH.focusNode), _number(self._one(result, SH.value))
        others = (_number(o) for p in self.shapes.objects(shape, parameter) for o in self.data.objects(focus, p))
        return value is None or all(other is None or in_order(value, other) for other in others)

    def _fault(self, result: Node) -> Fault:
        shape, severity = self._one(result, SH.sourceShape), self._one(result, SH.resultSeverity)
        path = self._term(self._one(result, SH.resultPath))
        return Fault(
            code=shorten(str(shape)).removeprefix("shape:"),
            severity=_SEVERITIES.get(severity, "Violation"),
            focus=self._term(self._one(result, SH.focusNode)) or ox.BlankNode(),
            path=path if isinstance(path, ox.NamedNode) else None,
            value=self._term(self._one(result, SH.value)),
            messages=self._said(shape) or self._texts(self.report.objects(result, SH.resultMessage)),
        )

    def _said(self, shape: Node | None) -> tuple[Text, ...]:
        if shape not in self.messages:
            self.messages[shape] = self._texts(self.shapes.objects(shape, SH.message))
        return self.messages[shape]

    @staticmethod
    def _texts(nodes: Iterator[Node]) -> tuple[Text, ...]:
        texts = [Text(str(node), getattr(node, "language", None) or "") for node in nodes]
        return tuple(sorted(texts, key=lambda text: text.language))

    def _term(self, node: Node | None) -> Term | None:
        if node is None:
            return None
        if isinstance(node, rdflib.BNode):
            return ox.BlankNode(self.labels[node]) if node in self.labels else None
        return ox.NamedNode(str(node)) if isinstance(node, rdflib.URIRef) else ox.Literal(str(node))


def _number(node: Node | None) -> int | float | Decimal | None:
    value = getattr(node, "value", None)
    if isinstance(value, Decimal) and value.is_nan():
        return None
    return value if isinstance(value, int | float | Decimal) else None
