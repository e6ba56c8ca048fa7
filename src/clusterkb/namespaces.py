"""The one prefix map, and the addresses made from it."""

from __future__ import annotations

from functools import lru_cache

BASE = "https://w3id.org/clusterkb"
ONTOLOGY = f"{BASE}/onto"

_DATA = {
    name: f"{BASE}/id/{name}/"
    for name in ("cluster", "scheme", "person", "place", "work", "src", "fact", "theory", "query")
}
_CONCEPTS = {
    "level": "level",
    "role": "role",
    "scope": "scope",
    "integration": "integration",
    "aim": "aim",
    "eventkind": "event-kind",
    "counted": "counted",
    "qualifier": "qualifier",
    "unit": "unit",
    "namekind": "name-kind",
    "idscheme": "identifier-scheme",
    "kind": "kind",
    "legalform": "legal-form",
    "field": "field",
    "sourcekind": "source-kind",
    "confidence": "confidence",
    "modality": "modality",
    "criterion": "criterion",
    "problem": "problem",
    "stage": "stage",
    "requirement": "requirement",
    "condition": "condition",
    "facet": "facet",
    "support": "support",
    "outcome": "outcome",
    "way": "way",
    "zone": "zone",
    "significance": "significance",
    "task": "task",
    "verification": "verification",
    "lookalike": "look-alike",
    "flowkind": "flow-kind",
    "innovationtype": "innovation-type",
    "attestation": "attestation",
    "context": "context",
    "society": "society",
    "audience": "audience",
    "translationstatus": "translation-status",
}

PREFIXES: dict[str, str] = {
    "ckb": f"{ONTOLOGY}/",
    "ckorg": f"{BASE}/id/org/",
    "claim": f"{BASE}/claim/",
    "shape": f"{BASE}/shapes/",
    "lex": f"{BASE}/lex/",
    "parameter": f"{BASE}/id/query/parameter/",
    **_DATA,
    **{prefix: f"{BASE}/concept/{path}/" for prefix, path in _CONCEPTS.items()},
    "cc": "http://creativecommons.org/ns#",
    "cpov": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "format": "http://www.w3.org/ns/formats/",
    "lime": "http://www.w3.org/ns/lemon/lime#",
    "ontolex": "http://www.w3.org/ns/lemon/ontolex#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sh": "http://www.w3.org/ns/shacl#",
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": "https://w3id.org/sssom/",
    "vann": "http://purl.org/vocab/vann/",
    "vartrans": "http://www.w3.org/ns/lemon/vartrans#",
    "void": "http://rdfs.org/ns/void#",
    "void-ext": "http://ldf.fi/void-ext#",
    "vs": "http://www.w3.org/2003/06/sw-vocab-status/ns#",
    "wgs": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

GRAPHS = f"{BASE}/graph/"
"""Every file of the repository is a named graph below this address."""

INFERRED = f"{GRAPHS}inferred"
"""The graph of what follows; no asserted triple is ever in it."""

DESCRIPTION = f"{GRAPHS}dataset"
"""The graph of what the build counts in all the other graphs; it does not count itself."""

DATASET = f"{BASE}/id/dataset/clusterkb"
"""All that the store holds, as one dataset; every part of its description has an address below this one."""

ENDPOINT = f"{BASE}/sparql"
"""The permanent address of the SPARQL endpoint."""

_BY_NAMESPACE = {namespace: prefix for prefix, namespace in PREFIXES.items()}
_LONGEST_FIRST = sorted(PREFIXES.items(), key=lambda pair: -len(pair[1]))


@lru_cache(maxsize=8192)
def expand(name: str) -> str:
    """Return the full IRI of a prefixed name; anything else is returned as it is.

    >>> expand("ckb:Cluster")
    'https://w3id.org/clusterkb/onto/Cluster'
    >>> expand("https://example.org/x")
    'https://example.org/x'
    """
    prefix, colon, local = name.partition(":")
    if colon and prefix in PREFIXES and not local.startswith("//"):
        return PREFIXES[prefix] + local
    return name


def shorten(iri: str) -> str:
    """Return the prefixed name of an IRI, or the IRI itself.

    >>> shorten("https://w3id.org/clusterkb/id/org/x")
    'ckorg:x'
    >>> shorten("https://example.org/x")
    'https://example.org/x'
    """
    for cut in "#/":  # most namespaces end at the last of these
        namespace, found, local = iri.rpartition(cut)
        if found and (prefix := _BY_NAMESPACE.get(namespace + cut)):
            return f"{prefix}:{local}"
    for prefix, namespace in _LONGEST_FIRST:
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def split(iri: str) -> tuple[str, str]:
    """Return the namespace and the local name of an IRI.

    >>> split("http://e/a#b"), split("http://e/a/b")
    (('http://e/a#', 'b'), ('http://e/a/', 'b'))
    """
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    return iri[:cut], iri[cut:]


def path_of(iri: str) -> str | None:
    """Return the site path of one of our IRIs, without a leading slash, or None for somebody else's.

    >>> path_of("https://w3id.org/clusterkb/id/cluster/x")
    'id/cluster/x'
    >>> path_of("https://example.org/x") is None
    True
    """
    return iri[len(BASE) + 1 :] if iri.startswith(BASE + "/") else None
