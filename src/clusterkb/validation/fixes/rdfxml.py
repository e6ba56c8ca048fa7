"""Writing into RDF/XML."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import pyoxigraph as ox

from clusterkb.namespaces import PREFIXES, expand, split
from clusterkb.rdf.places import Span, Written
from clusterkb.rdf.places.xmltext import Attribute, Token, escaped, tokens
from clusterkb.rdf.terms import Term
from clusterkb.validation.documents import Document
from clusterkb.validation.findings import Edit
from clusterkb.validation.fixes.layout import indent
from clusterkb.validation.fixes.names import new_ending

_RDF = PREFIXES["rdf"]
_STRING = expand("xsd:string")


class XmlHand:
    """Writes into one document; see ``Hand``."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text

    @cached_property
    def _tokens(self) -> list[Token]:
        return list(tokens(self.text))

    @cached_property
    def _ends(self) -> dict[Span, Token]:
        """Where the name of a start stands → the end of its element."""
        found, open_ = {}, []
        for token in self._tokens:
            if token.kind == "start":
                open_.append(token)
            elif token.kind == "end" and open_:
                found[open_.pop().name_at] = token
        return found

    @cached_property
    def _starts(self) -> dict[Span, Token]:
        """Where the name of an element, or the value of one of its attributes, stands → its start."""
        found = {}
        for token in self._tokens:
            if token.kind == "start":
                found[token.name_at] = token
                found.update({each.value_at: token for each in token.attributes})
        return found

    @cached_property
    def _last(self) -> dict[Span, Span]:
        """Where the name of a start stands → the last element inside it."""
        found, open_ = {}, []
        for token in self._tokens:
            if token.kind == "start":
                open_.append(token)
            elif token.kind == "end" and open_:
                closed = open_.pop()
                if open_:
                    found[open_[-1].name_at] = Span(closed.at.start, token.at.end)
        return found

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that every element of the document declares alike."""
        found: dict[str, set[str]] = {}
        for token in self._tokens:
            for each in token.attributes:
                if each.name.startswith("xmlns:"):
                    found.setdefault(each.name[6:], set()).add(each.value)
        return {prefix: next(iter(spaces)) for prefix, spaces in found.items() if len(spaces) == 1}

    def addresses(self) -> Iterator[Span]:
        """Yield the values of all attributes."""
        for token in self._tokens:
            yield from (each.value_at for each in token.attributes)

    def rename(self, at: Span, old: str, new: str) -> list[Edit]:
        """Keep the form; of an element, mend both tags."""
        ending = new_ending(self.text[at.start : at.end], old, escaped(new))
        if ending is None:
            return []
        was, now = ending
        edits = [self._edit(Span(at.end - len(was), at.end), now)]
        end = self._ends.get(at)
        if end and self.text.startswith("</", end.at.start):
            place = end.at.start + 2 + at.end - at.start
            edits.append(self._edit(Span(place - len(was), place), now))
        return edits

    def retype(self, one: Written, datatype: str) -> list[Edit]:
        """Write the datatype into the start of the element."""
        start = self._element(one)
        if start is None or self._attribute(start, "xml:lang"):
            return []
        given = self._attribute(start, self._rdf("datatype"))
        if given:
            return [self._edit(given.value_at, datatype)]
        return [] if datatype == _STRING else self._put(start, self._rdf("datatype"), datatype)

    def tag(self, one: Written, language: str) -> list[Edit]:
        """Write the language into the start of the element."""
        start = self._element(one)
        if start is None or self._attribute(start, "xml:lang") or self._attribute(start, self._rdf("datatype")):
            return []
        return self._put(start, "xml:lang", language)

    def name(self, one: Written, iri: str, *, text: bool) -> list[Edit]:
        """Make a text an address: ``rdf:resource``."""
        if not text:
            attributed = one.value_at in self._starts and one.value_at not in self._ends
            return [self._edit(one.value_at, escaped(iri))] if attributed else []
        start, name = self._element(one), self._rdf("resource")
        if start is None or not name:
            return []
        end = self._ends[start.name_at]
        opened = self.text[start.at.start : start.name_at.end]
        return [self._edit(Span(start.at.start, end.at.end), f'{opened} {name}="{escaped(iri)}"/>')]

    def add(self, one: Written, predicate: str, value: Term) -> list[Edit]:
        """Put an element behind the last one of the thing."""
        start = self._starts.get(one.subject_at)
        last = self._last.get(start.name_at) if start else None
        written = self._written(predicate, value)
        if last is None or not written:
            return []
        begin, place = last
        return [self._edit(Span(place, place), (indent(self.text, begin) or "") + written)]

    def turn(self, one: Written) -> list[Edit]:
        """Nothing: an element stands inside what it is about."""
        del one
        return []

    def move(self, one: Written, target: Written) -> list[Edit]:
        """Nothing: it is taken out and added."""
        del one, target
        return []

    def remove(self, one: Written) -> list[Edit]:
        """Take out an element that holds no other, with its line."""
        start = self._starts.get(one.predicate_at)
        end = self._ends.get(one.predicate_at)
        if start is None or end is None or "<" in self.text[start.at.end : end.at.start]:
            return []
        begin = self.text.rfind("\n", 0, start.at.start) + 1
        stop = self.text.find("\n", end.at.end) + 1
        alone = stop and not (self.text[begin : start.at.start] + self.text[end.at.end : stop]).strip()
        return [self._edit(Span(begin, stop) if alone else Span(start.at.start, end.at.end), "")]

    def short(self, term: Term, place: int) -> str:
        """Return a term as it would be written."""
        del place
        return str(term)

    def _element(self, one: Written) -> Token | None:
        """Return the start of a property that holds nothing but its text."""
        start, end = self._starts.get(one.predicate_at), self._ends.get(one.predicate_at)
        return start if start and end and start.at.end <= one.value_at.start <= end.at.start else None

    def _attribute(self, start: Token, name: str) -> Attribute | None:
        return next((each for each in start.attributes if each.name == name), None)

    def _rdf(self, name: str) -> str:
        prefix = next((prefix for prefix, space in self.prefixes.items() if space == _RDF), "")
        return f"{prefix}:{name}" if prefix else ""

    def _put(self, start: Token, name: str, value: str) -> list[Edit]:
        place = start.name_at.end
        return [Edit(self.document.name, place, place, f' {name}="{escaped(value)}"')] if name else []

    def _written(self, predicate: str, value: Term) -> str:
        space, local = split(predicate)
        prefix = next((prefix for prefix, declared in self.prefixes.items() if declared == space), "")
        if not prefix or not local or not self._rdf("x"):
            return ""
        name = f"{prefix}:{local}"
        if not isinstance(value, ox.Literal):
            return f'<{name} {self._rdf("resource")}="{escaped(value.value)}"/>'
        more = f' xml:lang="{value.language}"' if value.language else ""
        if not value.language and value.datatype.value != _STRING:
            more = f' {self._rdf("datatype")}="{value.datatype.value}"'
        return f"<{name}{more}>{escaped(value.value)}</{name}>"

    def _edit(self, at: Span, text: str) -> Edit:
        return Edit(self.document.name, at.start, at.end, text)
