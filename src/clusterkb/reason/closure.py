"""The closure: facts that follow by OWL 2 RL rules, each with one recorded proof.

Semi-naive forward chaining in plain Python. Every fact is taken from a queue once and joined with the
facts taken before it, so that no pair of facts is looked at twice. Rules carry the names of the W3C
(OWL 2 Profiles, section 4.3). Proofs are free: the first rule to derive a fact is its reason, and
its premises are all older than it, so a proof has no circle.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from clusterkb.errors import BadInput
from clusterkb.reason import vocabulary as v
from clusterkb.reason.schema import Schema, Step, Triple, close_schema


@dataclass(frozen=True, slots=True)
class Closure:
    """What follows.

    Attributes:
        steps: Every derived triple with its rule and premises; class expressions are blank nodes (``_:…``).
        schema: The axioms the facts follow from.
    """

    steps: dict[Triple, Step]
    schema: Schema

    def named(self) -> Iterator[Triple]:
        """Yield the derived triples that name all their terms, which is what queries see."""
        for s, p, o in self.steps:
            if not s.startswith("_:") and not o.startswith("_:"):
                yield s, p, o

    def leaves(self, facts: Iterable[Triple]) -> frozenset[Triple]:
        """Return the stated triples that the recorded proofs of ``facts`` rest on."""
        left, seen, leaves = list(facts), set(), set()
        while left:
            triple = left.pop()
            if triple not in seen:
                seen.add(triple)
                step = self.steps.get(triple)
                leaves |= set() if step else {triple}
                left += step[1] if step else ()
        return frozenset(leaves)


def close(triples: Iterable[Triple]) -> Closure:
    """Return the closure of ``triples``.

    Args:
        triples: Subject, predicate, object as IRIs, ``_:`` labels, or literals in N-Triples form (``"…"``).

    Raises:
        BadInput: An axiom uses a construct the chainer does not know.

    >>> a, b, c = "http://e/a", "http://e/B", "http://e/C"
    >>> sub = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
    >>> closed = close([(a, v.TYPE, b), (b, sub, c)])
    >>> list(closed.named()) == [(a, v.TYPE, c)]
    True
    >>> closed.steps[a, v.TYPE, c][0]
    'cax-sco'
    """
    everything = list(triples)
    schema = close_schema(everything)
    chainer = _Chainer(schema)
    chainer.run(triple for triple in everything if triple[1] not in v.SCHEMA)
    steps = dict(schema.derived)
    steps.update((triple, step) for triple, step in chainer.known.items() if step is not None)
    return Closure(steps, schema)


class _Rules:
    """The axioms as look-up tables, keyed by what a new fact can match."""

    def __init__(self, schema: Schema) -> None:
        self.supers = schema.by_subject[v.SUB_CLASS]
        self.super_properties = schema.by_subject[v.SUB_PROPERTY]
        self.domains, self.ranges = schema.by_subject[v.DOMAIN], schema.by_subject[v.RANGE]
        self.inverses = [schema.by_subject[v.INVERSE], schema.by_object[v.INVERSE]]
        kinds = schema.by_object[v.TYPE]
        self.symmetric, self.transitive = kinds.get(v.SYMMETRIC, set()), kinds.get(v.TRANSITIVE, set())
        self._add_lists(schema)
        self._add_restrictions(schema)

    def _add_lists(self, schema: Schema) -> None:
        self.chains: dict[str, list[tuple[int, str, str, tuple[str, ...]]]] = defaultdict(list)
        for prop, head in schema.pairs(v.CHAIN):
            parts = schema.members(head)
            for place, part in enumerate(parts):
                self.chains[part].append((place, prop, head, parts))
        self.intersections: dict[str, list[tuple[str, str, tuple[str, ...]]]] = defaultdict(list)
        for whole, head in schema.pairs(v.INTERSECTION):
            parts = schema.members(head)
            for part in parts:
                self.intersections[part].append((whole, head, parts))
        self.enumerations = [(whole, head, schema.members(head)) for whole, head in schema.pairs(v.ONE_OF)]

    def _add_restrictions(self, schema: Schema) -> None:
        properties = dict(schema.pairs(v.ON_PROPERTY))
        for node in (node for kind in (v.SOME, v.ONLY, v.VALUE) for node, _ in schema.pairs(kind)):
            if node not in properties:
                raise BadInput("A restriction names no property.", remedy="Give each owl:Restriction owl:onProperty.")
        self.some_by_property: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self.some_by_filler: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self.only_by_property: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self.only_by_class: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self.value_by_pair: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.value_by_class: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for node, filler in schema.pairs(v.SOME):
            self.some_by_property[properties[node]].append((node, filler))
            self.some_by_filler[filler].append((node, properties[node]))
        for node, filler in schema.pairs(v.ONLY):
            self.only_by_property[properties[node]].append((node, filler))
            self.only_by_class[node].append((properties[node], filler))
        for node, value in schema.pairs(v.VALUE):
            self.value_by_pair[properties[node], value].append(node)
            self.value_by_class[node].append((properties[node], value))


class _Chainer:
    """One run: the facts known so far, the queue of those not yet joined, and two indexes."""

    def __init__(self, schema: Schema) -> None:
        self.rules = _Rules(schema)
        self.known: dict[Triple, Step | None] = {}
        self.queue: deque[Triple] = deque()
        self.objects: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.subjects: dict[tuple[str, str], list[str]] = defaultdict(list)

    def add(self, triple: Triple, rule: str, *premises: Triple) -> None:
        if triple not in self.known and triple[0][0] != '"':
            self.known[triple] = (rule, premises)
            self.queue.append(triple)

    def run(self, stated: Iterable[Triple]) -> None:
        for triple in stated:
            self.known.setdefault(triple)
            self.queue.append(triple)
        self._enumerations()
        while self.queue:
            fact = self.queue.popleft()
            s, p, o = fact
            self.objects[s, p].append(o)
            self.subjects[p, o].append(s)
            if p == v.TYPE:
                self._classes(fact)
            else:
                self._property(fact)
                self._joins(fact)
                self._expressions(fact)

    def _enumerations(self) -> None:
        for whole, head, members in self.rules.enumerations:
            for member in members:
                self.add((member, v.TYPE, whole), "cls-oo", (whole, v.ONE_OF, head))

    def _property(self, fact: Triple) -> None:
        s, p, o = fact
        rules = self.rules
        for wider in rules.super_properties.get(p, ()):
            self.add((s, wider, o), "prp-spo1", (p, v.SUB_PROPERTY, wider), fact)
        for kind in rules.domains.get(p, ()):
            self.add((s, v.TYPE, kind), "prp-dom", (p, v.DOMAIN, kind), fact)
        for kind in rules.ranges.get(p, ()):
            self.add((o, v.TYPE, kind), "prp-rng", (p, v.RANGE, kind), fact)
        for number, table in enumerate(rules.inverses, start=1):
            for other in table.get(p, ()):
                axiom = (p, v.INVERSE, other) if number == 1 else (other, v.INVERSE, p)
                self.add((o, other, s), f"prp-inv{number}", axiom, fact)
        if p in rules.symmetric:
            self.add((o, p, s), "prp-symp", (p, v.TYPE, v.SYMMETRIC), fact)

    def _joins(self, fact: Triple) -> None:
        s, p, o = fact
        if p in self.rules.transitive:
            axiom = (p, v.TYPE, v.TRANSITIVE)
            for further in list(self.objects.get((o, p), ())):
                self.add((s, p, further), "prp-trp", axiom, fact, (o, p, further))
            for before in list(self.subjects.get((p, s), ())):
                self.add((before, p, o), "prp-trp", axiom, (before, p, s), fact)
        for place, prop, head, parts in self.rules.chains.get(p, ()):
            axiom = (prop, v.CHAIN, head)
            for start, left in self._walk_back(s, parts[:place]):
                for end, right in self._walk_on(o, parts[place + 1 :]):
                    self.add((start, prop, end), "prp-spo2", axiom, *left, fact, *right)

    def _walk_on(self, node: str, parts: tuple[str, ...]) -> Iterator[tuple[str, tuple[Triple, ...]]]:
        if not parts:
            yield node, ()
            return
        for following in list(self.objects.get((node, parts[0]), ())):
            for end, path in self._walk_on(following, parts[1:]):
                yield end, ((node, parts[0], following), *path)

    def _walk_back(self, node: str, parts: tuple[str, ...]) -> Iterator[tuple[str, tuple[Triple, ...]]]:
        if not parts:
            yield node, ()
            return
        for before in list(self.subjects.get((parts[-1], node), ())):
            for start, path in self._walk_back(before, parts[:-1]):
                yield start, (*path, (before, parts[-1], node))

    def _expressions(self, fact: Triple) -> None:
        s, p, o = fact
        for node, filler in self.rules.some_by_property.get(p, ()):
            axiom = (node, v.SOME, filler)
            if filler == v.THING:
                self.add((s, v.TYPE, node), "cls-svf2", axiom, fact)
            elif (o, v.TYPE, filler) in self.known:
                self.add((s, v.TYPE, node), "cls-svf1", axiom, fact, (o, v.TYPE, filler))
        for node, filler in self.rules.only_by_property.get(p, ()):
            if (s, v.TYPE, node) in self.known:
                self.add((o, v.TYPE, filler), "cls-avf", (node, v.ONLY, filler), (s, v.TYPE, node), fact)
        for node in self.rules.value_by_pair.get((p, o), ()):
            self.add((s, v.TYPE, node), "cls-hv2", (node, v.VALUE, o), fact)

    def _classes(self, fact: Triple) -> None:
        s, _, kind = fact
        rules = self.rules
        for wider in rules.supers.get(kind, ()):
            self.add((s, v.TYPE, wider), "cax-sco", (kind, v.SUB_CLASS, wider), fact)
        for whole, head, parts in rules.intersections.get(kind, ()):
            memberships = [(s, v.TYPE, part) for part in parts]
            if all(membership in self.known for membership in memberships):
                self.add((s, v.TYPE, whole), "cls-int1", (whole, v.INTERSECTION, head), *memberships)
        for node, prop in rules.some_by_filler.get(kind, ()):
            for subject in list(self.subjects.get((prop, s), ())):
                self.add((subject, v.TYPE, node), "cls-svf1", (node, v.SOME, kind), (subject, prop, s), fact)
        for prop, filler in rules.only_by_class.get(kind, ()):
            for thing in list(self.objects.get((s, prop), ())):
                self.add((thing, v.TYPE, filler), "cls-avf", (kind, v.ONLY, filler), fact, (s, prop, thing))
        for prop, value in rules.value_by_class.get(kind, ()):
            self.add((s, prop, value), "cls-hv1", (kind, v.VALUE, value), fact)
