"""A report for programs; ``report.schema.json`` beside this package says what every field means."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib import resources
from typing import Any

from clusterkb.namespaces import BASE, shorten
from clusterkb.rdf.text import Text
from clusterkb.validation.findings import CheckedFile, Edit, Finding, Fix, Place, Report, Unchecked
from clusterkb.validation.renderers.remedies import page_of
from clusterkb.validation.renderers.sources import NO_SOURCES, Excerpts, Sources
from clusterkb.validation.renderers.visible import in_json

SCHEMA = f"{BASE}/schema/report.json"
"""Address of the JSON Schema."""

VERSION = 1
"""Raised when a program that reads a report would have to change."""


def json_report(report: Report, language: str = "en", sources: Sources = NO_SOURCES) -> str:
    """Return a report as JSON; it holds every language, whichever is asked for.

    >>> json.loads(json_report(Report((), "not checked", (), "engine 1.0", 0)))["exitCode"]
    2
    """
    return in_json(json.dumps(document(report, sources), ensure_ascii=False, indent=2)) + "\n"


def document(report: Report, sources: Sources = NO_SOURCES) -> dict[str, Any]:
    """Return a report as what JSON is made of."""
    excerpts = Excerpts(sources)
    return {
        "$schema": SCHEMA,
        "version": VERSION,
        "verdict": report.verdict,
        "exitCode": report.exit_code,
        "engine": report.engine,
        "checked": report.checked,
        "total": report.total,
        "files": [_file(file) for file in report.files],
        "findings": [_finding(finding, excerpts) for finding in report.findings],
        "unchecked": [_unchecked(one) for one in report.unchecked],
    }


def schema_text() -> str:
    """Return the JSON Schema of a report, as it is served at ``SCHEMA``.

    >>> json.loads(schema_text())["$id"] == SCHEMA
    True
    """
    return resources.files("clusterkb.validation").joinpath("report.schema.json").read_text(encoding="utf-8")


def _file(file: CheckedFile) -> dict[str, Any]:
    return {
        "name": file.name,
        "format": file.format,
        "verdict": file.verdict,
        "things": file.things,
        "statements": file.statements,
        "findings": file.findings,
    }


def _finding(finding: Finding, excerpts: Excerpts) -> dict[str, Any]:
    return {
        "code": finding.code,
        "help": page_of(finding.code),
        "severity": finding.severity,
        "component": shorten(finding.component),
        "place": _place(finding.place),
        "focus": finding.focus,
        "labels": [{"text": label.value, "language": label.language} for label in finding.labels],
        "path": finding.path,
        "pathLabels": _by_language(finding.path_labels),
        "value": finding.value,
        "messages": _by_language(finding.messages),
        "lacks": [_by_language(texts) for texts in finding.lacks],
        "fix": _fix(finding.fix, excerpts) if finding.fix else None,
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
        "cell": place.cell,
    }


def _by_language(texts: Sequence[Text]) -> dict[str, str]:
    # BCP 47 calls a language that nobody named "und".
    return {text.language or "und": text.value for text in texts}


def _fix(fix: Fix, excerpts: Excerpts) -> dict[str, Any]:
    return {
        "titles": _by_language(fix.titles),
        "certain": fix.certain,
        "edits": [_edit(edit, excerpts) for edit in fix.edits],
    }


def _edit(edit: Edit, excerpts: Excerpts) -> dict[str, Any]:
    start, end = (_at(edit.file, offset, excerpts) for offset in (edit.start, edit.end))
    return {"file": edit.file, "start": start, "end": end, "text": edit.text}


def _at(file: str, offset: int, excerpts: Excerpts) -> dict[str, int]:
    lines = excerpts.lines(file)
    if lines is None:
        return {"offset": offset}
    line, column = lines.of(offset)
    return {"offset": offset, "line": line, "column": column}


def _unchecked(one: Unchecked) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "what": one.what,
        "count": one.count,
        "place": _place(one.place),
        "messages": _by_language(one.messages),
    }
