"""Files of the repository against the form they should have; the Turtle files against the canonical one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from clusterkb.errors import BadInput
from clusterkb.rdf.canonical import canonical
from clusterkb.rdf.parse import text_of


@dataclass(frozen=True, slots=True)
class Deviation:
    """A file that is not as it should be.

    Attributes:
        path: The file.
        line: First line that differs, 1-based.
        reason: What is wrong with it.
        wanted: What it should hold, or None when no program can tell.
    """

    path: Path
    line: int
    reason: str
    wanted: str | None


def deviations(folders: list[Path]) -> Iterator[Deviation]:
    """Yield every Turtle file below ``folders`` that is not in canonical form."""
    for path in sorted(path for folder in folders for path in folder.rglob("*.ttl")):
        try:
            text = text_of(path.read_bytes(), path.name)
            wanted = canonical(text)
        except BadInput as error:
            yield Deviation(path, error.line, error.message, None)
            continue
        yield from deviation(path, text, wanted, "is not in canonical form")


def deviation(path: Path, text: str, wanted: str, reason: str) -> Iterator[Deviation]:
    """Yield the deviation of a file's ``text`` from what is ``wanted``, if there is one."""
    if wanted != text:
        pairs = zip(text.split("\n"), wanted.split("\n"), strict=False)
        line = next((n for n, (is_, should) in enumerate(pairs, start=1) if is_ != should), 1)
        yield Deviation(path, line, reason, wanted)
