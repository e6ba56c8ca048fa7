"""Relations that go the wrong way: what they start from is of the kind they lead to, and the other way round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import pyoxigraph as ox

from clusterkb.namespaces import expand, shorten
from clusterkb.rdf.text import Text
from clusterkb.validation.findings import Fault
from clusterkb.validation.rules import Rules
from clusterkb.validation.text import filled

_TYPE = ox.NamedNode(expand("rdf:type"))
_WORDS = {
    "en": "{relation} goes the other way: write it of {value}, with {thing} as its value.",
    "ru": "{relation} направлено в другую сторону: пишите его у {value}, а значением поставьте {thing}.",
    "uz": "{relation} boshqa tomonga yo'nalgan: uni {value} da yozing, qiymati {thing} bo'lsin.",
}


def inverted(quads: Sequence[ox.Quad], rules: Rules) -> Iterator[Fault]:
    """Yield a fault for every statement that fits its relation only when it is turned round.

    Both ends must be said to be of some kind. Where only one end of the relation is defined, it decides alone.
    """
    if found := suspects(quads, rules):
        yield from confirmed(found, _kinds(quads), rules)


def suspects(quads: Sequence[ox.Quad], rules: Rules) -> list[ox.Triple]:
    """Return the statements that do not begin where their relation does: what their value is, is told elsewhere."""
    asked = dict.fromkeys(quad.triple for quad in quads if quad.predicate.value in rules.relations)
    kinds = _kinds(quads) if asked else {}
    return [triple for triple in asked if _could_be_the_end(kinds.get(triple.subject), triple.predicate, rules)]


def confirmed(found: Iterable[ox.Triple], kinds: Mapping[object, Collection[str]], rules: Rules) -> Iterator[Fault]:
    """Yield a fault for every one of the ``suspects`` whose value is where the relation should begin.

    Args:
        found: The suspects.
        kinds: Thing → its classes, for both ends.
        rules: What to check against.
    """
    for triple in found:
        domain, values = rules.relations[triple.predicate.value]
        kind = kinds.get(triple.object)
        if not kind or (domain and not rules.is_a(kind, domain)) or (values and rules.is_a(kind, values)):
            continue
        if not isinstance(triple.subject, ox.Triple) and not isinstance(triple.object, ox.Triple):
            said = _said(triple)
            yield Fault("inverted-relation", "Violation", triple.subject, triple.predicate, triple.object, said)


def _could_be_the_end(kinds: Collection[str] | None, relation: ox.NamedNode, rules: Rules) -> bool:
    domain, values = rules.relations[relation.value]
    if not kinds or (domain and rules.is_a(kinds, domain)):
        return False
    return not values or rules.is_a(kinds, values)


def _kinds(quads: Iterable[ox.Quad]) -> dict[object, set[str]]:
    kinds: dict[object, set[str]] = defaultdict(set)
    for quad in quads:
        if quad.predicate == _TYPE and isinstance(quad.object, ox.NamedNode):
            kinds[quad.subject].add(quad.object.value)
    return kinds


def _said(triple: ox.Triple) -> tuple[Text, ...]:
    relation = shorten(triple.predicate.value)
    return filled(_WORDS, relation=relation, thing=_name(triple.subject), value=_name(triple.object))


def _name(term: object) -> str:
    return shorten(term.value) if isinstance(term, ox.NamedNode) else "…"
