"""The statements of a Turtle, TriG, N-Triples or N-Quads document, each with its place.

They come in the order in which a parser gives them: a statement whose value is ``[ … ]`` after those inside it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urljoin

from clusterkb.errors import BadInput
from clusterkb.namespaces import expand
from clusterkb.rdf.places.written import NAMELESS, Span, Written
from clusterkb.rdf.tokens import located

_LENGTHS = {"@prefix": 3, "prefix": 3, "@base": 2, "base": 2}
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_QUOTED = re.compile(r"(\"\"\"|'''|\"|')(.*)\1", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_NOTHING = Span(0, 0)


# A statement, a directive, or what comes before or behind the braces of a graph. Every branch matches whatever it
# begins and never goes back, so that a scan is linear even where a string has no end.
_CHUNK = re.compile(
    r"""
    (?:
        \"\"\"(?:[^"\\]|\\.|"(?!""))*+(?:\"\"\")?+ | \'\'\'(?:[^'\\]|\\.|'(?!''))*+(?:\'\'\')?+
      | "(?:[^"\\\n\r]|\\.)*+"?+ | '(?:[^'\\\n\r]|\\.)*+'?+
      | \#[^\n\r]*+ | <[^<>\s]*+>?+ | \\. | \.(?=[\w\\%:+-]) | [^"'\#<\\.{}]++
    )*+
    [.{}]?
    """,
    re.VERBOSE | re.DOTALL,
)
_SUBJECT = re.compile(r"(?:\s|\#[^\n\r]*)*+(<[^<>\s]*>|[^\s<\[(;,.{}\"'\#]*)")


def statements(text: str, base: str = "", only: Container[str] | None = None) -> Iterator[Written]:
    """Yield the statements of ``text``.

    Args:
        text: The document.
        base: IRI that relative references are resolved against.
        only: IRIs; statements that do not begin with one of these are passed over, a hundred times faster.

    Raises:
        BadInput: Something is no token of Turtle.

    >>> [one.value for one in statements("@prefix e: <http://e/> . e:s e:p 1 , [ e:q e:o ] .")]
    ['1', 'http://e/o', '']
    """
    walk = _Walk(base)
    if only is None:
        yield from walk.run(text, 0)
        return
    for chunk in _CHUNK.finditer(text):
        if walk.cares_for(text, chunk.start(), only):
            yield from walk.run(chunk[0], chunk.start())


class Declaration(NamedTuple):
    """A prefix as it is declared.

    Attributes:
        prefix: Its name, without the colon.
        iri: What it stands for.
        start: Where the declaration begins.
        at: Where the address stands.
    """

    prefix: str
    iri: str
    start: int
    at: Span


def declarations(text: str, base: str = "") -> list[Declaration]:
    """Return the prefixes that a document declares, as far as it can be read; statements are passed over.

    >>> [(one.prefix, one.iri) for one in declarations("@prefix e: <http://e/> . e:s e:p 1 . PREFIX f: <f#>", "http://b/")]
    [('e', 'http://e/'), ('f', 'http://b/f#')]
    """
    walk = _Walk(base)
    try:
        for chunk in _CHUNK.finditer(text):
            if walk.cares_for(text, chunk.start(), ()):
                for _ in walk.run(chunk[0], chunk.start()):
                    pass
    except BadInput:
        pass
    return walk.declared


@dataclass(slots=True)
class _Level:
    """What is open: the document, a graph, ``[`` or ``(``."""

    mark: str
    start: int
    subject: str | None = None
    subject_at: Span = _NOTHING
    verb: str | None = None
    verb_at: Span = _NOTHING
    filled: bool = False


class _Walk:
    def __init__(self, base: str) -> None:
        self.base = base
        self.prefixes: dict[str, str] = {}
        self.levels = [_Level("", 0)]
        self.directive: list[str] = []
        self.directive_start = 0
        self.declared: list[Declaration] = []
        self.datatype_due = False

    def cares_for(self, text: str, start: int, only: Container[str]) -> bool:
        """Return whether at ``start`` stands a directive, the rest of a statement, or one about one of ``only``."""
        found = _SUBJECT.match(text, start)
        word = found[1] if found else ""
        if word.lower() in _LENGTHS or self.directive or self.levels[-1].subject is not None:
            return True
        return bool(word) and (word[0] == "<" or ":" in word) and self._iri(word) in only

    def run(self, text: str, offset: int) -> Iterator[Written]:
        """Yield the statements of a piece of text that begins at ``offset``."""
        for kind, token, place in located(text):
            start = place + offset
            if kind == "comment":
                continue
            if kind == "mark":
                yield from self._mark(token, start)
            elif not self._belongs_to_literal(token):
                yield from self._term(kind, token, Span(start, start + len(token)))

    def _belongs_to_literal(self, token: str) -> bool:
        """Return whether a token is a datatype that stands apart from its text: ``"1" ^^ xsd:integer``."""
        due, self.datatype_due = self.datatype_due, token == "^^"
        return due or token.startswith("^^")

    def _mark(self, token: str, start: int) -> Iterator[Written]:
        level = self.levels[-1]
        if token in "[(":
            inner = _Level(token, start)
            if token == "[":
                inner.subject, inner.subject_at = NAMELESS, Span(start, start + 1)
            self.levels.append(inner)
        elif token in "])" and len(self.levels) > 1:
            self.levels.pop()
            yield from self._item(NAMELESS, Span(level.start, start + 1))
        elif token in ".{}":
            self.directive, self.levels = [], [_Level("", start)]
        elif token == ";":
            level.verb, level.filled = None, False
        elif token == ",":
            level.filled = False

    def _term(self, kind: str, token: str, at: Span) -> Iterator[Written]:
        level = self.levels[-1]
        if self.directive or (level.subject is None and not level.mark and token.lower() in _LENGTHS):
            self._declare(token, at)
        elif level.subject is None and not level.mark and token.lower() == "graph":
            return
        elif level.verb is None and level.subject is not None:
            level.verb, level.verb_at = expand("rdf:type") if token == "a" else self._iri(token), at
        else:
            yield from self._item(self._value(kind, token), at)

    def _item(self, key: str, at: Span) -> Iterator[Written]:
        """Take a whole item for what is due: an entry of a list, a subject, or a value."""
        level = self.levels[-1]
        if level.mark == "(":
            yield Written(NAMELESS, expand("rdf:first"), key, at, at, at)
        elif level.subject is None:
            level.subject, level.subject_at = key, at
        elif level.verb is not None and not level.filled:  # in N-Quads a graph follows the value
            level.filled = True
            yield Written(level.subject, level.verb, key, level.subject_at, level.verb_at, at)

    def _declare(self, token: str, at: Span) -> None:
        if not self.directive:
            self.directive_start = at.start
        self.directive.append(token)
        word = self.directive[0].lower()
        if len(self.directive) < _LENGTHS[word]:
            return
        if word in ("@base", "base"):
            self.base = self._iri(token)
        else:
            name, iri = self.directive[1].rstrip(":"), self._iri(token)
            self.prefixes[name] = iri
            self.declared.append(Declaration(name, iri, self.directive_start, at))
        if not word.startswith("@"):
            self.directive = []

    def _value(self, kind: str, token: str) -> str:
        if kind == "string":
            quoted = _QUOTED.match(token)
            return unescaped(quoted[2]) if quoted else token
        return self._iri(token) if kind == "iri" or ":" in token else token

    def _iri(self, token: str) -> str:
        if token.startswith("<"):
            iri = unescaped(token.strip("<>"))
            if _SCHEME.match(iri):
                return iri
            # The library forgets an empty fragment, which ends many namespaces.
            return urljoin(self.base, iri).rstrip("#") + "#" * iri.endswith("#")
        prefix, _, local = token.partition(":")
        if prefix == "_":
            return NAMELESS
        return self.prefixes.get(prefix, prefix + ":") + local.replace("\\", "")


def unescaped(text: str) -> str:
    r"""Return a text of Turtle without its escapes.

    >>> unescaped(r"a\tb \u0416") == "a\tb Ж"
    True
    """
    return _ESCAPE.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _ESCAPED.get(found[3], found[3])
