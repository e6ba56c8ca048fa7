"""On which line a Turtle document speaks of a thing or gives it a property."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from clusterkb.errors import BadInput
from clusterkb.namespaces import expand
from clusterkb.rdf.canonical import tokens

_LENGTHS = {"@prefix": 3, "prefix": 3, "@base": 2, "base": 2}
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_NAMELESS = "[]"

Places = dict[tuple[str, str], int]
"""(subject IRI, property IRI) → first line; the property is empty for the subject itself."""


def places(text: str, base: str = "") -> Places:
    r"""Return the places of a Turtle document; empty when it cannot be read.

    Args:
        text: The document.
        base: IRI that relative references are resolved against.

    >>> found = places("@prefix e: <http://e/> .\ne:s a e:C ;\n  e:p 1 .")
    >>> found["http://e/s", ""], found["http://e/s", "http://e/p"]
    (2, 3)
    """
    try:
        return _Walk(base).run(text)
    except BadInput:
        return {}


class _Walk:
    """One pass: the prefixes so far, the subject, and whether a verb is due."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.prefixes: dict[str, str] = {}
        self.places: Places = {}
        self.subject = ""
        self.depth = 0
        self.verb_due = False
        self.directive: list[str] = []

    def run(self, text: str) -> Places:
        for kind, token, line in tokens(text):
            if kind == "mark":
                self._mark(token)
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

    def _word(self, token: str, line: int) -> None:
        if self.depth:
            return
        if self.directive or (not self.subject and token.lower() in _LENGTHS):
            self._declare(token)
        elif not self.subject:
            self.subject, self.verb_due = self._iri(token), True
            self.places.setdefault((self.subject, ""), line)
        elif self.verb_due:
            verb = expand("rdf:type") if token == "a" else self._iri(token)
            if self.subject != _NAMELESS:
                self.places.setdefault((self.subject, verb), line)
            self.verb_due = False

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

    def _iri(self, token: str) -> str:
        if token.startswith("<"):
            iri = token.strip("<>")
            return iri if _SCHEME.match(iri) else urljoin(self.base, iri)
        prefix, _, local = token.partition(":")
        return self.prefixes.get(prefix, prefix + ":") + local.replace("\\", "")
