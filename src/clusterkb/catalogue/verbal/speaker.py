"""Class expressions in words: each is a sentence about “it”, with what it is made of below it."""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph as ox

from clusterkb.catalogue.reader import Reader
from clusterkb.catalogue.verbal.said import Part, Said, fill, table
from clusterkb.namespaces import expand, shorten
from clusterkb.rdf.terms import read
from clusterkb.rdf.text import Text
from clusterkb.reason import vocabulary as v
from clusterkb.reason.schema import Schema


class Unsaid(Exception):
    """There are no words for a construct."""


class Speaker:
    """Speaks of what a schema holds in the language of a reader.

    Args:
        reader: It tells the labels.
        schema: The axiom spoken of, with the parts of its expressions.
    """

    def __init__(self, reader: Reader, schema: Schema) -> None:
        self.reader, self.schema = reader, schema

    def say(self, key: str, /, *children: Said, **fields: Part) -> Said:
        """Return a sentence of the table."""
        return fill(self.word(key), *children, **fields)

    def word(self, key: str) -> str:
        """Return a template as it stands."""
        return table()[key][self.reader.language]

    def name(self, term: str) -> Part:
        """Return a thing or value as sentences name it.

        Raises:
            Unsaid: It has no name.
        """
        if term.startswith("_:"):
            raise Unsaid(term)
        if shorten(term) in table():
            return self.word(shorten(term))
        found = read(term)
        return Text(found.value, found.language or "") if isinstance(found, ox.Literal) else self.reader.ref(term)

    def named(self, term: str) -> Said:
        """Return a thing as an item of a list."""
        return Said((self.name(term),))

    def filled(self, key: str, filler: str, **fields: Part) -> Said:
        """Return a sentence about what a relation leads to or from.

        Args:
            key: Of the template for one kind; those for several kinds, and for what is no kind, begin with it.
            filler: The kind, or an expression.
            fields: The other fields.
        """
        if filler == v.THING and f"{key}.any" in table():
            return self.say(f"{key}.any", **fields)
        if not filler.startswith("_:"):
            return self.say(key, kind=self.name(filler), **fields)
        kinds = self._list(v.UNION, filler)
        if kinds and not any(kind.startswith("_:") for kind in kinds):
            return self.say(f"{key}.kinds", *map(self.named, kinds), **fields)
        return self.say(f"{key}.such", *self.clauses(filler), **fields)

    def clauses(self, node: str) -> list[Said]:
        """Return what an expression asks for: of an intersection, each of its parts."""
        return [self.clause(part) for part in self._list(v.INTERSECTION, node) or (node,)]

    def clause(self, node: str) -> Said:
        """Return an expression as a sentence about “it”.

        Raises:
            Unsaid: There are no words for it.
        """
        if not node.startswith("_:"):
            return self.say("is", kind=self.name(node))
        stated = self._stated(node)
        if v.ON_PROPERTY in stated:
            return _restriction(self, stated)
        predicate = _single(set(stated))
        if predicate not in _EXPRESSIONS:
            raise Unsaid(predicate)
        return _EXPRESSIONS[predicate](self, stated[predicate])

    def _list(self, predicate: str, node: str) -> tuple[str, ...]:
        stated = self._stated(node)
        return self.schema.members(stated[predicate]) if set(stated) == {predicate} else ()

    def _stated(self, node: str) -> dict[str, str]:
        """Return all that is stated of an expression: what is not said of it would be left out in silence."""
        found = {p: objects[node] for p, objects in self.schema.by_subject.items() if objects.get(node)}
        return {predicate: _single(objects) for predicate, objects in found.items() if predicate != v.TYPE}


def _single(objects: set[str]) -> str:
    if len(objects) != 1:
        raise Unsaid(", ".join(sorted(objects)))
    return next(iter(objects))


def _joined(key: str) -> Callable[[Speaker, str], Said]:
    return lambda speaker, head: speaker.say(key, *map(speaker.clause, speaker.schema.members(head)))


def _denied(speaker: Speaker, node: str) -> Said:
    if node.startswith("_:"):
        return speaker.say("not", speaker.clause(node))
    return speaker.say("is not", kind=speaker.name(node))


_EXPRESSIONS: dict[str, Callable[[Speaker, str], Said]] = {
    v.INTERSECTION: _joined("all"),
    v.UNION: _joined("any"),
    v.COMPLEMENT: _denied,
    v.ONE_OF: lambda speaker, head: speaker.say("one of", *map(speaker.named, speaker.schema.members(head))),
}
_FILLED = {v.SOME: "some", v.ONLY: "only"}
_NUMBERS = {
    expand(f"owl:{name}"): key
    for name, key in (
        *(("minCardinality", "least"), ("minQualifiedCardinality", "least")),
        *(("maxCardinality", "most"), ("maxQualifiedCardinality", "most")),
        *(("cardinality", "exactly"), ("qualifiedCardinality", "exactly")),
    )
}
_KINDS = (expand("owl:onClass"), expand("owl:onDataRange"))
_SELF = expand("owl:hasSelf")


def _restriction(speaker: Speaker, said: dict[str, str]) -> Said:
    relation, asked = speaker.name(said[v.ON_PROPERTY]), set(said) - {v.ON_PROPERTY}
    if asked & set(_NUMBERS):
        return _number(speaker, relation, said, asked)
    predicate = _single(asked)
    if predicate in _FILLED:
        return speaker.filled(_FILLED[predicate], said[predicate], relation=relation)
    if predicate == v.VALUE:
        return speaker.say("value", relation=relation, value=speaker.name(said[predicate]))
    if predicate == _SELF:
        return speaker.say("itself", relation=relation)
    raise Unsaid(predicate)


def _number(speaker: Speaker, relation: Part, said: dict[str, str], asked: set[str]) -> Said:
    predicate = _single(asked - set(_KINDS))
    kind = next((said[name] for name in _KINDS if name in said), v.THING)
    return speaker.filled(_NUMBERS[predicate], kind, relation=relation, number=read(said[predicate]).value)
