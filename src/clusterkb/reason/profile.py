"""Is the ontology within OWL 2 DL? The answer of py-horned-owl; and what HermiT would stop at beyond it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from clusterkb.extra import extra
from clusterkb.namespaces import expand

_DATATYPES = frozenset(
    expand(name)
    for name in (
        *("rdf:langString", "rdf:PlainLiteral", "xsd:string", "xsd:boolean", "xsd:anyURI", "xsd:dateTime"),
        *("xsd:integer", "xsd:nonNegativeInteger", "xsd:positiveInteger", "xsd:int", "xsd:long", "xsd:short"),
        *("xsd:decimal", "xsd:double", "xsd:float"),
    )
)
"""Those of HermiT's datatypes that our data may use; it stops at any other."""

_TYPE, _ANNOTATION = ox.NamedNode(expand("rdf:type")), ox.NamedNode(expand("owl:AnnotationProperty"))
_BUILT_IN = frozenset(ox.NamedNode(expand(name)) for name in ("rdfs:label", "rdfs:comment", "owl:versionInfo"))

_MISSING = "py-horned-owl is not installed."


def profile_violations(document: str) -> list[str]:
    """Return what puts an ontology outside OWL 2 DL, one line a violation.

    Args:
        document: One ontology as RDF/XML.

    Raises:
        MissingPart: py-horned-owl is not there.
    """
    pyhornedowl, profile = (extra(name, _MISSING) for name in ("pyhornedowl", "pyhornedowl.profile"))
    ontology = pyhornedowl.open_ontology_from_string(document, "rdf")
    report = profile.check_profile(ontology, "DL")
    return [str(violation) for violation in report.violations]


def odd_datatypes(triples: Iterable[ox.Triple]) -> Iterator[str]:
    """Yield a line for every value of a data property, not of an annotation, that HermiT would stop at."""
    stated = list(triples)
    annotations = {t.subject for t in stated if (t.predicate, t.object) == (_TYPE, _ANNOTATION)} | _BUILT_IN
    for triple in stated:
        odd = isinstance(triple.object, ox.Literal) and triple.object.datatype.value not in _DATATYPES
        if odd and triple.predicate not in annotations:
            yield f"{triple.subject} {triple.predicate} {triple.object}: write an integer, decimal, dateTime or text."
