"""Archives that nobody should open without care; see ``bombs``."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

from tests.support.bombs import TYPED, Bomb

_GOOD = (
    TYPED + "<http://e/a> a c:EducationalCluster ; <http://www.w3.org/2004/02/skos/core#prefLabel> 'A'@en ;"
    " c:recordConfidence <https://w3id.org/clusterkb/concept/confidence/medium> ;"
    " <http://purl.org/dc/terms/source> <http://e/s> ."
).encode()
_ZEROS = bytes(1_000_000)


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return buffer.getvalue()


def _nested() -> bytes:
    data = packed({f"{n}.ttl": _ZEROS for n in range(10)})
    for _ in range(5):
        data = packed({f"{n}.zip": data for n in range(10)})
    return data


def _long(line: bytes, megabytes: int) -> bytes:
    """Return one file of many equal lines, which shrinks to a few hundredths or less."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("x.ttl", "w") as file:
        for _ in range(megabytes):
            file.write(line * (1_000_000 // len(line)))
    return buffer.getvalue()


def _changed(data: bytes, change: Callable[[bytearray, int], None]) -> bytes:
    """Return an archive with its (only) entry of the directory changed."""
    changed = bytearray(data)
    change(changed, data.index(b"PK\x01\x02"))
    return bytes(changed)


def _locked() -> bytes:
    def lock(data: bytearray, at: int) -> None:
        data[at + 8] |= 1
        data[6] |= 1

    return _changed(packed({"x.ttl": _GOOD}), lock)


def _lying(size: int) -> bytes:
    def lie(data: bytearray, at: int) -> None:
        data[at + 24 : at + 28] = struct.pack("<I", size)

    return _changed(packed({"x.ttl": _GOOD}), lie)


def _overlapping() -> bytes:
    """Return a directory of 500 entries that all stand for the same megabytes."""
    data = _long(b"\n", 20)
    at, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry = data[at:end]
    counts = struct.pack("<HHIIH", 500, 500, 500 * len(entry), at, 0)
    return data[:at] + entry * 500 + data[end : end + 8] + counts


ARCHIVES = {
    "archives in archives": Bomb("x.zip", _nested, "bad-archive"),
    "a thousandfold": Bomb("x.zip", lambda: _long(b"\n", 600), "bad-archive"),
    "60 MB of line ends": Bomb("x.zip", lambda: _long(b"\n", 60), ""),
    "60 MB of one statement": Bomb("x.zip", lambda: _long(b"<e:a> <e:b> <e:c>.\n", 60), "too-many-statements"),
    "entries over one another": Bomb("x.zip", _overlapping, "bad-archive"),
    "size too small in the directory": Bomb("x.zip", lambda: _lying(10), "bad-archive"),
    "size too large in the directory": Bomb("x.zip", lambda: _lying(4_000_000_000), ""),
    "name that leads out": Bomb("x.zip", lambda: packed({"../../x.ttl": _GOOD}), "bad-archive"),
    "name that leads out, with backslashes": Bomb("x.zip", lambda: packed({"..\\..\\x.ttl": _GOOD}), "bad-archive"),
    "absolute name": Bomb("x.zip", lambda: packed({"/etc/x.ttl": _GOOD}), "bad-archive"),
    "name a terminal obeys": Bomb("x.zip", lambda: packed({"\x1b[31m\n.ttl": _GOOD}), "bad-archive"),
    "encrypted": Bomb("x.zip", _locked, "bad-archive"),
    "packed by LZMA": Bomb("x.zip", lambda: packed({"x.ttl": _GOOD}, zipfile.ZIP_LZMA), "bad-archive"),
    "cut in the middle": Bomb("x.zip", lambda: packed({"x.ttl": _GOOD})[:200], "bad-archive"),
    "changed in the middle": Bomb(
        "x.zip",
        lambda: packed({"x.ttl": _GOOD}, zipfile.ZIP_STORED).replace(b"EducationalCluster", b"educationalCluster"),
        "bad-archive",
    ),
    "no file": Bomb("x.zip", lambda: packed({}), "bad-archive"),
    "no description": Bomb("x.zip", lambda: packed({"readme.txt": b"a"}), "bad-archive"),
    "10,000 files": Bomb("x.zip", lambda: packed({f"{n}.ttl": b"" for n in range(10_000)}), "bad-archive"),
    "archive under another name": Bomb("x.ttl", lambda: packed({"x.ttl": _GOOD}), ""),
    "archive as a file in it": Bomb("x.zip", lambda: packed({"x.ttl": packed({"y.ttl": _GOOD})}), "not-utf8"),
    "beside what a Mac leaves": Bomb("x.zip", lambda: packed({"x.ttl": _GOOD, "__MACOSX/._x.ttl": b"\0\xff"}), ""),
}
