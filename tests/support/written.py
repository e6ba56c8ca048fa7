"""What the tests of places in RDF/XML and JSON-LD share: statements as one sees them, and documents of real data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph

from clusterkb.namespaces import expand
from clusterkb.rdf.formats import Format
from clusterkb.rdf.parse import parse
from clusterkb.rdf.places import NAMELESS, Lines, Places, Written

BASE = "https://example.org/d/x"
ROOT = Path(__file__).parents[2]

Walk = Callable[[str, str], Iterator[Written]]
Seen = tuple[str, str, str, str]
Key = tuple[str, str, str]

_LINE_END = re.compile(r"\r\n?")


def seen(text: str, walk: Walk) -> list[Seen]:
    """Return the pieces of text where subject, property and value of each statement stand, and the value's place."""
    lines = Lines(text)
    found = []
    for one in walk(text, BASE):
        subject, predicate, value = (text[slice(*at)] for at in (one.subject_at, one.predicate_at, one.value_at))
        found.append((subject, predicate, value, "{}:{}".format(*lines.of(one.value_at.start))))
    return found


def keys(text: str, walk: Walk) -> list[Key]:
    """Return what the statements say."""
    return [(one.subject, one.predicate, _LINE_END.sub("\n", one.value)) for one in walk(text, BASE)]


def parsed_keys(text: str, form: Format) -> list[Key]:
    """Return what a parser reads, but for what a list and a statement about a statement are made of."""
    quads = [quad for quad in parse(text.encode(), form, base=BASE) if not _is_made(quad)]
    return [(_key(quad.subject), quad.predicate.value, _key(quad.object)) for quad in quads]


def unplaced(text: str, form: Format, walk: Walk) -> list[ox.Quad]:
    """Return the statements that a parser reads and that have no place."""
    quads = parse(text.encode(), form, base=BASE)
    found = Places(text, walk(text, BASE), quads)
    return [quad for quad in quads if not _is_made(quad) and found.statement(quad.triple) is None]


def misplaced(text: str, form: Format, walk: Walk, decoded: Callable[[str], str]) -> list[tuple[str, str]]:
    """Return the texts and whole addresses that a parser reads, each with what stands at its place if that differs."""
    quads = parse(text.encode(), form, base=BASE)
    found = Places(text, walk(text, BASE), quads)
    wrong = []
    for quad in quads:
        one = found.statement(quad.triple)
        if one and (isinstance(quad.object, ox.Literal) or "://" in text[slice(*one.value_at)]):
            there = _LINE_END.sub("\n", decoded(text[slice(*one.value_at)]))
            if there != _key(quad.object) and _key(quad.object) != NAMELESS:
                wrong.append((_key(quad.object), there))
    return wrong


def real() -> list[Path]:
    """Return files of real data, some of each kind."""
    records = sorted(ROOT.glob("ontology/kb/*.ttl"))
    examples = sorted(ROOT.glob("shapes/examples/**/*.ttl"))
    return [*records[:: len(records) // 8][:8], *examples[:: len(examples) // 8][:8]]


def rewritten(path: Path, form: str, *, compact: bool = False) -> str:
    """Return a file in another format of rdflib's; ``compact`` uses the file's prefixes in JSON-LD."""
    graph = Graph().parse(path)
    prefixes = {prefix: str(iri) for prefix, iri in graph.namespaces() if prefix}
    return (
        graph.serialize(format=form, context=prefixes, auto_compact=True) if compact else graph.serialize(format=form)
    )


def _is_made(quad: ox.Quad) -> bool:
    return quad.predicate.value == expand("rdf:rest") or _key(quad.subject).endswith("#statement")


def _key(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return _LINE_END.sub("\n", term.value) if isinstance(term, ox.NamedNode | ox.Literal) else NAMELESS
