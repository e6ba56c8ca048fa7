"""The terms as a tree: classes below the classes they are kinds of, concepts below their lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from clusterkb.catalogue.collation import order
from clusterkb.catalogue.index import by_kind
from clusterkb.catalogue.listing import value_of
from clusterkb.catalogue.reader import Reader, Ref, is_inferred
from clusterkb.namespaces import BASE, GRAPHS, expand
from clusterkb.sparql import select

_MEMBERS = """
SELECT ?term (COUNT(DISTINCT ?thing) AS ?number) WHERE { ?thing a ?term FILTER(isIRI(?thing)) } GROUP BY ?term
"""
_USES = f"""
SELECT ?term (COUNT(DISTINCT ?thing) AS ?number) WHERE {{
  ?term skos:inScheme ?list . ?thing ?property ?term FILTER(STRSTARTS(STR(?thing), "{BASE}/id/"))
}} GROUP BY ?term
"""
# What our classes are matched with elsewhere has its place on the page of the class.
_ALIGNMENTS = f"{GRAPHS}ontology/align/"


@dataclass(frozen=True, slots=True)
class Branch:
    """A term and what is below it.

    Attributes:
        term: The term.
        count: How many things are known to be of the class, stated or inferred; how many name the concept.
        elsewhere: The other terms that it stands below.
        below: The terms below it.
    """

    term: Ref
    count: int
    elsewhere: list[Ref]
    below: list[Branch]


@dataclass(frozen=True, slots=True)
class Tree:
    """All classes from the widest down, and all lists with their concepts."""

    classes: list[Branch]
    lists: list[Branch]


class _Growing:
    """A tree being made: who is above and below whom, and the counts."""

    def __init__(self, reader: Reader, above: dict[str, set[str]], counts: dict[str, int]) -> None:
        self.reader = reader
        self.above = above
        self.counts = counts
        self.below: dict[str, set[str]] = {}
        for lower, wider in above.items():
            for one in wider:
                self.below.setdefault(one, set()).add(lower)

    def branches(self, terms: Iterable[str], path: tuple[str, ...] = ()) -> list[Branch]:
        """Return a branch for each of ``terms``, by name; one that stands on the way to itself ends there."""
        found = sorted((self.reader.ref(iri) for iri in terms if iri not in path), key=self._order)
        return [self._branch(ref, path) for ref in found]

    def _branch(self, ref: Ref, path: tuple[str, ...]) -> Branch:
        elsewhere = self.above.get(ref.iri, set()) - set(path[-1:])
        return Branch(
            term=ref,
            count=self.counts.get(ref.iri, 0),
            elsewhere=sorted(map(self.reader.ref, elsewhere), key=self._order),
            below=self.branches(self.below.get(ref.iri, ()), (*path, ref.iri)),
        )

    def _order(self, ref: Ref) -> tuple[object, str]:
        return order(ref.label, self.reader.language), ref.iri


def tree(reader: Reader) -> Tree:
    """Return all terms of ours as a tree; what stands below several others stands below each of them."""
    things = by_kind(reader)
    tops = {iri: set[str]() for iri in things["vocabulary"]}
    concepts = {iri: {ref.iri for ref in reader.things(iri, "skos:inScheme")} for iri in things["concept"]}
    return Tree(_grown(reader, _above(reader, things["class"]), _MEMBERS), _grown(reader, tops | concepts, _USES))


def _grown(reader: Reader, above: dict[str, set[str]], query: str) -> list[Branch]:
    counts = {value_of(row["term"]): int(value_of(row["number"])) for row in select(reader.store, query)}
    return _Growing(reader, above, counts).branches(term for term, wider in above.items() if not wider)


def _above(reader: Reader, classes: Iterable[str]) -> dict[str, set[str]]:
    """Return, for each class and whatever is above it, the classes that it is said to be a kind of."""
    above: dict[str, set[str]] = {}
    waiting = list(classes)
    while waiting:
        iri = waiting.pop()
        if iri not in above:
            above[iri] = _wider(reader, iri)
            waiting += above[iri]
    return above


def _wider(reader: Reader, iri: str) -> set[str]:
    predicate = ox.NamedNode(expand("rdfs:subClassOf"))
    return {
        quad.object.value
        for quad in reader.store.engine.quads_for_pattern(ox.NamedNode(iri), predicate, None, None)
        if isinstance(quad.object, ox.NamedNode)
        and not is_inferred(quad)
        and not str(getattr(quad.graph_name, "value", "")).startswith(_ALIGNMENTS)
    }
