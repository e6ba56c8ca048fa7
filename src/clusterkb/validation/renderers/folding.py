"""Findings as people want them: those of one thing together, many of one kind as a few and a number."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from clusterkb.validation.findings import Finding

_MOST = 3


@dataclass(slots=True)
class Fold:
    """A finding, and those like it that are not shown.

    Attributes:
        finding: The one that is shown.
        like: The rest; empty but for the last that is shown of a kind.
    """

    finding: Finding
    like: list[Finding] = field(default_factory=list)


def by_thing(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Return the findings of each thing together, things in the order of their first."""
    found: dict[Hashable, list[Finding]] = {}
    for finding in findings:
        found.setdefault(_thing(finding), []).append(finding)
    return list(found.values())


def fold(findings: Sequence[Finding]) -> list[Fold]:
    """Return the first three of each kind; the third holds the others."""
    folds: list[Fold] = []
    kinds: dict[Hashable, list[Fold]] = {}
    for finding in findings:
        shown = kinds.setdefault(_kind(finding), [])
        if len(shown) == _MOST:
            shown[-1].like.append(finding)
            continue
        shown.append(Fold(finding))
        folds.append(shown[-1])
    return folds


def _thing(finding: Finding) -> Hashable:
    """Return what a finding is about: things without an address share their name."""
    return finding.triple[0] or finding.focus


def _kind(finding: Finding) -> Hashable:
    """Return what findings like this have in common; those of our own rules and of a parser say each another thing."""
    message = finding.message("en")
    if finding.component and finding.value:
        message = message.replace(finding.value, "")
    return finding.code, finding.path, message
