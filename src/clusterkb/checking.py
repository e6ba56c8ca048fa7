"""One version of the knowledge base under all the checks there are of it."""

from __future__ import annotations

from collections.abc import Collection

import pyoxigraph as ox

from clusterkb.build import sources
from clusterkb.namespaces import expand
from clusterkb.quality import COUNTED, Coverage, DataReport, Facts, Fault, OntologyReport, coverage
from clusterkb.quality import check_data as _check_data
from clusterkb.quality import check_ontology as _check_ontology
from clusterkb.store import EmbeddedStore
from clusterkb.store.embedded import graph_name
from clusterkb.validation import Finding, check_knowledge_base
from clusterkb.validation.rules import rules

_SEVERITY = {"Violation": "error", "Warning": "warning"}


def check_ontology(store: EmbeddedStore, names: Collection[str]) -> OntologyReport:
    """Check what the sources ``names`` say as an ontology.

    Raises:
        MissingPart: owlready2, Java or py-horned-owl is not there.
    """
    kinds = store.engine.quads_for_pattern(None, ox.NamedNode(expand("rdf:type")), None, None)
    return _check_ontology(sources.reasoned(store, names), _stated(store, names), {quad.triple for quad in kinds})


def check_data(store: EmbeddedStore, names: Collection[str]) -> DataReport:
    """Check what the sources ``names`` say of real things.

    Raises:
        MissingPart: rapidfuzz or shapely is not there.
    """
    found = check_knowledge_base(store, rules(store), names).findings
    return _check_data(_stated(store, names), [_fault(finding) for finding in found if finding.severity in _SEVERITY])


def count(store: EmbeddedStore, names: Collection[str]) -> Coverage:
    """Count what the records among the sources ``names`` hold and lack."""
    graphs = {graph_name(name) for name in names}
    patterns = (store.engine.quads_for_pattern(None, ox.NamedNode(expand(name)), None, None) for name in COUNTED)
    return coverage(Facts(quad.triple for pattern in patterns for quad in pattern if quad.graph_name in graphs))


def _stated(store: EmbeddedStore, names: Collection[str]) -> list[ox.Triple]:
    return [quad.triple for name in names for quad in store.triples(graph_name(name))]


def _fault(finding: Finding) -> Fault:
    message = f"{finding.focus}: {finding.message('en')}"
    return Fault(finding.code, _SEVERITY[finding.severity], expand(finding.focus), message)
