"""The OWL and RDFS terms the rules speak of."""

from __future__ import annotations

from clusterkb.namespaces import PREFIXES

RDF, RDFS, OWL = PREFIXES["rdf"], PREFIXES["rdfs"], PREFIXES["owl"]

TYPE, FIRST, REST, NIL = (RDF + name for name in ("type", "first", "rest", "nil"))
SUB_CLASS, SUB_PROPERTY, DOMAIN, RANGE = (RDFS + name for name in ("subClassOf", "subPropertyOf", "domain", "range"))
EQUIVALENT_CLASS, EQUIVALENT_PROPERTY, INVERSE, CHAIN = (
    OWL + name for name in ("equivalentClass", "equivalentProperty", "inverseOf", "propertyChainAxiom")
)
ON_PROPERTY, SOME, ONLY, VALUE = (OWL + name for name in ("onProperty", "someValuesFrom", "allValuesFrom", "hasValue"))
INTERSECTION, UNION, ONE_OF, COMPLEMENT = (
    OWL + name for name in ("intersectionOf", "unionOf", "oneOf", "complementOf")
)
THING, SYMMETRIC, TRANSITIVE = (OWL + name for name in ("Thing", "SymmetricProperty", "TransitiveProperty"))

AXIOMS = frozenset((SUB_CLASS, SUB_PROPERTY, DOMAIN, RANGE, EQUIVALENT_CLASS, EQUIVALENT_PROPERTY, INVERSE, CHAIN))
_EXPRESSIONS = frozenset((ON_PROPERTY, SOME, ONLY, VALUE, INTERSECTION, UNION, ONE_OF, COMPLEMENT, FIRST, REST))
SCHEMA = AXIOMS | _EXPRESSIONS
"""Predicates of axioms; no rule ever derives a fact about individuals with one of them."""

_UNSUPPORTED = (
    "sameAs hasKey maxCardinality maxQualifiedCardinality cardinality qualifiedCardinality minCardinality "
    "minQualifiedCardinality hasSelf"
)
UNSUPPORTED_PREDICATES = frozenset(OWL + name for name in _UNSUPPORTED.split())
UNSUPPORTED_TYPES = frozenset(OWL + name for name in ("FunctionalProperty", "InverseFunctionalProperty"))
"""Constructs that could entail something the chainer would miss; it refuses them rather than stay silent."""
