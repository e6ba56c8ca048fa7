"""Where a parser stopped, as a line and a column that people count: each line end counts once, and characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import pyoxigraph as ox

from clusterkb.errors import BadInput
from clusterkb.rdf.formats import Format
from clusterkb.rdf.our_context import OUR_CONTEXT
from clusterkb.rdf.places.lines import Lines
from clusterkb.rdf.tokens import located

_STEP = re.compile(rb"[<>]|[^<>]{1,1000}")
_LARGE = 1_000
_KEYWORD = r'"%s"\s*:\s*(?=[\d{\[tfn])'
_REMOTE = re.compile(
    r'"@context"\s*:\s*(?:\[[^\]"]*(?:"%s"[^\]"]*)?)?(?="(?!%s"))|"@import"\s*:\s*(?=")'
    % ((re.escape(OUR_CONTEXT),) * 2)
)

Place = tuple[int, int]


def in_characters(text: str, place: Place) -> Place:
    """Return a place whose column counts bytes as one whose column counts characters.

    >>> in_characters('{"ж" 2}', (1, 7))
    (1, 6)
    """
    lines = Lines(text)
    line, column = place
    if not 1 <= line <= len(lines.starts):
        return place
    written = lines.content(line).encode()
    return line, len(written[: column - 1].decode(errors="ignore")) + 1


def behind_the_last(text: str, lines: Lines, place: Place) -> Place:
    r"""Return the place behind the last token of Turtle before ``place``, where a full stop is missing.

    >>> text = "e:a e:b 1 # one\n\ne:a e:b 2 ."
    >>> behind_the_last(text, Lines(text), (3, 1))
    (1, 10)
    """
    line, end = place[0], lines.offset(*place)
    while line:
        written = _without_comment(text[lines.starts[line - 1] : end]).rstrip()
        if written:
            return line, len(written) + 1
        line -= 1
        end = lines.end(lines.starts[line - 1])
    return place


def _without_comment(line: str) -> str:
    end = 0
    try:
        for kind, token, start in located(line):
            end = end if kind == "comment" else start + len(token)
    except BadInput:  # it begins inside a text of several lines
        return line
    return line[:end]


def in_json(text: str, said: str) -> Place:
    """Return the place of what a parser of JSON-LD complains of without naming a place; 0, 0 when not found.

    >>> in_json('{"@id": 5}', "@id value must be a string")
    (1, 9)
    """
    keyword = re.search(r"(@\w+) value", said)
    found = None
    if "remote context" in said:
        found = _REMOTE.search(text)
    elif "Cyclic" in said:
        found = re.search(r'"@context"\s*:\s*', text)
    elif keyword:
        found = re.search(_KEYWORD % keyword[1], text)
    elif quoted := re.search(r"'([^']+)'", said):
        found = re.search(f'(?="{re.escape(quoted[1])}")', text)
    return Lines(text).of(found.end()) if found else (0, 0)


def in_xml(text: str, form: Format, base: str | None) -> Iterator[Place]:
    """Yield the place of each error of the RDF/XML parser, which names none: how far it has read tells.

    >>> from clusterkb.rdf.formats import by_name
    >>> list(in_xml("<a>x</a>", by_name("rdf"), None))
    [(1, 1), (1, 4)]
    """
    document = text.encode()
    lines, first = Lines(text), _Steps(document, len(document))
    next(_stops(ox.parse(first, format=form.engine, base_iri=base), first), None)
    # The first error is in the last of the large steps; from the one before it on, small ones are taken.
    steps = _Steps(document, max(0, first.tell() - 2 * _LARGE))
    for stop in _stops(ox.parse(steps, format=form.engine, base_iri=base), steps):
        yield lines.of(len(document[: _begin(document, stop)].decode(errors="ignore")))


def _stops(statements: ox.QuadParser, steps: _Steps) -> Iterator[int]:
    before = -1
    while steps.tell() != before:
        before = steps.tell()
        try:
            for _ in statements:
                pass
        except (SyntaxError, ValueError, OSError):
            yield steps.tell()
        else:
            return


class _Steps(BytesIO):
    """A document that is read in large steps up to a place, then in small ones: up to each angle bracket."""

    def __init__(self, document: bytes, large_until: int) -> None:
        super().__init__(document)
        self.large_until = large_until

    def read(self, _size: int | None = -1, /) -> bytes:
        if self.tell() < self.large_until:
            return super().read(_LARGE)
        found = _STEP.match(self.getbuffer(), self.tell())
        return super().read(found.end() - self.tell() if found else -1)


def _begin(document: bytes, read: int) -> int:
    """Return where the tag or text that ends at ``read`` begins."""
    if document[read - 1 : read] == b">":
        return document.rfind(b"<", 0, read)
    behind = document.rfind(b">", 0, read) + 1
    return behind + len(document[behind:read]) - len(document[behind:read].lstrip())
