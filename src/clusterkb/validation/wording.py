"""From faults to findings: things get names that mean something, long values an end, and each fault its place."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from clusterkb.errors import BadInput
from clusterkb.namespaces import expand, shorten
from clusterkb.rdf.terms import Term
from clusterkb.rdf.text import Text
from clusterkb.validation.documents import Document
from clusterkb.validation.examination import Examination
from clusterkb.validation.findings import MOST_FINDINGS, SEVERITIES, Fault, Finding, Place
from clusterkb.validation.fixes import propose_for_complaint
from clusterkb.validation.rules import Rules
from clusterkb.validation.text import LONGEST_VALUE, cut
from clusterkb.validation.words import words

_TYPE = ox.NamedNode(expand("rdf:type"))
_LABELS = {expand(name) for name in ("skos:prefLabel", "rdfs:label", "schema:name")}
_ABSENCE = {expand("sh:MinCountConstraintComponent"), expand("sh:HasValueConstraintComponent")}
_UNIQUE = expand("sh:UniqueLangConstraintComponent")
_LONGEST_ADDRESS = 2_000
_NUMBER_LIKE = re.compile(r"[+-]?[\d.,:/-]+|true|false")
_VARIABLE = re.compile(r"\{[?$](value|this)\}")
_STRING = expand("xsd:string")
_BARE = {expand(f"xsd:{kind}") for kind in ("integer", "decimal", "double", "boolean")}


@dataclass(frozen=True, slots=True)
class Worded:
    """What was found, in words.

    Attributes:
        findings: The first 1,000 in order of place, violations chosen before the rest.
        count: (name of a file, severity) → number of findings, those left out included.
    """

    findings: tuple[Finding, ...]
    count: Counter[tuple[str, str]]


def worded(documents: Sequence[Document], found: Examination, rules: Rules) -> Worded:
    """Return why documents could not be read and what was found in those that could, in words.

    Args:
        documents: The description; it tells what a thing without an address is, and what things are called.
        found: What was found.
        rules: What it was checked against; they tell what properties are called.
    """
    refused = list(_unreadable(documents))
    names = _Names([document for document in documents if not document.complaints])
    placed = [(names.place(fault), fault) for fault in found.faults]
    count = Counter((place.file, fault.severity) for place, fault in placed)
    count.update((finding.file, finding.severity) for finding in refused)
    # Words take longer than places, so that only what is shown gets any.
    placed.sort(key=lambda pair: (SEVERITIES.index(pair[1].severity), *_order(pair[0], pair[1], names)))
    shown = [_finding(*pair, names, rules, found) for pair in placed[: MOST_FINDINGS - len(refused)]]
    findings = sorted([*refused, *shown], key=lambda one: (one.file, one.place.line, one.place.column))
    return Worded(tuple(findings), count)


def _order(place: Place, fault: Fault, names: _Names) -> tuple[object, ...]:
    at = place.file, place.line, place.column
    return *at, names.of(fault.focus), fault.code, names.of(fault.path), names.of(fault.value)


class _Names:
    """What the things of a description are, are called, and where they are spoken of."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.kinds: dict[object, str] = {}
        self.labels: dict[object, list[Text]] = defaultdict(list)
        self.home: dict[object, Document] = {}
        self.documents = documents
        for document in documents:
            for quad in document.quads:
                self.home.setdefault(quad.subject, document)
                if quad.predicate == _TYPE and isinstance(quad.object, ox.NamedNode):
                    self.kinds.setdefault(quad.subject, shorten(quad.object.value))
                elif quad.predicate.value in _LABELS and isinstance(quad.object, ox.Literal):
                    label = Text(cut(quad.object.value), quad.object.language or "")
                    self.labels[quad.subject].append(label)

    @cached_property
    def again(self) -> dict[tuple[object, object], tuple[Document, ox.Literal]]:
        """Thing and property → the first text that is not the first in its language, and where it is."""
        seen: set[tuple[object, object, str]] = set()
        found: dict[tuple[object, object], tuple[Document, ox.Literal]] = {}
        for document in self.documents:
            for quad in document.quads:
                text = quad.object
                if not isinstance(text, ox.Literal) or not text.language:
                    continue
                key = quad.subject, quad.predicate, text.language.casefold()
                if key in seen:
                    found.setdefault(key[:2], (document, text))
                seen.add(key)
        return found

    def of(self, term: Term | None, longest: int = _LONGEST_ADDRESS) -> str:
        """Return a term as it is shown."""
        if term is None:
            return ""
        if isinstance(term, ox.BlankNode):
            # Its label was invented by a parser, is another each time and stands nowhere in the file.
            kind = self.kinds.get(term)
            return f"a {kind} without an address" if kind else "something without an address"
        return cut(shorten(term.value) if isinstance(term, ox.NamedNode) else term.value, longest)

    def _speaking(self, thing: Term, path: ox.NamedNode | None) -> Document | None:
        """Return the first document that says something of a thing under a property."""
        return self._said.get((thing, path)) if len(self.documents) > 1 else None

    @cached_property
    def _said(self) -> dict[tuple[object, object], Document]:
        found: dict[tuple[object, object], Document] = {}
        for document in self.documents:
            for quad in document.quads:
                found.setdefault((quad.subject, quad.predicate), document)
        return found

    def place(self, fault: Fault) -> Place:
        """Return the place of the value, else of the property where it has too many, else of the thing."""
        if not self.documents:
            return Place("")
        for document in self.documents:
            if fault.path and fault.value and document.states(fault.focus, fault.path, fault.value):
                return document.place(fault.focus, fault.path, fault.value)
        if fault.component == _UNIQUE and (again := self.again.get((fault.focus, fault.path))):
            return again[0].place(fault.focus, fault.path, again[1])
        document = self._speaking(fault.focus, fault.path) or self.home.get(fault.focus, self.documents[0])
        missing = fault.value is None and (fault.component in _ABSENCE or not fault.component)
        return document.place(fault.focus, fault.path, None if missing else fault.value or _ANY)


_ANY = ox.Literal("")


def _finding(place: Place, fault: Fault, names: _Names, rules: Rules, found: Examination) -> Finding:
    value = names.of(fault.value, LONGEST_VALUE)
    told, focus = _told(fault.value, value), names.of(fault.focus)
    return Finding(
        code=fault.code,
        severity=fault.severity,
        place=place,
        focus=focus,
        path=names.of(fault.path),
        value=value,
        messages=tuple(
            Text(_filled(text.value, told, focus), text.language) for text in words(fault, rules.shapes, rules)
        ),
        labels=tuple(names.labels.get(fault.focus, ())),
        path_labels=rules.labels.get(fault.path.value, ()) if fault.path else (),
        lacks=found.lacks.get(fault, ()),
        triple=(fault.focus, fault.path, fault.value),
        component=fault.component,
    )


def _told(term: Term | None, shown: str) -> str:
    """Return a value as messages show it: a number or date that is of the wrong kind with what makes it so.

    >>> _told(ox.Literal("2011"), "2011"), _told(ox.Literal("about 2011"), "about 2011")
    ('"2011"', 'about 2011')
    """
    if not isinstance(term, ox.Literal) or not _NUMBER_LIKE.fullmatch(shown) or term.datatype.value in _BARE:
        return shown
    kind = term.datatype.value
    return f'"{shown}"' if kind == _STRING else f'"{shown}"^^{shorten(kind)}'


def _filled(message: str, value: str, thing: str) -> str:
    values = {"value": value, "this": thing}
    return _VARIABLE.sub(lambda found: values[found[1]], message)


def _unreadable(documents: Iterable[Document]) -> Iterator[Finding]:
    """Yield a finding for each reason why a document could not be read."""
    for document in documents:
        for complaint in document.complaints:
            yield Finding(
                code=complaint.code,
                severity="Violation",
                place=Place(document.name, complaint.line, complaint.column),
                focus="",
                path="",
                value="",
                messages=_texts(complaint),
                fix=propose_for_complaint(complaint, document),
            )


def _texts(complaint: BadInput) -> tuple[Text, ...]:
    if complaint.texts:
        return tuple(Text(text, language) for language, text in complaint.texts)
    return (Text(f"{complaint.message} {complaint.remedy}".strip(), "en"),)
