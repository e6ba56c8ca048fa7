"""Of several ways to conform, the one that came closest, and what it lacked.

An engine says only that none of the ways holds. Each is therefore copied as a shape of its own, a probe, that looks at
the value in question; all probes of all faults are run at once, and once more for what is nested in the closest way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from clusterkb.errors import BadInput
from clusterkb.namespaces import expand
from clusterkb.rdf.formats import NTRIPLES
from clusterkb.rdf.serialize import serialize
from clusterkb.rdf.terms import Term
from clusterkb.rdf.text import Text
from clusterkb.validation.engines import Engine
from clusterkb.validation.engines.shapes import Shapes
from clusterkb.validation.findings import Fault
from clusterkb.validation.rules import Rules
from clusterkb.validation.shape_graph import CLASS_KINDS, ShapeGraph
from clusterkb.validation.words import several, words

Lacks = tuple[tuple[Text, ...], ...]

_PROBE = "https://w3id.org/clusterkb/shapes/probe/"
_MOST_ROUNDS = 3
_TYPE = expand("rdf:type")
_TARGETS = {
    expand(f"sh:{name}") for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "target")
}
_PROPERTY, _NODE, _OBJECTS_OF = (expand(f"sh:{name}") for name in ("property", "node", "targetObjectsOf"))
_ONE_OF = {expand(f"sh:{name}ConstraintComponent"): f"sh:{name.lower()}" for name in ("Or", "Xone")}
_AND, _NODE_COMPONENT = (expand(f"sh:{name}ConstraintComponent") for name in ("And", "Node"))
_XONE = expand("sh:XoneConstraintComponent")


@dataclass
class _Probes:
    """The probes of one round.

    Attributes:
        round: Its number; the shapes hold the probes of the rounds before.
        shapes: Statements of the shapes they are added to.
        looks: What they look at, as statements.
        keys: Shape that is one way → name of its probe.
    """

    round: int
    shapes: list[ox.Triple]
    looks: list[ox.Triple] = field(default_factory=list)
    keys: dict[Term, str] = field(default_factory=dict)

    def add(self, way: Term, value: Term, graph: ShapeGraph) -> None:
        """Let the probe of one way look at a value."""
        if way not in self.keys:
            self.keys[way] = f"{_PROBE}{self.round}-{len(self.keys)}"
            self.shapes += _copied(way, ox.NamedNode(self.keys[way]), graph)
        self.looks.append(ox.Triple(ox.NamedNode(_PROBE), _look(self.keys[way]), value))


def lacks(faults: Sequence[Fault], data: bytes, rules: Rules, engine: Engine) -> dict[Fault, Lacks]:
    """Return, of faults that several ways could have avoided, what the closest way lacked.

    Args:
        faults: What was found; those of other kinds are passed over.
        data: What was checked, as the engine took it.
        rules: What it was checked against; each shape in them has an address, see ``named``.
        engine: What to ask. One run answers for all the faults, at most two more for what is nested in them.

    Returns:
        Fault → one entry a lack, one text a language. What cannot be explained is left out.
    """
    return _explained(list(faults), data, rules.shapes, (rules, engine), _MOST_ROUNDS)


def _explained(
    faults: Sequence[Fault], data: bytes, shapes: Shapes, asked: tuple[Rules, Engine], rounds: int
) -> dict[Fault, Lacks]:
    rules, engine = asked
    ways = {fault: ways for fault in faults if (ways := _ways(fault, shapes))}
    if not ways or not rounds:
        return {}
    probes = _probes(ways, shapes.graph, rounds)
    probing = Shapes(serialize(probes.shapes, NTRIPLES))
    try:
        found = _by_probe(engine.run(data + serialize(probes.looks, NTRIPLES), probing), probing)
    except BadInput:  # an explanation less; the fault stands
        return {}
    lacking = {fault: [found[probes.keys[way], _value(fault)] for way in each] for fault, each in ways.items()}
    chosen = {fault: _chosen(fault, each) for fault, each in lacking.items()}
    nested = list(dict.fromkeys(one for some in chosen.values() for one in some))
    deeper = _explained(nested, data, probing, asked, rounds - 1)
    explained: dict[Fault, Lacks] = {}
    for fault, some in chosen.items():
        held = [way for way, faults in zip(ways[fault], lacking[fault], strict=True) if not faults]
        if fault.component == _XONE and len(held) > 1:
            explained[fault] = (several(fault, held, shapes, rules),)
        elif some:
            each = (deeper.get(one) or (words(one, probing, rules),) for one in some)
            explained[fault] = tuple(dict.fromkeys(lack for entries in each for lack in entries))
    return explained


def _probes(ways: Mapping[Fault, Sequence[Term]], graph: ShapeGraph, number: int) -> _Probes:
    probes = _Probes(number, list(_without_targets(graph)))
    for fault, each in ways.items():
        for way in each:
            probes.add(way, _value(fault), graph)
    return probes


def _ways(fault: Fault, shapes: Shapes) -> list[Term]:
    """Return the shapes of which one, or for ``sh:and`` and ``sh:node`` each, would have had to hold."""
    graph, shape = shapes.graph, shapes.shape_of(fault)
    if fault.component in _ONE_OF:
        return graph.listed(shape, _ONE_OF[fault.component])
    if fault.component == _AND:
        return graph.listed(shape, "sh:and")
    return graph.values(shape, "sh:node") if fault.component == _NODE_COMPONENT else []


def _value(fault: Fault) -> Term:
    return fault.focus if fault.value is None else fault.value


def _look(key: str) -> ox.NamedNode:
    return ox.NamedNode(f"{key}/looks-at")


def _chosen(fault: Fault, each: Sequence[list[Fault]]) -> list[Fault]:
    """Return the faults of the way with the fewest, the first of several; all faults where each way must hold."""
    return min(each, key=len) if fault.component in _ONE_OF else [one for faults in each for one in faults]


def _by_probe(faults: Iterable[Fault], shapes: Shapes) -> defaultdict[tuple[str, Term], list[Fault]]:
    """Return probe and value → faults, in an order that no engine decides."""
    found: defaultdict[tuple[str, Term], list[Fault]] = defaultdict(list)
    for fault in sorted(faults, key=lambda one: (str(one.path), one.code, one.component, str(one.value))):
        number = shapes.shape_of(fault).value.removeprefix(_PROBE).partition("/")[0]
        found[_PROBE + number, fault.focus].append(fault)
    return found


def _without_targets(graph: ShapeGraph) -> Iterator[ox.Triple]:
    """Yield the statements of the shapes, without what makes them look for things themselves."""
    for subject, said in graph.said.items():
        for predicate, values in said.items():
            for value in values:
                if predicate in _TARGETS or (predicate == _TYPE and value in CLASS_KINDS):
                    continue
                yield ox.Triple(_subject(subject), ox.NamedNode(predicate), value)


def _copied(way: Term, key: ox.NamedNode, graph: ShapeGraph) -> Iterator[ox.Triple]:
    """Yield a copy of a shape, its properties included, as a probe.

    What properties of properties lack is said of other things than the value; so they are folded into one fault each.
    """
    for number, inner in enumerate(graph.values(way, "sh:property")):
        copy = ox.NamedNode(f"{key.value}/{number}")
        yield ox.Triple(key, ox.NamedNode(_PROPERTY), copy)
        for number_of_folded, folded in enumerate(graph.values(inner, "sh:property")):
            fold = ox.NamedNode(f"{copy.value}/{number_of_folded}")
            yield ox.Triple(copy, ox.NamedNode(_NODE), fold)
            yield ox.Triple(fold, ox.NamedNode(_PROPERTY), folded)
        yield from _said(inner, copy, graph)
    yield from _said(way, key, graph)
    yield ox.Triple(key, ox.NamedNode(_OBJECTS_OF), _look(key.value))


def _said(shape: Term, copy: ox.NamedNode, graph: ShapeGraph) -> Iterator[ox.Triple]:
    for predicate, values in graph.said.get(shape, {}).items():
        for value in values:
            if predicate in (_PROPERTY, *_TARGETS) or (predicate == _TYPE and value in CLASS_KINDS):
                continue
            yield ox.Triple(copy, ox.NamedNode(predicate), value)


def _subject(term: Term) -> ox.NamedNode | ox.BlankNode:
    if isinstance(term, ox.Literal):
        raise TypeError("A literal is no subject.")
    return term
