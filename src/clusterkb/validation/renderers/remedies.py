"""What a finding says can be done about it, and where to read more."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from urllib.parse import quote

from clusterkb.namespaces import BASE, expand
from clusterkb.validation.findings import NOT_CHECKED, CheckedFile, Finding, Fix, Report, in_language
from clusterkb.validation.renderers.sentences import say
from clusterkb.validation.renderers.visible import visible

_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`\[\]]+")
FAILURES = ("engine", "file")
"""Kinds of what was not checked that leave a whole file so."""


def page_of(code: str) -> str:
    """Return the address of a code's page; a shape of others is its own.

    >>> page_of("Cluster-source"), page_of("https://example.org/Shape")
    ('https://w3id.org/clusterkb/rule/Cluster-source', 'https://example.org/Shape')
    """
    address = expand(code)
    return address if _ADDRESS.fullmatch(address) else f"{BASE}/rule/{quote(code, safe='')}"


def remedies(finding: Finding, language: str) -> Iterator[str]:
    """Yield what the nearest way to conform lacks, and the fix; one line each."""
    if finding.lacks:
        what = "; ".join(in_language(texts, language).rstrip(".") for texts in finding.lacks)
        yield say("nearest", language, what=what)
    if finding.fix:
        yield from _fix(finding.fix, finding.file, language)


def _fix(fix: Fix, file: str, language: str) -> Iterator[str]:
    title = in_language(fix.titles, language).rstrip(".")
    if fix.certain:
        yield say("certain", language, title=title, file=shlex.quote(visible(file)))
        return
    lines = [line for edit in fix.edits for line in edit.text.splitlines() if line.strip(" \t;,.[")]
    shown = [line.strip().lstrip(";, ") for line in lines]
    if all(line in title for line in shown):
        yield f"{title}."
        return
    yield f"{title}:"
    yield from (f"    {line}" for line in shown)


def why_nothing(file: CheckedFile, report: Report) -> str:
    """Return the key of the sentence that says why no rule is about anything in a file; empty where one is.

    >>> why_nothing(CheckedFile("a.ttl", "ttl", NOT_CHECKED), Report((), NOT_CHECKED, (), "engine 1.0", 0))
    'empty'
    """
    kinds = {one.kind for one in report.unchecked}
    if file.verdict != NOT_CHECKED or file.findings or not kinds.isdisjoint(FAILURES):
        return ""
    if not file.statements:
        return "empty"
    return "unmatched" if "shape" in kinds else "untyped"


def in_one_line(finding: Finding, language: str) -> str:
    """Return the message of a finding with what can be done about it."""
    return " ".join([finding.message(language), *(line.strip() for line in remedies(finding, language))])
