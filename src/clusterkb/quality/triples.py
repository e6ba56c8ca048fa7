"""A small index over triples: what the checks of data look up again and again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pyoxigraph as ox

from clusterkb.namespaces import expand


class Facts:
    """Triples by property.

    >>> facts = Facts([ox.Triple(ox.NamedNode("a:x"), ox.NamedNode(expand("skos:prefLabel")), ox.Literal("X"))])
    >>> facts["skos:prefLabel"], facts.first("a:x", "skos:prefLabel"), facts.first("a:x", "wgs:lat")
    ([('a:x', 'X')], 'X', '')
    """

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._pairs: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._first: dict[tuple[str, str], str] = {}
        for triple in triples:
            subject, prop, value = (_text(term) for term in (triple.subject, triple.predicate, triple.object))
            self._pairs[prop].append((subject, value))
            self._first.setdefault((subject, prop), value)

    def __getitem__(self, prop: str) -> list[tuple[str, str]]:
        """Return subject and value of every statement with a property, given as a prefixed name."""
        return self._pairs.get(expand(prop), [])

    def first(self, subject: str, prop: str) -> str:
        """Return the first value of a property of a subject, or an empty string."""
        return self._first.get((subject, expand(prop)), "")


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)
