"""The repository's Turtle files against their canonical form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from clusterkb.errors import BadInput
from clusterkb.rdf.canonical import canonical


@dataclass(frozen=True, slots=True)
class Deviation:
    """A file that is not in canonical form.

    Attributes:
        path: The file.
        line: First line that differs, 1-based.
        reason: What is wrong with it.
        wanted: Its canonical form, or None when the file is not Turtle.
    """

    path: Path
    line: int
    reason: str
    wanted: str | None


def deviations(folders: list[Path]) -> Iterator[Deviation]:
    """Yield every Turtle file below ``folders`` that is not in canonical form."""
    for path in sorted(path for folder in folders for path in folder.rglob("*.ttl")):
        text = path.read_text(encoding="utf-8")
        try:
            wanted = canonical(text)
        except BadInput as error:
            yield Deviation(path, error.line, error.message, None)
            continue
        if wanted != text:
            pairs = zip(text.split("\n"), wanted.split("\n"), strict=False)
            line = next((n for n, (is_, should) in enumerate(pairs, start=1) if is_ != should), 1)
            yield Deviation(path, line, "is not in canonical form", wanted)
