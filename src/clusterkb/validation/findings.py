"""What a check found: a fault in terms of RDF, a finding in words and with its place, a report."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import pyoxigraph as ox

from clusterkb.rdf.terms import Term
from clusterkb.rdf.text import Text

SEVERITIES = ("Violation", "Warning", "Info")


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
    """

    code: str
    severity: str
    focus: Term
    path: ox.NamedNode | None
    value: Term | None
    messages: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault or remark.

    Attributes:
        code: Short name of the shape or rule, such as ``Cluster-source``.
        severity: ``Violation``, ``Warning`` or ``Info``.
        file, line: Where; line 0 when the format has none.
        focus: The thing, as a prefixed name, or in words when it has no address.
        path: The property, as a prefixed name, or an empty string.
        value: The offending value, or an empty string; a long one is cut, and ends in "…".
        messages: What is wrong and what to do, one text a language.
    """

    code: str
    severity: str
    file: str
    line: int
    focus: str
    path: str
    value: str
    messages: tuple[Text, ...]

    def message(self, language: str) -> str:
        """Return the message in ``language``, else in English, else in any."""
        by_language = {text.language: text.value for text in self.messages}
        return by_language.get(language) or by_language.get("en") or next(iter(by_language.values()), self.code)


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a check.

    Attributes:
        file: Name of what was checked.
        verdict: ``conforms``, ``does not conform`` or ``not checked`` (no shape matched anything).
        checked: Number of things that a shape looked at.
        findings: In order of place; of very many only the first, violations before anything else.
        engine: Name and version of the engine.
        total: Number of findings, those left out included.
    """

    file: str
    verdict: str
    checked: int
    findings: tuple[Finding, ...]
    engine: str
    total: int

    @property
    def exit_code(self) -> int:
        """0 conforms, 1 does not conform, 2 nothing could be checked."""
        return {"conforms": 0, "does not conform": 1}.get(self.verdict, 2)

    def document(self) -> dict[str, Any]:
        """Return the report as plain data, as the command and the site write it in JSON."""
        return {**asdict(self), "exitCode": self.exit_code}
