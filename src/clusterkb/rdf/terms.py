"""Terms as the reasoner writes them: an IRI bare, a blank node as ``_:label``, a literal in N-Triples form."""

from __future__ import annotations

import pyoxigraph as ox

Term = ox.NamedNode | ox.BlankNode | ox.Literal


def written(term: Term | ox.Triple) -> str:
    """Return a term as the reasoner writes it."""
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def read(text: str) -> Term:
    """Return the term that ``written`` wrote.

    >>> read('"x"@en'), read("_:b"), read("http://e/x")
    (<Literal value=x language=en>, <BlankNode value=b>, <NamedNode value=http://e/x>)
    """
    if text.startswith("_:"):
        return ox.BlankNode(text[2:])
    if not text.startswith('"'):
        return ox.NamedNode(text)
    (quad,) = ox.parse(f"<a:a> <a:a> {text} .".encode(), format=ox.RdfFormat.N_TRIPLES)
    return quad.object if isinstance(quad.object, ox.Literal) else ox.Literal(text)
