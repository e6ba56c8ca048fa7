"""Proofs on disk, and the tree of facts, rules and sources behind one inferred fact."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from clusterkb.reason.closure import Closure
from clusterkb.reason.expressions import describe
from clusterkb.reason.schema import Triple
from clusterkb.reason.vocabulary import AXIOMS, SCHEMA
from clusterkb.store.tables import opened

_SCHEMA = """
CREATE TABLE step (subject TEXT, predicate TEXT, object TEXT, rule TEXT, premises TEXT,
    PRIMARY KEY (subject, predicate, object)) WITHOUT ROWID;
CREATE TABLE expression (node TEXT PRIMARY KEY, text TEXT) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Source:
    """Where an asserted triple stands: the file, and the works or pages it cites."""

    file: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """A node of a proof tree.

    Attributes:
        subject, predicate, object: The fact; a class expression is given in words (Manchester style).
        rule: W3C name of the rule it follows by; empty for an asserted fact.
        premises: The proofs of what the rule was applied to.
        sources: For an asserted fact, where it stands.
    """

    subject: str
    predicate: str
    object: str
    rule: str
    premises: tuple[Proof, ...]
    sources: tuple[Source, ...]

    def leaves(self) -> list[Proof]:
        """Return the asserted facts and axioms at the bottom, each once, in order."""
        if not self.rule:
            return [self]
        return list(dict.fromkeys(leaf for premise in self.premises for leaf in premise.leaves()))

    def facts(self) -> list[Proof]:
        """Return the asserted facts about things that the proof rests on."""
        return [leaf for leaf in self.leaves() if leaf.predicate not in SCHEMA]

    def axioms(self) -> list[Proof]:
        """Return the axioms that the proof rests on, without the parts of their class expressions."""
        return [leaf for leaf in self.leaves() if leaf.predicate in AXIOMS]


def write_proofs(path: Path, closure: Closure) -> None:
    """Write every recorded step of ``closure`` to a new file."""
    rows = ((*fact, rule, json.dumps(premises)) for fact, (rule, premises) in closure.steps.items())
    with closing(sqlite3.connect(path)) as file, file:
        file.executescript(_SCHEMA)
        file.executemany("INSERT INTO step VALUES (?, ?, ?, ?, ?)", rows)
        file.executemany("INSERT INTO expression VALUES (?, ?)", describe(closure.schema).items())


def prove(path: Path, fact: Triple, sources: Callable[[Triple], tuple[Source, ...]]) -> Proof | None:
    """Return the proof of an inferred fact, or None when it was not inferred.

    Args:
        path: The proofs of a store version.
        fact: Subject, predicate, object as in the closure.
        sources: Says where an asserted triple stands.

    Raises:
        StoreUnusable: The file cannot be read.
    """
    with opened(path, "file of proofs") as file:
        expressions: dict[str, str] = dict(file.execute("SELECT node, text FROM expression"))
        tree = _tree(file, fact, expressions, sources)
    return tree if tree.rule else None


def _tree(
    file: sqlite3.Connection, fact: Triple, names: dict[str, str], sources: Callable[[Triple], tuple[Source, ...]]
) -> Proof:
    row = file.execute(
        "SELECT rule, premises FROM step WHERE subject = ? AND predicate = ? AND object = ?", fact
    ).fetchone()
    s, p, o = (names.get(term, term) for term in fact)
    if row is None:
        return Proof(s, p, o, "", (), sources(fact))
    premises = (tuple(premise) for premise in json.loads(row[1]))
    return Proof(s, p, o, row[0], tuple(_tree(file, premise, names, sources) for premise in premises), ())
