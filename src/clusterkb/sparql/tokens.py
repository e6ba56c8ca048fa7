"""SPARQL as words and marks, in one linear pass: what the guard and the dataset need, and no grammar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from clusterkb.errors import BadQuery

_TOKEN = re.compile(
    r"""
    (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<comment>\#[^\n\r]*)
  | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
              |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
  | (?P<variable>[?$]\w+)
  | (?P<name>[^\W\d_][\w.-]*:[^\s<>"'{}()\[\];,|^#?$=!&*/+]*|:[^\s<>"'{}()\[\];,|^#?$=!&*/+]*|_:\w+)
  | (?P<word>@?[^\W\d_]\w*)
  | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


class Token(NamedTuple):
    """One token.

    Attributes:
        kind: ``iri``, ``string``, ``variable``, ``name``, ``word`` or ``mark``.
        text: As written.
        place: 0-based offset in the text.
    """

    kind: str
    text: str
    place: int


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a query, without comments and white space.

    >>> [token.text for token in tokens("ASK {<a> :p 'b' } # c")]
    ['ASK', '{', '<a>', ':p', "'b'", '}']
    """
    for found in _TOKEN.finditer(text):
        if found.lastgroup not in ("comment", None) and not found[0].isspace():
            yield Token(str(found.lastgroup), found[0], found.start())


def unescape(query: str) -> str:
    r"""Resolve ``\u`` escapes, which SPARQL allows anywhere, so that no keyword hides in one.

    Raises:
        BadQuery: One names no character.
    """

    def character(found: re.Match[str]) -> str:
        code = int(found[1] or found[2], 16)
        if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            raise refusal(f"{found[0]} names no character", query, found.start(), "Correct the escape.")
        return chr(code)

    return _ESCAPE.sub(character, query)


def refusal(message: str, text: str, place: int, remedy: str) -> BadQuery:
    """Return the error for what stands at an offset of ``text``."""
    line = text.count("\n", 0, place) + 1
    column = place - (text.rfind("\n", 0, place) + 1) + 1
    return BadQuery(message + ".", remedy=remedy, line=line, column=column)
