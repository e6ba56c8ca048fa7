"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass

from clusterkb.rdf.text import Text

SEVERITIES = ("Violation", "Warning", "Info")


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault or remark.

    Attributes:
        code: Short name of the shape or rule, such as ``Cluster-source``.
        severity: ``Violation``, ``Warning`` or ``Info``.
        file, line: Where; line 0 when the format has none.
        focus: The thing, as a prefixed name.
        path: The property, as a prefixed name, or an empty string.
        value: The offending value, or an empty string.
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
        findings: In order of place.
        engine: Name and version of the engine.
    """

    file: str
    verdict: str
    checked: int
    findings: tuple[Finding, ...]
    engine: str

    @property
    def exit_code(self) -> int:
        """0 conforms, 1 does not conform, 2 nothing could be checked."""
        return {"conforms": 0, "does not conform": 1}.get(self.verdict, 2)
