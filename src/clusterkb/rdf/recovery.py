"""Reading on behind an error, so that one look at a file shows all that is wrong with it."""

from __future__ import annotations

import re
from itertools import islice

import pyoxigraph as ox

from clusterkb.rdf.formats import Format
from clusterkb.rdf.our_context import left_empty

MOST_COMPLAINTS = 20
MOST_STATEMENTS = 1_000_000
"""One more than these is read, and nothing behind it."""

_TURTLE = ("ttl", "trig")
_OPEN_TO_THE_END = re.compile(r"between line (\d+) column \d+ and line \d+ .*Unexpected end of file", re.DOTALL)
_DIRECTIVE = re.compile(rb"\s*@?(?:prefix|base)\b", re.IGNORECASE)
_STATEMENT = re.compile(rb"(?:[\w-]*:|<|\[|_:|@prefix)")


def recovered(document: bytes, form: Format, base: str | None, most: int) -> tuple[list[ox.Quad], list[Exception]]:
    """Return the statements of a document and, up to ``most``, the parser's errors.

    Args:
        document: UTF-8 without a byte order mark.
        form: Its format.
        base: IRI that relative references are resolved against.
        most: After how many errors to stop.
    """
    quads: list[ox.Quad] = []
    errors: list[Exception] = []
    rest: bytes | None = document
    while rest is not None and len(errors) < most:
        statements = ox.parse(rest, format=form.engine, base_iri=base, rename_blank_nodes=True)
        before = len(errors)
        _read_on(statements, quads, errors, most)
        rest = _behind(rest, errors[-1]) if len(errors) > before and form.name in _TURTLE else None
    return quads, errors


def placed_as_sent(error: Exception, document: bytes, form: Format) -> Exception:
    """Return what the parser raised with the place that it has in the document without our context put in.

    Args:
        error: What it raised, reading the document with our context in the place of its address.
        document: The document as it was sent.
        form: Its format.
    """
    if form.name != "jsonld" or not getattr(error, "lineno", None) or (emptied := left_empty(document)) == document:
        return error
    return next(iter(recovered(emptied, form, None, 1)[1]), error)


def _read_on(statements: ox.QuadParser, quads: list[ox.Quad], errors: list[Exception], most: int) -> None:
    while len(errors) < most:
        try:
            quads.extend(islice(statements, MOST_STATEMENTS + 1 - len(quads)))
        except (SyntaxError, ValueError, OSError) as error:
            if errors and str(error) == str(errors[-1]):
                return
            errors.append(error)
        else:
            return


def _behind(document: bytes, error: Exception) -> bytes | None:
    """Return the document from the next statement on, when an error swallowed all that follows it.

    A quotation mark or bracket that is never closed does. What stood before is left blank, so that lines keep their
    numbers; prefixes stay.
    """
    found = _OPEN_TO_THE_END.search(str(error))
    if found is None:
        return None
    lines = document.splitlines(keepends=True)
    opened = int(found[1])
    for number in range(opened, len(lines)):
        if _STATEMENT.match(lines[number]):
            break
    else:
        return None
    kept = [line if _DIRECTIVE.match(line) else b"\n" for line in lines[: opened - 1]]
    blank = [b"\n"] * (number - opened + 1)
    return b"".join([*kept, *blank, *lines[number:]])
