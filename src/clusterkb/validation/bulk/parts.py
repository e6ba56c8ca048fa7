"""A description too large to hold, split by thing into parts on disk.

A record-local shape looks at the statements of one thing only, so that each part can be checked by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from clusterkb.rdf.formats import NTRIPLES
from clusterkb.rdf.parse import refuse_unchecked
from clusterkb.rdf.serialize import serialize

_ODD = re.compile(rb'<<|"@[A-Za-z0-9-]+--')
_LONG = 1_000
_HELD = 200_000
"""How many statements are held before they are written, some 100 MB."""


@dataclass(frozen=True, slots=True)
class Part:
    """The statements about some of the things.

    Attributes:
        number: Its number.
        files: N-Triples, one for each source that has such statements: number of the source → file.
    """

    number: int
    files: dict[int, Path]


@dataclass(slots=True)
class Splitter:
    """Writes statements to the part their subject belongs to.

    Attributes:
        folder: Where the parts are written.
        size: How many parts.
    """

    folder: Path
    size: int
    _waiting: dict[tuple[int, int], list[ox.Triple]] = field(default_factory=dict)

    def add(self, source: int, quads: Iterator[ox.Quad], name: str) -> int:
        """Split the statements of a source, called ``name``, and return how many there are.

        Raises:
            BadInput: There is something among them that the engines cannot read.
        """
        number = 0
        for quad in quads:
            number += 1
            self._waiting.setdefault((self.part_of(quad.subject), source), []).append(quad.triple)
            if number % _HELD == 0:
                self._write(name)
        self._write(name)
        return number

    def drop(self, source: int) -> None:
        """Forget the statements of a source: of what cannot be read to its end, nothing else is said."""
        self._waiting.clear()
        for file in self.folder.glob(f"*-{source}.nt"):
            file.unlink()

    def part_of(self, thing: object) -> int:
        """Return the number of the part that a thing belongs to."""
        return hash(thing) % self.size

    def part(self, number: int) -> Part:
        """Return a part."""
        files = self.folder.glob(f"{number}-*.nt")
        return Part(number, {int(file.stem.partition("-")[2]): file for file in sorted(files)})

    def parts(self) -> list[Part]:
        """Return the parts that hold anything."""
        return [part for part in map(self.part, range(self.size)) if part.files]

    def _write(self, name: str) -> None:
        for (part, source), triples in self._waiting.items():
            data = serialize(triples, NTRIPLES)
            if _is_odd(data):
                for triple in triples:
                    refuse_unchecked(ox.Quad(triple.subject, triple.predicate, triple.object), name)
            with (self.folder / f"{part}-{source}.nt").open("ab") as file:
                file.write(data)
        self._waiting.clear()


def _is_odd(data: bytes) -> bool:
    """Return whether N-Triples may hold something to refuse; to look at every term would take ten times as long."""
    return _ODD.search(data) is not None or max(map(len, data.splitlines()), default=0) > _LONG
