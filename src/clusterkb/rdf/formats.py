"""The one table of RDF formats: name, media type, file suffixes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from clusterkb.errors import BadInput, BadRequest

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


def read_document(data: bytes | Path, form: str, name: str) -> tuple[bytes, Format, str]:
    """Return the bytes, format and name of a document or file.

    Args:
        data: Bytes, or a file.
        form: Format; told from the file's name when empty, Turtle for bytes.
        name: What to call it in messages; the file, when empty.

    Raises:
        BadInput: The file cannot be read.
        BadRequest: The format is not known.
    """
    if isinstance(data, bytes):
        return data, by_name(form or "ttl"), name or "input"
    try:
        return data.read_bytes(), by_name(form or of_file(data.name).name), name or str(data)
    except OSError as error:
        raise BadInput(f"{name or data} cannot be read: {error.strerror}.", remedy="Check the path.") from error
