"""Shapes of others: read, and refused by name where they are malformed, before any description meets them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib import resources

import pyoxigraph as ox

from clusterkb.errors import BadInput
from clusterkb.namespaces import expand, shorten
from clusterkb.rdf.complaint_words import refusal
from clusterkb.rdf.formats import NTRIPLES, TURTLE, by_name
from clusterkb.rdf.parse import parse
from clusterkb.rdf.serialize import serialize
from clusterkb.rdf.terms import Term
from clusterkb.validation.documents import BASE, Sent
from clusterkb.validation.engines import REFERENCE, Shapes
from clusterkb.validation.findings import in_language
from clusterkb.validation.rules import Rules
from clusterkb.validation.shape_graph import ShapeGraph
from clusterkb.validation.shape_names import named
from clusterkb.validation.words import words

_REACHING_OUT = {
    expand("owl:imports"),
    *(expand(f"sh:{name}") for name in ("js", "jsLibrary", "rule", "jsFunctionName")),
}
_SELECTS = (expand("sh:select"), expand("sh:ask"))


def foreign(sent: Sequence[Sent], ours: Rules) -> Rules:
    """Return rules that hold the shapes of others in place of ours.

    Args:
        sent: The shapes.
        ours: What tells the names and the hierarchy of our terms; none of our own rules holds then.

    Raises:
        BadInput: They cannot be read, are malformed, refer to themselves, would run programs or reach out, or there
            are none; the message names the shape.
    """
    triples = [quad.triple for one in sent for quad in _read(one)]
    shapes = Shapes(named(serialize(triples, NTRIPLES)))
    _refuse_reaching_out(shapes.graph, sent[0].name)
    _refuse_malformed(shapes.document, sent[0].name, ours)
    _refuse_circles(shapes.graph, sent[0].name)
    return replace(ours, shapes=shapes, terms=frozenset(), things=frozenset(), relations={})


def _read(one: Sent) -> list[ox.Quad]:
    if one.refusal:
        raise one.refusal
    return parse(one.data, by_name(one.form), name=one.name, base=BASE)


def _refuse_reaching_out(graph: ShapeGraph, name: str) -> None:
    for thing, said in graph.said.items():
        for predicate in said:
            if predicate in _REACHING_OUT:
                raise refusal("shape-reaches", name=name, shape=_called(thing), what=shorten(predicate))
        for select in (text for predicate in _SELECTS for text in said.get(predicate, ())):
            if "service" in select.value.lower():
                raise refusal("shape-reaches", name=name, shape=_called(thing), what="SERVICE")


def _refuse_malformed(document: bytes, name: str, ours: Rules) -> None:
    """Hold the shapes against the shapes of shapes that the W3C publishes (SHACL, appendix C)."""
    try:
        faults = REFERENCE.run(document, _shapes_of_shapes())
    except BadInput as failure:
        raise refusal("shape-malformed", name=name, shape="?", what=failure.message) from failure
    for fault in sorted(faults, key=lambda one: (str(one.focus), one.code)):
        what = in_language(words(fault, _shapes_of_shapes(), ours), "en")
        raise refusal("shape-malformed", name=name, shape=_called(fault.focus), what=what.rstrip("."))
    if expand("sh:").encode() not in document:
        raise refusal("no-shapes", name=name)


@cache
def _shapes_of_shapes() -> Shapes:
    text = resources.files("pyshacl").joinpath("assets/shacl-shacl.ttl").read_bytes()
    return Shapes(named(serialize((quad.triple for quad in parse(text, TURTLE)), NTRIPLES)))


def _refuse_circles(graph: ShapeGraph, name: str) -> None:
    """Refuse shapes that lead back to themselves: what they mean is not defined, and engines differ or crash."""
    done: set[Term] = set()
    for root in graph.said:
        path: list[tuple[Term, Iterator[Term]]] = [(root, _inner(root, graph))]
        while path:
            shape, rest = path[-1]
            following = next(rest, None)
            if following is None:
                done.add(shape)
                path.pop()
            elif any(following == open_shape for open_shape, _ in path):
                raise refusal("shape-circle", name=name, shape=_called(following))
            elif following not in done:
                path.append((following, _inner(following, graph)))


def _inner(shape: Term, graph: ShapeGraph) -> Iterator[Term]:
    return (inner for inner, _ in graph.inner(shape))


def _called(term: Term | None) -> str:
    if term is None:
        return ""
    return shorten(term.value) if isinstance(term, ox.NamedNode) else term.value
