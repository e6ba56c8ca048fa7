"""Bytes to quads, with a place in every complaint."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from xml.parsers import expat

import pyoxigraph as ox

from clusterkb.errors import BadInput
from clusterkb.rdf.complaint_words import UNKNOWN, Place, refusal
from clusterkb.rdf.complaints import complaints, invalid
from clusterkb.rdf.contexts import refuse_contexts
from clusterkb.rdf.formats import Format
from clusterkb.rdf.our_context import filled_in
from clusterkb.rdf.recovery import MOST_COMPLAINTS, MOST_STATEMENTS, placed_as_sent, recovered

_FORBIDDEN_XML = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_LINE_END = re.compile(rb"\r\n?|\n")
_NAME = re.compile(rb"[^\s<>/]+")
_GZIP = b"\x1f\x8b"
_MARKS = {"triple-term": (b"<<", b"{|"), "direction": (b"--ltr", b"--rtl", b'"@direction"')}
_MAX_DEPTH = 200
_MAX_TEXT = 100_000
_MAX_NAME = 8_000
_MAX_THINGS = 100_000
_MAX_ATTRIBUTES = 1_000

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
    quads, refused = read(data, form, name=name, base=base, most=1)
    if refused:
        raise refused[0]
    return quads


def read(
    data: bytes, form: Format, *, name: str = "input", base: str | None = None, most: int = MOST_COMPLAINTS
) -> tuple[list[ox.Quad], list[BadInput]]:
    r"""Parse a document as far as it goes; see ``parse``.

    Args:
        data: As for ``parse``; here blank nodes get names that no other document uses.
        form: As for ``parse``.
        name: As for ``parse``.
        base: As for ``parse``.
        most: After how many complaints to stop.

    Returns:
        What could be read, and what could not; a refused document has one complaint and no statement.

    >>> from clusterkb.rdf.formats import TURTLE
    >>> quads, refused = read(b"<http://e/s> e:p 1 .\n<http://e/s> f:p 2 .", TURTLE)
    >>> [complaint.line for complaint in refused]
    [1, 2]
    """
    try:
        text = text_of(data, name)
        document = text.encode()
        quads, errors = recovered(prepared(document, form, name), form, base, most)
        if errors:
            sent = [placed_as_sent(error, document, form) for error in errors]
            return quads, complaints(sent, text, form, name, base)
        _refuse_unchecked(quads, document, name)
    except MemoryError as error:
        if "buffer" not in str(error):
            raise
        return [], [refusal("far-too-long", name=name, size=16_000_000, most=_MAX_TEXT)]
    except BadInput as refused:
        return [], [refused]
    return quads, []


def text_of(data: bytes, name: str) -> str:
    """Return a document as text.

    Raises:
        BadInput: It is not UTF-8, or holds a NUL.
    """
    if data.startswith(_GZIP):
        raise refusal("compressed", (1, 1), name=name)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refusal("utf-16", (1, 1), name=name)
    document = data.removeprefix(BOM_UTF8)
    try:
        text = document.decode()
    except UnicodeDecodeError as error:
        place, byte = _place(document, error.start), f"{document[error.start]:#04x}"
        raise refusal("not-utf8", place, name=name, byte=byte, line=place[0]) from error
    if (nul := document.find(b"\0")) >= 0:
        raise refusal("nul", _place(document, nul), name=name)
    return text


def prepared(document: bytes, form: Format, name: str) -> bytes:
    """Return what the parser is to read of a document: all of it, with our context where JSON-LD names it.

    Raises:
        BadInput: It would exhaust a parser.
    """
    _refuse_bombs(document, form, name)
    if form.name != "jsonld":
        return document
    filled = filled_in(document, name)
    refuse_contexts(filled, name)
    return filled


def _refuse_bombs(document: bytes, form: Format, name: str) -> None:
    """Refuse a document that would exhaust a parser.

    Raises:
        BadInput: It nests too deep or declares entities.
    """
    if form.name == "rdf":
        if found := _FORBIDDEN_XML.search(document):
            raise refusal("entity", _place(document, found.start()), name=name, what=found[1].decode().upper())
        _refuse_deep_xml(document, form, name)
        return
    if sum(map(document.count, (b"[", b"(", b"{", b"<<"))) > _MAX_DEPTH:
        _refuse_deep(document, _JSON_NESTING if form.name == "jsonld" else _NESTING, name)


def _refuse_deep(document: bytes, nesting: re.Pattern[bytes], name: str) -> None:
    depth = 0
    for found in nesting.finditer(document):
        depth += (found.lastgroup == "open") - (found.lastgroup == "close")
        if depth > _MAX_DEPTH:
            raise _too_deep(name, _place(document, found.start()))


def _refuse_deep_xml(document: bytes, form: Format, name: str) -> None:
    """Count elements with expat, which also has the last word on what is XML.

    The engine's parser takes more for XML than XML is, so that what expat stops at could still nest behind it.
    """
    opened: list[tuple[str, Place]] = []
    attributes = [0]
    parser = expat.ParserCreate("utf-8")

    def start(element: str, given: dict[str, str]) -> None:
        opened.append((element, (parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)))
        if len(opened) > _MAX_DEPTH:
            raise _too_deep(name, opened[-1][1])
        # The engine's parser goes through all namespaces in scope for each.
        attributes.append(attributes[-1] + len(given))
        if attributes[-1] > _MAX_ATTRIBUTES:
            raise refusal("too-many-attributes", opened[-1][1], name=name, most=_MAX_ATTRIBUTES)

    def end(_element: str) -> None:
        opened.pop()
        attributes.pop()

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(document, True)
    except expat.ExpatError as error:
        said, place = expat.ErrorString(error.code), (error.lineno, error.offset + 1)
        if said in ("mismatched tag", "no element found") and opened:
            said, place = _unclosed(document[parser.ErrorByteIndex :], opened) or (said, place)
        raise invalid(said, form, name, place) from error


def _unclosed(rest: bytes, opened: list[tuple[str, Place]]) -> tuple[str, Place] | None:
    """Return which element was not closed and where it begins; nothing where a closing tag may be misspelt."""
    closing = _NAME.match(rest)
    element, place = opened[-1]
    misspelt = closing and closing[0].decode() not in [name for name, _ in opened[:-1]]
    return None if misspelt else (f"<{element}> is not closed", place)


def _too_deep(name: str, place: Place) -> BadInput:
    return refusal("too-deep", place, name=name, most=_MAX_DEPTH)


def _refuse_unchecked(quads: list[ox.Quad], document: bytes, name: str) -> None:
    if len(quads) > MOST_STATEMENTS:
        raise refusal("too-many-statements", name=name, most=MOST_STATEMENTS)
    if len(quads) > _MAX_THINGS / 2:  # each speaks of two at most
        _refuse_many_things(quads, name)
    for quad in quads:
        try:
            refuse_unchecked(quad, name)
        except BadInput as refused:
            # Where it was written without escapes, a long text stands in the document as it is.
            marks = _MARKS.get(refused.code) or [max(_texts(quad), key=len).encode()]
            at = next((at for mark in marks if (at := document.find(mark)) >= 0), -1)
            refused.line, refused.column = _place(document, at) if at >= 0 else UNKNOWN
            raise


def _refuse_many_things(quads: list[ox.Quad], name: str) -> None:
    things: set[object] = set()
    for quad in quads:
        things.add(quad.subject)
        if isinstance(quad.object, ox.BlankNode):
            things.add(quad.object)
        if len(things) > _MAX_THINGS:
            raise refusal("too-many-things", name=name, most=_MAX_THINGS)


def refuse_unchecked(quad: ox.Quad, name: str) -> None:
    """Refuse what RDF allows and the engine that checks cannot read, or not in any useful time.

    Raises:
        BadInput: The statement is about a statement, or holds a text or a name that is too long or has a direction.
    """
    thing = quad.object
    if isinstance(thing, ox.Triple) or isinstance(quad.subject, ox.Triple):
        raise refusal("triple-term", name=name)
    if isinstance(thing, ox.Literal):
        if thing.direction is not None:
            raise refusal("direction", name=name)
        if len(thing.value) > _MAX_TEXT:
            raise refusal("too-long", name=name, size=len(thing.value), most=_MAX_TEXT)
    if (longest := max(map(len, _names(quad)))) > _MAX_NAME:
        raise refusal("long-name", name=name, size=longest, most=_MAX_NAME)


def _names(quad: ox.Quad) -> Iterator[str]:
    thing = quad.object
    yield quad.predicate.value
    if isinstance(quad.subject, ox.NamedNode):
        yield quad.subject.value
    if isinstance(thing, ox.NamedNode):
        yield thing.value
    elif isinstance(thing, ox.Literal):
        yield thing.language or thing.datatype.value


def _texts(quad: ox.Quad) -> Iterator[str]:
    yield from _names(quad)
    if isinstance(quad.object, ox.Literal):
        yield quad.object.value


def _place(document: bytes, at: int) -> Place:
    """Return the line and column of a byte; columns count characters."""
    begin, line = 0, 1
    for end in _LINE_END.finditer(document, 0, at):
        begin, line = end.end(), line + 1
    return line, len(document[begin:at].decode(errors="ignore")) + 1
