"""What the rules find in documents that could be read: faults in terms of RDF, not yet in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from clusterkb.errors import BadInput
from clusterkb.rdf.formats import NTRIPLES
from clusterkb.rdf.serialize import serialize
from clusterkb.rdf.terms import Term
from clusterkb.validation.across import across
from clusterkb.validation.closest import Lacks, lacks
from clusterkb.validation.crowds import thinned
from clusterkb.validation.documents import Document
from clusterkb.validation.engines import Engine
from clusterkb.validation.findings import MOST_FINDINGS, Fault
from clusterkb.validation.relations import inverted
from clusterkb.validation.rules import Rules
from clusterkb.validation.sense import sensible
from clusterkb.validation.targets import looked_at
from clusterkb.validation.terms import Uses, unknown_prefixes, unknown_terms, wrong_namespaces, wrong_schemes
from clusterkb.validation.unchecked import Overlooked, overlooked


@dataclass(frozen=True, slots=True)
class Examination:
    """What the rules found.

    Attributes:
        faults: Each once, in the order of the rules.
        lacks: Of faults that several ways could have avoided, what the closest way lacked.
        things: What a shape looked at.
        overlooked: What nothing looked at.
        failed: Whether the engine failed; then there are no faults, which means nothing.
    """

    faults: tuple[Fault, ...]
    things: frozenset[Term]
    overlooked: tuple[Overlooked, ...]
    failed: bool = False
    lacks: Mapping[Fault, Lacks] = field(default_factory=dict)


def examine(documents: Sequence[Document], rules: Rules, engine: Engine, *, whole: bool = True) -> Examination:
    """Examine documents together, as one description.

    Args:
        documents: What was read; none with complaints.
        rules: What to check against.
        engine: Which engine to ask.
        whole: Whether this is all; of a part, only rules about one thing at a time can say anything.
    """
    quads = [quad for document in documents for quad in document.quads]
    seen = looked_at(quads, rules)
    left = tuple(overlooked(documents, seen, rules))
    compared, crowded = thinned(quads, rules.shapes)
    data = serialize(dict.fromkeys(quad.triple for quad in compared), NTRIPLES) + rules.hierarchy
    try:
        found = engine.run(data, rules.split[0])
    except BadInput as failure:
        reason = Overlooked("engine", failure.message, file=documents[0].name if documents else "")
        return Examination((), frozenset(), (reason, *left), failed=True)
    more = about_several(quads, rules) if whole else ()
    faults = _once([*sensible(found, quads, rules.shapes), *crowded, *_on_names(quads, rules), *more])
    explained = lacks(faults[:MOST_FINDINGS], data, rules, engine)
    return Examination(faults, frozenset[Term]().union(*seen.values()), left, lacks=explained)


def about_several(quads: Sequence[ox.Quad], rules: Rules) -> Iterator[Fault]:
    """Yield what rules about more than one thing find in a whole description."""
    yield from across(quads, rules.split[1], rules.superclasses)
    yield from inverted(quads, rules)


def _on_names(quads: Sequence[ox.Quad], rules: Rules) -> Iterator[Fault]:
    """Yield what is wrong with names; whoever brings shapes of their own has names of their own."""
    if rules.terms:
        uses = Uses(quads)
        yield from unknown_terms(uses, rules.terms)
        yield from wrong_namespaces(uses)
        yield from wrong_schemes(uses)
        yield from unknown_prefixes(uses)


def _once(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return one fault for each shape, thing, property, value and message.

    A year written in words has the wrong datatype and is not above the least year either: one message says it.
    """
    found: dict[tuple[object, ...], Fault] = {}
    for fault in sorted(faults, key=lambda one: one.component):
        found.setdefault((fault.code, fault.focus, fault.path, fault.value, fault.messages), fault)
    return tuple(found.values())
