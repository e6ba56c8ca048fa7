"""The second pass over a large description: rules about more than one thing, asked of what the parts left for them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Sequence
from pathlib import Path

import pyoxigraph as ox

from clusterkb.rdf.formats import NTRIPLES
from clusterkb.rdf.serialize import serialize
from clusterkb.rdf.terms import Term
from clusterkb.validation.across import Index
from clusterkb.validation.bulk.job import Partial
from clusterkb.validation.bulk.parts import Splitter
from clusterkb.validation.findings import Fault, gravest
from clusterkb.validation.relations import confirmed
from clusterkb.validation.rules import Rules


def second_pass(partials: Iterable[Partial], indexes: Iterable[Path], splitter: Splitter, rules: Rules) -> Partial:
    """Return what is found only when all parts are seen together.

    Args:
        partials: What was found in the parts.
        indexes: What they left for this pass, as N-Triples.
        splitter: Where the parts are.
        rules: What to check against.
    """
    index = Index(rules.split[1], rules.superclasses)
    for file in indexes:
        index.load(file)
    suspects = [quad.triple for one in partials for quad in ox.parse(one.suspects, format=NTRIPLES.engine)]
    kinds = index.kinds({triple.object for triple in suspects})
    faults = [*index.faults(), *confirmed(suspects, kinds, rules)]
    shown = gravest(faults)
    about, home = _said(splitter, faults, {fault.focus for fault in shown})
    return Partial(
        faults=shown,
        about={source: serialize(triples, NTRIPLES) for source, triples in about.items()},
        severities=Counter((home.get(fault.focus, 0), fault.severity) for fault in faults),
        things={},
        overlooked=(),
        described=frozenset(),
        failed=False,
    )


def _said(
    splitter: Splitter, faults: Sequence[Fault], shown: Container[Term]
) -> tuple[dict[int, list[ox.Triple]], dict[Term, int]]:
    """Return what each source says of the things that are shown, and in which source each with a fault is."""
    wanted = {fault.focus for fault in faults}
    about: dict[int, list[ox.Triple]] = defaultdict(list)
    home: dict[Term, int] = {}
    for part in {splitter.part_of(thing) for thing in wanted}:
        for source, file in splitter.part(part).files.items():
            for quad in ox.parse(path=file, format=NTRIPLES.engine):
                thing = quad.subject
                if thing in wanted and not isinstance(thing, ox.Triple):
                    home.setdefault(thing, source)
                    if thing in shown:
                        about[source].append(quad.triple)
    return about, home
