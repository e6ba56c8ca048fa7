"""The shapes as a graph: also what has no address, such as lists and paths."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

import pyoxigraph as ox

from clusterkb.namespaces import expand
from clusterkb.rdf.terms import Term
from clusterkb.rdf.text import Text

CLASS_KINDS = frozenset(ox.NamedNode(expand(name)) for name in ("rdfs:Class", "owl:Class"))
"""A shape that is one of these looks at the things of itself."""

_NIL = ox.NamedNode(expand("rdf:nil"))
_VALUES = ("property", "node", "not", "qualifiedValueShape")
_LISTS = ("and", "or", "xone")


class ShapeGraph:
    """Statements by subject and property, in the order of the document.

    Attributes:
        triples: All of them.
        said: Subject → property → values.
    """

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.triples = list(triples)
        self.said: dict[Term, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for triple in self.triples:
            if not isinstance(triple.subject, ox.Triple) and not isinstance(triple.object, ox.Triple):
                self.said[triple.subject][triple.predicate.value].append(triple.object)

    @cached_property
    def users(self) -> dict[Term, list[tuple[Term, str]]]:
        """Value → which things have it, under which property."""
        found: dict[Term, list[tuple[Term, str]]] = defaultdict(list)
        for subject, said in self.said.items():
            for predicate, values in said.items():
                for value in values:
                    found[value].append((subject, predicate))
        return found

    def values(self, node: Term, name: str) -> list[Term]:
        """Return the values of a property, such as ``sh:class``, of a node."""
        return self.said[node].get(expand(name), []) if node in self.said else []

    def properties(self, node: Term) -> set[str]:
        """Return the IRIs of the properties that a node has."""
        return set(self.said[node]) if node in self.said else set()

    def messages(self, node: Term) -> tuple[Text, ...]:
        """Return the messages of a node, in order of language."""
        texts = (text for text in self.values(node, "sh:message") if isinstance(text, ox.Literal))
        return in_order(Text(text.value, text.language or "") for text in texts)

    def members(self, head: Term) -> list[Term]:
        """Return the members of a list, of a circular or broken one those before the fault."""
        found: list[Term] = []
        seen: set[Term] = set()
        while head != _NIL and head not in seen and (first := self.values(head, "rdf:first")):
            seen.add(head)
            found.append(first[0])
            head = next(iter(self.values(head, "rdf:rest")), _NIL)
        return found

    def listed(self, node: Term, name: str) -> list[Term]:
        """Return the members of all lists that a property has as values."""
        return [member for head in self.values(node, name) for member in self.members(head)]

    def inner(self, shape: Term) -> Iterator[tuple[Term, str]]:
        """Yield the shapes that stand in a shape, each with its position, such as ``property/1``."""
        for name in _VALUES:
            for number, value in enumerate(self.values(shape, f"sh:{name}"), 1):
                yield value, f"{name}/{number}"
        for name in _LISTS:
            for number, member in enumerate(self.listed(shape, f"sh:{name}"), 1):
                yield member, f"{name}/{number}"


def in_order(texts: Iterable[Text]) -> tuple[Text, ...]:
    """Return texts in order of language.

    >>> [text.value for text in in_order([Text("b", "ru"), Text("a", "en")])]
    ['a', 'b']
    """
    return tuple(sorted(texts, key=lambda text: (text.language, text.value)))
