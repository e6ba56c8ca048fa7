"""The statements of an RDF/XML document, each with its place.

They come in the order in which a parser gives them: that of a property when it ends, hence after those inside it, but
that of ``rdf:parseType="Resource"`` when it begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from clusterkb.errors import BadInput
from clusterkb.namespaces import PREFIXES
from clusterkb.rdf.places.addresses import resolved
from clusterkb.rdf.places.written import NAMELESS, Span, Written
from clusterkb.rdf.places.xmltext import Attribute, Token, in_scope, literal, tokens, unescaped

_RDF = PREFIXES["rdf"]
_TYPE = f"{_RDF}type"
_NO_PROPERTIES = frozenset(
    f"{_RDF}{name}" for name in ("about", "ID", "nodeID", "resource", "datatype", "parseType", "bagID", "type")
)
_BLANK = " \t\n\r"

# What an element holds.
_THINGS, _PROPERTIES, _VALUE, _ENTRIES, _XML, _NOTHING = "things", "properties", "value", "entries", "XML", "nothing"
_PARSE_TYPES = {"": _VALUE, "Resource": _PROPERTIES, "Collection": _ENTRIES, "Literal": _XML}


def statements(text: str, base: str = "") -> Iterator[Written]:
    """Yield the statements of ``text``.

    Args:
        text: The document.
        base: IRI that relative references are resolved against.

    Raises:
        BadInput: It is not XML, or uses a prefix that it does not declare.

    >>> rdf = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/"'
    >>> [one.value for one in statements(f"<e:C {rdf} rdf:about='http://e/s'><e:p>1</e:p></e:C>")]
    ['http://e/C', '1']
    """
    return iter(_Walk(text, base).run())


class _Thing(NamedTuple):
    """What an element stands for.

    Attributes:
        key: IRI, or ``NAMELESS``.
        at: Where its name stands; None when it has none.
        subject_at: Where it stands as a subject.
    """

    key: str
    at: Span | None
    subject_at: Span


@dataclass(slots=True)
class _Open:
    """An element that is open.

    Attributes:
        token: Its start.
        scope, base: Prefixes and base inside it.
        holds: What is inside.
        thing: Of a node, what it describes; of a property, its value, once that is known.
        subject, predicate: Of a property.
        texts: Of a property, the texts inside it, as comments divide them.
        entries: Of a collection.
        counted: Number of ``rdf:li`` so far.
        early: Index of a statement that was made before the end of its value was known.
    """

    token: Token
    scope: dict[str, str]
    base: str
    holds: str = _NOTHING
    thing: _Thing | None = None
    subject: _Thing | None = None
    predicate: str = ""
    texts: list[str] = field(default_factory=list)
    entries: list[_Thing] = field(default_factory=list)
    counted: int = 0
    early: int | None = None

    def iri(self, name: str) -> str:
        """Return the IRI of a name."""
        prefix, _, local = name.rpartition(":")
        if prefix not in self.scope:
            raise BadInput(f"{name} has a prefix that is not declared.", remedy="Declare it in the first element.")
        return unescaped(self.scope[prefix] + local)

    def attributes(self) -> dict[str, Attribute]:
        """Return the attributes by IRI, but for those of XML itself and those that have no prefix."""
        mine = [each for each in self.token.attributes if ":" in each.name and not each.name.startswith("xml")]
        return {self.iri(each.name): each for each in mine}

    def named(self, attributes: dict[str, Attribute], *names: str) -> _Thing:
        """Return the thing that the first of some attributes names, else one without an address."""
        for name in names:
            if attribute := attributes.get(_RDF + name):
                mark = "#" if name == "ID" else ""
                key = NAMELESS if name == "nodeID" else resolved(mark + unescaped(attribute.value), self.base)
                return _Thing(key, attribute.value_at, attribute.value_at)
        return _Thing(NAMELESS, None, self.token.name_at)


class _Walk:
    def __init__(self, text: str, base: str) -> None:
        self.text = text
        self.base = base
        self.open: list[_Open] = []
        self.found: list[Written] = []

    def run(self) -> list[Written]:
        for token in tokens(self.text):
            if token.kind == "start":
                self._start(token)
            elif token.kind == "end":
                self._end(token)
            elif self.open and self.open[-1].holds == _VALUE:
                self.open[-1].texts.append(unescaped(token.text) if token.kind == "text" else token.text)
        if self.open:
            raise BadInput(f"<{self.open[-1].token.text}> is not closed.", remedy="Close each element that is opened.")
        return self.found

    def _start(self, token: Token) -> None:
        outer = self.open[-1] if self.open else _Open(token, {}, self.base, _THINGS)
        opened = _Open(token, in_scope(token, outer.scope), outer.base)
        for each in token.attributes:
            if each.name == "xml:base":
                opened.base = resolved(unescaped(each.value), outer.base)
        if outer.holds == _PROPERTIES and outer.thing:
            self._property(opened, outer, outer.thing)
        elif outer.holds not in (_XML, _NOTHING):
            self._node(opened)
        self.open.append(opened)

    def _node(self, opened: _Open) -> None:
        name = opened.iri(opened.token.text)
        if name == f"{_RDF}RDF":
            opened.holds = _THINGS
            return
        opened.holds = _PROPERTIES
        attributes = opened.attributes()
        opened.thing = opened.named(attributes, "ID", "nodeID", "about")
        if name != f"{_RDF}Description":
            at = opened.token.name_at
            self._say(opened.thing, _TYPE, at, name, at)
        self._say_attributes(opened, opened.thing, attributes)

    def _property(self, opened: _Open, outer: _Open, subject: _Thing) -> None:
        attributes = opened.attributes()
        opened.subject = subject
        opened.predicate = opened.iri(opened.token.text)
        if opened.predicate == f"{_RDF}li":
            outer.counted += 1
            opened.predicate = f"{_RDF}_{outer.counted}"
        parse_type = attributes.get(f"{_RDF}parseType")
        opened.holds = _PARSE_TYPES.get(parse_type.value if parse_type else "", _NOTHING)
        value = opened.named(attributes, "resource", "nodeID")
        if opened.holds == _PROPERTIES:
            opened.thing = _Thing(NAMELESS, None, opened.token.name_at)
            opened.early = len(self.found)
            self._say(subject, opened.predicate, opened.token.name_at, NAMELESS, opened.token.at)
        elif opened.holds == _VALUE and (value.at or not _NO_PROPERTIES.issuperset(attributes)):
            opened.thing = value
            self._say_attributes(opened, value, attributes)

    def _end(self, token: Token) -> None:
        if not self.open or self.open[-1].token.text != token.text:
            raise BadInput(f"</{token.text}> closes nothing.", remedy="Close each element that is opened.")
        opened = self.open.pop()
        content = Span(opened.token.at.end, token.at.start)
        whole = Span(opened.token.at.start, token.at.end)
        if opened.early is not None:
            self.found[opened.early] = self.found[opened.early]._replace(value_at=whole)
        elif opened.subject:
            self._end_property(opened, opened.subject, content, whole)
        elif opened.thing and self.open:
            self._stand(opened.thing._replace(at=opened.thing.at or whole), self.open[-1])

    def _stand(self, thing: _Thing, outer: _Open) -> None:
        """Take a thing as the value, or as an entry, of the property it stands in."""
        if outer.holds == _VALUE:
            outer.thing = thing
        elif outer.holds == _ENTRIES:
            outer.entries.append(thing)

    def _end_property(self, opened: _Open, subject: _Thing, content: Span, whole: Span) -> None:
        if opened.holds == _ENTRIES:
            value, at = NAMELESS if opened.entries else f"{_RDF}nil", whole
        elif opened.holds == _XML:
            value, at = literal(self.text[slice(*content)], opened.scope), content
        elif opened.holds == _NOTHING:
            return
        elif opened.thing:
            value, at = opened.thing.key, opened.thing.at or whole
        else:
            value, at = _text(opened.texts), content
        self._say(subject, opened.predicate, opened.token.name_at, value, at)
        for entry in opened.entries:
            at = entry.at or whole
            self.found.append(Written(NAMELESS, f"{_RDF}first", entry.key, at, at, at))

    def _say_attributes(self, opened: _Open, subject: _Thing, attributes: dict[str, Attribute]) -> None:
        """Take what attributes say: the type first, then all others from the last to the first, as the parser does."""
        if kind := attributes.get(_TYPE):
            self._say(subject, _TYPE, kind.name_at, resolved(unescaped(kind.value), opened.base), kind.value_at)
        for iri, each in reversed(attributes.items()):
            if iri not in _NO_PROPERTIES:
                self._say(subject, iri, each.name_at, unescaped(each.value), each.value_at)

    def _say(self, subject: _Thing, predicate: str, predicate_at: Span, value: str, value_at: Span) -> None:
        self.found.append(Written(subject.key, predicate, value, subject.subject_at, predicate_at, value_at))


def _text(texts: list[str]) -> str:
    """Return a literal from its pieces; the parser passes over blank ones where there is another."""
    return next((text for text in texts if text.strip(_BLANK)), texts[-1] if texts else "")
