"""Turtle and TriG as a sequence of tokens, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clusterkb.errors import BadInput

# A name may hold dots but does not end in one, and holds any sign behind a backslash.
_WORD = r"""(?:\\.|[^\s;,\[\](){}\#<"'.\\])(?:(?:\\.|[^\s;,\[\](){}\#<"'\\])*(?:\\.|[^\s;,\[\](){}\#<"'.\\]))?"""
_TOKEN = re.compile(
    rf"""
    (?P<comment>\#[^\n\r]*)
  | (?P<string>(?:\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|\'\'\'(?:[^'\\]|\\.|'(?!''))*\'\'\'
                |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')(?:@[A-Za-z]+(?:-[A-Za-z0-9]+)*|\^\^(?:<[^>\s]*>|{_WORD}))?)
  | (?P<iri><[^<>\s]*>)
  | (?P<mark>[;,\[\](){{}}]|\.(?!\d))
  | (?P<word>{_WORD}|\.\d+(?:[eE][+-]?\d+)?)
  | (?P<space>\s+)
    """,
    re.VERBOSE | re.DOTALL,
)


def tokens(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield kind (``comment``, ``string``, ``iri``, ``mark``, ``word``), token and 1-based line.

    Raises:
        BadInput: Something is no token of Turtle.

    >>> list(tokens("e:s a <http://e/C> ."))
    [('word', 'e:s', 1), ('word', 'a', 1), ('iri', '<http://e/C>', 1), ('mark', '.', 1)]
    """
    line, counted = 1, 0
    for kind, token, start in located(text):
        line += text.count("\n", counted, start)
        counted = start
        yield kind, token, line


def located(text: str, place: int = 0) -> Iterator[tuple[str, str, int]]:
    """Yield kind, token and its 0-based offset in ``text``, from an offset on; see ``tokens``."""
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            line = text.count("\n", 0, place) + 1
            raise BadInput(f"{text[place : place + 20]!r} is not Turtle.", remedy="Correct it.", line=line, column=1)
        if found.lastgroup != "space":
            yield str(found.lastgroup), found[0], place
        place = found.end()
