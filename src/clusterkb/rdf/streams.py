"""Files too large to hold, statement by statement."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from clusterkb.rdf.complaints import complaints
from clusterkb.rdf.formats import Format
from clusterkb.rdf.parse import prepared, text_of
from clusterkb.rdf.recovery import placed_as_sent

_AT_ONCE = 1 << 20


def stream(path: Path, form: Format, *, name: str, base: str | None = None) -> Iterator[ox.Quad]:
    """Yield the statements of a file; things without an address get names that no other document uses.

    What ``refuse_unchecked`` refuses is in it still.

    Args:
        path: The file; UTF-8.
        form: Its format.
        name: What to call it in messages.
        base: IRI that relative references are resolved against.

    Raises:
        BadInput: It cannot be read; at most what stands before the fault has been yielded.
    """
    _require_text(path, name)
    source = _source(path, form, name)
    try:
        yield from ox.parse(**source, format=form.engine, base_iri=base, rename_blank_nodes=True)
    except (SyntaxError, ValueError, OSError) as error:
        text = text_of(path.read_bytes(), name)
        raise complaints([placed_as_sent(error, text.encode(), form)], text, form, name, base)[0] from error


def _source(path: Path, form: Format, name: str) -> dict[str, Any]:
    """Return what the parser reads: the file, or in memory the document that names our context, with it put in."""
    if form.name in ("jsonld", "rdf"):  # the parsers of the others do not mind how deep a document nests
        document = path.read_bytes().removeprefix(codecs.BOM_UTF8)
        if (filled := prepared(document, form, name)) != document:
            return {"input": filled}
    return {"path": path}


def _require_text(path: Path, name: str) -> None:
    """Refuse what is no text; only then is the file read as a whole, to say where."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    with path.open("rb") as file:
        try:
            sound = all("\0" not in decoder.decode(chunk) for chunk in iter(lambda: file.read(_AT_ONCE), b""))
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            sound = False
    if not sound:
        text_of(path.read_bytes(), name)
