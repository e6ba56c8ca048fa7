"""The questions: each for somebody, and answered as was worked out by hand.

An expected answer whose last row is … names rows that have to be there; any other is the whole answer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from tests.support.imagined import IMAGINED
from tests.support.logic import nt, strings

from clusterkb import assets
from clusterkb.catalogue import examples
from clusterkb.namespaces import expand, shorten
from clusterkb.rdf.formats import TURTLE
from clusterkb.rdf.parse import parse
from clusterkb.rdf.terms import read, written
from clusterkb.reason import vocabulary as v
from clusterkb.reason.closure import close

if TYPE_CHECKING:
    from pathlib import Path

    from clusterkb.kb import KnowledgeBase

_FOLDER = assets.folder("ontology") / "questions"
_FILES = sorted(set(_FOLDER.glob("*.ttl")) - {_FOLDER / "parameters.ttl"})
_CLOSURE, _CHAINED = 15, 8
"""So many of the answers, at least, need what only follows; so many, what follows by a chain or a definition."""
_BRIEF = range(1, 31)
"""Numbers of the questions that the ontology was made to answer."""


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
_IN_THEORY: dict[str, tuple[dict[str, str], str]] = {
    "up-to-the-cluster": (
        {"organization": "ex:competence"},
        "wider ex:program ex:college ex:trust ex:network ex:cluster",
    ),
    "programs-for-an-employer": ({"employer": "ex:works"}, "program ex:program"),
    "competences-of-an-organization": ({"university": "ex:college"}, "competence,within ex:competence,ex:cluster"),
    "viable-innovations": (
        {},
        "innovation,requirement,met "
        "ex:innovation,requirement:competitiveness,false ex:innovation,requirement:demand,false "
        "ex:innovation,requirement:economic-attractiveness,false ex:wanted,requirement:competitiveness,true "
        "ex:wanted,requirement:demand,true ex:wanted,requirement:economic-attractiveness,true",
    ),
    "product-and-factor-at-once": ({}, "flow,cluster ex:flow,ex:cluster"),
    "schools-to-lift": ({}, "school,zone,year ex:lifted,zone:green,2023 ex:lifting,,"),
}
"""Questions that no record answers yet → what to ask about, and the answer from the imagined facts."""
_MORE = "ex:seen ckb:year 2021 . ex:again ckb:ratingOf ex:lifted ; ckb:ratingZone zone:green ; ckb:year 2023 ."


@pytest.mark.parametrize("name", _QUESTIONS)
def test_a_question_is_named_like_its_file_and_asked_by_somebody(name: str) -> None:
    said = _QUESTIONS[name]
    assert said["iri"] == f"<{expand(f'query:{name}')}>"
    assert said["ckb:audience"].startswith(f"<{expand('audience:')}")


def test_there_is_a_question_for_every_audience_and_no_two_have_one_place() -> None:
    assert len({said["ckb:audience"] for said in _QUESTIONS.values()}) == 3
    order = sorted(int(said["sh:order"]) for said in _QUESTIONS.values())
    assert order == list(range(1, len(order) + 1))


def test_every_question_of_the_brief_is_asked_and_twenty_more() -> None:
    numbers = [said["dcterms:identifier"] for said in _QUESTIONS.values() if "dcterms:identifier" in said]
    assert {f"CQ{number}" for number in _BRIEF} == set(numbers)
    assert len(_QUESTIONS) - len(numbers) >= 20


@pytest.mark.parametrize("name", _QUESTIONS)
def test_a_question_is_answered_as_expected(kb: KnowledgeBase, name: str) -> None:
    found, expected = _answer(kb, name), _expected(name)
    if expected[-1] == ["…"]:
        assert _lacking(found, expected) == []
        assert len(found) > len(expected) - 1, "This is all of it: leave out the last row."
    else:
        assert found == expected


def test_many_answers_need_what_only_follows(kb: KnowledgeBase) -> None:
    failing = [name for name in _QUESTIONS if _fails(_answer(kb, name, inferred=False), _expected(name))]
    assert len(failing) >= _CLOSURE, failing
    derived = {shorten(s) for s, p, _ in strings(kb.ontology("nt")) if p in (v.CHAIN, v.EQUIVALENT_CLASS)}
    chained = [name for name in failing if derived & set(re.findall(r"ckb:\w+", _query(name)))]
    assert len(chained) >= _CHAINED, chained


def test_what_no_record_answers_yet_is_answered_in_theory(kb: KnowledgeBase) -> None:
    empty = {name for name in _QUESTIONS if len(_expected(name)) == 1 and "sh:ask" not in _QUESTIONS[name]}
    assert empty <= set(_IN_THEORY)


@pytest.mark.parametrize("name", _IN_THEORY)
def test_imagined_facts_answer_a_question(kb: KnowledgeBase, imagined: ox.Store, name: str) -> None:
    values, expected = _IN_THEORY[name]
    (example,) = (one for one in examples(kb.reader()) if one.iri == expand(f"query:{name}"))
    query = example.about({key: value.replace("ex:", "https://example.org/") for key, value in values.items()}).query
    solutions = imagined.query(query)
    assert isinstance(solutions, ox.QuerySolutions)
    head, *rows = (row.split(",") for row in expected.split())
    found = [[_short(solution[column]) for column in head] for solution in solutions]
    assert sorted(found) == sorted(rows)


@pytest.fixture(scope="module")
def imagined(terms: bytes) -> ox.Store:
    """The terms with imagined facts, and what follows."""
    stated = strings(terms + nt(IMAGINED + _MORE))
    store = ox.Store()
    for s, p, o in (*stated, *close(stated).steps):
        subject = read(s)
        assert not isinstance(subject, ox.Literal)
        store.add(ox.Quad(subject, ox.NamedNode(p), read(o)))
    return store


def _short(term: object) -> str:
    if term is None:
        return ""
    value = getattr(term, "value", str(term))
    return shorten(value).replace("https://example.org/", "ex:")


def _fails(found: list[list[str]], expected: list[list[str]]) -> bool:
    return _lacking(found, expected) != [] if expected[-1] == ["…"] else found != expected


def _lacking(found: list[list[str]], expected: list[list[str]]) -> list[list[str]]:
    return [row for row in expected[:-1] if row not in found]


def _expected(name: str) -> list[list[str]]:
    head, *rows = _QUESTIONS[name]["ckb:expectedAnswer"].split("\n")
    return [head.split("\t"), *sorted(row.split("\t") for row in rows)]


def _query(name: str) -> str:
    said = _QUESTIONS[name]
    return next(said[f"sh:{kind}"] for kind in ("select", "ask", "construct") if f"sh:{kind}" in said)


def _answer(kb: KnowledgeBase, name: str, *, inferred: bool = True) -> list[list[str]]:
    said, columns = _QUESTIONS[name], _expected(name)[0]
    if "sh:ask" in said:
        return [["yes" if kb.query(said["sh:ask"], inferred=inferred).boolean else "no"]]
    if "sh:construct" in said:
        body = kb.query(said["sh:construct"], form="nt", inferred=inferred).body
        triples = (quad.triple for quad in ox.parse(body, ox.RdfFormat.N_TRIPLES))
        rows = [[shorten(written(term)) for term in triple] for triple in triples]
        return [columns, *sorted(rows)]
    # Of a longer answer the columns that were worked out.
    found = kb.query(said["sh:select"], inferred=inferred)
    rows = [[shorten(row[column]["value"]) if column in row else "" for column in columns] for row in found.rows]
    return [columns, *sorted(rows)]
