"""What changed between two releases, for people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pyoxigraph as ox

from clusterkb.namespaces import path_of, shorten
from clusterkb.rdf.formats import NTRIPLES
from clusterkb.rdf.parse import parse

_Said = dict[str, set[str]]
_HEADS = {"onto": "Classes and properties", "concept": "Lists and concepts", "id": "Records and facts"}


def difference(before: bytes | None, now: list[ox.Triple]) -> bytes:
    """Return what is new, gone and changed, as Markdown; what stands in blank nodes counts for the term it defines.

    Args:
        before: N-Triples of the release before, or None.
        now: What is stated now.

    Raises:
        BadInput: ``before`` cannot be read.
    """
    if before is None:
        return b"# Changes\n\nThis is the first release.\n"
    old = _said([quad.triple for quad in parse(before, NTRIPLES, name="the release before")])
    new = _said(now)
    lines = ["# Changes", ""]
    for folder, head in _HEADS.items():
        rows = list(_rows(folder, old, new))
        lines += [f"## {head}", "", *(rows or ["Nothing changed."]), ""]
    return "\n".join(lines).rstrip().encode() + b"\n"


def _rows(folder: str, old: _Said, new: _Said) -> Iterator[str]:
    mine = sorted(iri for iri in {*old, *new} if (path_of(iri) or "").partition("/")[0] == folder)
    yield from (f"- new: `{shorten(iri)}`" for iri in mine if iri not in old)
    yield from (f"- gone: `{shorten(iri)}`" for iri in mine if iri not in new)
    for iri in mine:
        if iri in old and iri in new and old[iri] != new[iri]:
            yield f"- changed: `{shorten(iri)}`"
            yield from (f"    - was: {line}" for line in sorted(old[iri] - new[iri]))
            yield from (f"    - is: {line}" for line in sorted(new[iri] - old[iri]))


def _said(triples: list[ox.Triple]) -> _Said:
    """Return what is said of each named thing, a line a statement; an expression is written out in full."""
    parts: dict[object, list[ox.Triple]] = defaultdict(list)
    for triple in triples:
        parts[triple.subject].append(triple)
    return {
        subject.value: {f"{shorten(t.predicate.value)} {_word(t.object, parts)}" for t in stated}
        for subject, stated in parts.items()
        if isinstance(subject, ox.NamedNode)
    }


def _word(term: object, parts: dict[object, list[ox.Triple]]) -> str:
    if isinstance(term, ox.NamedNode):
        return shorten(term.value)
    if isinstance(term, ox.BlankNode):
        inside = sorted(f"{shorten(t.predicate.value)} {_word(t.object, parts)}" for t in parts[term])
        return f"[ {' ; '.join(inside)} ]"
    return str(term)
