"""JSON-LD contexts that would be copied or read again until the end of days."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from clusterkb.rdf.complaint_words import refusal

_MOST_WORK = 200_000_000
"""Bytes of contexts that a parser may go through, some seconds of its time."""

_FEW = 100_000
PIECE = re.compile(
    rb'(?P<string>"(?:[^"\\]|\\.)*+"?+)|(?P<open>[\[{])|(?P<close>[\]}])|(?P<colon>:)|[^"\[\]{}:]++', re.DOTALL
)
"""A piece of JSON: a text, a bracket, a colon, or what stands between; linear even where a text has no end."""


def refuse_contexts(document: bytes, name: str) -> None:
    """Refuse a document whose contexts are too large for how often they are used.

    A context within another copies it; one that belongs to a term is read again wherever the term is used.

    Raises:
        BadInput: There is too much to copy and to read.
    """
    if len(document) < _FEW:
        return
    sizes, scoped = [0], [0]
    for size, within in _contexts(document):
        sizes.append(size)
        if within:
            scoped.append(size)
    if len(sizes) * max(sizes) + document.count(b"{") * max(scoped) > _MOST_WORK:
        raise refusal("large-contexts", name=name)


def _contexts(document: bytes) -> Iterator[tuple[int, bool]]:
    """Yield the size of each context, and whether it stands within another."""
    opened: list[int] = []  # where each context that is open begins; -1 for what is none
    depth = 0
    key = b""
    for found in PIECE.finditer(document):
        kind = found.lastgroup
        if kind == "string":
            key = found[0]
        elif kind == "open":
            begins = _is_context(key)
            opened.append(found.start() if begins else -1)
            depth += begins
            key = b""
        elif kind == "close" and opened:
            key = b""
            start = opened.pop()
            if start >= 0:
                depth -= 1
                yield found.end() - start, depth > 0


def _is_context(key: bytes) -> bool:
    if key == b'"@context"':
        return True
    try:
        return b"\\" in key and json.loads(key) == "@context"
    except ValueError:
        return False
