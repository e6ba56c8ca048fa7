"""From offsets in a text to lines and columns."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right

_LINE_END = re.compile(r"\r\n?|\n")


class Lines:
    r"""Where the lines of a text begin; a line ends in ``\n``, ``\r\n`` or ``\r``.

    >>> Lines("ab\r\ncd").of(5)
    (2, 2)
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self.starts = array("q", (0, *(found.end() for found in _LINE_END.finditer(text))))

    def of(self, offset: int) -> tuple[int, int]:
        """Return the 1-based line and column of an offset; columns count characters."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def end(self, offset: int) -> int:
        """Return the offset of the end of the line that an offset is on."""
        found = _LINE_END.search(self._text, offset)
        return found.start() if found else len(self._text)

    def content(self, line: int) -> str:
        """Return a line, given by its 1-based number, without its end."""
        start = self.starts[line - 1]
        return self._text[start : self.end(start)]

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a 1-based line and column."""
        return self.starts[line - 1] + column - 1
