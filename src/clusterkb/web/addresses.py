"""Which of the site's addresses shows which IRI, and back."""

from __future__ import annotations

from functools import lru_cache

from clusterkb.catalogue import kind_of
from clusterkb.namespaces import BASE, DATASET, ONTOLOGY, PREFIXES, path_of

FOLDERS = ("onto", "concept", "claim", "lex", "shapes")
"""First parts of an address that are no part of ``/id/``."""


def name_of(iri: str) -> str:
    """Return the part of an address that names ``iri``, or an empty string for somebody else's.

    >>> name_of(BASE + "/id/cluster/x"), name_of(BASE + "/onto/Cluster"), name_of("https://example.org/")
    ('cluster/x', 'onto/Cluster', '')
    """
    return (path_of(iri) or "").removeprefix("id/")


def iri_of(name: str) -> str:
    """Return the IRI that ``name`` stands for.

    >>> iri_of("cluster/x") == BASE + "/id/cluster/x", iri_of("onto/Cluster") == BASE + "/onto/Cluster"
    (True, True)
    """
    folder = "" if name.partition("/")[0] in FOLDERS else "id/"
    return f"{BASE}/{folder}{name}"


@lru_cache(maxsize=16384)
def page(iri: str, language: str) -> str:
    """Return the address of the page of ``iri``, or an empty string when it has none.

    >>> page(BASE + "/id/cluster/x", "uz")
    '/uz/page/cluster/x'
    >>> page(BASE + "/shapes/Cluster-source", "uz")
    '/uz/rule/Cluster-source'
    """
    if iri == DATASET:
        return f"/{language}/"
    if iri == ONTOLOGY:
        return f"/{language}/terms"
    if iri.startswith(PREFIXES["shape"]):
        return f"/{language}/rule/{iri.removeprefix(PREFIXES['shape'])}"
    return f"/{language}/page/{name_of(iri)}" if kind_of(iri) or "/id/fact/" in iri else ""


def data(iri: str, form: str) -> str:
    """Return the address of the description of ``iri`` in a format.

    >>> data(BASE + "/id/cluster/x", "ttl")
    '/data/cluster/x.ttl'
    """
    return f"/data/{name_of(iri)}.{form}"
