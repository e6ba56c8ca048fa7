"""Axioms closed under the schema rules of OWL 2 RL (the ``scm-`` family, W3C names), and compiled for the chainer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from clusterkb.errors import BadInput
from clusterkb.reason import vocabulary as v

Triple = tuple[str, str, str]
Step = tuple[str, tuple[Triple, ...]]
"""A rule's W3C name and the triples it was applied to."""


@dataclass(slots=True)
class Schema:
    """Axioms, indexed by predicate, with a proof for every derived one."""

    by_subject: dict[str, dict[str, set[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    by_object: dict[str, dict[str, set[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    derived: dict[Triple, Step] = field(default_factory=dict)

    def add(self, triple: Triple) -> bool:
        """Index a triple; return whether it is new."""
        s, p, o = triple
        if o in self.by_subject[p][s]:
            return False
        self.by_subject[p][s].add(o)
        self.by_object[p][o].add(s)
        return True

    def objects(self, predicate: str, subject: str) -> set[str]:
        """Return the objects of (subject, predicate, ?)."""
        return self.by_subject[predicate].get(subject, set())

    def pairs(self, predicate: str) -> list[tuple[str, str]]:
        """Return all (subject, object) of a predicate, in a stable order."""
        return sorted((s, o) for s, objects in self.by_subject[predicate].items() for o in objects)

    def members(self, head: str) -> tuple[str, ...]:
        """Return the members of an RDF list.

        Raises:
            BadInput: The list is broken or circular.
        """
        items: list[str] = []
        while head != v.NIL:
            first, rest = self.objects(v.FIRST, head), self.objects(v.REST, head)
            if len(first) != 1 or len(rest) != 1 or len(items) > 10_000:
                raise BadInput(f"The list at {head} in an axiom is broken.", remedy="Write it as ( … ).")
            items.append(next(iter(first)))
            head = next(iter(rest))
        return tuple(items)


def close_schema(triples: Iterable[Triple]) -> Schema:
    """Return the axioms among ``triples`` with everything that follows from them alone.

    Raises:
        BadInput: An axiom uses a construct the chainer does not know.
    """
    schema = Schema()
    for triple in triples:
        _refuse_unknown(triple)
        schema.add(triple)
    new = True
    while new:
        new = False
        for conclusion, rule, premises in list(_conclusions(schema)):
            if conclusion[0] != conclusion[2] and schema.add(conclusion):
                schema.derived[conclusion] = (rule, premises)
                new = True
    return schema


def _refuse_unknown(triple: Triple) -> None:
    _, predicate, thing = triple
    unknown = predicate if predicate in v.UNSUPPORTED_PREDICATES else thing if thing in v.UNSUPPORTED_TYPES else None
    if unknown is not None:
        raise BadInput(
            f"The closure does not know {unknown}, and would be incomplete.",
            remedy="Express it as a shape, or teach the chainer its rules.",
        )


_Conclusion = tuple[Triple, str, tuple[Triple, ...]]


def _conclusions(schema: Schema) -> Iterator[_Conclusion]:
    yield from _hierarchy(schema)
    yield from _equivalence(schema)
    yield from _domains_and_ranges(schema)
    yield from _lists(schema)
    yield from _restrictions(schema)


def _hierarchy(schema: Schema) -> Iterator[_Conclusion]:
    for predicate, rule in ((v.SUB_CLASS, "scm-sco"), (v.SUB_PROPERTY, "scm-spo")):
        for low, middle in schema.pairs(predicate):
            for high in schema.objects(predicate, middle):
                yield (low, predicate, high), rule, ((low, predicate, middle), (middle, predicate, high))


def _equivalence(schema: Schema) -> Iterator[_Conclusion]:
    for same, sub, one, two in (
        (v.EQUIVALENT_CLASS, v.SUB_CLASS, "scm-eqc1", "scm-eqc2"),
        (v.EQUIVALENT_PROPERTY, v.SUB_PROPERTY, "scm-eqp1", "scm-eqp2"),
    ):
        for left, right in schema.pairs(same):
            for pair in ((left, sub, right), (right, sub, left)):
                yield pair, one, ((left, same, right),)
        for left, right in schema.pairs(sub):
            if left in schema.objects(sub, right):
                yield (left, same, right), two, ((left, sub, right), (right, sub, left))


def _domains_and_ranges(schema: Schema) -> Iterator[_Conclusion]:
    for predicate, rule in ((v.DOMAIN, "scm-dom"), (v.RANGE, "scm-rng")):
        for prop, low in schema.pairs(predicate):
            for high in schema.objects(v.SUB_CLASS, low):
                yield (prop, predicate, high), rule + "1", ((prop, predicate, low), (low, v.SUB_CLASS, high))
            for narrower in schema.by_object[v.SUB_PROPERTY].get(prop, set()):
                premises = ((prop, predicate, low), (narrower, v.SUB_PROPERTY, prop))
                yield (narrower, predicate, low), rule + "2", premises


def _lists(schema: Schema) -> Iterator[_Conclusion]:
    for whole, head in schema.pairs(v.INTERSECTION):
        for part in schema.members(head):
            yield (whole, v.SUB_CLASS, part), "scm-int", ((whole, v.INTERSECTION, head),)
    for whole, head in schema.pairs(v.UNION):
        for part in schema.members(head):
            yield (part, v.SUB_CLASS, whole), "scm-uni", ((whole, v.UNION, head),)


def _restrictions(schema: Schema) -> Iterator[_Conclusion]:
    properties = dict(schema.pairs(v.ON_PROPERTY))
    for kind, rule in ((v.SOME, "scm-svf"), (v.ONLY, "scm-avf"), (v.VALUE, "scm-hv")):
        rows = [(node, properties[node], filler) for node, filler in schema.pairs(kind) if node in properties]
        for a, prop_a, filler_a in rows:
            for b, prop_b, filler_b in rows:
                same_property, same_filler = prop_a == prop_b, filler_a == filler_b
                stated = ((a, kind, filler_a), (b, kind, filler_b))
                if kind != v.VALUE and same_property and filler_b in schema.objects(v.SUB_CLASS, filler_a):
                    yield (a, v.SUB_CLASS, b), rule + "1", (*stated, (filler_a, v.SUB_CLASS, filler_b))
                if same_filler and prop_b in schema.objects(v.SUB_PROPERTY, prop_a):
                    low, high = (b, a) if kind == v.ONLY else (a, b)
                    name = rule if kind == v.VALUE else rule + "2"
                    yield (low, v.SUB_CLASS, high), name, (*stated, (prop_a, v.SUB_PROPERTY, prop_b))
