"""What a thing of ours is, told from its IRI."""

from __future__ import annotations

from clusterkb.namespaces import path_of

_BY_FOLDER = {
    "id/cluster": "cluster",
    "id/scheme": "scheme",
    "id/org": "organization",
    "id/person": "person",
    "id/place": "place",
    "id/work": "work",
    "id/theory": "theory",
    "id/src": "source",
    "concept": "vocabulary",
    "claim": "claim",
    "lex": "word",
}

RECORDS = frozenset(("cluster", "scheme", "organization", "person", "place", "work"))
"""Kinds with a record page; the others are read as concepts."""


KINDS = ("class", "property", "concept", *_BY_FOLDER.values())
"""All kinds there are."""


def kind_of(iri: str) -> str:
    """Return the kind of one of our IRIs, or an empty string for what has no page of its own.

    >>> kind_of("https://w3id.org/clusterkb/onto/Cluster"), kind_of("https://w3id.org/clusterkb/onto/memberOf")
    ('class', 'property')
    >>> kind_of("https://w3id.org/clusterkb/concept/role/lead"), kind_of("https://example.org/x")
    ('concept', '')
    """
    path = path_of(iri) or ""
    folder, _, name = path.rpartition("/")
    if folder == "onto":
        return "class" if name[:1].isupper() else "property"
    if folder.startswith("concept/"):
        return "concept"
    return _BY_FOLDER.get(folder, "")
