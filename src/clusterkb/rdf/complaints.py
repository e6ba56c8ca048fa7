"""What a parser says of a document it cannot read, in words."""

from __future__ import annotations

import re

from clusterkb.errors import BadInput
from clusterkb.rdf.formats import Format

_PLACE = re.compile(r"^Parser error (?:at|between) line (\d+)\D+(\d+).*?: ")

# Cause in the parser's words → remedy, by format; the first that fits is given.
_AT_PREFIX = "Declare the prefix at the top of the file, or correct its spelling."
_XMLNS = 'Declare it in the first element, for example xmlns:ckb="https://w3id.org/clusterkb/onto/".'
_SPACES = "Write %20 for a space; an address holds no spaces, quotes or angle brackets."
_REMEDIES = (
    ("turtle", r"prefix \S* ?has not been declared", _AT_PREFIX),
    ("turtle", r"PREFIX keyword", "Write: @prefix name: <address> ."),
    ("turtle", r"Unexpected end", "Close what is open at the end: a quotation mark, a bracket or a full stop."),
    ("rdf", r"Unknown prefix|unbound prefix", _XMLNS),
    ("rdf", r"namespaces are required", "Give the first element its namespace, or choose another format."),
    ("rdf", r"mismatched tag|no element found|unclosed token", "Close each element that is opened."),
    ("rdf", r"syntax error|not well-formed|text event", "Correct it there; if it is no RDF/XML, choose its format."),
    ("jsonld", r"remote context", "Put the context into the file."),
    ("lines", r"must be an IRI", "N-Triples knows no prefixes: write whole addresses, <…>, or choose Turtle."),
    ("lines", r"followed by a dot", "End each line with ' .'."),
    ("", r"\bIRI\b|in host", _SPACES),
)
_FAMILY = {"ttl": "turtle", "trig": "turtle", "nt": "lines", "nq": "lines"}


def complaint(error: Exception, form: Format, name: str) -> BadInput:
    """Return the error for what the parser raised on the document called ``name``."""
    place = getattr(error, "lineno", None) or 0, getattr(error, "offset", None) or 0
    message = str(getattr(error, "msg", None) or error)
    if found := _PLACE.search(message):
        place = int(found[1]), int(found[2])
        message = message[found.end() :]
    if "LoadDocumentCallback" in message:
        message = "it refers to a remote context, which is not fetched"
    return invalid(message, form, name, place)


def invalid(message: str, form: Format, name: str, place: tuple[int, int]) -> BadInput:
    """Return the error for a message, with the remedy that fits it.

    Args:
        message: What is wrong, in a parser's words.
        form: The document's format.
        name: What to call it.
        place: Line and column, both from 1; 0 where unknown.
    """
    return BadInput(
        f"{name} is not valid {form.label}: {message.rstrip('.')}.",
        remedy=_remedy(message, form),
        line=place[0],
        column=place[1],
    )


def _remedy(message: str, form: Format) -> str:
    """Return what to do about a parser's complaint.

    >>> from clusterkb.rdf.formats import by_name
    >>> _remedy("Unknown prefix e:", by_name("rdf"))[:36]
    'Declare it in the first element, for'
    """
    families = ("", _FAMILY.get(form.name, form.name))
    for family, cause, remedy in _REMEDIES:
        if family in families and re.search(cause, message):
            return remedy
    return "Correct it there; everything after it was not read."
