"""A proof read back against closing everything again, on a seeded sample of inferred facts. Run it with: make bench."""

from __future__ import annotations

import os
import platform
import random
import statistics
import time
from collections.abc import Callable
from functools import partial

import pyoxigraph as ox
import pytest

from clusterkb import KnowledgeBase
from clusterkb.build.sources import reasoned
from clusterkb.catalogue.provenance import standing
from clusterkb.namespaces import INFERRED
from clusterkb.rdf.terms import written
from clusterkb.reason.closure import close
from clusterkb.reason.proofs import prove
from clusterkb.reason.schema import Triple

SAMPLE, SEED = 200, 2023
LEAST_RATIO, LEAST_RATIO_OF_SLOWEST = 10, 1


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    """The knowledge base as it is built here."""
    return KnowledgeBase.open()


def seconds(work: Callable[[], object]) -> float:
    """Return how long ``work`` took; what it gives must be something."""
    began = time.perf_counter()
    assert work()
    return time.perf_counter() - began


def facts(kb: KnowledgeBase) -> list[Triple]:
    """Return the sample, the same in every run of one store."""
    inferred = (quad.triple for quad in kb.store.triples(ox.NamedNode(INFERRED)))
    return random.Random(SEED).sample(
        sorted((written(t.subject), t.predicate.value, written(t.object)) for t in inferred), SAMPLE
    )


def test_a_proof_is_read_ten_times_faster_than_everything_is_closed_again(kb: KnowledgeBase) -> None:
    stated = [
        (written(t.subject), t.predicate.value, written(t.object))
        for t in reasoned(kb.store, kb.version.manifest.sources)
    ]
    again = min(seconds(lambda: close(stated).steps) for _ in range(5))
    cite = partial(standing, kb.store)
    took = [seconds(partial(prove, kb.version.proofs, fact, cite)) for fact in facts(kb)]
    median, slowest = statistics.median(took), max(took)
    print(f"\nPython {platform.python_version()}, {os.cpu_count()} cores; again with: make bench")
    print(f"{'proofs':>7}{'median, ms':>12}{'slowest, ms':>13}{'closed again, ms':>18}{'ratio':>7}")
    print(f"{SAMPLE:>7}{median * 1000:>12.2f}{slowest * 1000:>13.2f}{again * 1000:>18.2f}{again / median:>7.1f}")
    assert again / median >= LEAST_RATIO
    assert again / slowest >= LEAST_RATIO_OF_SLOWEST
