"""Things with so many values of two properties that comparing each with each would never end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from clusterkb.namespaces import shorten
from clusterkb.validation.engines.shapes import Shapes
from clusterkb.validation.findings import Fault
from clusterkb.validation.text import filled

_MOST_PAIRS = 10_000
_COMPARISONS = ("sh:lessThan", "sh:lessThanOrEquals")
_WORDS = {
    "en": "{path} has {count:,} values here and {other} {others:,}; so many are not compared. Give the values that"
    " belong together a thing of their own.",
    "ru": "Здесь у {path} {count:,} значений, а у {other} {others:,}; столько не сравнивается. Опишите отдельной вещью"
    " каждые значения, которые относятся друг к другу.",
    "uz": "Bu yerda {path} {count:,} ta, {other} esa {others:,} ta qiymatga ega; bunchasi solishtirilmaydi. Bir-biriga"
    " tegishli qiymatlarni alohida narsa qilib yozing.",
}


def thinned(quads: Sequence[ox.Quad], shapes: Shapes) -> tuple[Sequence[ox.Quad], list[Fault]]:
    """Return statements that every engine can compare in no time, and a fault for each thing that had too many.

    Of two properties that are compared, such a thing keeps one value each.

    Args:
        quads: The description.
        shapes: What it will be checked against.
    """
    compared = set(_compared(shapes))
    properties = {one for pair in compared for one in pair}
    count = Counter((quad.subject, quad.predicate) for quad in quads if quad.predicate in properties)
    crowded: set[tuple[object, object]] = set()
    faults = []
    for thing, path in count:
        for left, right in compared:
            if path == left and count[thing, left] * count.get((thing, right), 0) > _MOST_PAIRS:
                crowded |= {(thing, left), (thing, right)}
                faults.append(_fault(thing, (left, count[thing, left]), (right, count[thing, right])))
    return (list(_first_of_each(quads, crowded)) if crowded else quads), faults


def _compared(shapes: Shapes) -> Iterator[tuple[ox.NamedNode, ox.NamedNode]]:
    for shape in shapes.statements:
        for name in _COMPARISONS:
            for right in shapes.values(shape, name):
                for left in shapes.values(shape, "sh:path"):
                    if isinstance(left, ox.NamedNode) and isinstance(right, ox.NamedNode):
                        yield left, right


def _first_of_each(quads: Sequence[ox.Quad], crowded: set[tuple[object, object]]) -> Iterator[ox.Quad]:
    seen: set[tuple[object, object]] = set()
    for quad in quads:
        key = quad.subject, quad.predicate
        if key not in seen:
            yield quad
        if key in crowded:
            seen.add(key)


def _fault(
    thing: ox.NamedNode | ox.BlankNode | ox.Triple, left: tuple[ox.NamedNode, int], right: tuple[ox.NamedNode, int]
) -> Fault:
    if isinstance(thing, ox.Triple):
        raise TypeError("Triple terms are refused when a document is read.")
    path, other = shorten(left[0].value), shorten(right[0].value)
    texts = filled(_WORDS, path=path, count=left[1], other=other, others=right[1])
    return Fault("too-many-values", "Violation", thing, left[0], None, texts)
