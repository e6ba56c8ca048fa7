"""Which things of a description each shape looks at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

import pyoxigraph as ox

from clusterkb.namespaces import expand
from clusterkb.rdf.terms import Term
from clusterkb.validation.engines.shapes import Shapes
from clusterkb.validation.rules import Rules
from clusterkb.validation.shape_graph import CLASS_KINDS

_TYPE = ox.NamedNode(expand("rdf:type"))
_CLASS, _SUBJECTS, _OBJECTS, _NODE = (
    expand(name) for name in ("sh:targetClass", "sh:targetSubjectsOf", "sh:targetObjectsOf", "sh:targetNode")
)
_SHAPE_KINDS = {ox.NamedNode(expand(f"sh:{name}")) for name in ("NodeShape", "PropertyShape")}

Targets = dict[str, dict[str, list[str]]]
"""Kind of target → class, property or node → shapes."""


def looked_at(quads: Iterable[ox.Quad], rules: Rules) -> dict[str, set[Term]]:
    """Return shape → the things it looks at."""
    targets = _targets(rules.shapes)
    found: dict[str, set[Term]] = defaultdict(set)
    classes = targets[_CLASS]
    for quad in quads:
        if quad.predicate == _TYPE and isinstance(quad.object, ox.NamedNode):
            for kind in (quad.object.value, *rules.superclasses.get(quad.object.value, ())):
                for shape in classes.get(kind, ()):
                    found[shape].add(quad.subject)  # type: ignore[arg-type] # triple terms are refused when read
        for shape in targets[_SUBJECTS].get(quad.predicate.value, ()):
            found[shape].add(quad.subject)  # type: ignore[arg-type]
        for shape in targets[_OBJECTS].get(quad.predicate.value, ()):
            found[shape].add(quad.object)  # type: ignore[arg-type]
    for node, shapes in targets[_NODE].items():
        for shape in shapes:
            found[shape].add(ox.NamedNode(node))
    return found


def shapes_with_targets(shapes: Shapes) -> set[str]:
    """Return the shapes that look for things themselves."""
    return {shape for kind in _targets(shapes).values() for found in kind.values() for shape in found}


@lru_cache(maxsize=4)
def _targets(shapes: Shapes) -> Targets:
    found: Targets = {kind: defaultdict(list) for kind in (_CLASS, _SUBJECTS, _OBJECTS, _NODE)}
    for shape, said in shapes.statements.items():
        for kind, named in found.items():
            for value in said.get(kind, ()):
                named[value.value].append(shape)
        types = set(said.get(_TYPE.value, ()))
        if types & _SHAPE_KINDS and types & CLASS_KINDS:
            found[_CLASS][shape].append(shape)
    return found
