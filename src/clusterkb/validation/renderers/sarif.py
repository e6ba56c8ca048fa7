"""A report in SARIF 2.1.0, which code hosts and editors read."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import quote

from clusterkb.namespaces import BASE
from clusterkb.validation.findings import NOT_CHECKED, SEVERITIES, Finding, Fix, Place, Report, in_language
from clusterkb.validation.renderers.remedies import FAILURES, in_one_line, page_of
from clusterkb.validation.renderers.sentences import say
from clusterkb.validation.renderers.sources import NO_SOURCES, Sources
from clusterkb.validation.renderers.visible import in_json
from clusterkb.version import __version__

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"Violation": "error", "Warning": "warning", "Info": "note"}
_BETWEEN = re.compile(r"[\W_]+")
_FINGERPRINT = "clusterkbFinding/v1"


def sarif(report: Report, language: str, sources: Sources = NO_SOURCES) -> str:
    """Return a report as SARIF.

    >>> json.loads(sarif(Report((), "not checked", (), "engine 1.0", 0), "en"))["version"]
    '2.1.0'
    """
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(report, language)]}
    return in_json(json.dumps(log, ensure_ascii=False, indent=2)) + "\n"


def _run(report: Report, language: str) -> dict[str, Any]:
    rules = _rules(report.findings, language)
    index = {rule["id"]: number for number, rule in enumerate(rules)}
    prints = _fingerprints(report.findings)
    driver = {
        "name": "clusterkb",
        "version": __version__,
        "informationUri": BASE,
        "rules": rules,
        "notifications": [{"id": kind} for kind in sorted({one.kind for one in report.unchecked})],
    }
    return {
        "tool": {"driver": driver, "extensions": [{"name": report.engine}]},
        "language": language,
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": _uri(file.name)}, "roles": ["analysisTarget"]} for file in report.files],
        "invocations": [_invocation(report, language)],
        "results": [
            {**_result(finding, language), "ruleIndex": index[finding.code], "partialFingerprints": {_FINGERPRINT: one}}
            for finding, one in zip(report.findings, prints, strict=True)
        ],
    }


def _rules(found: Iterable[Finding], language: str) -> list[dict[str, Any]]:
    by_code: dict[str, list[Finding]] = {}
    for finding in found:
        by_code.setdefault(finding.code, []).append(finding)
    return [_rule(code, by_code[code], language) for code in sorted(by_code)]


def _rule(code: str, findings: Sequence[Finding], language: str) -> dict[str, Any]:
    worst = min((finding.severity for finding in findings), key=SEVERITIES.index)
    properties = {in_language(finding.path_labels, language) or finding.path for finding in findings} - {""}
    about = f"{code}: {properties.pop()}" if len(properties) == 1 else code
    return {
        "id": code,
        "name": _name(code),
        "shortDescription": {"text": about},
        "help": {"text": say("rule", language, address=page_of(code))},
        "helpUri": page_of(code),
        "defaultConfiguration": {"level": _LEVELS[worst]},
    }


def _name(code: str) -> str:
    """Return the name of a rule as SARIF wants it.

    >>> _name("Cluster-source"), _name("unknown-term"), _name("https://e.example/shapes#A-b")
    ('ClusterSource', 'UnknownTerm', 'EExampleShapesAB')
    """
    return "".join(part[:1].upper() + part[1:] for part in _BETWEEN.split(code.rpartition("//")[2]))


def _result(finding: Finding, language: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "message": {"text": _plain(in_one_line(finding, language))},
        "locations": [_location(finding.place, finding.focus, in_language(finding.labels, language))],
    }
    if finding.fix and finding.fix.certain:
        result["fixes"] = [_fix(finding.fix, language)]
    return result


def _plain(text: str) -> str:
    """Return a message in which no link is seen: a value could hold one that leads anywhere.

    >>> _plain("[here](https://e/)")
    '[here] (https://e/)'
    """
    return text.replace("](", "] (")


def _location(place: Place, focus: str = "", label: str = "") -> dict[str, Any]:
    location: dict[str, Any] = {}
    if place.file:
        location["physicalLocation"] = {"artifactLocation": {"uri": _uri(place.file)}, **_region(place)}
    if focus:
        location["logicalLocations"] = [{"name": label or focus, "fullyQualifiedName": focus, "kind": "object"}]
    if place.cell:
        location["message"] = {"text": place.cell}
    return location


def _region(place: Place) -> dict[str, Any]:
    numbers = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }
    return {"region": {name: number for name, number in numbers.items() if number}} if place.line else {}


def _uri(name: str) -> str:
    """Return the name of a file as a URI, relative where the name is.

    >>> _uri("data/one file.ttl"), _uri("/data/x.ttl"), _uri("javascript:x")
    ('data/one%20file.ttl', 'file:///data/x.ttl', 'javascript%3Ax')
    """
    path = quote(name.replace("\\", "/"), safe="/", errors="backslashreplace")
    return f"file://{path}" if path.startswith("/") else path


def _fix(fix: Fix, language: str) -> dict[str, Any]:
    changes = [
        {
            "artifactLocation": {"uri": _uri(file)},
            "replacements": [
                {
                    "deletedRegion": {"charOffset": edit.start, "charLength": edit.end - edit.start},
                    "insertedContent": {"text": edit.text},
                }
                for edit in edits
            ],
        }
        for file, edits in groupby(sorted(fix.edits), key=lambda edit: edit.file)
    ]
    return {"description": {"text": in_language(fix.titles, language)}, "artifactChanges": changes}


def _fingerprints(found: Iterable[Finding]) -> Iterator[str]:
    """Yield what stays the same when lines move: what is wrong with what; and of several alike, which one it is."""
    seen: Counter[str] = Counter()
    for finding in found:
        parts = "\0".join((finding.code, finding.focus, finding.path, finding.value))
        digest = hashlib.sha256(parts.encode("utf-8", "backslashreplace")).hexdigest()[:32]
        seen[digest] += 1
        yield f"{digest}:{seen[digest]}"


def _invocation(report: Report, language: str) -> dict[str, Any]:
    notes = [
        {
            "descriptor": {"id": one.kind},
            "level": "error" if one.kind in FAILURES else "note",
            "message": {"text": _plain(one.message(language))},
            "locations": [_location(one.place, one.what)],
        }
        for one in report.unchecked
    ]
    if len(report.findings) < report.total:
        left_out = say("first", language, shown=len(report.findings), total=report.total)
        notes.append({"level": "warning", "message": {"text": left_out}})
    return {
        "executionSuccessful": report.verdict != NOT_CHECKED,
        "exitCode": report.exit_code,
        "exitCodeDescription": say(report.verdict, language),
        "toolExecutionNotifications": notes,
    }
