"""A report for people at a terminal."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from clusterkb.validation.findings import CONFORMS, SEVERITIES, Finding, Report, Unchecked
from clusterkb.validation.findings import in_language as _in
from clusterkb.validation.renderers.folding import Fold, by_thing, fold
from clusterkb.validation.renderers.remedies import remedies, why_nothing
from clusterkb.validation.renderers.sentences import count, say, thing_called
from clusterkb.validation.renderers.sources import NO_SOURCES, Excerpts, Sources
from clusterkb.validation.renderers.visible import visible

_MOST_LINES = 10
_MOST_LEFT = 5


def text(report: Report, language: str, sources: Sources = NO_SOURCES) -> str:
    """Return a report as text: what is wrong, by file and thing; what was not checked; the verdict.

    >>> print(text(Report((), CONFORMS, (), "engine 1.0", 0), "en"))
    0 things looked at; 0 violations, 0 warnings, 0 remarks
    Checked with engine 1.0
    """
    excerpts = Excerpts(sources)
    blocks = [*_things(report.findings, language, excerpts), list(_left(report.unchecked, language))]
    blocks.append(list(_verdict(report, language)))
    return "\n\n".join("\n".join(visible(line) for line in block) for block in blocks if block)


def _things(found: Sequence[Finding], language: str, excerpts: Excerpts) -> Iterator[list[str]]:
    """Yield a block of lines a thing, one file after the other."""
    by_file: dict[str, list[Finding]] = defaultdict(list)
    for finding in found:
        by_file[finding.file].append(finding)
    for findings in by_file.values():
        folds = {id(one.finding): one for one in fold(findings)}
        for thing in by_thing(one for one in findings if id(one) in folds):
            lines = [_heading(thing[0], language)]
            for finding in thing:
                lines += _finding(folds[id(finding)], language, excerpts)
            yield lines


def _heading(finding: Finding, language: str) -> str:
    label, thing = _in(finding.labels, language), thing_called(finding.focus, language)
    if label and thing:
        return f"{label} ({thing})"
    return label or thing or finding.file


def _finding(shown: Fold, language: str, excerpts: Excerpts) -> Iterator[str]:
    finding = shown.finding
    label = _in(finding.path_labels, language)
    path = f"  {finding.path}" + (f" ({label})" if label else "") if finding.path else ""
    yield f"  {finding.place}  {say(finding.severity, language)}  {finding.code}{path}"
    yield from (f"  {line}" for line in excerpts.of(finding.place))
    yield f"    {finding.message(language)}"
    yield from (f"    {line}" for line in remedies(finding, language))
    if shown.like:
        yield f"    … {_more(shown.like, language)}"


def _more(like: Sequence[Finding], language: str) -> str:
    places = [finding.place.cell or str(finding.line) for finding in like if finding.place.cell or finding.line]
    lines = ", ".join(places[:_MOST_LINES]) + (", …" if len(places) > _MOST_LINES else "")
    where = count("lines", len(places), language, lines=lines) if places else ""
    return count("more", len(like), language) + where


def _left(unchecked: Sequence[Unchecked], language: str) -> Iterator[str]:
    by_kind: dict[str, list[Unchecked]] = defaultdict(list)
    for one in unchecked:
        by_kind[one.kind].append(one)
    if by_kind:
        yield say("left", language)
    for kind in by_kind.values():
        for one in kind[:_MOST_LEFT]:
            times = f" {count('times', one.count, language)}" if one.count > 1 else ""
            yield f"  {one.place}  {one.message(language)}{times}"
        if rest := kind[_MOST_LEFT:]:
            names = ", ".join(one.what for one in rest[:_MOST_LINES]) + (", …" if len(rest) > _MOST_LINES else "")
            yield f"  … {say('others', language, n=len(rest), what=names)}"


def _verdict(report: Report, language: str) -> Iterator[str]:
    if len(report.findings) < report.total:
        yield say("first", language, shown=len(report.findings), total=report.total)
    conforming = [file for file in report.files if file.verdict == CONFORMS]
    folded = conforming[_MOST_LEFT:]
    for file in (file for file in report.files if file not in folded):
        yield f"{file.name}: {say(file.verdict, language)}"
        if reason := why_nothing(file, report):
            yield f"    {say(reason, language)}"
    if folded:
        yield f"… {count('conforming', len(folded), language)}"
    yield counts(report, language)
    yield say("engine", language, engine=report.engine)


def counts(report: Report, language: str) -> str:
    """Return how many things were looked at, and how many findings of each severity are shown."""
    severities = Counter(finding.severity for finding in report.findings)
    numbers = ", ".join(count(severity, severities[severity], language) for severity in SEVERITIES)
    shown = f"{say('shown', language)} " if len(report.findings) < report.total else ""
    return f"{count('things', report.checked, language)}; {shown}{numbers}"
