"""Writing into JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

import pyoxigraph as ox

from clusterkb.namespaces import PREFIXES, expand
from clusterkb.rdf.our_context import OUR_CONTEXT
from clusterkb.rdf.places import Span, Written
from clusterkb.rdf.places.jsontree import Node, tree
from clusterkb.rdf.terms import Term
from clusterkb.validation.documents import Document
from clusterkb.validation.findings import Edit
from clusterkb.validation.fixes.layout import indent
from clusterkb.validation.fixes.names import new_ending

_BARE = {expand("xsd:integer"): re.compile(r"-?(?:0|[1-9]\d*)"), expand("xsd:boolean"): re.compile("true|false")}
_TYPE, _STRING = expand("rdf:type"), expand("xsd:string")


class _Home(NamedTuple):
    """What a value stands in.

    Attributes:
        node: The value.
        key: Its key; None in an array.
        parent: The object or array; None for the whole document.
        in_context: Whether it is part of a context.
    """

    node: Node
    key: Node | None
    parent: Node | None
    in_context: bool


class JsonHand:
    """Writes into one document; see ``Hand``."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text

    @cached_property
    def _homes(self) -> list[_Home]:
        found, due = [], [_Home(tree(self.text), None, None, False)]
        while due:
            home = due.pop()
            found.append(home)
            node, inside = home.node, home.in_context
            due += [_Home(item, None, node, inside) for item in node.items]
            due += [_Home(value, key, node, inside or key.text == "@context") for key, value in node.members]
        return found

    @cached_property
    def _values(self) -> dict[Span, _Home]:
        return {home.node.at: home for home in self._homes}

    @cached_property
    def _objects(self) -> dict[int, Node]:
        return {home.node.at.start: home.node for home in self._homes if home.node.kind == "object"}

    @cached_property
    def _members(self) -> dict[Span, _Home]:
        return {home.key.at: home for home in self._homes if home.key}

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that every context of the document declares alike."""
        found: dict[str, set[str]] = {}
        if any(home.in_context and home.node.text == OUR_CONTEXT for home in self._homes):
            found = {name: {space} for name, space in PREFIXES.items()}
        for home in self._homes:
            if home.in_context and home.key and home.node.kind == "string" and home.node.text.endswith(("/", "#")):
                found.setdefault(home.key.text, set()).add(home.node.text)
        return {name: next(iter(spaces)) for name, spaces in found.items() if len(spaces) == 1 and name[:1] != "@"}

    def addresses(self) -> Iterator[Span]:
        """Yield every string, keys too."""
        for home in self._homes:
            if home.node.kind == "string":
                yield home.node.at
            if home.key:
                yield home.key.at

    def rename(self, at: Span, old: str, new: str) -> list[Edit]:
        """Keep the form; a name of the context's own is mended in the context."""
        if self.text[at.start : at.end] == old and "//" not in old:
            return [self._edit(at, self._iri(new))]
        if ending := new_ending(self.text[at.start : at.end], old, new):
            return [self._edit(Span(at.end - len(ending[0]), at.end), ending[1])]
        meant = [
            (home.node.at, ending)
            for home in self._homes
            if home.in_context
            and home.node.kind == "string"
            and home.key
            and (ending := new_ending(home.node.text, old, new))
        ]
        return [self._edit(Span(at.end - len(was), at.end), now) for at, (was, now) in meant] if len(meant) == 1 else []

    def retype(self, one: Written, datatype: str) -> list[Edit]:
        """Write the bare form of a number, else the long form."""
        home = self._values.get(one.value_at)
        if home is None:
            return []
        said = _said(home)
        if "@value" in said:
            if "@type" in said:
                return [self._edit(said["@type"].at, self._iri(datatype))]
            typed = f', "@type": "{self._iri(datatype)}"'
            return [] if "@language" in said else [self._edit_at(_outer(home.node).end, typed)]
        if home.node.kind != "string":
            return [self._edit(home.node.at, f'"{home.node.text}"')] if datatype == _STRING else []
        if (bare := _BARE.get(datatype)) and bare.fullmatch(one.value):
            return [self._edit(_outer(home.node), one.value)]
        return self._wrapped(home.node, f'"@type": "{self._iri(datatype)}"')

    def tag(self, one: Written, language: str) -> list[Edit]:
        """Give the language beside the text."""
        home = self._values.get(one.value_at)
        if home is None or home.node.kind != "string":
            return []
        said, tag = _said(home), f'"@language": "{language}"'
        if "@value" not in said:
            return self._wrapped(home.node, tag)
        return [] if "@type" in said else [self._edit_at(_outer(home.node).end, f", {tag}")]

    def name(self, one: Written, iri: str, *, text: bool) -> list[Edit]:
        """Write ``{"@id": …}`` for a text."""
        home = self._values.get(one.value_at)
        if home is None or home.node.kind != "string":
            return []
        if not text:
            return [self._edit(home.node.at, self._iri(iri))]
        whole = home.parent.at if home.parent and "@value" in _said(home) else _outer(home.node)
        return [self._edit(whole, f'{{"@id": "{self._iri(iri)}"}}')]

    def add(self, one: Written, predicate: str, value: Term) -> list[Edit]:
        """Put a member of its own at the end of the object."""
        home = self._values.get(one.subject_at)
        thing = home.parent if home else self._objects.get(one.subject_at.start)
        key = "@type" if predicate == _TYPE else self._iri(predicate)
        if thing is None or not thing.members or key in {name.text for name, _ in thing.members}:
            return []
        last_key, last = thing.members[-1]
        between = indent(self.text, last_key.at.start - 1) or " "
        shown = json.dumps(self._iri(value.value)) if key == "@type" else self.short(value, 0)
        return [self._edit_at(_outer(last).end, f',{between}"{key}": {shown}')]

    def turn(self, one: Written) -> list[Edit]:
        """Say that it is meant the other way: ``"@reverse"``."""
        home = self._members.get(one.predicate_at)
        if home is None or home.key is None or home.parent is None or home.node.kind == "array":
            return []
        outside = self._values.get(home.parent.at)
        if "@reverse" in {name.text for name, _ in home.parent.members} or (
            outside and outside.key and outside.key.text == "@reverse"
        ):
            return []
        return [
            self._edit_at(home.key.at.start - 1, '"@reverse": {'),
            self._edit_at(_outer(home.node).end, "}"),
        ]

    def move(self, one: Written, target: Written) -> list[Edit]:
        """Nothing: a statement is turned where it stands."""
        del one, target
        return []

    def remove(self, one: Written) -> list[Edit]:
        """Nothing: a statement is turned where it stands."""
        del one
        return []

    def short(self, term: Term, place: int) -> str:
        """Return a term as it would be written as a value."""
        del place
        if isinstance(term, ox.NamedNode):
            return f'{{"@id": "{self._iri(term.value)}"}}'
        if not isinstance(term, ox.Literal):
            return str(term)
        text = json.dumps(term.value, ensure_ascii=False)
        if term.language:
            return f'{{"@value": {text}, "@language": "{term.language}"}}'
        bare = _BARE.get(term.datatype.value)
        if bare and bare.fullmatch(term.value):
            return term.value
        datatype = self._iri(term.datatype.value)
        return text if term.datatype.value == _STRING else f'{{"@value": {text}, "@type": "{datatype}"}}'

    def _wrapped(self, node: Node, more: str) -> list[Edit]:
        whole = _outer(node)
        return [self._edit_at(whole.start, '{"@value": '), self._edit_at(whole.end, f", {more}}}")]

    def _iri(self, iri: str) -> str:
        covering = [
            (len(space), prefix) for prefix, space in self.prefixes.items() if iri.startswith(space) and iri != space
        ]
        if not covering:
            return iri
        length, prefix = max(covering)
        return f"{prefix}:{iri[length:]}"

    def _edit(self, at: Span, text: str) -> Edit:
        return Edit(self.document.name, at.start, at.end, text)

    def _edit_at(self, place: int, text: str) -> Edit:
        return Edit(self.document.name, place, place, text)


def _said(home: _Home) -> dict[str, Node]:
    """Return the members of the object that a value stands in, if it is a value of its own there."""
    return {key.text: value for key, value in home.parent.members} if home.parent and home.key else {}


def _outer(node: Node) -> Span:
    """Return where a value stands, its quotation marks included."""
    return Span(node.at.start - 1, node.at.end + 1) if node.kind == "string" else node.at
