from __future__ import annotations

import gc
import inspect
import pickle
import weakref
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pyoxigraph as ox
import pytest

from clusterkb import KnowledgeBase, reading
from clusterkb.catalogue import ConceptPage, RecordPage, SourcePage
from clusterkb.errors import NotFound, StoreUnusable
from clusterkb.namespaces import PREFIXES, expand
from clusterkb.rdf.formats import SERVED, by_name
from clusterkb.store import current

HOLDING = expand("cluster:ulyanovsk-holding")
FOUNDING = expand("fact:ulyanovsk-founding")
ENDPOINT = "http://localhost:8000/sparql"
LANGUAGES = ("en", "ru", "uz")
DAY = date(2026, 11, 27)

DOCUMENTS: dict[str, Callable[[Path, str], bytes]] = {
    "describe": lambda folder, form: reading.describe(folder, HOLDING, form),
    "ontology": reading.ontology,
    "void": reading.void,
    "service": lambda folder, form: reading.service(folder, form, ENDPOINT),
    "queries": reading.queries,
}


def in_turtle(document: str, folder: Path) -> bytes:
    return DOCUMENTS[document](folder, "ttl")


CALLS: dict[str, Callable[[Path], object]] = {
    "home": lambda folder: reading.home(folder, "en"),
    "terms": lambda folder: reading.terms(folder, "en"),
    "quality": lambda folder: reading.quality(folder, "en"),
    "page of a record": lambda folder: reading.page(folder, HOLDING, "en", DAY),
    "page of a scheme": lambda folder: reading.page(folder, "scheme:professionalitet", "en", DAY),
    "page of a class": lambda folder: reading.page(folder, "ckb:HoldingInArticleSense", "en", DAY),
    "page of a property": lambda folder: reading.page(folder, "ckb:memberOf", "en", DAY),
    "page of a concept": lambda folder: reading.page(folder, "role:lead", "en", DAY),
    "page of a claim": lambda folder: reading.page(folder, "claim:S01", "en", DAY),
    "page of a source": lambda folder: reading.page(folder, "src:makhmudov-2020", "en", DAY),
    "page of a fact": lambda folder: reading.page(folder, FOUNDING, "en", DAY),
    "rules": lambda folder: reading.rules(folder, "en"),
    "rule": lambda folder: reading.rule(folder, "Cluster-source", "en"),
    "article": lambda folder: reading.article(folder, "en"),
    "about": lambda folder: reading.about(folder, "en"),
    "compare": lambda folder: reading.compare(folder, ("ckb:EducationalHolding", "ulyanovsk-holding"), "en"),
    "search": lambda folder: reading.search(folder, "holding", 20),
    "resolve": lambda folder: reading.resolve(folder, "ulyanovsk-holding"),
    "cite": lambda folder: reading.cite(folder, HOLDING, "en", DAY),
    "examples": lambda folder: reading.examples(folder, "en"),
    "question": lambda folder: reading.question(folder, "en", "who-works-in-a-field", (("field", "field:health"),)),
    "schema": lambda folder: reading.schema(folder, HOLDING, "en"),
    "pages": reading.pages,
    "history": reading.history,
    **{name: partial(in_turtle, name) for name in DOCUMENTS},
}
NAMED: dict[str, Callable[[Path, str], object]] = {
    "page": lambda folder, name: reading.page(folder, name, "en", DAY),
    "resolve": reading.resolve,
    "describe": lambda folder, name: reading.describe(folder, name, "ttl"),
    "question": lambda folder, name: reading.question(folder, "en", name, ()),
}


@pytest.fixture
def folder(home: Path) -> Path:
    """The folder of the version in use."""
    return current(home).path


@pytest.fixture
def another(folder: Path, tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Make a folder of another name with the same version in it, by links."""

    def make(name: str) -> Path:
        made = tmp_path / name
        made.mkdir(exist_ok=True)
        for path in folder.iterdir():
            (made / path.name).symlink_to(path)
        return made

    yield make
    reading.opened.cache_clear()


def triples(data: bytes, form: str = "nt") -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(data, format=by_name(form).engine)}


def triple(subject: str, predicate: str, thing: str) -> ox.Triple:
    return ox.Triple(*(ox.NamedNode(expand(name)) for name in (subject, predicate, thing)))


def predicates(data: bytes) -> set[str]:
    return {found.predicate.value for found in triples(data)}


# ---------------------------------------------------------------- lists


@pytest.mark.parametrize("language", LANGUAGES)
def test_home_has_the_four_senses_in_the_reader_s_language_and_says_how_much_there_is(
    folder: Path, language: str
) -> None:
    senses, coverage, world = reading.home(folder, language)
    assert [sense.level.label.language for sense in senses] == [language] * 4
    assert sum(coverage.forms.values()) > 150
    assert {one.place.label.language for one in world.countries} == {language}


@pytest.mark.parametrize("language", LANGUAGES)
def test_terms_are_grouped_under_modules_in_the_reader_s_language(folder: Path, language: str) -> None:
    groups = reading.terms(folder, language)
    assert {group.module.language for group in groups} == {language}
    assert expand("ckb:EducationalHolding") in {row.term.iri for group in groups for row in group.terms}


@pytest.mark.parametrize("language", LANGUAGES)
def test_examples_ask_for_labels_in_the_reader_s_language(folder: Path, language: str) -> None:
    assert f'FILTER(LANG(?kind) = "{language}")' in reading.examples(folder, language)[0].query


def test_a_search_gives_the_best_hits_first_and_no_more_than_wanted(folder: Path) -> None:
    hits = reading.search(folder, "образовательный холдинг", 2)
    assert [hit.iri for hit in hits] == [expand("ckb:EducationalHolding"), expand("kind:educational-holding")]


def test_a_short_name_is_resolved_to_the_whole_one(folder: Path) -> None:
    assert reading.resolve(folder, "ulyanovsk-holding") == HOLDING


# ---------------------------------------------------------------- pages


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("cluster:ulyanovsk-holding", RecordPage),
        ("ckb:EducationalHolding", ConceptPage),
        ("role:lead", ConceptPage),
        ("src:makhmudov-2020", SourcePage),
    ],
)
def test_each_thing_is_shown_by_its_whole_name_on_a_page_of_its_kind(folder: Path, name: str, kind: type) -> None:
    shown = reading.page(folder, name, "en", DAY)
    assert (shown.iri, shown.record, type(shown.page)) == (expand(name), "", kind)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_record_says_why_it_is_of_each_inferred_kind_in_the_reader_s_language(folder: Path, language: str) -> None:
    shown = reading.page(folder, HOLDING, language, DAY)
    assert isinstance(shown.page, RecordPage)
    assert {why.kind for why in shown.whys} == set(shown.page.inferred_kinds)
    assert {why.kind.label.language for why in shown.whys} == {language}


def test_a_fact_shows_its_record_and_has_no_page_of_its_own(folder: Path) -> None:
    assert reading.page(folder, FOUNDING, "en", DAY) == reading.Shown(FOUNDING, HOLDING, None, [])


def test_the_record_that_a_fact_shows_has_the_fact(folder: Path, kb: KnowledgeBase) -> None:
    subjects = {quad.subject.value for quad in kb.store.engine if isinstance(quad.subject, ox.NamedNode)}
    facts = {iri for iri in subjects if iri.startswith(PREFIXES["fact"])}
    record_of = {fact: reading.page(folder, fact, "en", DAY).record for fact in facts}
    has: set[tuple[str, str]] = set()
    for record in set(record_of.values()):
        page = reading.page(folder, record, "en", DAY).page
        assert isinstance(page, RecordPage)
        has |= {(fact.iri, record) for section in page.sections for fact in section.facts}
    assert facts
    assert set(record_of.items()) - has == set()


# ---------------------------------------------------------------- documents


@pytest.mark.parametrize("form", [row.name for row in SERVED])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_says_as_much_in_every_format(folder: Path, name: str, form: str) -> None:
    write = DOCUMENTS[name]
    assert len(triples(write(folder, form), form)) == len(triples(write(folder, "nt"))) > 0


def test_a_description_has_the_thing_and_its_facts(folder: Path) -> None:
    found = triples(reading.describe(folder, "ulyanovsk-holding", "nt"))
    assert triple(HOLDING, "rdf:type", "ckb:EducationalHolding") in found
    assert triple(FOUNDING, "ckb:eventOf", HOLDING) in found


def test_the_ontology_has_what_is_stated_and_not_what_follows(folder: Path) -> None:
    found = triples(reading.ontology(folder, "nt"))
    kinds = ("ckb:EducationalHolding", "ckb:HoldingInArticleSense")
    assert [triple(HOLDING, "rdf:type", kind) in found for kind in kinds] == [True, False]


def test_the_description_of_the_data_has_its_partitions_and_that_of_the_endpoint_has_not(folder: Path) -> None:
    documents = (reading.void(folder, "nt"), reading.service(folder, "nt", ENDPOINT))
    partition = expand("void:classPartition")
    assert [partition in predicates(document) for document in documents] == [True, False]


def test_the_endpoint_is_described_at_the_address_it_is_served_at(folder: Path) -> None:
    assert triple(ENDPOINT, "rdf:type", "sd:Service") in triples(reading.service(folder, "nt", ENDPOINT))


def test_the_example_queries_as_data_are_those_that_the_page_shows(folder: Path) -> None:
    kind = ox.NamedNode(expand("sh:SPARQLExecutable"))
    found = {str(t.subject) for t in triples(reading.queries(folder, "nt")) if t.object == kind}
    assert found == {f"<{example.iri}>" for example in reading.examples(folder, "en")}


# ---------------------------------------------------------------- not there


@pytest.mark.parametrize("name", ["cluster:nothing", "fact:nothing", "https://example.org/x", "", "a b"])
@pytest.mark.parametrize("read", NAMED)
def test_what_is_not_there_is_not_found(folder: Path, read: str, name: str) -> None:
    with pytest.raises(NotFound) as caught:
        NAMED[read](folder, name)
    assert caught.value.remedy


def test_what_others_define_is_known_and_has_no_page(folder: Path) -> None:
    assert reading.resolve(folder, "dcterms:creator") == expand("dcterms:creator")
    with pytest.raises(NotFound):
        reading.page(folder, "dcterms:creator", "en", DAY)


# ---------------------------------------------------------------- the pipe


def test_every_function_is_called_in_these_tests() -> None:
    functions = {name for name, value in vars(reading).items() if inspect.isfunction(value)}
    assert {name for name in functions if vars(reading)[name].__module__ == reading.__name__} == {
        name.partition(" ")[0] for name in CALLS
    }


@pytest.mark.parametrize("name", CALLS)
def test_what_is_read_is_the_same_on_the_other_side_of_the_pipe(folder: Path, name: str) -> None:
    found = CALLS[name](folder)
    assert pickle.loads(pickle.dumps(found)) == found


# ---------------------------------------------------------------- opened once


def test_the_same_folder_is_opened_once(folder: Path) -> None:
    assert reading.opened(folder) is reading.opened(Path(str(folder)))


def test_what_is_open_is_not_opened_again_by_any_function(another: Callable[[str], Path]) -> None:
    there = another("1")
    reading.opened(there)
    (there / "manifest.json").unlink()  # without it, nothing opens
    assert [name for name, call in CALLS.items() if not call(there)] == []


def test_each_folder_is_a_knowledge_base_of_its_own(folder: Path, another: Callable[[str], Path]) -> None:
    there = another("1")
    assert [reading.opened(path).version.path for path in (folder, there)] == [folder, there]


def test_while_one_version_follows_another_both_stay_open(another: Callable[[str], Path]) -> None:
    old, new = another("1"), another("2")
    before = reading.opened(old)
    reading.opened(new)
    assert reading.opened(old) is before


def test_the_version_before_the_last_is_let_go(another: Callable[[str], Path]) -> None:
    oldest = weakref.ref(reading.opened(another("1")))
    for name in "23":
        reading.opened(another(name))
    gc.collect()
    assert oldest() is None


def test_a_folder_without_a_version_does_not_open_until_there_is_one(
    another: Callable[[str], Path], tmp_path: Path
) -> None:
    with pytest.raises(StoreUnusable):
        reading.opened(tmp_path / "1")
    assert reading.resolve(another("1"), HOLDING) == HOLDING
