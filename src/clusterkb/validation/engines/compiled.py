"""The engine ``shacl`` (Rust), the default: the reports of the reference, a hundred times sooner, in linear time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import pyoxigraph as ox
import shacl

from clusterkb.rdf.terms import Term, parsed
from clusterkb.validation.engines.shapes import Shapes, severity_of
from clusterkb.validation.findings import Fault

_BASE = "https://w3id.org/clusterkb/shapes/"
_NUMBERED = re.compile(r"_:0_b(\d+)\Z")
_LABEL = re.compile(r'"(?:[^"\\]|\\.)*+"|<[^>]*+>|_:(\S+)', re.DOTALL)


def run(data: bytes, shapes: Shapes) -> set[Fault]:
    """Validate N-Triples ``data``; whatever the engine trips over is raised as it is."""
    text = data.decode()
    report = _compiled(shapes.document).validate_text(text, "ntriples", allow_warnings=True)
    results = list(report.results)
    nameless = any(_NUMBERED.match(term) for one in results for term in (one.focus_node, one.value) if term)
    labels = [*_labels(shapes.document.decode()), *_labels(text)] if nameless else []
    return {_fault(result, shapes, labels) for result in results}


def _labels(text: str) -> list[str]:
    """Return the labels of blank nodes in the order in which they first occur.

    The engine forgets them and numbers all blank nodes, those of the shapes before those of the data.
    """
    return list(dict.fromkeys(found[1] for found in _LABEL.finditer(text) if found[1]))


@lru_cache(maxsize=2)
def _compiled(shapes: bytes) -> shacl.Shapes:
    return shacl.Shapes.from_text(shapes.decode(), "ntriples", _BASE)


def _fault(result: shacl.Result, shapes: Shapes, labels: Sequence[str]) -> Fault:
    path = parsed(result.path) if result.path and result.path.startswith("<") and result.path.endswith(">") else None
    focus = _term(result.focus_node, labels) or ox.BlankNode()
    return shapes.fault(
        (result.source_shape or "").strip("<>"),
        severity_of(result.severity_iri.strip("<>")),
        (focus, path if isinstance(path, ox.NamedNode) else None, _term(result.value, labels)),
        result.component_iri.strip("<>"),
        result.messages,
    )


def _term(text: str | None, labels: Sequence[str]) -> Term | None:
    if text is None:
        return None
    numbered = _NUMBERED.match(text)
    return ox.BlankNode(labels[int(numbered[1])]) if numbered else parsed(text)
