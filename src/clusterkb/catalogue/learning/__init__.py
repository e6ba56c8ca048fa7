"""Paths to learn by: steps, each with pages to read and a question to check oneself by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from clusterkb.catalogue.learning import holding, meanings, record
from clusterkb.catalogue.learning.checks import Answer, Basis, Check, Place
from clusterkb.catalogue.reader import Ref
from clusterkb.namespaces import BASE, expand

__all__ = ["PATHS", "Answer", "Basis", "Check", "LearningPath", "Place", "Step", "learning_path"]

_LEVELS, _LOOKALIKES, _CONFIDENCE = (f"{BASE}/concept/{name}" for name in ("level", "look-alike", "confidence"))
_Plan = tuple[tuple[str, Callable[[Basis], Check | None], tuple[str, ...]], ...]

PATHS: dict[str, _Plan] = {
    "meanings": (
        ("odd", meanings.odd, ("claim:S26", "ckb:ClusteringUnit")),
        ("level", meanings.level, ("claim:S28", _LEVELS)),
        ("example", meanings.example, ("ckb:EducationalCompetence", "ckb:EducationalProgram")),
        ("meant", meanings.meant, ("claim:S01", "ckb:EducationalCluster")),
        ("record", meanings.record, ("cluster:chirchik-pedagogical-cluster", "ckorg:chirchik-pedagogical-university")),
        ("lookalike", meanings.lookalike, (_LOOKALIKES, "ckb:EducationalCluster")),
    ),
    "holding": (
        ("whose", holding.whose, ("ckb:EducationalCluster",)),
        ("term", holding.term, ("ckb:EducationalHolding", "ckb:EducationalCluster")),
        ("demand", holding.demand, ("ckb:HoldingInArticleSense", "claim:S35")),
        ("inferred", holding.inferred, ("ckb:EducationalHolding", "ckb:HoldingInArticleSense")),
        ("why", holding.why, ("cluster:ulyanovsk-holding", "ckb:HoldingInArticleSense")),
        ("called", holding.called, ("ckb:RegionalEducationalCluster", "claim:S37")),
    ),
    "record": (
        ("source", record.source, ("cluster:chirchik-pedagogical-cluster", "ckb:Fact")),
        ("sure", record.sure, (_CONFIDENCE, "cluster:chirchik-pedagogical-cluster")),
        ("stated", record.stated, ("cluster:chirchik-pedagogical-cluster", "ckb:RegionalEducationalCluster")),
        ("missing", record.missing, ("cluster:chirchik-pedagogical-cluster",)),
        ("dispute", record.dispute, ("ckb:conflictsWith",)),
        ("other", record.other, ("eventkind:founding", "ckb:conflictsWith")),
    ),
}
"""Name of a path → its steps: the name of each, what makes its question, and what to read for it."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a path.

    Attributes:
        name: Tells which words belong to it.
        links: What to read.
        check: The question, or None where the store does not allow it.
    """

    name: str
    links: list[Ref]
    check: Check | None


@dataclass(frozen=True, slots=True)
class LearningPath:
    """A path by its name, with its steps."""

    name: str
    steps: list[Step]


def learning_path(basis: Basis, name: str) -> LearningPath:
    """Return the path called ``name``, its questions asked of the store.

    >>> from clusterkb import KnowledgeBase
    >>> kb = KnowledgeBase.open()
    >>> found = learning_path(Basis(kb.reader(), kb.why), "meanings")
    >>> found.steps[1].name, found.steps[1].check.right.name
    ('level', 'level:organization')
    """
    reader = basis.reader
    steps = [Step(step, [reader.ref(expand(link)) for link in links], ask(basis)) for step, ask, links in PATHS[name]]
    return LearningPath(name, steps)
