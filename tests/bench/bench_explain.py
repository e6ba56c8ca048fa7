"""A proof read back against closing everything again, on a seeded sample of inferred facts. Run it with: make bench."""

from __future__ import annotations

import os
import platform
import random
import statistics
from functools import partial

import pyoxigraph as ox
import pytest
from tests.support.clock import timed

from clusterkb import KnowledgeBase
from clusterkb.build.sources import reasoned
from clusterkb.catalogue.provenance import standing
from clusterkb.namespaces import INFERRED
from clusterkb.rdf.terms import statement
from clusterkb.reason.closure import close
from clusterkb.reason.proofs import prove
from clusterkb.reason.schema import Triple

SAMPLE, SEED = 200, 2023
LEAST_RATIO, LEAST_RATIO_OF_SLOWEST = 10, 1


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    """The knowledge base as it is built here."""
    return KnowledgeBase.open()


def facts(kb: KnowledgeBase) -> list[Triple]:
    """Return the sample, the same in every run of one store."""
    inferred = (quad.triple for quad in kb.store.triples(ox.NamedNode(INFERRED)))
    return random.Random(SEED).sample(sorted(map(statement, inferred)), SAMPLE)


def test_a_proof_is_read_ten_times_faster_than_everything_is_closed_again(kb: KnowledgeBase) -> None:
    stated = list(map(statement, reasoned(kb.store, kb.version.manifest.sources)))
    again = min(timed(lambda: close(stated))[0] for _ in range(5))
    cite = partial(standing, kb.store)
    read = [timed(partial(prove, kb.version.proofs, fact, cite)) for fact in facts(kb)]
    assert all(proof for _, proof in read)
    took = [seconds for seconds, _ in read]
    median, slowest = statistics.median(took), max(took)
    print(f"\nPython {platform.python_version()}, {os.cpu_count()} cores; again with: make bench")
    print(f"{'proofs':>7}{'median, ms':>12}{'slowest, ms':>13}{'closed again, ms':>18}{'ratio':>7}")
    print(f"{SAMPLE:>7}{median * 1000:>12.2f}{slowest * 1000:>13.2f}{again * 1000:>18.2f}{again / median:>7.1f}")
    assert again / median >= LEAST_RATIO
    assert again / slowest >= LEAST_RATIO_OF_SLOWEST
