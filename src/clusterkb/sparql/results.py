"""A query's result: its kind, its bytes, and the same as Python terms."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from clusterkb.rdf.text import Text

MEDIA_TYPES: dict[str, tuple[str, str]] = {
    "json": ("application/sparql-results+json", "table"),
    "xml": ("application/sparql-results+xml", "table"),
    "csv": ("text/csv", "table"),
    "tsv": ("text/tab-separated-values", "table"),
    "ttl": ("text/turtle", "graph"),
    "nt": ("application/n-triples", "graph"),
    "rdf": ("application/rdf+xml", "graph"),
    "jsonld": ("application/ld+json", "graph"),
}
"""Result format → media type, and whether it holds a table (SELECT, ASK) or a graph (CONSTRUCT, DESCRIBE)."""

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
"""What a variable can be bound to."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One value in a table.

    Attributes:
        kind: ``uri``, ``bnode``, ``literal`` or ``triple``.
        text: The IRI, label, lexical value or triple, with its language tag if any.
        datatype: Datatype IRI of a literal without language.
    """

    kind: str
    text: Text
    datatype: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The first rows of a SELECT result; None stands for an unbound variable.

    Attributes:
        columns: Names of the variables.
        rows: One cell a column.
        complete: Whether these are all rows there are.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    complete: bool


def cell(term: Term | None) -> Cell | None:
    """Return the cell of a term.

    >>> cell(ox.Literal("klaster", language="uz"))
    Cell(kind='literal', text=Text(value='klaster', language='uz'), datatype='')
    """
    if term is None:
        return None
    if isinstance(term, ox.Literal):
        return Cell("literal", Text(term.value, term.language or ""), "" if term.language else term.datatype.value)
    if isinstance(term, ox.Triple):
        return Cell("triple", Text(str(term)))
    return Cell("uri" if isinstance(term, ox.NamedNode) else "bnode", Text(term.value))


@dataclass(frozen=True, slots=True)
class Result:
    """What a query gave, serialized by the engine.

    Attributes:
        shape: ``table``, ``boolean`` or ``graph``.
        format: Key of ``MEDIA_TYPES``.
        body: The serialized result.
    """

    shape: str
    format: str
    body: bytes

    @property
    def media_type(self) -> str:
        """The body's media type."""
        return MEDIA_TYPES[self.format][0]

    @property
    def rows(self) -> list[dict[str, dict[str, Any]]]:
        """The bindings of a SELECT result fetched as ``json``, as SPARQL 1.1 JSON terms; unbound is absent."""
        return list(self._document()["results"]["bindings"])

    @property
    def variables(self) -> list[str]:
        """The names of a SELECT result's columns, fetched as ``json``."""
        return list(self._document()["head"].get("vars", []))

    @property
    def boolean(self) -> bool:
        """The answer of an ASK fetched as ``json``."""
        return bool(self._document()["boolean"])

    def __iter__(self) -> Iterator[dict[str, str]]:
        """Yield each row as variable → lexical value."""
        for row in self.rows:
            yield {name: term["value"] for name, term in row.items()}

    def _document(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.body)
        return document
