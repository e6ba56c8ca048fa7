"""Triples to bytes, with our prefixes where a format has any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from clusterkb.namespaces import PREFIXES
from clusterkb.rdf.formats import Format


def serialize(triples: Iterable[ox.Triple], form: Format, prefixes: Mapping[str, str] = PREFIXES) -> bytes:
    r"""Return ``triples`` as a document in a format.

    >>> from clusterkb.rdf.formats import NTRIPLES
    >>> serialize([ox.Triple(ox.NamedNode("http://e/s"), ox.NamedNode("http://e/p"), ox.Literal("x"))], NTRIPLES)
    b'<http://e/s> <http://e/p> "x" .\n'
    """
    # The engine gives None only where it writes to a file; N-Triples and JSON-LD leave the prefixes alone.
    return ox.serialize(triples, format=form.engine, prefixes=dict(prefixes)) or b""
