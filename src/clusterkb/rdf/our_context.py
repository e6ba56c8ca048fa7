"""Our JSON-LD context: the one that a document may name by its address, since nothing need be fetched for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice

from clusterkb.namespaces import PREFIXES
from clusterkb.rdf.complaint_words import refusal
from clusterkb.rdf.contexts import PIECE

OUR_CONTEXT = "https://w3id.org/clusterkb/context.jsonld"

_NAME = b"context.jsonld"
_KEY = b'"@context"'
_MOST_USES = 5_000


def our_context() -> dict[str, dict[str, str]]:
    """Return the context: our prefixes.

    >>> our_context()["@context"]["ckb"]
    'https://w3id.org/clusterkb/onto/'
    """
    return {"@context": dict(PREFIXES)}


def filled_in(document: bytes, name: str) -> bytes:
    """Return a JSON-LD document with our context in the place of its address; lines stay lines.

    Args:
        document: UTF-8 without a byte order mark.
        name: What to call it in messages.

    Raises:
        BadInput: It names the context so often that it would grow without bounds.

    >>> b'"ckb":"https://' in filled_in(b'{"@context": "https://w3id.org/clusterkb/context.jsonld"}', "x")
    True
    """
    uses = list(islice(_uses(document), _MOST_USES + 1))
    if len(uses) > _MOST_USES:
        raise refusal("large-contexts", name=name)
    return _replaced(document, json.dumps(our_context()["@context"], separators=(",", ":")).encode(), uses)


def left_empty(document: bytes) -> bytes:
    r"""Return a JSON-LD document with an empty context for ours, so that all else stays at its place to the byte.

    >>> left_empty(b'{"@context": "https://w3id.org/clusterkb/context.jsonld", "a": 1}').split()
    [b'{"@context":', b'{}', b',', b'"a":', b'1}']
    """
    return _replaced(document, b"{}", list(_uses(document)))


def _replaced(document: bytes, context: bytes, uses: list[tuple[int, int]]) -> bytes:
    parts, end = [], 0
    for start, stop in uses:
        parts += [document[end:start], context.ljust(stop - start)]
        end = stop
    return b"".join([*parts, document[end:]])


def _uses(document: bytes) -> Iterator[tuple[int, int]]:
    """Yield where our address stands as a context, from quotation mark to quotation mark."""
    if _NAME not in document:
        return
    opened: list[bool] = []  # for each bracket, whether a string in it is a context
    key, expected = b"", False
    for found in PIECE.finditer(document):
        kind = found.lastgroup
        if kind == "string":
            if (expected or (opened and opened[-1])) and _text(found[0]) == OUR_CONTEXT:
                yield found.span()
            key, expected = found[0], False
        elif kind == "colon":
            expected = key == _KEY
        elif kind == "open":
            opened.append(expected and found[0] == b"[")
            expected = False
        elif kind == "close" and opened:
            opened.pop()


def _text(written: bytes) -> str:
    try:
        return str(json.loads(written))
    except ValueError:
        return ""
