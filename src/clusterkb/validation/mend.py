"""Findings mended in the documents themselves, and the documents checked again."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from clusterkb.validation.documents import Sent
from clusterkb.validation.findings import Edit, Finding, Fix, Report
from clusterkb.validation.fixes import NAMES
from clusterkb.validation.fixes.patch import apply, compatible
from clusterkb.validation.rules import Rules
from clusterkb.validation.run import validate

_MOST_ROUNDS = 10
_MOST_TRIALS = 100

_Key = tuple[str, str, str, str, str]


def mend(sent: Sequence[Sent], rules: Rules, engine: str = "") -> tuple[list[Sent], Report, int]:
    """Make every fix that is certain and leaves its finding mended and no new one.

    What is mended of names, or so that a document can be read at all, may bring other findings to light: no shape saw
    the thing before.

    Args:
        sent: The documents.
        rules: What to check against.
        engine: Which engine; the default one when empty.

    Returns:
        The documents, with all but the fixes as it was, byte by byte; the last report; the number of fixes made.
    """
    documents, made = list(sent), 0
    report = validate(documents, rules, engine)
    if len({one.name for one in documents}) < len(documents):
        return documents, report, 0  # an edit could not say which of two it is for
    for _ in range(_MOST_ROUNDS):
        documents, report, number = _round(documents, report, rules, engine)
        made += number
        if not number:
            report = _without_promises(report)
            break
    return documents, report, made


def _without_promises(report: Report) -> Report:
    """Return a report without the fixes that were tried and did not help."""
    left = (replace(one, fix=None) if one.fix and one.fix.certain else one for one in report.findings)
    return replace(report, findings=tuple(left))


def _round(documents: list[Sent], report: Report, rules: Rules, engine: str) -> tuple[list[Sent], Report, int]:
    mended = {one.fix: one for one in report.findings if one.fix and one.fix.certain}
    first = [fix for fix, one in mended.items() if _on_names(one)]
    fixes = compatible(first or mended)
    kept: list[Fix] = []
    best = report
    # All together; if that breaks something, each half, and so on down to the fix that does.
    due = [fixes] if fixes else []
    for _ in range(_MOST_TRIALS):
        if not due:
            break
        some = due.pop()
        after = validate(changed(documents, [*kept, *some]), rules, engine)
        if _better(best, after, [mended[fix] for fix in some]):
            kept, best = [*kept, *some], after
        elif len(some) > 1:
            due += [some[len(some) // 2 :], some[: len(some) // 2]]
    return changed(documents, kept), best, len(kept)


def changed(documents: Sequence[Sent], fixes: Iterable[Fix]) -> list[Sent]:
    """Return documents with fixes made.

    >>> changed([Sent(b"a b", "ttl", "x")], [Fix((), (Edit("x", 0, 1, "c"),))])[0].data
    b'c b'
    """
    edits = [edit for fix in fixes for edit in fix.edits]
    return [_changed(one, [edit for edit in edits if edit.file == one.name]) for one in documents]


def _changed(one: Sent, edits: list[Edit]) -> Sent:
    if not edits:
        return one
    mark = BOM_UTF8 if one.data.startswith(BOM_UTF8) else b""
    return replace(one, data=mark + apply(one.data[len(mark) :].decode(), edits).encode())


def _better(before: Report, after: Report, mended: Sequence[Finding]) -> bool:
    """Return whether what was to be mended is, and nothing else broke."""
    old, new = (Counter(map(_key, report.findings)) for report in (before, after))
    if any(new[_key(one)] >= old[_key(one)] for one in mended):
        return False
    made = new - old
    if all(map(_on_names, mended)):
        return all(one.focus or _uncovered(one, mended) for one in after.findings if _key(one) in made)
    if before.total > len(before.findings):  # what else was wrong is not known, only how much
        return after.total <= before.total - len(mended)
    return not made


def _uncovered(one: Finding, mended: Iterable[Finding]) -> bool:
    """Return whether the parser came to a complaint only because one before it was mended."""
    before = (other.place for other in mended if not other.focus and other.file == one.file)
    return any(place.line <= one.line for place in before)


def _on_names(one: Finding) -> bool:
    return one.code in NAMES or not one.focus


def _key(one: Finding) -> _Key:
    return one.file, one.code, one.focus, one.path, one.value if one.focus else one.message("en")
