"""Where an asserted triple stands, and what it cites."""

from __future__ import annotations

import pyoxigraph as ox

from clusterkb.namespaces import expand
from clusterkb.rdf.terms import read
from clusterkb.reason.proofs import Source
from clusterkb.reason.schema import Triple
from clusterkb.store import EmbeddedStore
from clusterkb.store.embedded import source_name

_SOURCE = ox.NamedNode(expand("dcterms:source"))


def standing(store: EmbeddedStore, fact: Triple) -> tuple[Source, ...]:
    """Return every file that states ``fact``, with the sources cited by the fact's subject.

    The part of an axiom that is a blank node cites nothing itself; its file says in words whose statement it is.
    """
    subject, thing = read(fact[0]), read(fact[2])
    if isinstance(subject, ox.Literal):
        return ()
    cited = store.engine.quads_for_pattern(subject, _SOURCE, None, None)
    cites = tuple(sorted({quad.object.value for quad in cited if isinstance(quad.object, ox.NamedNode)}))
    graphs = {q.graph_name for q in store.engine.quads_for_pattern(subject, ox.NamedNode(fact[1]), thing, None)}
    files = sorted(source_name(graph.value) for graph in graphs if isinstance(graph, ox.NamedNode))
    return tuple(Source(file, cites) for file in files)
