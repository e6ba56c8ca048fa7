"""The questions: each for somebody, and answered as was worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from clusterkb import assets
from clusterkb.namespaces import expand, shorten
from clusterkb.rdf.formats import TURTLE
from clusterkb.rdf.parse import parse

if TYPE_CHECKING:
    from pathlib import Path

    from clusterkb.kb import KnowledgeBase

_FILES = sorted((assets.folder("ontology") / "questions").glob("*.ttl"))
_CLOSURE = 6
"""So many of the answers, at least, need what only follows."""


def _said(path: Path) -> dict[str, str]:
    """Return property → value of the one question in a file; of several texts the English one."""
    quads = parse(path.read_bytes(), TURTLE, name=path.name)
    assert len({quad.subject for quad in quads}) == 1, f"{path}: one question a file."
    values: dict[str, str] = {"iri": next(iter({str(quad.subject) for quad in quads}))}
    for quad in quads:
        value = quad.object
        if not isinstance(value, ox.Literal) or value.language in (None, "en"):
            values[shorten(quad.predicate.value)] = value.value if isinstance(value, ox.Literal) else str(value)
    return values


_QUESTIONS = {path.stem: _said(path) for path in _FILES}
_ANSWERED = [name for name, said in _QUESTIONS.items() if "ckb:expectedAnswer" in said]


@pytest.mark.parametrize("name", _QUESTIONS)
def test_a_question_is_named_like_its_file_and_asked_by_somebody(name: str) -> None:
    said = _QUESTIONS[name]
    assert said["iri"] == f"<{expand(f'query:{name}')}>"
    assert said["ckb:audience"].startswith(f"<{expand('audience:')}")


def test_there_is_a_question_for_every_audience_and_no_two_have_one_place() -> None:
    assert len({said["ckb:audience"] for said in _QUESTIONS.values()}) == 3
    order = sorted(int(said["sh:order"]) for said in _QUESTIONS.values())
    assert order == list(range(1, len(order) + 1))


@pytest.mark.parametrize("name", _ANSWERED)
def test_a_question_is_answered_as_expected(kb: KnowledgeBase, name: str) -> None:
    assert _answer(kb, name) == _expected(name)


def test_many_answers_need_what_only_follows(kb: KnowledgeBase) -> None:
    failing = [name for name in _ANSWERED if _answer(kb, name, inferred=False) != _expected(name)]
    assert len(failing) >= _CLOSURE, failing


def _expected(name: str) -> list[list[str]]:
    head, *rows = _QUESTIONS[name]["ckb:expectedAnswer"].split("\n")
    return [head.split("\t"), *sorted(row.split("\t") for row in rows)]


def _answer(kb: KnowledgeBase, name: str, *, inferred: bool = True) -> list[list[str]]:
    said = _QUESTIONS[name]
    if "sh:ask" in said:
        return [["yes" if kb.query(said["sh:ask"], inferred=inferred).boolean else "no"]]
    # Of a longer answer the columns that were worked out.
    columns = _expected(name)[0]
    found = kb.query(said["sh:select"], inferred=inferred)
    rows = [[shorten(row[column]["value"]) if column in row else "" for column in columns] for row in found.rows]
    return [columns, *sorted(rows)]
