"""From faults to findings: things get names that mean something, long values an end, and each fault its line."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from clusterkb.namespaces import expand, shorten
from clusterkb.rdf.terms import Term
from clusterkb.rdf.text import Text
from clusterkb.validation.findings import SEVERITIES, Fault, Finding
from clusterkb.validation.positions import Places, line_of

_TYPE = ox.NamedNode(expand("rdf:type"))
_LONGEST_VALUE = 200
_LONGEST_ADDRESS = 2_000
_MOST_FINDINGS = 1_000


def findings(faults: Iterable[Fault], quads: Iterable[ox.Quad], where: Places, file: str) -> tuple[Finding, ...]:
    """Return the first 1,000 faults as findings in order of place, violations chosen before the rest.

    Args:
        faults: What was found.
        quads: The description; it tells what a thing without an address is.
        where: The lines of the description.
        file: Its name.
    """
    names = _Names(quads)
    placed = [(line_of(where, fault.focus, fault.path, fault.value), fault) for fault in faults]
    placed.sort(key=lambda pair: (SEVERITIES.index(pair[1].severity), pair[0], *names.of(pair[1]), pair[1].code))
    found = [_finding(fault, line, names, file) for line, fault in placed[:_MOST_FINDINGS]]
    return tuple(sorted(found, key=lambda f: (f.line, f.focus, f.code, f.path, f.value)))


class _Names:
    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.kinds: dict[ox.BlankNode, str] = {}
        for quad in quads:
            if quad.predicate == _TYPE and isinstance(quad.subject, ox.BlankNode):
                kind = quad.object
                self.kinds.setdefault(quad.subject, shorten(kind.value) if isinstance(kind, ox.NamedNode) else "")

    def of(self, fault: Fault) -> tuple[str, str, str]:
        """Return focus, path and value as they are shown."""
        focus, path = self._one(fault.focus, _LONGEST_ADDRESS), self._one(fault.path, _LONGEST_ADDRESS)
        return focus, path, self._one(fault.value, _LONGEST_VALUE)

    def _one(self, term: Term | None, longest: int) -> str:
        if term is None:
            return ""
        if isinstance(term, ox.BlankNode):
            # Its label was invented by a parser, is another each time and stands nowhere in the file.
            kind = self.kinds.get(term)
            return f"a {kind} without an address" if kind else "something without an address"
        return cut(shorten(term.value) if isinstance(term, ox.NamedNode) else term.value, longest)


def cut(text: str, longest: int = _LONGEST_VALUE) -> str:
    """Return ``text``, or its beginning and "…" when it is longer.

    >>> cut("abcdef", 4)
    'abc…'
    """
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _finding(fault: Fault, line: int, names: _Names, file: str) -> Finding:
    focus, path, value = names.of(fault)
    messages = tuple(Text(_filled(text.value, value), text.language) for text in fault.messages)
    return Finding(fault.code, fault.severity, file, line, focus, path, value, messages)


def _filled(message: str, value: str) -> str:
    return message.replace("{?value}", value).replace("{$value}", value)
