"""What names mean in a JSON-LD document: contexts, as far as they tell which statement is written where."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import NamedTuple

from clusterkb.errors import BadInput
from clusterkb.rdf.our_context import OUR_CONTEXT, our_context
from clusterkb.rdf.places.addresses import resolved
from clusterkb.rdf.places.jsontree import Node, tree

_KEYWORD = re.compile(r"@[A-Za-z]+")
_ABSOLUTE = re.compile(r"(?:_|[A-Za-z][A-Za-z0-9+.-]*):")
_MARKS = (":", "/", "?", "#", "[", "]", "@")
_LONGEST_CHAIN = 50


class Term(NamedTuple):
    """What a context says of a name.

    Attributes:
        iri: What it stands for, or a keyword; None when it stands for nothing.
        type: ``@id``, ``@vocab``, ``@json`` or the IRI of a datatype; empty when it has none.
        containers: ``@list``, ``@language`` and their like.
        context: A context for what is inside its values, or for things of this type.
        reverse: Whether its values are the subjects.
        prefix: Whether names can begin with it.
    """

    iri: str | None = None
    type: str = ""
    containers: frozenset[str] = frozenset()
    context: Node | None = None
    reverse: bool = False
    prefix: bool = False


@dataclass(frozen=True)
class Context:
    """The names in force at a place of a document.

    Attributes:
        start: Base IRI of the document.
        base: Base IRI in force; empty when there is none.
        vocabulary: What plain names are appended to; None when nothing.
        terms: The terms by name.
        outer: What is in force again inside the values of a thing, after a context that belongs to its type.
    """

    start: str
    base: str
    vocabulary: str | None = None
    terms: dict[str, Term] = field(default_factory=dict)
    outer: Context | None = None

    def iri(self, name: str, *, vocabulary: bool = False, relative: bool = True) -> str | None:
        """Return the IRI or keyword that a name stands for; the name if it is none, None if it is to mean nothing.

        Args:
            name: A keyword, term, IRI, shortened IRI or relative reference.
            vocabulary: Whether it may be a term: a key or a type, not the address of a thing.
            relative: Whether it may be relative to the base, as a key may not be.

        >>> context = Context("", "http://b/", "http://v/", {"e": Term("http://e/", prefix=True)})
        >>> context.iri("e:x"), context.iri("x", vocabulary=True), context.iri("x"), context.iri("@id")
        ('http://e/x', 'http://v/x', 'http://b/x', '@id')
        """
        if name.startswith("@") and _KEYWORD.fullmatch(name):
            return name
        if vocabulary and name in self.terms:
            return self.terms[name].iri
        prefix, colon, local = name.partition(":")
        term = self.terms.get(prefix)
        if colon and term and term.prefix and prefix != "_" and not local.startswith("//"):
            return f"{term.iri}{local}"
        if _ABSOLUTE.match(name):
            return name
        if vocabulary and self.vocabulary is not None:
            return self.vocabulary + name
        return resolved(name, self.base) if relative else name

    def extended(self, node: Node, *, propagates: bool = True) -> Context:
        """Return the context inside which the value of an ``@context`` holds.

        Ours may be named by its address; other remote ones say nothing.

        Args:
            node: The value.
            propagates: Whether it holds inside the values of the thing as well.

        Raises:
            BadInput: Terms are defined by each other in a long chain.
        """
        context = self
        for part in node.items if node.kind == "array" else (node,):
            if part.kind == "word":
                context = Context(self.start, self.start)
            elif part.kind == "string" and part.text == OUR_CONTEXT:
                context = context._with(_ours())
            elif part.kind == "object":
                context = context._with(part)
                propagates = _word(part, "@propagate", str(propagates).lower()) == "true"
        return context if propagates else replace(context, outer=self.outer or self)

    def _with(self, node: Node) -> Context:
        members = {key.text: value for key, value in node.members}
        context = self
        if base := members.get("@base"):
            context = replace(context, base=resolved(base.text, self.base) if base.kind == "string" else "")
        if vocabulary := members.get("@vocab"):
            meant = context.iri(vocabulary.text, vocabulary=True) if vocabulary.kind == "string" else None
            context = replace(context, vocabulary=meant)
        return replace(context, terms=_Terms(context, members).all())


class _Terms:
    """The terms of a context, each defined after those that it is defined by."""

    def __init__(self, outer: Context, members: dict[str, Node]) -> None:
        self.due = {name: node for name, node in members.items() if not _KEYWORD.fullmatch(name) or name == "@type"}
        self.context = replace(outer, terms=dict(outer.terms))

    def all(self) -> dict[str, Term]:
        while self.due:
            self._define(next(iter(self.due)), 0)
        return self.context.terms

    def _define(self, name: str, depth: int) -> None:
        if depth > _LONGEST_CHAIN:
            raise BadInput(f"The term {name} hangs on too many others.", remedy="Write its address in full.")
        node = self.due.pop(name)
        self.context.terms.pop(name, None)
        members = {key.text: value for key, value in node.members}
        inverse = members.get("@reverse")
        own = inverse or (node if node.kind != "object" else members.get("@id"))
        iri = self._meaning(name, own, depth)
        kind = members.get("@type")
        prefix = _word(node, "@prefix", str(bool(iri) and str(iri).endswith(_MARKS)).lower())
        self.context.terms[name] = Term(
            iri,
            self._expanded(kind.text, depth) or "" if kind else "",
            frozenset(_texts(members.get("@container"))),
            members.get("@context"),
            inverse is not None,
            prefix == "true",
        )

    def _meaning(self, name: str, own: Node | None, depth: int) -> str | None:
        if own is not None and own.kind != "string":
            return None
        return self._expanded(own.text if own else name, depth)

    def _expanded(self, name: str, depth: int) -> str | None:
        for needed in (name, name.partition(":")[0]):
            if needed in self.due:
                self._define(needed, depth + 1)
        return self.context.iri(name, vocabulary=True, relative=False)


@cache
def _ours() -> Node:
    return tree(json.dumps(our_context()["@context"]))


def _texts(node: Node | None) -> Iterator[str]:
    for each in (node.items or (node,)) if node else ():
        yield each.text


def _word(node: Node, name: str, default: str) -> str:
    """Return the last value of a key that is true or false."""
    return next((value.text for key, value in reversed(node.members) if key.text == name), default)
