"""Terms as the reasoner writes them: an IRI bare, a blank node as ``_:label``, a literal in N-Triples form."""

from __future__ import annotations

import pyoxigraph as ox

Term = ox.NamedNode | ox.BlankNode | ox.Literal


def written(term: Term | ox.Triple) -> str:
    """Return a term as the reasoner writes it."""
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def statement(triple: ox.Triple) -> tuple[str, str, str]:
    """Return a triple as the reasoner takes it.

    >>> statement(ox.Triple(ox.NamedNode("http://e/a"), ox.NamedNode("http://e/p"), ox.Literal("x")))
    ('http://e/a', 'http://e/p', '"x"')
    """
    return written(triple.subject), triple.predicate.value, written(triple.object)


def read(text: str) -> Term:
    """Return the term that ``written`` wrote.

    >>> read('"x"@en'), read("_:b"), read("http://e/x")
    (<Literal value=x language=en>, <BlankNode value=b>, <NamedNode value=http://e/x>)
    """
    if text.startswith("_:"):
        return ox.BlankNode(text[2:])
    return parsed(text) if text.startswith('"') else ox.NamedNode(text)


def parsed(text: str) -> Term:
    """Return a term from its N-Triples form.

    >>> parsed("<http://e/x>"), parsed("_:b"), parsed('"x"@en')
    (<NamedNode value=http://e/x>, <BlankNode value=b>, <Literal value=x language=en>)
    """
    if text.startswith("_:"):
        return ox.BlankNode(text[2:])
    if text.startswith("<"):
        return ox.NamedNode(text[1:-1])
    (quad,) = ox.parse(f"<a:a> <a:a> {text} .".encode(), format=ox.RdfFormat.N_TRIPLES)
    return quad.object if isinstance(quad.object, ox.Literal) else ox.Literal(text)


def terms(quad: ox.Quad) -> tuple[Term, ox.NamedNode, Term]:
    """Return subject, property and value of a statement about a thing, not about a statement."""
    if isinstance(quad.subject, ox.Triple) or isinstance(quad.object, ox.Triple):
        raise TypeError("Triple terms are refused when a document is read.")
    return quad.subject, quad.predicate, quad.object
