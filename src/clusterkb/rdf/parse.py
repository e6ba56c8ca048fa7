"""Bytes to quads, with a place in every complaint."""

from __future__ import annotations

import re

import pyoxigraph as ox

from clusterkb.errors import BadInput
from clusterkb.rdf.formats import Format

_PLACE = re.compile(r"^Parser error at line (\d+)\D+(\d+).*?: ")
_FORBIDDEN_XML = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_MAX_DEPTH = 200


def parse(data: bytes, form: Format, *, name: str = "input", base: str | None = None) -> list[ox.Quad]:
    """Parse a whole document.

    Args:
        data: The document, UTF-8 with or without a byte order mark.
        form: Its format.
        name: What to call it in messages.
        base: IRI that relative references are resolved against.

    Raises:
        BadInput: The document cannot be read; the error holds line and column where the parser knows them.

    >>> from clusterkb.rdf.formats import TURTLE
    >>> len(parse(b"<http://e/s> <http://e/p> 1, 2 .", TURTLE))
    2
    """
    document = text_of(data, name).encode()
    _refuse_bombs(document, form, name)
    try:
        return list(ox.parse(document, format=form.engine, base_iri=base))
    except (SyntaxError, ValueError, OSError) as error:
        raise _complaint(error, form, name) from error


def text_of(data: bytes, name: str) -> str:
    """Return a document as text.

    Raises:
        BadInput: It is not UTF-8, or holds a NUL.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadInput(
            f"{name} is not UTF-8: byte {data[error.start]:#04x} on line {line} belongs to no character.",
            remedy="Save the file as UTF-8.",
            line=line,
            column=1,
        ) from error
    if "\0" in text:
        raise BadInput(f"{name} holds a NUL character; it is not text.", remedy="Save the file as UTF-8 text.")
    return text


def _refuse_bombs(document: bytes, form: Format, name: str) -> None:
    if form.name == "rdf" and (found := _FORBIDDEN_XML.search(document)):
        raise BadInput(
            f"{name} declares a {found[1].decode().upper()}, which can expand without end.",
            remedy="Remove the declaration and write the namespaces in full.",
            line=document.count(b"\n", 0, found.start()) + 1,
            column=1,
        )
    if form.name == "jsonld" and _depth(document) > _MAX_DEPTH:
        raise BadInput(f"{name} nests deeper than {_MAX_DEPTH} levels.", remedy="Flatten the description.")


def _depth(document: bytes) -> int:
    depth = deepest = 0
    in_string = escaped = False
    for byte in document:
        if in_string:
            escaped, in_string = (byte == 0x5C and not escaped), (byte != 0x22 or escaped)
        elif byte == 0x22:
            in_string = True
        elif byte in b"{[":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"}]":
            depth -= 1
    return deepest


def _complaint(error: Exception, form: Format, name: str) -> BadInput:
    line, column = getattr(error, "lineno", None) or 0, getattr(error, "offset", None) or 0
    message = str(getattr(error, "msg", None) or error)
    if found := _PLACE.search(message):
        line, column = int(found[1]), int(found[2])
        message = message[found.end() :]
    return BadInput(
        f"{name} is not valid {form.label}: {message.rstrip('.')}.",
        remedy=_remedy(message, form),
        line=line,
        column=column,
    )


def _remedy(message: str, form: Format) -> str:
    if "prefix" in message.lower():
        return "Declare the prefix at the top of the file, or correct its spelling."
    if form.name == "jsonld" and "context" in message.lower():
        return "Remote contexts are not fetched: put the context into the file."
    return "Correct it there; everything after it was not read."
