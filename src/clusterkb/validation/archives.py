"""Documents out of a zip archive nobody trusts: nothing is written, nothing grows beyond its bound."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from clusterkb.errors import BadRequest
from clusterkb.rdf.complaint_words import refusal
from clusterkb.rdf.formats import of_file
from clusterkb.validation.documents import Sent

MOST_BYTES = 64_000_000
"""How much an archive may hold, unpacked."""

_MOST_FILES = 1_000
_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LEFT_BY_MACOS = "__MACOSX/"
_SEPARATOR = re.compile(r"[/\\]")


def is_archive(data: bytes) -> bool:
    """Return whether a document is a zip archive by its first bytes.

    >>> is_archive(b"@prefix e: <http://e/> .")
    False
    """
    return data.startswith(_MAGIC)


def unpacked(data: bytes, name: str, most: int = MOST_BYTES) -> list[Sent]:
    """Return the documents in an archive, each called by its path in it.

    Args:
        data: The archive.
        name: What to call it.
        most: How many bytes its files may hold in all, unpacked.

    Raises:
        BadInput: It is damaged, encrypted, too large, or holds no document.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = list(_documents(archive, name, most))
    except (zipfile.BadZipFile, NotImplementedError, zlib.error, EOFError, OSError, ValueError) as error:
        raise refusal("zip-damaged", name=name, why=error) from error
    if not found:
        raise refusal("zip-empty", name=name)
    return found


def _documents(archive: zipfile.ZipFile, name: str, most: int) -> Iterator[Sent]:
    files = [one for one in archive.infolist() if not one.is_dir() and not one.filename.startswith(_LEFT_BY_MACOS)]
    if len(files) > _MOST_FILES:
        raise refusal("zip-many", name=name, count=len(files), most=_MOST_FILES)
    left = most
    for entry in files:
        path = str(PurePosixPath(entry.filename))
        try:
            form = of_file(path).name
        except BadRequest:  # a picture, a licence: what else is in a folder
            continue
        _require_openable(entry, name)
        content = _content(archive, entry, left)
        if content is None:
            raise refusal("zip-large", name=name, most=most)
        left -= len(content)
        yield Sent(content, form, f"{name}/{path}")


def _require_openable(entry: zipfile.ZipInfo, name: str) -> None:
    """Refuse a file whose name says where else it wants to be, and one that takes more than inflating to open."""
    path = entry.filename
    if not path.isprintable() or path.startswith("/") or ".." in _SEPARATOR.split(path):
        raise refusal("zip-name", name=name, path=ascii(path))
    if entry.flag_bits & _ENCRYPTED:
        raise refusal("zip-encrypted", name=name, path=path)
    if entry.compress_type not in _METHODS:
        raise refusal("zip-method", name=name, path=path)


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes | None:
    """Return what a file holds, or None if that is more than ``most``, whatever the archive says of its size."""
    with archive.open(entry) as file:
        content = file.read(most + 1)
    return content if len(content) <= most else None
