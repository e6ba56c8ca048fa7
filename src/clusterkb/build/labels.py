"""What goes into the label index: every name of every thing that has a page."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from clusterkb.catalogue.kinds import kind_of
from clusterkb.search import Label
from clusterkb.sparql import select
from clusterkb.store import EmbeddedStore

_LABELS = """
SELECT DISTINCT ?thing ?label ?preferred WHERE {
  { ?thing skos:prefLabel ?label . BIND(true AS ?preferred) }
  UNION { ?thing skos:altLabel ?label . BIND(false AS ?preferred) }
  UNION { ?use ckb:nameUseOf ?thing ; ckb:nameUseName ?label . BIND(false AS ?preferred) }
}
"""


def labels(store: EmbeddedStore) -> Iterator[Label]:
    """Yield a row for every label in ``store``."""
    for row in select(store, _LABELS):
        thing, label = row["thing"], row["label"]
        if isinstance(thing, ox.NamedNode) and isinstance(label, ox.Literal) and (kind := kind_of(thing.value)):
            preferred = row["preferred"] == ox.Literal(True)
            yield Label(thing.value, kind, label.language or "", label.value, preferred)
