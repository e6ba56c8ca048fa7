"""From files and bytes to documents; whatever cannot be opened is kept too, with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from clusterkb.errors import BadInput, BadRequest
from clusterkb.rdf.complaint_words import refusal
from clusterkb.rdf.formats import TURTLE, by_name, guess, of_file
from clusterkb.validation.archives import is_archive, unpacked
from clusterkb.validation.documents import Sent


def documents(parts: Sequence[bytes | Path | Sent], form: str = "", name: str = "") -> list[Sent]:
    """Return what there is to check.

    Args:
        parts: Documents and files; a zip archive stands for all that is in it. What is a document already stays so.
        form: Their format; told from a file's name, else from the content, when empty.
        name: What to call a document that has no name.

    Raises:
        BadRequest: The format is not known.

    >>> [one.form for one in documents([b"<a> <b> <c> ."])]
    ['ttl']
    """
    return [one for part in parts for one in _documents(part, form, name)]


def _documents(part: bytes | Path | Sent, form: str, name: str) -> Iterator[Sent]:
    if isinstance(part, Sent):
        yield part
        return
    called = name or ("input" if isinstance(part, bytes) else str(part))
    try:
        data = part if isinstance(part, bytes) else _content(part, called)
        if is_archive(data):
            yield from unpacked(data, called)
        else:
            yield Sent(data, form_of(data, form, called), called)
    except BadInput as refused:
        yield Sent(b"", form or TURTLE.name, called, refused)


def form_of(data: bytes, form: str, name: str) -> str:
    """Return the name of a document's format: the one asked for, the one its name tells, or a guess.

    Raises:
        BadRequest: The format asked for is not known.
    """
    if form:
        return by_name(form).name
    try:
        return of_file(name).name
    except BadRequest:
        return guess(data).name


def _content(file: Path, name: str) -> bytes:
    if file.is_dir():
        raise refusal("folder", name=name, pattern=file / "*.ttl")
    try:
        return file.read_bytes()
    except OSError as error:
        raise refusal("not-opened", name=name, why=error.strerror) from error
