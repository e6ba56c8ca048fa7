"""A query's result: its kind, its bytes, and the same as Python terms."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

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
