"""The text of an XML document as tokens, each with its place.

An XML parser does not tell where an attribute stands. Documents with a DOCTYPE are refused before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from clusterkb.errors import BadInput
from clusterkb.rdf.places.written import Span

_NAME = r"""[^\s<>/=&"'!?]++"""
_TOKEN = re.compile(
    rf"""
    <!\[CDATA\[(?P<cdata>.*?)\]\]>
  | <!--.*?--> | <\?.*?\?>
  | </(?P<end>{_NAME})\s*+>
  | <(?P<start>{_NAME})(?P<attributes>(?:\s++{_NAME}\s*+=\s*+(?:"[^"<]*+"|'[^'<]*+'))*+)\s*+(?P<empty>/?)>
  | (?P<text>[^<]++)
    """,
    re.VERBOSE | re.DOTALL,
)
_ATTRIBUTE = re.compile(rf"""({_NAME})\s*+=\s*+(?:"([^"]*+)"|'([^']*+)')""")
_REFERENCE = re.compile(r"&(?:#x0*([0-9A-Fa-f]{1,6})|#0*([0-9]{1,7})|(\w+));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ESCAPES = str.maketrans({sign: f"&{name};" for name, sign in _NAMED.items()})


class Attribute(NamedTuple):
    """An attribute: its name and, as it is written, its value without quotes, and where they stand."""

    name: str
    value: str
    name_at: Span
    value_at: Span


class Token(NamedTuple):
    """A piece of an XML document.

    Attributes:
        kind: ``start``, ``end``, ``text`` or ``cdata``.
        at: Where it stands. An empty element has a start and an end; its content is nothing, before its ``/>``.
        text: A tag's name; a text as it is written.
        attributes: Those of a start.
    """

    kind: str
    at: Span
    text: str
    attributes: tuple[Attribute, ...] = ()

    @property
    def name_at(self) -> Span:
        """Where the name of a start stands."""
        return Span(self.at.start + 1, self.at.start + 1 + len(self.text))


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a document but for comments and processing instructions, which divide a text.

    Raises:
        BadInput: Something is not XML, or needs a document type.

    >>> [token.kind for token in tokens("<a>b<c/></a>")]
    ['start', 'text', 'start', 'end', 'end']
    """
    place = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            line = text.count("\n", 0, place) + 1
            raise BadInput(f"{text[place : place + 20]!r} is not XML.", remedy="Correct it.", line=line, column=1)
        yield from _tokens(found)
        place = found.end()


def _tokens(found: re.Match[str]) -> Iterator[Token]:
    start, end = found.span()
    kind = next((kind for kind in ("start", "end", "text", "cdata") if found[kind] is not None), "")
    if kind == "start":
        content = end - 2 if found["empty"] else end
        yield Token("start", Span(start, content), found["start"], tuple(_attributes(found)))
        if found["empty"]:
            yield Token("end", Span(content, end), found["start"])
    elif kind:
        yield Token(kind, Span(start, end), found[kind])


def _attributes(found: re.Match[str]) -> Iterator[Attribute]:
    for each in _ATTRIBUTE.finditer(found.string, *found.span("attributes")):
        quoted = 2 if each[2] is not None else 3
        yield Attribute(each[1], each[quoted], Span(*each.span(1)), Span(*each.span(quoted)))


def unescaped(text: str) -> str:
    """Return a text without entities and character references.

    >>> unescaped("&lt;&#1046;&#x416;&amp;amp;")
    '<ЖЖ&amp;'
    """
    return _REFERENCE.sub(_sign, text) if "&" in text else text


def escaped(text: str) -> str:
    """Return a text with every sign that means something in XML written as an entity."""
    return text.translate(_ESCAPES)


def _sign(found: re.Match[str]) -> str:
    if found[3]:
        return _NAMED.get(found[3], found[0])
    code = int(found[1], 16) if found[1] else int(found[2])
    return chr(code) if code <= 0x10FFFF else found[0]


def literal(text: str, scope: dict[str, str]) -> str:
    r"""Return the content of an element as the engine's parser gives it as a literal of type ``rdf:XMLLiteral``.

    Args:
        text: The content as it is written.
        scope: The addresses of prefixes, as they are written, in the order of declaration.

    >>> literal("a &amp; <b c='d'/><!-- e -->", {"x": "http://x/"})
    'a &amp; <b c="d" xmlns:x="http://x/"></b>'
    """
    written: list[str] = []
    depth = 0
    for token in tokens(text):
        if token.kind == "start":
            declared = _declarations(token, scope) if depth == 0 else ""
            attributes = "".join(f' {each.name}="{each.value}"' for each in token.attributes)
            written.append(f"<{token.text}{attributes}{declared}>")
            depth += 1
        elif token.kind == "end":
            written.append(f"</{token.text}>")
            depth -= 1
        else:
            written.append(escaped(unescaped(token.text) if token.kind == "text" else token.text))
    return "".join(written)


def _declarations(token: Token, scope: dict[str, str]) -> str:
    pairs = in_scope(token, scope).items()
    return "".join(f' xmlns:{prefix}="{address}"' if prefix else f' xmlns="{address}"' for prefix, address in pairs)


def in_scope(token: Token, scope: dict[str, str]) -> dict[str, str]:
    """Return the addresses of prefixes inside an element, those it declares last."""
    own = {
        each.name.partition(":")[2]: each.value
        for each in token.attributes
        if each.name == "xmlns" or each.name.startswith("xmlns:")
    }
    return {prefix: address for prefix, address in scope.items() if prefix not in own} | own if own else scope
