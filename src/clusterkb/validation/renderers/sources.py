"""The texts that were checked, for reports that show a piece of them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from clusterkb.rdf.places.lines import Lines
from clusterkb.validation.findings import Place
from clusterkb.validation.renderers.visible import visible, width

Sources = Mapping[str, str]
"""Name of a file → its text, without a byte order mark."""

NO_SOURCES: Sources = MappingProxyType({})

_WIDEST = 100
_BEFORE = 40


class Excerpts:
    """Lines of the files that were checked; each file is divided into lines once, when first asked for."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._lines: dict[str, Lines] = {}

    def lines(self, file: str) -> Lines | None:
        """Return where the lines of a file begin, or None when its text is not there."""
        if file in self._sources and file not in self._lines:
            self._lines[file] = Lines(self._sources[file])
        return self._lines.get(file)

    def of(self, place: Place) -> list[str]:
        r"""Return the line of a place and marks under it; nothing when the text is not there.

        >>> print("\n".join(Excerpts({"a.ttl": "ex:a ckb:year 1,5 .\n"}).of(Place("a.ttl", 1, 15, 1, 18))))
            1 | ex:a ckb:year 1,5 .
              |               ^^^
        """
        lines = self.lines(place.file)
        if lines is None or not 0 < place.line <= len(lines.starts):
            return []
        line = lines.content(place.line)
        start = min(max(place.column, 1) - 1, len(line))
        end = place.end_column - 1 if place.end_line == place.line else len(line)
        return _marked(place.line, line.replace("\t", " "), start, end if place.end_line else start)


def _marked(number: int, line: str, start: int, end: int) -> list[str]:
    first = max(0, start - _BEFORE) if len(line) > _WIDEST else 0
    last = min(len(line), first + _WIDEST)
    before, marked = visible(line[first:start]), visible(line[start : min(end, last)])
    shown = ("…" if first else "") + visible(line[first:last]) + ("…" if last < len(line) else "")
    marks = " " * (width(before) + bool(first)) + "^" * max(1, width(marked))
    return [f"{number:>5} | {shown}", f"{'':>5} | {marks}"]
