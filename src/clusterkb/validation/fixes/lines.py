"""Properties that are missing: a line to fill in, or the line itself where only one can be right."""

from __future__ import annotations

import re

import pyoxigraph as ox

from clusterkb.namespaces import expand, shorten
from clusterkb.rdf.terms import Term
from clusterkb.validation.findings import Edit, Fault, Fix, in_language
from clusterkb.validation.fixes.desk import Desk, fix

_EXAMPLE = re.compile(r"(\S+:\S+) (\"(?:[^\"\\]|\\.)*\"(?:@[a-z-]+|\^\^\w+:\w+)?|[\w-]+:[\w-]+|\d+|true|false)")
_TEXT = re.compile(r"\"((?:[^\"\\]|\\.)*)\"(?:@([a-z-]+)|\^\^(\w+:\w+))?")
_BLANK = ox.Literal("…")


def inserted(fault: Fault, desk: Desk) -> Fix | None:
    """Add a line with the value that is asked for, else with the example of the message, else with a blank."""
    if fault.path is None:
        return None
    demanded = desk.asked(fault, "sh:hasValue")
    value = demanded[0] if demanded else _example(fault)
    # What a warning asks for may not be the case.
    certain = bool(demanded) and fault.severity == "Violation"
    edits, shown = _line(fault, fault.path, value, desk)
    return fix("add" if certain else "fill", edits, new=shown, certain=certain)


def _line(fault: Fault, path: ox.NamedNode, value: Term, desk: Desk) -> tuple[list[Edit], str]:
    for hand, triple in desk.said(fault.focus):
        one = hand.document.places.statement(triple)
        if one is not None and (edits := hand.add(one, path.value, value)):
            return edits, f"{shorten(path.value)} {hand.short(value, one.subject_at.start)}"
    return [], ""


def _example(fault: Fault) -> Term:
    """Return the value of the example that a message gives."""
    for name, value in _EXAMPLE.findall(in_language(fault.messages, "en")):
        if fault.path is not None and expand(name) == fault.path.value:
            return _term(value)
    return _BLANK


def _term(text: str) -> Term:
    """Return a value of an example as a term.

    >>> str(_term('"Name"@en')), _term("role:member").value
    ('"Name"@en', 'https://w3id.org/clusterkb/concept/role/member')
    """
    if found := _TEXT.fullmatch(text):
        datatype = ox.NamedNode(expand(found[3])) if found[3] else None
        return ox.Literal(found[1], language=found[2], datatype=datatype)
    if text.isdigit():
        return ox.Literal(int(text))
    return ox.Literal(text == "true") if text in ("true", "false") else ox.NamedNode(expand(text))
