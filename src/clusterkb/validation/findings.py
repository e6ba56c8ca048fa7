"""What a check found: a fault in terms of RDF, a finding in words and with its place, a report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from clusterkb.rdf.terms import Term
from clusterkb.rdf.text import Text

SEVERITIES = ("Violation", "Warning", "Info")

MOST_FINDINGS = 1_000
"""More than these a report counts, but does not hold."""

CONFORMS, DOES_NOT_CONFORM, NOT_CHECKED = "conforms", "does not conform", "not checked"

_EXIT_CODES = {CONFORMS: 0, DOES_NOT_CONFORM: 1, NOT_CHECKED: 2}


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule found, before it has a place and its things have names.

    Attributes:
        code: Short name of the shape or rule.
        severity: ``Violation``, ``Warning`` or ``Info``.
        focus: The thing.
        path: The property, if there is one.
        value: The offending value, if there is one.
        messages: One text a language; ``{?value}`` stands for the value.
        component: IRI of the constraint component that raised it; empty for rules of our own.
    """

    code: str
    severity: str
    focus: Term
    path: ox.NamedNode | None
    value: Term | None
    messages: tuple[Text, ...]
    component: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands.

    Attributes:
        file: Name of the file.
        line, column: 1-based; 0 when not known. Columns count characters.
        end_line, end_column: Behind the last character; 0 when not known.
        cell: A cell of a spreadsheet, such as ``members!B7``; empty for a text.
    """

    file: str
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0
    cell: str = ""

    def __str__(self) -> str:
        """Return the place as compilers write it.

        >>> str(Place("a.ttl", 3, 5)), str(Place("a.xlsx", cell="members!B7")), str(Place("a.ttl"))
        ('a.ttl:3:5', 'a.xlsx:members!B7', 'a.ttl')
        """
        if self.cell:
            return f"{self.file}:{self.cell}"
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """A replacement in a file.

    Attributes:
        file: Name of the file.
        start, end: 0-based offsets in the characters of its text (without a byte order mark); equal to insert.
        text: What to put there.
    """

    file: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """How a finding can be mended.

    Attributes:
        titles: What it does, one text a language.
        edits: The replacements, none overlapping.
        certain: Whether it can be made without asking; else something in it is to be filled in.
    """

    titles: tuple[Text, ...]
    edits: tuple[Edit, ...]
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault or remark.

    Attributes:
        code: Short name of the shape or rule, such as ``Cluster-source``.
        severity: ``Violation``, ``Warning`` or ``Info``.
        place: Where.
        focus: The thing, as a prefixed name, or in words when it has no address.
        path: The property, as a prefixed name, or an empty string.
        value: The offending value, or an empty string; a long one is cut, and ends in "…".
        messages: What is wrong and what to do, one text a language.
        labels: What the thing is called, where the description says it.
        path_labels: What the property is called, one text a language.
        lacks: Of several ways to conform, what the nearest one lacked: one entry a lack, one text a language.
        fix: How it can be mended, or None.
        triple: The thing, property and value as RDF terms, for reports in RDF; the last two may be None.
        component: IRI of the constraint component; empty for rules of our own.
    """

    code: str
    severity: str
    place: Place
    focus: str
    path: str
    value: str
    messages: tuple[Text, ...]
    labels: tuple[Text, ...] = ()
    path_labels: tuple[Text, ...] = ()
    lacks: tuple[tuple[Text, ...], ...] = ()
    fix: Fix | None = None
    triple: tuple[Term | None, ox.NamedNode | None, Term | None] = field(default=(None, None, None), compare=False)
    component: str = ""

    @property
    def file(self) -> str:
        """Name of the file."""
        return self.place.file

    @property
    def line(self) -> int:
        """Its line; 0 when not known."""
        return self.place.line

    def message(self, language: str) -> str:
        """Return the message in ``language``, else in English, else in any."""
        return in_language(self.messages, language) or self.code


@dataclass(frozen=True, slots=True)
class Unchecked:
    """What was not looked at, so that nobody takes silence for praise.

    Attributes:
        kind: ``file``, ``engine``, ``shape``, ``thing``, ``property`` or ``address``.
        what: Its name.
        count: How often it occurs.
        place: Where it first occurs.
        messages: Why it was not checked and what to do, one text a language.
    """

    kind: str
    what: str
    count: int
    place: Place
    messages: tuple[Text, ...]

    def message(self, language: str) -> str:
        """Return the message in ``language``, else in English, else in any."""
        return in_language(self.messages, language) or self.what


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """One file of a check.

    Attributes:
        name: Its name.
        format: Its format, such as ``ttl``; empty when it was not told.
        verdict: ``conforms``, ``does not conform`` or ``not checked``.
        things: Number of things in it that a shape looked at.
        statements: Number of its statements.
        findings: Number of findings in it.
    """

    name: str
    format: str
    verdict: str
    things: int = 0
    statements: int = 0
    findings: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a check of one or more files, taken together as one description.

    Attributes:
        files: What was checked.
        verdict: ``conforms``; ``does not conform`` (a violation was found); ``not checked`` (a file could not be
            read, the engine failed, or no shape matched anything).
        findings: In order of place; of very many only the first, violations before anything else.
        engine: Name and version of the engine.
        total: Number of findings, those left out included.
        unchecked: What was not looked at.
    """

    files: tuple[CheckedFile, ...]
    verdict: str
    findings: tuple[Finding, ...]
    engine: str
    total: int
    unchecked: tuple[Unchecked, ...] = ()

    @property
    def checked(self) -> int:
        """Number of things that a shape looked at."""
        return sum(file.things for file in self.files)

    @property
    def exit_code(self) -> int:
        """0 conforms, 1 does not conform, 2 not checked."""
        return _EXIT_CODES[self.verdict]


def gravest(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return the faults that a report has room for: the first 1,000, violations before anything else."""
    return tuple(sorted(faults, key=lambda fault: SEVERITIES.index(fault.severity))[:MOST_FINDINGS])


def file_verdict(things: int, broken: bool) -> str:
    """Return the verdict on a file that could be read: how many things were looked at, and whether one is amiss."""
    if broken:
        return DOES_NOT_CONFORM
    return CONFORMS if things else NOT_CHECKED


def worst(files: Sequence[CheckedFile]) -> str:
    """Return the verdict on all files: what one leaves unchecked, no other makes up for."""
    return max((file.verdict for file in files), key=_EXIT_CODES.__getitem__, default=NOT_CHECKED)


def in_language(texts: Sequence[Text], language: str) -> str:
    """Return the text in ``language``, else in English, else any, else an empty one.

    >>> in_language([Text("source", "en"), Text("источник", "ru")], "uz")
    'source'
    """
    by_language = {text.language: text.value for text in texts}
    return by_language.get(language) or by_language.get("en") or next(iter(by_language.values()), "")
