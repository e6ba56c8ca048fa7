"""Results that mislead, left out: they follow from SHACL to the letter and help nobody."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from clusterkb.namespaces import expand
from clusterkb.rdf.terms import Term
from clusterkb.validation.engines.shapes import Shapes
from clusterkb.validation.findings import Fault

_ORDERS: dict[str, tuple[str, Callable[[Decimal, Decimal], bool]]] = {
    expand("sh:LessThanConstraintComponent"): ("sh:lessThan", operator.lt),
    expand("sh:LessThanOrEqualsConstraintComponent"): ("sh:lessThanOrEquals", operator.le),
}
_LONGEST_NUMBER = 40
_XSD = expand("xsd:")
_NUMBERS = {
    _XSD + kind
    for kind in (
        *("integer", "decimal", "double", "float", "int", "long", "short", "byte", "nonNegativeInteger"),
        *("positiveInteger", "nonPositiveInteger", "negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort"),
    )
}


def sensible(faults: Iterable[Fault], quads: Sequence[ox.Quad], shapes: Shapes) -> list[Fault]:
    """Return the faults without those on the order of values that have none.

    "It ended before it began" of a year written in words; that it is no number, another shape says. Dates are left to
    the engine.
    """
    found = list(faults)
    ordered = {fault.focus for fault in found if fault.component in _ORDERS}
    if not ordered:
        return found
    values: dict[tuple[object, str], list[object]] = {}
    for quad in quads:
        if quad.subject in ordered:
            values.setdefault((quad.subject, quad.predicate.value), []).append(quad.object)
    return [fault for fault in found if fault.component not in _ORDERS or not _misleads(fault, values, shapes)]


def _misleads(fault: Fault, values: dict[tuple[object, str], list[object]], shapes: Shapes) -> bool:
    parameter, in_order = _ORDERS[fault.component]
    value = _number(fault.value)
    others = [
        other
        for name in shapes.values(shapes.shape_of(fault).value, parameter)
        for other in values.get((fault.focus, name.value), ())
    ]
    if not others or any(_is_moment(other) for other in (fault.value, *others)):
        return False
    numbers = [number for number in map(_number, others) if number is not None]
    return value is None or all(in_order(value, number) for number in numbers)


def _number(term: object) -> Decimal | None:
    """Return the number that a literal stands for, if it is one of a length anybody means."""
    if not isinstance(term, ox.Literal) or term.datatype.value not in _NUMBERS or len(term.value) > _LONGEST_NUMBER:
        return None
    try:
        number = Decimal(term.value)
    except InvalidOperation:
        return None
    return None if number.is_nan() else number


def _is_moment(term: Term | object | None) -> bool:
    kinds = ("date", "dateTime", "gYear", "gYearMonth", "time", "dateTimeStamp")
    return isinstance(term, ox.Literal) and term.datatype.value.removeprefix(_XSD) in kinds
