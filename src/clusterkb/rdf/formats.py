"""The one table of RDF formats: name, media type, file suffixes."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pyoxigraph as ox

from clusterkb.errors import BadRequest

_JSON = re.compile(rb"\{|\[\s*\{")
# An address of Turtle holds no space, so a name in angle brackets with an attribute is an element of XML.
_XML = re.compile(rb"<\?xml|<!--|<!DOCTYPE|<rdf:RDF|<[A-Za-z_][\w.:-]*\s+[\w.:-]+\s*=")


@dataclass(frozen=True, slots=True)
class Format:
    """One row: how a format is called, served and recognized."""

    name: str
    label: str
    media_type: str
    suffixes: tuple[str, ...]
    engine: ox.RdfFormat


TURTLE = Format("ttl", "Turtle", "text/turtle", ("ttl", "turtle"), ox.RdfFormat.TURTLE)
NTRIPLES = Format("nt", "N-Triples", "application/n-triples", ("nt",), ox.RdfFormat.N_TRIPLES)

TABLE: tuple[Format, ...] = (
    TURTLE,
    Format("jsonld", "JSON-LD", "application/ld+json", ("jsonld", "json"), ox.RdfFormat.JSON_LD),
    Format("rdf", "RDF/XML", "application/rdf+xml", ("rdf", "owl", "xml"), ox.RdfFormat.RDF_XML),
    NTRIPLES,
    Format("nq", "N-Quads", "application/n-quads", ("nq",), ox.RdfFormat.N_QUADS),
    Format("trig", "TriG", "application/trig", ("trig",), ox.RdfFormat.TRIG),
)

SERVED = TABLE[:4]
"""The formats every page can be had in."""


def by_name(name: str) -> Format:
    """Return the format called ``name`` (a suffix or a media type).

    Raises:
        BadRequest: No format has this name.

    >>> by_name("text/turtle").name, by_name("owl").name
    ('ttl', 'rdf')
    """
    wanted = name.lower().lstrip(".")
    for row in TABLE:
        if wanted == row.media_type or wanted in row.suffixes:
            return row
    known = ", ".join(row.name for row in TABLE)
    raise BadRequest(f"No RDF format is called {name!r}.", remedy=f"Use one of: {known}.")


def of_file(name: str) -> Format:
    """Return the format of a file by its name's ending.

    Raises:
        BadRequest: The name has no known ending.

    >>> of_file("a/b.rdf").label
    'RDF/XML'
    """
    ending = name.rpartition(".")[2].lower()
    for row in TABLE:
        if ending in row.suffixes:
            return row
    known = ", ".join(f".{row.name}" for row in TABLE)
    remedy = f"End it in one of {known}, or name its format."
    raise BadRequest(f"The name {name!r} does not tell its RDF format.", remedy=remedy)


def guess(data: bytes) -> Format:
    """Return the likeliest format of a document by how it begins: JSON-LD, RDF/XML, else Turtle.

    >>> guess(b' {"@id": "x"}').name, guess(b"<?xml version='1.0'?><rdf:RDF/>").name, guess(b"<a> <b> <c> .").name
    ('jsonld', 'rdf', 'ttl')
    """
    head = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1000]
    if _JSON.match(head):
        return by_name("jsonld")
    if _XML.match(head):
        return by_name("rdf")
    return TURTLE
