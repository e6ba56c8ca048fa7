"""On which line a Turtle or TriG document speaks of a thing, gives it a property, or gives that a value."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pyoxigraph as ox

from clusterkb.errors import BadInput
from clusterkb.namespaces import expand
from clusterkb.rdf.terms import Term
from clusterkb.rdf.tokens import tokens

_LENGTHS = {"@prefix": 3, "prefix": 3, "@base": 2, "base": 2}
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_BRACE = re.compile(r"([{}])")
_LINE_END = re.compile(r"\r\n?")
_QUOTED = re.compile(r"(\"\"\"|'''|\"|')(.*)\1", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_NAMELESS = "[]"

Places = dict[tuple[str, ...], int]
"""(subject, property, value) → first line; the value is left out for the property as such, and the property is empty
for the subject itself. IRIs are whole, blank nodes ``_:label``, a literal is its text."""


def places(text: str, base: str = "") -> Places:
    r"""Return the places of a Turtle or TriG document; empty when it cannot be read.

    Args:
        text: The document; its lines end in ``\n``, ``\r\n`` or ``\r``.
        base: IRI that relative references are resolved against.

    >>> found = places("@prefix e: <http://e/> .\ne:s a e:C ;\n  e:p 1 ,\n  2 .")
    >>> found["http://e/s", ""], found["http://e/s", "http://e/p"], found["http://e/s", "http://e/p", "2"]
    (2, 3, 4)
    """
    try:
        return _Walk(base).run(_LINE_END.sub("\n", text))
    except BadInput:
        return {}


def line_of(where: Places, subject: Term, predicate: ox.NamedNode | None, value: Term | None) -> int:
    """Return the line of a value, else of its property, else of its subject, else 0.

    A property without a value is one that is missing: its place is the subject's.
    """
    key = _key(subject)
    if predicate is not None and value is not None:
        given = where.get((key, predicate.value, _key(value))) or where.get((key, predicate.value))
        if given:
            return given
    return where.get((key, ""), 0)


def _key(term: Term) -> str:
    return str(term) if isinstance(term, ox.BlankNode) else _LINE_END.sub("\n", term.value)


class _Walk:
    """One pass: the prefixes so far, subject and verb, and whether a verb is due."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.prefixes: dict[str, str] = {}
        self.places: Places = {}
        self.subject = ""
        self.verb = ""
        self.depth = 0
        self.verb_due = False
        self.directive: list[str] = []

    def run(self, text: str) -> Places:
        for kind, token, line in tokens(text):
            if kind == "mark":
                self._mark(token)
            elif kind == "word":
                for part in filter(None, _BRACE.split(token)):
                    self._brace() if part in "{}" else self._word(part, line)
            elif kind != "comment":
                self._word(token, line)
        return self.places

    def _mark(self, token: str) -> None:
        if token in "[(" and not self.depth and not self.subject:
            self.subject, self.verb_due = _NAMELESS, True
        self.depth += (token in "[(") - (token in "])")
        if self.depth:
            return
        if token == ".":
            self.subject, self.verb_due, self.directive = "", False, []
        elif token == ";":
            self.verb_due = True

    def _brace(self) -> None:
        """Begin or end a graph of TriG: what stood before the brace was its name, or the last statement in it."""
        if self.verb_due and self.subject != _NAMELESS:
            self.places.pop((self.subject, ""), None)
        self.subject, self.verb_due = "", False

    def _word(self, token: str, line: int) -> None:
        if self.depth:
            return
        if self.directive or (not self.subject and token.lower() in _LENGTHS):
            self._declare(token)
        elif not self.subject:
            if token.lower() != "graph":
                self.subject, self.verb_due = self._iri(token), True
                self.places.setdefault((self.subject, ""), line)
        elif self.subject != _NAMELESS:
            self._fact(token, line)

    def _fact(self, token: str, line: int) -> None:
        if self.verb_due:
            self.verb = expand("rdf:type") if token == "a" else self._iri(token)
            self.verb_due = False
            self.places.setdefault((self.subject, self.verb), line)
        else:
            self.places.setdefault((self.subject, self.verb, self._value(token)), line)

    def _declare(self, token: str) -> None:
        self.directive.append(token)
        word = self.directive[0].lower()
        if len(self.directive) < _LENGTHS[word]:
            return
        if word in ("@base", "base"):
            self.base = self._iri(token)
        else:
            self.prefixes[self.directive[1].rstrip(":")] = self._iri(token)
        if not word.startswith("@"):
            self.directive = []

    def _value(self, token: str) -> str:
        if quoted := _QUOTED.match(token):
            return _unescaped(quoted[2])
        return self._iri(token) if ":" in token else token

    def _iri(self, token: str) -> str:
        if token.startswith("<"):
            iri = _unescaped(token.strip("<>"))
            return iri if _SCHEME.match(iri) else urljoin(self.base, iri)
        prefix, _, local = token.partition(":")
        return self.prefixes.get(prefix, prefix + ":") + local.replace("\\", "")


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _ESCAPED.get(found[3], found[3])
