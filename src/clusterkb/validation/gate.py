"""The build's gate: the knowledge base itself against its own shapes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from clusterkb.errors import BadInput
from clusterkb.rdf.formats import NTRIPLES
from clusterkb.store import EmbeddedStore
from clusterkb.store.embedded import graph_name
from clusterkb.validation import engines
from clusterkb.validation.documents import Document
from clusterkb.validation.examination import about_several, examine
from clusterkb.validation.findings import Report
from clusterkb.validation.rules import Rules
from clusterkb.validation.run import report

_NAME = "knowledge base"
_CHECKED = ("ontology/kb/", "ontology/claims/", "ontology/lexicon/")
"""Where the things stand that shapes are about; terms are checked by tests of their own."""


def check_knowledge_base(
    store: EmbeddedStore, rules: Rules, names: Collection[str], changed: Collection[str] | None = None
) -> Report:
    """Check asserted records, claims and words.

    Args:
        store: Where they stand.
        rules: The rules of that store.
        names: All sources.
        changed: Those that differ from a version that conformed; without them, all. Shapes of one thing look at the
            things in these files only, with what other files say of them; unless a shape or a term changed. Rules
            about more than one thing always look at everything.
    """
    checked = [name for name in sorted(names) if name.startswith(_CHECKED)]
    quads = [quad for name in checked for quad in store.triples(graph_name(name))]
    part = quads
    if changed is not None and all(name.startswith(_CHECKED) for name in changed):
        things = {quad.subject for name in checked if name in changed for quad in store.triples(graph_name(name))}
        part = [quad for quad in quads if quad.subject in things]
    engine = engines.engine("")
    found = examine([Document(_NAME, NTRIPLES, "", part)], rules, engine, whole=False)
    found = replace(found, faults=(*found.faults, *about_several(quads, rules)))
    return report([Document(_NAME, NTRIPLES, "", quads)], found, rules, engine)


def require_conformance(
    store: EmbeddedStore, rules: Rules, names: Collection[str], changed: Collection[str] | None = None
) -> None:
    """Let the build go on only when the knowledge base conforms.

    Raises:
        BadInput: It does not; the message names the violations, of very many the first 1,000.
    """
    found = check_knowledge_base(store, rules, names, changed)
    violations = [finding for finding in found.findings if finding.severity == "Violation"]
    if violations:
        lines = [f"{f.focus} {f.path} [{f.code}] {f.message('en')}".replace("  ", " ") for f in violations]
        raise BadInput("The knowledge base breaks its own shapes:\n" + "\n".join(lines), remedy="Nothing was built.")
