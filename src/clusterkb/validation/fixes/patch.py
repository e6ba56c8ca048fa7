"""Edits carried out, and what they change as a unified diff."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence

from clusterkb.validation.findings import Edit, Fix

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_NO_NEWLINE = "\\ No newline at end of file\n"


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with edits made; all else stays as it is, character by character.

    Raises:
        ValueError: Two edits overlap.

    >>> apply("a b c", [Edit("", 4, 5, "d"), Edit("", 1, 1, ",")])
    'a, b d'
    """
    parts: list[str] = []
    place = 0
    for edit in sorted(edits):
        if edit.start < place:
            raise ValueError("Edits overlap.")
        parts += [text[place : edit.start], edit.text]
        place = edit.end
    return "".join([*parts, text[place:]])


def replaced(text: str, edits: Sequence[Edit]) -> tuple[str, str]:
    """Return what edits that stand together replace, and by what, as it is written.

    >>> replaced("ex:a ex:b 1 .", [Edit("", 10, 10, '"'), Edit("", 11, 11, '"@en')])
    ('1', '"1"@en')
    """
    start, end = min(edit.start for edit in edits), max(edit.end for edit in edits)
    old = text[start:end]
    return old, apply(old, [Edit(edit.file, edit.start - start, edit.end - start, edit.text) for edit in edits])


def compatible(fixes: Iterable[Fix]) -> list[Fix]:
    """Return the fixes that can be made together; of two that touch the same place the first.

    >>> one, two = Fix((), (Edit("a", 1, 3, "x"),)), Fix((), (Edit("a", 2, 2, "y"),))
    >>> compatible([one, two]) == [one]
    True
    """
    chosen: list[Fix] = []
    taken: dict[str, list[Edit]] = {}
    for fix in fixes:
        if not any(_touch(edit, other) for edit in fix.edits for other in taken.get(edit.file, ())):
            chosen.append(fix)
            for edit in fix.edits:
                taken.setdefault(edit.file, []).append(edit)
    return chosen


def _touch(one: Edit, other: Edit) -> bool:
    return one.start == other.start or (one.start < other.end and other.start < one.end)


def diff(name: str, before: str, after: str) -> str:
    r"""Return a unified diff, for ``patch -p1`` and ``git apply``; empty where nothing changed.

    >>> print(diff("a.ttl", "x\ny\n", "x\nz"), end="")
    --- a/a.ttl
    +++ b/a.ttl
    @@ -1,2 +1,2 @@
     x
    -y
    +z
    \ No newline at end of file
    """
    end = "\t" if " " in name else ""  # else patch takes the name to end at the space
    lines = difflib.unified_diff(_lines(before), _lines(after), f"a/{name}{end}", f"b/{name}{end}")
    return "".join(_ended(lines))


def _lines(text: str) -> Sequence[str]:
    # Only a line feed ends a line for patch; a carriage return before it belongs to the line.
    return _LINE.findall(text)


def _ended(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield line
        if not line.endswith("\n"):
            yield "\n" + _NO_NEWLINE
