from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox
import pytest

from clusterkb import KnowledgeBase
from clusterkb.catalogue import (
    Branch,
    Reader,
    Ref,
    Tree,
    concept,
    index,
    kind_of,
    leaf,
    narrow,
    parts,
    record,
    things,
    tree,
)
from clusterkb.catalogue.collation import order
from clusterkb.catalogue.things import LISTS, PAGE_ROWS, Thing
from clusterkb.errors import NotFound
from clusterkb.namespaces import PREFIXES, expand
from clusterkb.rdf.text import LANGUAGES
from clusterkb.store import EmbeddedStore

SCHOOL = "ckb:GeneralEducationSchool"


@pytest.fixture(scope="module")
def grown(kb: KnowledgeBase) -> Tree:
    return tree(kb.reader())


def every(branches: Iterable[Branch]) -> Iterator[Branch]:
    for branch in branches:
        yield branch
        yield from every(branch.below)


def places_of(branches: list[Branch], iri: str) -> list[str]:
    """Return what stands right above each place of a term."""
    return [above.term.iri for above in every(branches) if iri in {one.term.iri for one in above.below}]


def small(*statements: tuple[str, str, str]) -> Reader:
    store = ox.Store()
    for subject, predicate, thing in (map(ox.NamedNode, map(expand, row)) for row in statements):
        store.add(ox.Quad(subject, predicate, thing))
    return Reader(EmbeddedStore(store))


# ---------------------------------------------------------------- the tree


def test_every_class_and_every_concept_stands_in_the_tree(grown: Tree, kb: KnowledgeBase) -> None:
    subjects = {q.subject.value for q in kb.store.engine if isinstance(q.subject, ox.NamedNode)}
    classes = {one.term.iri for one in every(grown.classes)}
    concepts = {one.term.iri for one in every(grown.lists)}
    assert {iri for iri in subjects if kind_of(iri) == "class"} - classes == set()
    assert {iri for iri in subjects if kind_of(iri) in ("concept", "vocabulary")} == concepts


def test_a_class_stands_below_each_of_the_classes_it_is_said_to_be_a_kind_of(grown: Tree) -> None:
    above = {"ckb:AssociationOfSocialInstitutions", "ckb:Cluster"}
    places = places_of(grown.classes, expand("ckb:EducationalCluster"))
    assert set(places) == {expand(name) for name in above}


def test_a_term_in_several_places_names_the_others(grown: Tree) -> None:
    cluster = next(one for one in grown.classes if one.term.iri == expand("ckb:Cluster"))
    below = next(one for one in cluster.below if one.term.iri == expand("ckb:EducationalCluster"))
    assert [ref.iri for ref in below.elsewhere] == [expand("ckb:AssociationOfSocialInstitutions")]


def test_what_only_follows_is_no_place_in_the_tree(grown: Tree) -> None:
    assert expand("ckb:ClusteringUnit") not in places_of(grown.classes, expand("ckb:EducationalCluster"))


def test_matches_with_other_vocabularies_are_no_places_in_the_tree(grown: Tree) -> None:
    assert [one.term.iri for one in every(grown.classes) if one.term.iri.startswith(PREFIXES["schema"])] == []


def test_a_class_counts_what_its_page_lists(grown: Tree, kb: KnowledgeBase) -> None:
    counted = {one.term.iri: one.count for one in every(grown.classes)}
    names = ("ckb:EducationalCluster", "ckb:HoldingInArticleSense", SCHOOL, "ckb:Scheme", "ckb:Employer")
    for iri in map(expand, names):
        assert counted[iri] == len(concept(kb.reader(), iri).instances)


def test_a_concept_counts_the_facts_and_records_that_name_it(grown: Tree, kb: KnowledgeBase) -> None:
    counted = {one.term.iri: one.count for one in every(grown.lists)}
    quads = kb.store.engine.quads_for_pattern(None, None, ox.NamedNode(expand("role:core")), None)
    facts = {str(quad.subject) for quad in quads if PREFIXES["fact"] in str(quad.subject)}
    assert counted[expand("role:core")] == len(facts) > 8


def test_a_circle_of_classes_ends() -> None:
    kind = [(name, "rdf:type", "owl:Class") for name in ("ckb:Top", "ckb:A", "ckb:B")]
    below = [("ckb:A", "rdfs:subClassOf", "ckb:Top"), ("ckb:A", "rdfs:subClassOf", "ckb:B")]
    found = tree(small(*kind, *below, ("ckb:B", "rdfs:subClassOf", "ckb:A")))
    assert [one.term.iri for one in every(found.classes)] == [expand(name) for name in ("ckb:Top", "ckb:A", "ckb:B")]


# ---------------------------------------------------------------- A to Z


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_index_names_every_term_and_the_words_of_its_language(kb: KnowledgeBase, language: str) -> None:
    subjects = {q.subject.value for q in kb.store.engine if isinstance(q.subject, ox.NamedNode)}
    terms = {iri for iri in subjects if kind_of(iri) in ("class", "property", "concept", "vocabulary", "theory")}
    asked = kb.query("SELECT ?w ?l { ?w a ontolex:LexicalEntry ; lime:language ?l }")
    words = {str(row["w"]) for row in asked if row["l"] == language or row["l"] not in LANGUAGES}
    names = [name for letter in index(kb.reader(language)) for name in letter.rows]
    assert sorted(name.thing.iri for name in names if not name.alternative) == sorted(terms | words)


def test_another_name_leads_to_the_first(kb: KnowledgeBase) -> None:
    found = [name for letter in index(kb.reader("ru")) for name in letter.rows if name.text.value == "вуз"]
    assert [(name.alternative, name.thing.label.value) for name in found] == [(True, "высшее учебное заведение")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_index_is_in_order_and_has_each_letter_once(kb: KnowledgeBase, language: str) -> None:
    letters = index(kb.reader(language))
    names = [name for letter in letters for name in letter.rows]
    assert len({letter.name for letter in letters}) == len(letters)
    assert names == sorted(names, key=lambda name: order(name.text, language))


# ---------------------------------------------------------------- lists of other things


@pytest.fixture(scope="module")
def lists(kb: KnowledgeBase) -> dict[str, list[Thing]]:
    reader = kb.reader()
    counts = parts(reader)
    return {name: [entry.row for entry in things(reader, name, counts).entries] for name in LISTS}


def test_every_record_stands_in_the_list_of_its_kind(lists: dict[str, list[Thing]], kb: KnowledgeBase) -> None:
    subjects = {q.subject.value for q in kb.store.engine if isinstance(q.subject, ox.NamedNode)}
    for name, kind in LISTS.items():
        assert sorted(row.thing.iri for row in lists[name]) == sorted(iri for iri in subjects if kind_of(iri) == kind)


def test_a_thing_takes_part_in_the_records_that_its_facts_speak_of(lists: dict[str, list[Thing]]) -> None:
    counted = {row.thing.iri: row.records for rows in lists.values() for row in rows}
    assert counted[expand("ckorg:chirchik-pedagogical-university")] == 1
    assert counted[expand("place:uzbekistan")] == 2
    assert counted[expand("person:a-a-bocharov")] == 0


def test_a_scheme_counts_the_other_records_on_its_page(lists: dict[str, list[Thing]], kb: KnowledgeBase) -> None:
    counted = {row.thing.iri: row.records for row in lists["schemes"]}
    scheme = expand("scheme:spitzencluster-wettbewerb")
    facts = [fact for section in record(kb.reader(), scheme).sections for fact in section.facts]
    shown = {value.iri for fact in facts for cell in fact.cells for value in cell if isinstance(value, Ref)}
    assert counted[scheme] == len({iri for iri in shown if kind_of(iri) in ("cluster", "scheme")} - {scheme}) > 13


def test_a_record_is_counted_once_however_many_facts_name_the_thing(kb: KnowledgeBase) -> None:
    asked = kb.query(
        "SELECT DISTINCT ?r { ?r ckb:recordConfidence ?c . ?f ?p ?r ; ?q ckorg:chirchik-pedagogical-university "
        "FILTER(STRSTARTS(STR(?f), STR(fact:))) }"
    )
    counts = parts(kb.reader())
    assert counts.records[expand("ckorg:chirchik-pedagogical-university")] == len(list(asked))


def test_a_work_says_author_year_and_how_far_it_was_verified(lists: dict[str, list[Thing]]) -> None:
    writings = {row.thing.iri: row.writing for row in lists["works"]}
    found = writings[expand("work:nosov-2012")]
    assert found
    assert ([text.value for text in found.authors], found.year) == (["Nosov A. L."], "2012")
    assert [iri for iri, writing in writings.items() if writing is None or writing.verification is None] == []


def test_a_person_says_how_many_works(lists: dict[str, list[Thing]], kb: KnowledgeBase) -> None:
    asked = kb.query("SELECT (COUNT(DISTINCT ?w) AS ?n) { ?w ckb:writtenBy person:s-b-allayorova }")
    works = {row.thing.iri: row.works for row in lists["people"]}
    assert works[expand("person:s-b-allayorova")] == next(int(row["n"]) for row in asked) > 1


# ---------------------------------------------------------------- page by page


def test_the_pages_of_a_list_have_each_row_once_and_in_order(kb: KnowledgeBase) -> None:
    found = narrow(things(kb.reader(), "organizations", parts(kb.reader())), {})
    first = leaf("organizations", found, 1)
    leaves = [leaf("organizations", found, number) for number in range(1, first.pages + 1)]
    rows = [[row for letter in one.letters for row in letter.rows] for one in leaves]
    assert [row for page in rows for row in page] == found.rows
    assert {len(page) for page in rows[:-1]} == {PAGE_ROWS}
    assert first.count == len(found.rows) > PAGE_ROWS


def test_a_letter_leads_to_the_page_where_it_begins(kb: KnowledgeBase) -> None:
    found = narrow(things(kb.reader(), "organizations", parts(kb.reader())), {})
    jumps = leaf("organizations", found, 1).jumps
    assert sum(jump.count for jump in jumps) == len(found.rows)
    for jump in jumps:
        assert jump.letter in {letter.name for letter in leaf("organizations", found, jump.page).letters}
        if jump.page > 1:
            before = leaf("organizations", found, jump.page - 1)
            assert jump.letter not in {letter.name for letter in before.letters}


@pytest.mark.parametrize("page", [0, -1, 2, 999999999])
def test_a_page_that_a_list_lacks_is_not_found(kb: KnowledgeBase, page: int) -> None:
    found = narrow(things(kb.reader(), "people", parts(kb.reader())), {})
    with pytest.raises(NotFound, match="this list has 1"):
        leaf("people", found, page)


def test_an_empty_list_has_one_empty_page(kb: KnowledgeBase) -> None:
    found = narrow(things(kb.reader(), "organizations", parts(kb.reader())), {"country": "xx"})
    page = leaf("organizations", found, 1)
    assert (page.count, page.pages, page.letters, page.jumps) == (0, 1, [], [])
