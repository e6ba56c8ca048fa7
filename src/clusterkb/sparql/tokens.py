"""SPARQL as words and marks, in one linear pass: what the guard and the dataset need, and no grammar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from clusterkb.errors import BadQuery

# A name may hold points but does not end in one, and holds any mark behind a backslash.
_ESCAPED = r"""\\[_~.\-!$&'"()*+,;=/?#@%]"""
_LOCAL = rf"""(?:{_ESCAPED}|[^\s<>"'{{}}()\[\];,|^#?$=!&*/+\\.])"""
_TOKEN = re.compile(
    rf"""
    (?P<iri><[^<>"{{}}|^`\\\x00-\x20]*>)
  | (?P<comment>\#[^\n\r]*)
  | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
              |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
  | (?P<variable>[?$]\w+)
  | (?P<language>@[^\W\d_]\w*)
  | (?P<word>[^\W\d_](?>[\w-]|\.+(?=[\w-]))*|_(?=:)|(?=:))
    (?P<name>:(?>{_LOCAL}(?>{_LOCAL}|\.+(?={_LOCAL}))*)?)?
  | (?P<mark>{_ESCAPED}|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


class Token(NamedTuple):
    """One token.

    Attributes:
        kind: ``iri``, ``string``, ``variable``, ``language``, ``name``, ``word`` or ``mark``.
        text: As it stands there.
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


@dataclass(frozen=True, slots=True)
class Reading:
    r"""A query as it can be read: as it was sent, or with its ``\u`` escapes resolved.

    Attributes:
        sent: The query as it was sent.
        text: The query so read.
    """

    sent: str
    text: str

    def refusal(self, message: str, place: int, remedy: str) -> BadQuery:
        """Return the error for what stands at an offset of ``text``; it names the place in the query as it was sent."""
        if self.text != self.sent:
            for found in _ESCAPE.finditer(self.sent):
                if found.start() >= place:
                    break
                place += len(found[0]) - 1
        line = self.sent.count("\n", 0, place) + 1
        column = place - (self.sent.rfind("\n", 0, place) + 1) + 1
        return BadQuery(message + ".", remedy=remedy, line=line, column=column)


def readings(query: str) -> tuple[Reading, ...]:
    r"""Return how a query can be read, the one with ``\u`` escapes resolved last; SPARQL allows them anywhere.

    Raises:
        BadQuery: An escape names no character.

    >>> [reading.text for reading in readings(r"\u0041SK {}")]
    ['\\u0041SK {}', 'ASK {}']
    """
    as_sent = Reading(query, query)

    def character(found: re.Match[str]) -> str:
        code = int(found[1] or found[2], 16)
        if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            raise as_sent.refusal(f"{found[0]} names no character", found.start(), "Correct the escape.")
        return chr(code)

    resolved = _ESCAPE.sub(character, query)
    return (as_sent,) if resolved == query else (as_sent, Reading(query, resolved))
