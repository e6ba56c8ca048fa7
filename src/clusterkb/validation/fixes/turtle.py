"""Writing into Turtle, TriG, N-Triples and N-Quads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

import pyoxigraph as ox

from clusterkb.namespaces import expand
from clusterkb.rdf.places import Span, Written
from clusterkb.rdf.places.turtle import Declaration
from clusterkb.rdf.terms import Term
from clusterkb.rdf.tokens import located
from clusterkb.validation.documents import Document
from clusterkb.validation.findings import Edit
from clusterkb.validation.fixes.blocks import Block, block
from clusterkb.validation.fixes.layout import indent, line_end

_LOCAL = re.compile(r"\w(?:[\w.-]*[\w-])?")
_QUOTED = re.compile(r"(\"\"\"|'''|\"|')(.*)\1", re.DOTALL)
_BARE = {expand("xsd:integer"): re.compile(r"[+-]?\d+"), expand("xsd:boolean"): re.compile("true|false")}
_BARE_NUMBER = re.compile(r"\s[+-]?\d+\s*[;,.]\s*(?:#|[\r\n]|\Z)")
_TYPE, _STRING = expand("rdf:type"), expand("xsd:string")
_BASE = re.compile(r"base\s*<", re.IGNORECASE)
_SPELLED = re.compile(r"<([^<>\s]*)>")


class TurtleHand:
    """Writes into one document; see ``Hand``."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.lines = document.form.name in ("nt", "nq")

    @cached_property
    def declared(self) -> Sequence[Declaration]:
        """The prefixes it declares, in order."""
        return [] if self.lines else self.document.declared

    def prefixes(self, place: int) -> dict[str, str]:
        """Return the prefixes in force at a place."""
        return {one.prefix: one.iri for one in self.declared if one.at.end <= place}

    def addresses(self) -> Iterator[Span]:
        """Yield what stands between angle brackets, datatypes too."""
        for kind, token, start in located(self.text):
            if kind in ("iri", "string", "word"):
                behind = token.rfind("^^") if kind == "string" else 0
                found = _SPELLED.search(token, behind) if behind >= 0 else None
                if found:
                    yield Span(start + found.start(1), start + found.end(1))

    def rename(self, at: Span, old: str, new: str) -> list[Edit]:
        """Keep the form: an address stays one, a prefixed name keeps its prefix where that covers the new name."""
        token = self.text[at.start : at.end]
        if token == "a":
            return []
        if token.startswith("<"):
            return [self._edit(at, f"<{new}>")]
        prefix = token.partition(":")[0]
        space = self.prefixes(at.start).get(prefix, "")
        local = new.removeprefix(space)
        if space and local != new and _LOCAL.fullmatch(local):
            return [self._edit(at, f"{prefix}:{local}")]
        return [self._edit(at, self._iri(new, at.start))]

    def retype(self, one: Written, datatype: str) -> list[Edit]:
        """Write the bare form where the document does so too."""
        at, quoted = self._literal(one)
        bare = _BARE.get(datatype)
        if bare and not self.lines and bare.fullmatch(one.value) and _BARE_NUMBER.search(self.text):
            return [self._edit(at, one.value)]
        text = self.text[at.start : quoted] if quoted else f'"{self.text[at.start : at.end]}"'
        suffix = "" if datatype == _STRING else f"^^{self._iri(datatype, at.start)}"
        return [self._edit(at, text + suffix)]

    def tag(self, one: Written, language: str) -> list[Edit]:
        """Put the tag behind the quotation mark, instead of a datatype."""
        at, quoted = self._literal(one)
        return [self._edit(Span(quoted, at.end), f"@{language}")] if quoted else []

    def name(self, one: Written, iri: str, *, text: bool) -> list[Edit]:
        """Write the prefixed name where a prefix covers it."""
        at = self._literal(one)[0] if text else one.value_at
        return [self._edit(at, self._iri(iri, at.start))]

    def add(self, one: Written, predicate: str, value: Term) -> list[Edit]:
        """Put a line of its own at the end of the block."""
        if self.lines:
            return self._add_line(one, predicate, value)
        verb = "a" if predicate == _TYPE else self._iri(predicate, one.subject_at.start)
        return self._append(one, f"{verb} {self.short(value, one.subject_at.start)}")

    def _append(self, one: Written, text: str) -> list[Edit]:
        found = block(self.text, one)
        if found is None or not found.pairs:
            return []
        last, pair = found.pairs[-1], self._indent(found) + text
        mark = ";" if found.tight else " ;"
        if last.mark_end:
            return [self._edit_at(self._behind_comment(last.mark_end, found.stop), pair + mark)]
        place = self._behind_comment(last.end, found.stop)
        if place == last.end:
            return [self._edit_at(place, mark + pair)]
        return [self._edit_at(last.end, mark), self._edit_at(place, pair)]

    def turn(self, one: Written) -> list[Edit]:
        """Swap subject and value where nothing else is said between them."""
        if not self.lines:
            found = block(self.text, one)
            if found is None or len(found.pairs) != 1 or len(found.pairs[0].objects) != 1:
                return []
        subject, value = (self.text[at.start : at.end] for at in (one.subject_at, one.value_at))
        return [self._edit(one.subject_at, value), self._edit(one.value_at, subject)]

    def move(self, one: Written, target: Written) -> list[Edit]:
        """Take the pair along as it is written, with a comment inside it."""
        places = sorted((one.subject_at.start, target.subject_at.start))
        if self.prefixes(places[0]) != self.prefixes(places[1]) or _BASE.search(self.text, *places):
            return []
        subject = self.text[one.subject_at.start : one.subject_at.end]
        added = self._append(target, self.text[one.predicate_at.start : one.value_at.start] + subject)
        taken = self._without(one)
        return [*taken, *added] if taken and added and not subject.startswith("[") else []

    def remove(self, one: Written) -> list[Edit]:
        """Take out a pair with its separator, or one of several values; comments stay."""
        found = None if self.lines else block(self.text, one)
        inside = found is not None and found.commented(one.predicate_at.start, one.value_at.end)
        return [] if inside else self._without(one)

    def _without(self, one: Written) -> list[Edit]:
        found = None if self.lines else block(self.text, one)
        span = found.without(self.text, one) if found else None
        return [self._edit(span, "")] if span else []

    def short(self, term: Term, place: int) -> str:
        """Return a term as it would be written at a place."""
        if isinstance(term, ox.NamedNode):
            return self._iri(term.value, place)
        if isinstance(term, ox.Literal) and not self.lines:
            bare = _BARE.get(term.datatype.value)
            if bare and bare.fullmatch(term.value):
                return term.value
            if not term.language and term.datatype.value != _STRING:
                return f"{ox.Literal(term.value)}^^{self._iri(term.datatype.value, place)}"
        return str(term)

    def _iri(self, iri: str, place: int) -> str:
        covering = [
            (len(space), prefix)
            for prefix, space in self.prefixes(place).items()
            if space and iri.startswith(space) and _LOCAL.fullmatch(iri, len(space))
        ]
        if not covering:
            return f"<{iri}>"
        length, prefix = max(covering)
        return f"{prefix}:{iri[length:]}"

    def _literal(self, one: Written) -> tuple[Span, int]:
        """Return a value with its tag or datatype, and where its closing quotation mark ends; 0 without one."""
        start = one.value_at.start
        end, due = one.value_at.end, False
        for _, token, place in located(self.text, one.value_at.end):
            if not due and not token.startswith(("^^", "@")):
                break
            end, due = place + len(token), token == "^^"
            if not due:
                break
        quoted = _QUOTED.match(self.text, start, end) if self.text[start] in "\"'" else None
        return Span(start, end), quoted.end() if quoted else 0

    def _add_line(self, one: Written, predicate: str, value: Term) -> list[Edit]:
        end = self.document.lines.end(one.subject_at.start)
        subject = self.text[one.subject_at.start : one.subject_at.end]
        at, _ = self._literal(one)
        graph = self.text[at.end : end].partition("#")[0].rstrip() if "<" in self.text[at.end : end] else " ."
        return [self._edit_at(end, f"{line_end(self.text, end)}{subject} <{predicate}> {value}{graph}")]

    def _indent(self, found: Block) -> str:
        indents = (indent(self.text, pair.start) for pair in reversed(found.pairs))
        return next((one for one in indents if one), " ")

    def _behind_comment(self, place: int, stop: int) -> int:
        """Return where the line ends if a comment follows on it, else the place itself."""
        end = self.document.lines.end(place)
        rest = self.text[place:end]
        return end if end < stop and rest.lstrip().startswith("#") else place

    def _edit(self, at: Span, text: str) -> Edit:
        return Edit(self.document.name, at.start, at.end, text)

    def _edit_at(self, place: int, text: str) -> Edit:
        return Edit(self.document.name, place, place, text)
