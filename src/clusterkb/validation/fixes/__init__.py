"""How findings can be mended: edits of the documents, as small as they can be, and none where two would do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from clusterkb.namespaces import expand
from clusterkb.validation.documents import Document
from clusterkb.validation.findings import Fault, Finding, Fix
from clusterkb.validation.fixes.desk import Desk
from clusterkb.validation.fixes.lines import inserted
from clusterkb.validation.fixes.prefixes import propose_for_complaint
from clusterkb.validation.fixes.terms import readdressed, respelled
from clusterkb.validation.fixes.turned import turned
from clusterkb.validation.fixes.values import addressed, listed, retyped
from clusterkb.validation.rules import Rules

__all__ = ["NAMES", "propose", "propose_for_complaint", "with_fixes"]

_Mend = Callable[[Fault, Desk], Fix | None]

NAMES = frozenset({"unknown-term", "wrong-namespace", "wrong-scheme", "unknown-prefix"})
"""Findings on names: until these are mended, shapes do not see what is said."""

_BY_CODE: dict[str, _Mend] = {
    "unknown-term": respelled,
    "unknown-prefix": respelled,
    "wrong-namespace": readdressed,
    "wrong-scheme": readdressed,
    "inverted-relation": turned,
}
_BY_COMPONENT: dict[str, _Mend] = {
    expand(f"sh:{name}ConstraintComponent"): mend
    for name, mend in {
        "Datatype": retyped,
        "NodeKind": addressed,
        "Pattern": listed,
        "MinCount": inserted,
        "HasValue": inserted,
    }.items()
}


def propose(fault: Fault, documents: Sequence[Document], rules: Rules) -> Fix | None:
    """Return how a fault can be mended; None where that cannot be computed or is ambiguous.

    Args:
        fault: What was found.
        documents: The description.
        rules: What it was checked against.
    """
    return _propose(fault, Desk(documents, rules, _ends(fault)))


def with_fixes(findings: Sequence[Finding], documents: Sequence[Document], rules: Rules) -> tuple[Finding, ...]:
    """Return findings with their fixes, where there are any; those that have one keep it.

    Args:
        findings: What is to be shown.
        documents: The description; what could not be read of it is left alone here.
        rules: What it was checked against.
    """
    faults = [_fault(finding) for finding in findings]
    desk = Desk(documents, rules, (end for fault in faults if fault for end in _ends(fault)))
    return tuple(
        replace(finding, fix=_propose(fault, desk)) if fault and finding.fix is None else finding
        for finding, fault in zip(findings, faults, strict=True)
    )


def _propose(fault: Fault, desk: Desk) -> Fix | None:
    mend = _BY_CODE.get(fault.code) or _BY_COMPONENT.get(fault.component)
    return mend(fault, desk) if mend else None


def _fault(finding: Finding) -> Fault | None:
    focus, path, value = finding.triple
    if focus is None:
        return None
    return Fault(finding.code, finding.severity, focus, path, value, finding.messages, finding.component)


def _ends(fault: Fault) -> Iterable[object]:
    return fault.focus, fault.value
