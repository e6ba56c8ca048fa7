"""Bytes to quads, with a place in every complaint."""

from __future__ import annotations

import re
from xml.parsers import expat

import pyoxigraph as ox

from clusterkb.errors import BadInput
from clusterkb.rdf.complaints import complaint, invalid
from clusterkb.rdf.formats import TURTLE, Format, guess

_FORBIDDEN_XML = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_LINE_END = re.compile(rb"\r\n?|\n")
_MAX_DEPTH = 200
_MAX_TEXT = 100_000

# What opens, what closes, and what only looks so: strings, addresses, comments. Every branch matches whatever it begins
# and never goes back, so that a scan is linear even where a string has no end.
_NESTING = re.compile(
    rb"""
    \"\"\"(?:[^"\\]|\\.|"(?!""))*+(?:\"\"\")?+ | \'\'\'(?:[^'\\]|\\.|'(?!''))*+(?:\'\'\')?+
  | "(?:[^"\\\n\r]|\\.)*+"?+ | '(?:[^'\\\n\r]|\\.)*+'?+
  | \#[^\n\r]*+ | \\. | (?P<open><<|[\[(]) | (?P<close>>>|[\])]) | <[^<>\s]*+>?+
    """,
    re.VERBOSE | re.DOTALL,
)
_JSON_NESTING = re.compile(rb'"(?:[^"\\]|\\.)*+"?+|(?P<open>[\[{])|(?P<close>[\]}])', re.DOTALL)


def parse(data: bytes, form: Format, *, name: str = "input", base: str | None = None) -> list[ox.Quad]:
    """Parse a whole document.

    Args:
        data: The document, UTF-8 with or without a byte order mark.
        form: Its format.
        name: What to call it in messages.
        base: IRI that relative references are resolved against.

    Raises:
        BadInput: The document cannot be read; the error holds line and column where the parser knows them.

    >>> from clusterkb.rdf.formats import TURTLE
    >>> len(parse(b"<http://e/s> <http://e/p> 1, 2 .", TURTLE))
    2
    """
    document = text_of(data, name).encode()
    _refuse_bombs(document, form, name)
    try:
        quads = list(ox.parse(document, format=form.engine, base_iri=base))
    except (SyntaxError, ValueError, OSError) as error:
        refusal = complaint(error, form, name)
        if form == TURTLE and (likely := guess(document)) != TURTLE:
            refusal.remedy = f"It looks like {likely.label}: choose that format."
        raise refusal from error
    except MemoryError as error:
        if "buffer" not in str(error):
            raise
        raise _too_long(f"{name} holds a text or a name of more than 16,000,000 characters") from error
    _refuse_unchecked(quads, document, name)
    return quads


def text_of(data: bytes, name: str) -> str:
    """Return a document as text.

    Raises:
        BadInput: It is not UTF-8, or holds a NUL.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadInput(f"{name} is UTF-16, not UTF-8.", remedy="Save the file as UTF-8.", line=1, column=1)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = _line(data, error.start)
        raise BadInput(
            f"{name} is not UTF-8: byte {data[error.start]:#04x} on line {line} belongs to no character.",
            remedy="Save the file as UTF-8.",
            line=line,
            column=1,
        ) from error
    if "\0" in text:
        raise BadInput(f"{name} holds a NUL character; it is not text.", remedy="Save the file as UTF-8 text.")
    return text


def _refuse_bombs(document: bytes, form: Format, name: str) -> None:
    if form.name == "rdf":
        if found := _FORBIDDEN_XML.search(document):
            raise BadInput(
                f"{name} declares a {found[1].decode().upper()}, which can expand without end.",
                remedy="Remove the declaration and write the namespaces in full.",
                line=_line(document, found.start()),
                column=1,
            )
        _refuse_deep_xml(document, form, name)
    elif sum(map(document.count, (b"[", b"(", b"{", b"<<"))) > _MAX_DEPTH:
        _refuse_deep(document, _JSON_NESTING if form.name == "jsonld" else _NESTING, name)


def _refuse_deep(document: bytes, nesting: re.Pattern[bytes], name: str) -> None:
    depth = 0
    for found in nesting.finditer(document):
        depth += (found.lastgroup == "open") - (found.lastgroup == "close")
        if depth > _MAX_DEPTH:
            raise _too_deep(name, _line(document, found.start()))


def _refuse_deep_xml(document: bytes, form: Format, name: str) -> None:
    """Count elements with expat, which also has the last word on what is XML.

    The engine's parser takes more for XML than XML is, so that what expat stops at could still nest behind it.
    """
    depth = 0
    parser = expat.ParserCreate("utf-8")

    def start(_name: str, _attributes: object) -> None:
        nonlocal depth
        depth += 1
        if depth > _MAX_DEPTH:
            raise _too_deep(name, parser.CurrentLineNumber)

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(document, True)
    except expat.ExpatError as error:
        raise invalid(expat.ErrorString(error.code), form, name, (error.lineno, error.offset + 1)) from error


def _too_deep(name: str, line: int) -> BadInput:
    return BadInput(
        f"{name} nests deeper than {_MAX_DEPTH} levels.", remedy="Flatten the description.", line=line, column=1
    )


def _refuse_unchecked(quads: list[ox.Quad], document: bytes, name: str) -> None:
    """Refuse what RDF allows and the engine that checks cannot read, or not in any useful time."""
    for quad in quads:
        thing = quad.object
        if isinstance(thing, ox.Triple) or isinstance(quad.subject, ox.Triple):
            raise BadInput(
                f"{name} speaks of a triple; triple terms are not supported.", remedy="Give the fact a node of its own."
            )
        if not isinstance(thing, ox.Literal):
            continue
        if thing.direction is not None:
            raise BadInput(
                f"{name} gives a text a direction (--ltr, --rtl), which is not supported.",
                remedy="Leave it out; the language is enough.",
            )
        if len(document) > _MAX_TEXT and len(text := thing.value) > _MAX_TEXT:
            # Where it was written without escapes, it stands in the document as it is.
            place = document.find(text.encode())
            line = _line(document, place) if place >= 0 else 0
            raise _too_long(f"{name} holds a text of {len(text):,} characters", line)


def _too_long(what: str, line: int = 0) -> BadInput:
    return BadInput(
        f"{what}; at most {_MAX_TEXT:,} are checked.",
        remedy="Shorten it, or give the address where the whole can be read.",
        line=line,
        column=1 if line else 0,
    )


def _line(document: bytes, place: int) -> int:
    return sum(1 for _ in _LINE_END.finditer(document, 0, place)) + 1
