"""What a worker process does with one part of a large description."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from clusterkb.namespaces import BASE
from clusterkb.rdf.formats import NTRIPLES
from clusterkb.rdf.serialize import serialize
from clusterkb.validation import engines
from clusterkb.validation.across import predicates
from clusterkb.validation.closest import Lacks
from clusterkb.validation.documents import Document
from clusterkb.validation.examination import examine
from clusterkb.validation.findings import Fault, gravest
from clusterkb.validation.job import ready_rules
from clusterkb.validation.relations import suspects
from clusterkb.validation.rules import Rules
from clusterkb.validation.unchecked import Overlooked


@dataclass(frozen=True, slots=True)
class Partial:
    """What was found in one part.

    Attributes:
        faults: The first 1,000, violations before anything else.
        about: What the part says of the things with these faults: number of the source → N-Triples.
        severities: (number of the source, severity) → number of faults, those left out included.
        things: Number of the source → how many of its things a shape looked at.
        overlooked: What nothing looked at.
        described: Addresses of ours that the part describes.
        failed: Whether the engine failed.
        lacks: Of faults that several ways could have avoided, what the closest way lacked.
        suspects: Statements that may go the wrong way, as N-Triples.
    """

    faults: tuple[Fault, ...]
    about: dict[int, bytes]
    severities: dict[tuple[int, str], int]
    things: dict[int, int]
    overlooked: tuple[Overlooked, ...]
    described: frozenset[str]
    failed: bool
    lacks: Mapping[Fault, Lacks] = field(default_factory=dict)
    suspects: bytes = b""


def check_part(folder: str, files: dict[int, Path], engine: str, index: Path) -> Partial:
    """Check one part.

    Args:
        folder: Folder of the store version with the rules.
        files: Number of the source → its statements in this part.
        engine: Which engine.
        index: Where to write what rules about more than one thing need to know.
    """
    rules = ready_rules(folder)
    documents = [
        Document(str(number), NTRIPLES, "", list(ox.parse(path=file, format=NTRIPLES.engine)))
        for number, file in files.items()
    ]
    found = examine(documents, rules, engines.engine(engine), whole=False)
    quads = [quad for document in documents for quad in document.quads]
    _project(quads, rules, index)
    home: dict[object, int] = {quad.subject: int(document.name) for document in documents for quad in document.quads}
    shown = gravest(found.faults)
    return Partial(
        faults=shown,
        about=_about(documents, shown, found.overlooked),
        severities=Counter((home.get(fault.focus, 0), fault.severity) for fault in found.faults),
        things={int(document.name): document.speaks_of(found.things) for document in documents},
        overlooked=found.overlooked,
        described=frozenset(
            thing.value for thing in home if isinstance(thing, ox.NamedNode) and thing.value.startswith(f"{BASE}/id/")
        ),
        failed=found.failed,
        lacks=found.lacks,
        suspects=serialize(suspects(quads, rules), NTRIPLES),
    )


def _about(documents: Sequence[Document], faults: Sequence[Fault], left: Sequence[Overlooked]) -> dict[int, bytes]:
    things = {fault.focus for fault in faults} | {one.statement[0] for one in left if one.statement}
    return {
        int(document.name): serialize([q.triple for q in document.quads if q.subject in things], NTRIPLES)
        for document in documents
    }


def _project(quads: Sequence[ox.Quad], rules: Rules, index: Path) -> None:
    wanted = {ox.NamedNode(iri) for iri in predicates(rules.split[1])}
    index.write_bytes(serialize((quad.triple for quad in quads if quad.predicate in wanted), NTRIPLES))
