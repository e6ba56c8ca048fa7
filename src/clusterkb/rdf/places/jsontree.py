"""A JSON document as a tree of values, each with its place, which the library's own parser does not tell."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from clusterkb.errors import BadInput
from clusterkb.rdf.places.written import Span

_TOKEN = re.compile(
    r"""[ \t\n\r]*+(?:"(?P<string>(?:[^"\\]|\\.)*+)"
    | (?P<number>-?\d++(?:\.\d++)?(?:[eE][+-]?\d++)?) | (?P<word>true|false|null) | (?P<mark>[\[\]{},:]))""",
    re.VERBOSE | re.DOTALL,
)
_BLANK = re.compile(r"[ \t\n\r]*+")
_DEEPEST = 200
_CLOSING = {"[": "]", "{": "}"}


class Node(NamedTuple):
    """A value of a JSON document.

    Attributes:
        kind: ``object``, ``array``, ``string``, ``number`` or ``word`` (true, false, null).
        at: Where it stands; of a string, what is between the quotes.
        text: A string without its escapes; a number or word as it is written.
        items: What is in an array.
        members: Keys and values of an object, in order.
    """

    kind: str
    at: Span
    text: str = ""
    items: tuple[Node, ...] = ()
    members: tuple[tuple[Node, Node], ...] = ()

    @property
    def null(self) -> bool:
        """Whether it is no value."""
        return self.kind == "word" and self.text == "null"

    def flat(self) -> Iterator[Node]:
        """Yield it, or the items of an array and of those inside it."""
        due = [self]
        while due:
            each = due.pop()
            if each.kind == "array":
                due.extend(reversed(each.items))
            else:
                yield each


def tree(text: str) -> Node:
    r"""Return the value that a document holds.

    Raises:
        BadInput: It is not JSON, or nests deeper than 200 levels.

    >>> root = tree('{"a": [1, "\\u0416"]}')
    >>> key, value = root.members[0]
    >>> key.text, [(item.text, item.at.start) for item in value.items]
    ('a', [('1', 7), ('Ж', 11)])
    """
    return _Reader(text).run()


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.open: list[tuple[str, int, list[Node]]] = []

    def run(self) -> Node:
        """Read the tokens, and check of what stands between values only what their meaning hangs on."""
        place, whole = 0, None
        while whole is None:
            found = _TOKEN.match(self.text, place)
            if found is None:
                raise self._bad(place)
            place = found.end()
            whole = self._mark(found["mark"], found.start("mark")) if found["mark"] else self._put(_scalar(found))
        rest = _BLANK.match(self.text, place)
        if rest and rest.end() < len(self.text):
            raise self._bad(rest.end())
        return whole

    def _mark(self, mark: str, start: int) -> Node | None:
        if mark in _CLOSING:
            if len(self.open) == _DEEPEST:
                raise self._bad(start)
            self.open.append((mark, start, []))
        elif mark in _CLOSING.values():
            return self._close(mark, start)
        return None

    def _close(self, mark: str, end: int) -> Node | None:
        opening, start, inside = self.open.pop() if self.open else ("", 0, [])
        if _CLOSING.get(opening) != mark:
            raise self._bad(end)
        at = Span(start, end + 1)
        if mark == "]":
            return self._put(Node("array", at, items=tuple(inside)))
        keys, values = inside[::2], inside[1::2]
        if len(keys) != len(values) or any(key.kind != "string" for key in keys):
            raise self._bad(start)
        return self._put(Node("object", at, members=tuple(zip(keys, values, strict=True))))

    def _put(self, node: Node) -> Node | None:
        """Put a value where it belongs; return it when it is the document."""
        if not self.open:
            return node
        self.open[-1][2].append(node)
        return None

    def _bad(self, place: int) -> BadInput:
        line = self.text.count("\n", 0, place) + 1
        return BadInput(
            f"{self.text[place : place + 20]!r} is not JSON here.", remedy="Correct it.", line=line, column=1
        )


def _scalar(found: re.Match[str]) -> Node:
    kind = str(found.lastgroup)
    text = found[kind]
    return Node(kind, Span(*found.span(kind)), _unescaped(text) if kind == "string" and "\\" in text else text)


def _unescaped(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError as error:
        raise BadInput(f"{text[:20]!r} holds an unknown escape.", remedy="Write \\\\ for a backslash.") from error
