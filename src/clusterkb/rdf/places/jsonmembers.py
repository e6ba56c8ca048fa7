"""The members of a JSON-LD object: what their keys mean, in the contexts that hold there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from clusterkb.rdf.places.jsoncontext import Context, Term
from clusterkb.rdf.places.jsontree import Node


class Member(NamedTuple):
    """A member of an object: its key and value, and what the key means; see ``Context.iri``."""

    meaning: str | None
    key: Node
    value: Node

    @property
    def is_property(self) -> bool:
        """Whether it says something of the thing: neither a keyword nor a key that is to mean nothing."""
        return self.meaning is not None and not self.meaning.startswith("@")

    @property
    def has_iri(self) -> bool:
        """Whether its key means an IRI; what it says is lost otherwise."""
        return self.meaning is not None and ":" in self.meaning and not self.meaning.startswith("_:")


def meant(node: Node, context: Context) -> list[Member]:
    """Return the members of an object, meant in a context.

    >>> from clusterkb.rdf.places.jsontree import tree
    >>> [member.meaning for member in meant(tree('{"@id": 1, "x": 2}'), Context("", "", "http://v/"))]
    ['@id', 'http://v/x']
    """
    return [Member(context.iri(key.text, vocabulary=True, relative=False), key, value) for key, value in node.members]


def unnested(members: list[Member], context: Context) -> Iterator[Member]:
    """Yield members, those of an ``@nest`` in its place."""
    due = members[::-1]
    while due:
        each = due.pop()
        if each.meaning == "@nest":
            nested = [one for node in each.value.flat() for one in meant(node, context)]
            due.extend(reversed(nested))
        else:
            yield each


class Contexts:
    """The contexts of a document, each worked out once for all the things it is used in."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int | str, bool], tuple[Context, Context]] = {}

    def members(self, node: Node, context: Context, term: Term) -> tuple[Context, list[Member]]:
        """Return an object's members, and the context in which they are meant.

        Args:
            node: The object.
            context: What is in force around it.
            term: That of the key whose value it is.
        """
        meanings = {each.meaning for each in meant(node, context)}
        if context.outer and "@value" not in meanings and meanings != {"@id"}:
            context = context.outer
        if term.context:
            context = self._extended(context, term.context)
        for key, value in node.members:
            if key.text == "@context":
                context = self._extended(context, value)
        members = meant(node, context)
        typed = context
        kinds = [item.text for each in members if each.meaning == "@type" for item in each.value.flat()]
        for kind in sorted(kinds):
            if (known := typed.terms.get(kind)) and known.context:
                context = self._extended(context, known.context, propagates=False)
        return context, members if context is typed else meant(node, context)

    def _extended(self, context: Context, node: Node, *, propagates: bool = True) -> Context:
        # One that is named is the same wherever it is.
        key = id(context), node.text or node.at.start, propagates
        if key not in self._known:
            # The first is kept, so that no other can have its id.
            self._known[key] = context, context.extended(node, propagates=propagates)
        return self._known[key][1]
