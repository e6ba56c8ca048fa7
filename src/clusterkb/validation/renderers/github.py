"""A report as workflow commands, which GitHub Actions shows beside the lines of a change."""

from __future__ import annotations

from collections.abc import Iterator

from clusterkb.validation.findings import Finding, Place, Report, Unchecked, in_language
from clusterkb.validation.renderers.remedies import FAILURES, in_one_line
from clusterkb.validation.renderers.sentences import say, thing_called
from clusterkb.validation.renderers.sources import NO_SOURCES, Sources
from clusterkb.validation.renderers.text import counts
from clusterkb.validation.renderers.visible import visible

_COMMANDS = {"Violation": "error", "Warning": "warning", "Info": "notice"}


def github(report: Report, language: str, sources: Sources = NO_SOURCES) -> str:
    """Return a report as annotations: errors, warnings, a notice with the numbers, other notices.

    GitHub shows ten of each kind a step; the numbers come before the other notices, so that they are among them.

    >>> print(github(Report((), "conforms", (), "engine 1", 0), "en"))
    ::notice title=clusterkb%3A conforms::0 things looked at; 0 violations, 0 warnings, 0 remarks. Checked with engine 1
    """
    lines: dict[str, list[str]] = {"error": [], "warning": [], "notice": [_numbers(report, language)]}
    for one in report.unchecked:
        lines["error" if one.kind in FAILURES else "notice"].append(_unchecked(one, language))
    for finding in report.findings:
        lines[_COMMANDS[finding.severity]].append(_finding(finding, language))
    return "\n".join(line for kind in lines.values() for line in kind)


def _finding(finding: Finding, language: str) -> str:
    thing = in_language(finding.labels, language) or thing_called(finding.focus, language)
    message = in_one_line(finding, language)
    if thing and not message.startswith(thing):
        message = f"{thing}: {message}"
    return _command(_COMMANDS[finding.severity], finding.place, finding.code, message)


def _unchecked(one: Unchecked, language: str) -> str:
    kind = "error" if one.kind in FAILURES else "notice"
    return _command(kind, one.place, say("not checked", language), one.message(language))


def _numbers(report: Report, language: str) -> str:
    said = [counts(report, language), say("engine", language, engine=report.engine)]
    if len(report.findings) < report.total:
        said.insert(0, say("first", language, shown=len(report.findings), total=report.total).rstrip("."))
    return _command("notice", Place(""), f"clusterkb: {say(report.verdict, language)}", ". ".join(said))


def _command(kind: str, place: Place, title: str, message: str) -> str:
    properties = ",".join(f"{name}={value}" for name, value in _properties(place, title))
    shown = f"{place.cell}: {message}" if place.cell else message
    return f"::{kind} {properties}::{_data(shown)}"


def _properties(place: Place, title: str) -> Iterator[tuple[str, str | int]]:
    if place.file:
        yield "file", _property(place.file)
    numbers = {"line": place.line, "endLine": place.end_line, "col": place.column, "endColumn": place.end_column}
    if place.end_line > place.line:  # GitHub refuses columns that are not of one line
        del numbers["col"], numbers["endColumn"]
    yield from ((name, number) for name, number in numbers.items() if number)
    yield "title", _property(title)


def _data(text: str) -> str:
    r"""Return a message with the characters escaped that would end it.

    >>> _data("100 %\n::error::x")
    '100 %25%0A::error::x'
    """
    lines = text.replace("%", "%25").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "%0A".join(visible(line) for line in lines)


def _property(text: str) -> str:
    """Return a property with the characters escaped that would end it.

    >>> _property("a,b: c")
    'a%2Cb%3A c'
    """
    return _data(text).replace(":", "%3A").replace(",", "%2C")
