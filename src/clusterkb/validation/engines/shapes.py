"""Shapes as the engines take them, and what they say of themselves, whichever engine asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from clusterkb.namespaces import expand, shorten
from clusterkb.rdf.formats import NTRIPLES
from clusterkb.rdf.terms import Term
from clusterkb.rdf.text import Text
from clusterkb.validation.findings import Fault
from clusterkb.validation.shape_graph import ShapeGraph, in_order

_SH = expand("sh:")


@dataclass(frozen=True)
class Shapes:
    """A shapes graph.

    Attributes:
        document: It, as N-Triples; every shape in it has an IRI.
    """

    document: bytes

    @cached_property
    def graph(self) -> ShapeGraph:
        """The shapes as a graph.

        >>> graph = Shapes(b'<http://e/s> <http://www.w3.org/ns/shacl#minCount> "1" .').graph
        >>> [str(value) for value in graph.values(ox.NamedNode("http://e/s"), "sh:minCount")]
        ['"1"']
        """
        return ShapeGraph(quad.triple for quad in ox.parse(self.document, format=NTRIPLES.engine))

    @cached_property
    def statements(self) -> dict[str, dict[str, list[Term]]]:
        """What is said of each thing with an IRI: IRI → property → values."""
        return {thing.value: said for thing, said in self.graph.said.items() if isinstance(thing, ox.NamedNode)}

    def values(self, shape: str, name: str) -> list[Term]:
        """Return the values of a property of a shape, such as ``sh:lessThan``."""
        return self.graph.values(ox.NamedNode(shape), name)

    def messages(self, shape: str) -> tuple[Text, ...]:
        """Return a shape's own messages, in order of language."""
        return self.graph.messages(ox.NamedNode(shape))

    def shape_of(self, fault: Fault) -> ox.NamedNode:
        """Return the shape that found a fault: its code is the name shortened."""
        ours = expand(f"shape:{fault.code}")
        return ox.NamedNode(ours if ours in self.statements or ":" not in fault.code else expand(fault.code))

    def fault(
        self,
        shape: str,
        severity: str,
        at: tuple[Term, ox.NamedNode | None, Term | None],
        component: str,
        said: Sequence[str],
    ) -> Fault:
        """Return a result of an engine as a fault.

        Args:
            shape: IRI of the shape.
            severity: ``Violation``, ``Warning`` or ``Info``.
            at: The thing, the property and the value.
            component: IRI of the constraint component.
            said: What the engine says; it counts where the shape says nothing.
        """
        code = shorten(shape).removeprefix("shape:")
        messages = self.messages(shape) or in_order(Text(text, "en") for text in said)
        return Fault(code, severity, *at, messages, component)


def severity_of(iri: str) -> str:
    """Return the severity an engine reports; any other than ours counts as a violation.

    >>> severity_of("http://www.w3.org/ns/shacl#Warning"), severity_of("http://e/Debug")
    ('Warning', 'Violation')
    """
    name = iri.removeprefix(_SH)
    return name if name in ("Warning", "Info") else "Violation"
