"""Where an RDF document says what: file offsets, lines and columns of its statements, in every format."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator

import pyoxigraph as ox

from clusterkb.errors import BadInput
from clusterkb.rdf.formats import Format
from clusterkb.rdf.places import jsonld, rdfxml, turtle
from clusterkb.rdf.places.lines import Lines
from clusterkb.rdf.places.places import Places
from clusterkb.rdf.places.written import NAMELESS, Span, Written

__all__ = ["NAMELESS", "Lines", "Places", "Span", "Written", "first_lines", "places"]

_WALKS: dict[str, Callable[[str, str], Iterator[Written]]] = {
    "rdf": rdfxml.statements,
    "jsonld": jsonld.statements,
}


def places(
    text: str, form: Format, quads: Iterable[ox.Quad], base: str = "", only: Container[str] | None = None
) -> Places:
    r"""Return the places of a document's statements; none when it cannot be walked.

    Args:
        text: The document.
        form: Its format.
        quads: What a parser read from it.
        base: IRI that relative references are resolved against.
        only: IRIs of the things whose places are wanted; those of others may be left out, which saves time.

    >>> from clusterkb.rdf.formats import TURTLE
    >>> from clusterkb.rdf.parse import parse
    >>> text = "@prefix e: <http://e/> .\ne:s a e:C ;\n  e:p 1 ,\n  2 ."
    >>> quads = parse(text.encode(), TURTLE)
    >>> found = places(text, TURTLE, quads)
    >>> found.lines.of(found.of(quads[2].subject, quads[2].predicate, quads[2].object).start)
    (4, 3)
    """
    try:
        walk = _WALKS.get(form.name)
        written = list(walk(text, base) if walk else turtle.statements(text, base, only))
    except BadInput:
        written = []
    return Places(text, written, quads)


def first_lines(text: str) -> dict[str, int]:
    r"""Return the line on which a Turtle document first says something of each thing.

    >>> first_lines("@prefix e: <http://e/> .\ne:s e:p 1 ;\n  e:q 2 .")
    {'http://e/s': 2}
    """
    lines = Lines(text)
    found: dict[str, int] = {}
    for one in turtle.statements(text):
        line = lines.of(one.subject_at.start)[0]
        found[one.subject] = min(line, found.get(one.subject, line))
    return found
