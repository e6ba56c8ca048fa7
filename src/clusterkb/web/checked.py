"""What the page of a check shows: findings by thing, and the lines around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clusterkb.errors import BadRequest, ClusterkbError
from clusterkb.rdf.places import Lines
from clusterkb.validation.findings import Finding, Report, Unchecked
from clusterkb.validation.job import Checked
from clusterkb.validation.renderers.folding import Fold, by_thing, fold

_AROUND = 3
_WIDEST = 300
_MOST_LINES = 400
_MOST_LEFT = 20

EXAMPLE = """@prefix ckb: <https://w3id.org/clusterkb/onto/> .
@prefix confidence: <https://w3id.org/clusterkb/concept/confidence/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ex: <https://example.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

ex:cluster a ckb:EducationalCluster ;
    skos:prefLabel "Cluster of Example Town"@en ;
    ckb:recordConfidence confidence:medium ;
    dcterms:source <https://example.org/about-the-cluster> .
"""
"""What stands in the box at first: a whole description, as short as can be."""


class NothingSent(BadRequest):
    """A form without a text and without a file."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a checked text; number 0 stands for lines left out."""

    number: int
    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The lines of a file with findings, and those around them.

    Attributes:
        number: Which of the files of the report it is, from 1; in the addresses of its lines.
        name: Name of the file.
        lines: The lines.
    """

    number: int
    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class CheckPage:
    """What the page shows.

    Attributes:
        text: What stands in the box: what was sent, or an example to begin with.
        chosen: The name of the chosen format; empty for one told from the content.
        outcome: What the check found; None before the first.
        error: Why it, or something in it, could not be checked, or None.
        upload_limit: Largest upload, in bytes.
        excerpts: The lines around the findings, a file each.
    """

    text: str
    chosen: str
    outcome: Checked | None
    error: ClusterkbError | None
    upload_limit: int
    excerpts: tuple[Excerpt, ...]

    @classmethod
    def of(
        cls, text: str, chosen: str, outcome: Checked | None, error: ClusterkbError | None, upload_limit: int
    ) -> CheckPage:
        """Return the page of a check."""
        excerpts = tuple(_excerpts(outcome)) if outcome else ()
        return cls(text, chosen, outcome, error, upload_limit, excerpts)

    @property
    def empty(self) -> bool:
        """Whether neither a text nor a file was sent."""
        return isinstance(self.error, NothingSent)

    @property
    def report(self) -> Report | None:
        """The report, if something was checked."""
        return self.outcome.report if self.outcome else None

    @property
    def things(self) -> list[list[Fold]]:
        """The findings of each thing, repeats folded."""
        if self.report is None:
            return []
        folds = {id(one.finding): one for one in fold(self.report.findings)}
        shown = by_thing(finding for finding in self.report.findings if id(finding) in folds)
        return [[folds[id(finding)] for finding in thing] for thing in shown]

    @property
    def certain(self) -> int:
        """How many findings can be mended without asking."""
        findings = self.report.findings if self.report else ()
        return sum(bool(finding.fix and finding.fix.certain) for finding in findings)

    @property
    def unchecked(self) -> tuple[Unchecked, ...]:
        """The first of what was not looked at."""
        return self.report.unchecked[:_MOST_LEFT] if self.report else ()

    def anchor(self, finding: Finding) -> str:
        """Return the address of a finding's line on the page, or nothing where the line is not shown."""
        for excerpt in self.excerpts:
            if excerpt.name == finding.file and any(line.number == finding.line for line in excerpt.lines):
                return f"line-{excerpt.number}-{finding.line}"
        return ""


def _excerpts(outcome: Checked) -> Iterator[Excerpt]:
    for number, file in enumerate(outcome.report.files, 1):
        marked = {finding.line for finding in outcome.report.findings if finding.file == file.name}
        if file.name in outcome.texts and (lines := tuple(_lines(outcome.texts[file.name], marked))):
            yield Excerpt(number, file.name, lines)


def _lines(text: str, marked: set[int]) -> Iterator[Line]:
    """Yield the marked lines with their neighbours, a gap where lines are left out."""
    lines = Lines(text)
    near = {n for m in marked if m for n in range(m - _AROUND, m + _AROUND + 1) if 1 <= n <= len(lines.starts)}
    shown = sorted(near)[:_MOST_LINES]
    for number, before in zip(shown, [0, *shown], strict=False):
        if number != before + 1:
            yield Line(0, "", marked=False)
        content = lines.content(number)
        yield Line(number, content[:_WIDEST], number in marked)
