"""Paths to learn by: what is right is what the store says, asked here once more in other words."""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph as ox
import pytest

from clusterkb import KnowledgeBase
from clusterkb.catalogue import Reader, Ref, Why
from clusterkb.catalogue.learning import PATHS, Basis, Check, learning_path
from clusterkb.catalogue.learning.checks import best_described
from clusterkb.catalogue.listing import value_of
from clusterkb.catalogue.why import Because
from clusterkb.namespaces import GRAPHS, INFERRED, PREFIXES, expand, shorten
from clusterkb.rdf.text import LANGUAGES, Text
from clusterkb.sparql import select
from clusterkb.store import EmbeddedStore

ASKED = [(path, step) for path, plan in PATHS.items() for step, _, _ in plan]
CHIRCHIK, ULYANOVSK = "cluster:chirchik-pedagogical-cluster", "cluster:ulyanovsk-holding"

_LEVEL = "rdfs:subClassOf [ owl:onProperty ckb:hasClusteringLevel ; owl:hasValue ?answer ]"
_INFERRED = f"GRAPH <{INFERRED}>"
RIGHT = {
    ("meanings", "odd"): "?sense ckb:notToBeConfusedWith ?answer . ?answer a owl:Class",
    ("meanings", "level"): "level:program ckb:nextLevelUp ?answer",
    ("meanings", "example"): f"?class skos:example ?about0 ; {_LEVEL}",
    ("meanings", "meant"): "?opinion skos:definition ?about0 ; "
    "ckb:definitionOf/ckb:usedInContext/ckb:hasClusteringLevel ?answer",
    ("meanings", "record"): f"ckorg:chirchik-pedagogical-university a ?class . ?class {_LEVEL}",
    ("meanings", "lookalike"): "?answer skos:inScheme <https://w3id.org/clusterkb/concept/look-alike>",
    ("holding", "whose"): "?opinion skos:definition ?about0 ; ckb:statementHolder ?answer",
    ("holding", "term"): "?answer a owl:Class ; skos:definition ?about0",
    ("holding", "demand"): "ckb:HoldingInArticleSense owl:equivalentClass/owl:intersectionOf/rdf:rest*/rdf:first "
    "[ owl:onProperty ckb:characterizedBy ; owl:hasValue ?answer ]",
    ("holding", "inferred"): f"{_INFERRED} {{ ?answer a ckb:HoldingInArticleSense }}",
    ("holding", "why"): f"?fact a ?answer . {{ ?fact ckb:auspicesOf {ULYANOVSK} }} UNION "
    f"{{ ?fact ckb:statementAbout {ULYANOVSK} ; ckb:statementValue integration:horizontal }}",
    ("holding", "called"): f"?fact ckb:classificationOf {ULYANOVSK} ; ckb:classificationKind/ckb:denotesClass ?answer "
    f"FILTER NOT EXISTS {{ {ULYANOVSK} a ?answer }}",
    ("record", "source"): "fact:chirchik-territory dcterms:source ?answer",
    ("record", "sure"): "fact:chirchik-territory ckb:confidence ?answer",
    ("record", "stated"): f"GRAPH ?file {{ {CHIRCHIK} a ?answer }} FILTER(?file != <{INFERRED}>)",
    ("record", "missing"): f"?answer rdfs:subClassOf ckb:Fact FILTER NOT EXISTS {{ ?fact a ?answer ; ?of {CHIRCHIK} }}",
    ("record", "dispute"): "?fact ckb:conflictsWith ?other ; ?of ?answer . ?answer ckb:recordConfidence ?confidence",
    ("record", "other"): "?fact ckb:year ?about1 ; ckb:eventOf [ skos:prefLabel ?about0 ] ; "
    "ckb:conflictsWith/ckb:year ?answer",
}
"""Path and step → what all right answers are, by the store; ``?about0`` and so on are what the question speaks of."""


def question_of(basis: Basis, path: str, step: str) -> Check | None:
    return next(ask for name, ask, _ in PATHS[path] if name == step)(basis)


def check_of(basis: Basis, path: str, step: str) -> Check:
    check = question_of(basis, path, step)
    assert check
    return check


@pytest.fixture(params=LANGUAGES)
def basis(request: pytest.FixtureRequest, kb: KnowledgeBase) -> Basis:
    return Basis(kb.reader(request.param), lambda iri: kb.why(iri, request.param))


def stored_answers(kb: KnowledgeBase, pattern: str, about: list[Text]) -> set[str]:
    """Return what the store gives for a pattern, as answers are called."""
    said = [
        f'FILTER(STR(?about{place}) = "{text.value}")'
        for place, text in enumerate(about)
        if f"?about{place}" in pattern
    ]
    rows = select(kb.store, f"SELECT DISTINCT ?answer WHERE {{ {pattern} . {' '.join(said)} }}")
    return {shorten(value_of(row["answer"])) for row in rows}


# ---------------------------------------------------------------- on the whole store


def test_there_are_three_paths_of_five_to_seven_steps() -> None:
    assert [5 <= len(plan) <= 7 for plan in PATHS.values()] == [True] * 3
    assert set(RIGHT) == set(ASKED)


@pytest.mark.parametrize(("path", "step"), ASKED)
def test_exactly_the_right_answer_is_what_the_store_says(kb: KnowledgeBase, basis: Basis, path: str, step: str) -> None:
    check = check_of(basis, path, step)
    found = stored_answers(kb, RIGHT[path, step], check.about)
    assert [answer.name for answer in check.answers if answer.name in found] == [check.right.name]
    assert sum(answer.right for answer in check.answers) == 1
    assert len(check.answers) >= 3


@pytest.mark.parametrize(("path", "step"), ASKED)
def test_answers_stand_by_label_and_no_two_look_alike(basis: Basis, path: str, step: str) -> None:
    labels = [answer.shown.label.value.casefold() for answer in check_of(basis, path, step).answers]
    assert labels == sorted(set(labels))


@pytest.mark.parametrize(("path", "step"), ASKED)
def test_a_question_is_the_same_in_every_language(kb: KnowledgeBase, path: str, step: str) -> None:
    asked = [check_of(Basis(kb.reader(language), kb.why), path, step) for language in LANGUAGES]
    assert len({check.right.name for check in asked}) == 1
    assert len({frozenset(answer.name for answer in check.answers) for check in asked}) == 1


@pytest.mark.parametrize("path", PATHS)
def test_each_step_names_one_to_three_things_to_read_that_are_there(kb: KnowledgeBase, path: str) -> None:
    reader = kb.reader()
    for step in learning_path(Basis(reader, kb.why), path).steps:
        assert 1 <= len(step.links) <= 3
        assert not [link.iri for link in step.links if not reader.exists(link.iri)]


# ---------------------------------------------------------------- on a changed store


Changed = Callable[..., Basis]


@pytest.fixture
def changed(kb: KnowledgeBase) -> Changed:
    """Return what questions are made from after some statements were taken out and others put in."""

    def change(
        *, without: str = "", added: str = "", graph: str = f"{GRAPHS}test", why: list[Why] | None = None
    ) -> Basis:
        copy = kb.store.in_memory()
        for subject, verb, thing in statements(without):
            for quad in list(copy.engine.quads_for_pattern(subject, verb, thing, None)):
                copy.engine.remove(quad)
        prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
        copy.engine.load(f"{prefixes} GRAPH <{graph}> {{ {added} }}".encode(), format=ox.RdfFormat.TRIG)
        return Basis(Reader(copy), lambda iri: why or [])

    return change


def statements(text: str) -> list[list[ox.NamedNode | None]]:
    """Return the statements of a text, with None for ``?``."""
    lines = (line.split() for line in text.split(" . ") if line)
    return [[None if name == "?" else ox.NamedNode(expand(name)) for name in line] for line in lines]


@pytest.mark.parametrize(
    ("asked", "without", "added", "right"),
    [
        ("meanings level", "level:program ckb:nextLevelUp ?", "level:program ckb:nextLevelUp {}", "level:association"),
        (
            "meanings meant",
            "lex:definition-educational-cluster-allayorova ckb:definitionOf ?",
            "lex:definition-educational-cluster-allayorova ckb:definitionOf lex:en-educational-cluster-program",
            "level:program",
        ),
        (
            "meanings record",
            "ckorg:chirchik-pedagogical-university ckb:hasClusteringLevel ?",
            "ckorg:chirchik-pedagogical-university ckb:hasClusteringLevel {}",
            "level:program",
        ),
        (
            "holding whose",
            "lex:definition-educational-cluster-sokolova ckb:statementHolder ?",
            "lex:definition-educational-cluster-sokolova ckb:statementHolder {}",
            "work:stifterverband-2013",
        ),
        (
            "record source",
            "fact:chirchik-territory dcterms:source ?",
            "fact:chirchik-territory dcterms:source {}",
            "src:khodjamkulov",
        ),
        (
            "record sure",
            "fact:chirchik-territory ckb:confidence ?",
            "fact:chirchik-territory ckb:confidence {}",
            "confidence:low",
        ),
        ("record stated", f"{CHIRCHIK} rdf:type ckb:EducationalCluster", f"{CHIRCHIK} a {{}}", "ckb:KnowledgeHub"),
        ("record missing", "", f"fact:new a ckb:Event ; ckb:eventOf {CHIRCHIK}", "ckb:LegalForm"),
        (
            "record dispute",
            "? ckb:conflictsWith ?",
            "fact:chirchik-territory ckb:conflictsWith fact:chirchik-member-university",
            CHIRCHIK,
        ),
        ("record other", "fact:longwood-founding-1977 ckb:year ?", "fact:longwood-founding-1977 ckb:year {}", "1978"),
    ],
)
def test_when_a_fact_changes_another_answer_is_right(
    kb: KnowledgeBase, changed: Changed, asked: str, without: str, added: str, right: str
) -> None:
    path, step = asked.split()
    assert check_of(Basis(kb.reader(), kb.why), path, step).right.name != right
    assert check_of(changed(without=without, added=added.format(right)), path, step).right.name == right


def test_what_follows_of_another_record_makes_that_the_right_one(changed: Changed) -> None:
    such = "cluster:kosen-national-colleges a ckb:HoldingInArticleSense"
    basis = changed(without="? rdf:type ckb:HoldingInArticleSense", added=such, graph=INFERRED)
    assert check_of(basis, "holding", "inferred").right.name == "cluster:kosen-national-colleges"
    stated = changed(without="? rdf:type ckb:HoldingInArticleSense", added=such)
    assert question_of(stated, "holding", "inferred") is None


def test_another_proof_rests_on_another_fact(changed: Changed) -> None:
    fact = Ref(expand("fact:ulyanovsk-coordination-uipkpro"), Text("coordination"))
    kind = Ref(expand("ckb:HoldingInArticleSense"), Text("holding"))
    basis = changed(why=[Why(kind, [Because(fact, [], None, [])], [])])
    assert check_of(basis, "holding", "why").right.name == "ckb:Coordination"


@pytest.mark.parametrize(
    ("path", "step", "added"),
    [
        ("record", "sure", "fact:chirchik-territory ckb:confidence confidence:low"),
        ("record", "source", "fact:chirchik-territory dcterms:source src:khodjamkulov"),
        ("meanings", "level", "level:program ckb:nextLevelUp level:association"),
    ],
)
def test_where_two_answers_are_right_nothing_is_asked(changed: Changed, path: str, step: str, added: str) -> None:
    assert question_of(changed(added=added), path, step) is None


@pytest.mark.parametrize("path", PATHS)
def test_an_empty_store_allows_no_question(path: str) -> None:
    basis = Basis(Reader(EmbeddedStore(ox.Store())), lambda iri: [])
    assert [step.check for step in learning_path(basis, path).steps] == [None] * len(PATHS[path])


def test_of_each_country_the_record_with_most_facts_is_taken(kb: KnowledgeBase) -> None:
    reader = kb.reader()
    british = [expand(f"cluster:{name}") for name in ("ark-schools", "lift-schools", "delta-academies-trust")]
    russian = expand(ULYANOVSK)
    facts = {
        iri: len(select(kb.store, f"SELECT DISTINCT ?fact WHERE {{ ?fact a ckb:Fact ; ?of <{iri}> }}"))
        for iri in british
    }
    best = max(british, key=lambda iri: facts[iri])
    assert set(best_described(reader, [*british, russian])) == {best, russian}
    assert best_described(reader, [*british, russian], beside=british[:1]) == [russian]
