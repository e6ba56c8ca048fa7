"""The build's gate: the knowledge base itself against its own shapes."""

from __future__ import annotations

from collections.abc import Iterable

from clusterkb.errors import BadInput
from clusterkb.rdf.formats import NTRIPLES
from clusterkb.rdf.serialize import serialize
from clusterkb.store import EmbeddedStore
from clusterkb.store.embedded import graph_name
from clusterkb.validation.findings import Report
from clusterkb.validation.rules import rules
from clusterkb.validation.run import validate

_CHECKED = ("ontology/kb/", "ontology/claims/", "ontology/lexicon/")
"""Where the things stand that shapes are about; terms are checked by tests of their own."""


def check_knowledge_base(store: EmbeddedStore, names: Iterable[str]) -> Report:
    """Check all asserted records, claims and words among the sources ``names`` under the shapes in ``store``."""
    triples = [
        quad.triple for name in sorted(names) if name.startswith(_CHECKED) for quad in store.triples(graph_name(name))
    ]
    return validate(serialize(triples, NTRIPLES), NTRIPLES, rules(store), name="knowledge base")


def require_conformance(store: EmbeddedStore, names: Iterable[str]) -> None:
    """Let the build go on only when the knowledge base conforms.

    Raises:
        BadInput: It does not; the message names the violations, of very many the first 1,000.
    """
    report = check_knowledge_base(store, names)
    violations = [finding for finding in report.findings if finding.severity == "Violation"]
    if violations:
        lines = [f"{f.focus} {f.path} [{f.code}] {f.message('en')}".replace("  ", " ") for f in violations]
        raise BadInput("The knowledge base breaks its own shapes:\n" + "\n".join(lines), remedy="Nothing was built.")
