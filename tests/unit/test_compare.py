from __future__ import annotations

from collections.abc import Iterable

import pytest

from clusterkb import KnowledgeBase, reading
from clusterkb.catalogue import Comparison, Ref, asked, compare, partners
from clusterkb.catalogue.compare import SUGGESTED, Line, Row
from clusterkb.errors import BadRequest, NotFound
from clusterkb.namespaces import expand, shorten

CLUSTER, HOLDING = expand("ckb:EducationalCluster"), expand("ckb:EducationalHolding")
ULYANOVSK, CHIRCHIK = expand("cluster:ulyanovsk-holding"), expand("cluster:chirchik-pedagogical-cluster")


def words(lines: Iterable[Line]) -> list[str]:
    return [" · ".join((value.label if isinstance(value, Ref) else value).value for value in line) for line in lines]


def rows(found: list[Row]) -> dict[str, list[list[str]]]:
    return {row.key: [words(cell) for cell in row.cells] for row in found}


@pytest.fixture(scope="module")
def classes(kb: KnowledgeBase) -> Comparison:
    return compare(kb.reader(), [CLUSTER, HOLDING])


def test_what_all_have_is_said_once_and_left_out_of_the_differences(classes: Comparison) -> None:
    shared, different = rows(classes.shared), rows(classes.different)
    assert shared["rdfs:subClassOf"] == [["association of social institutions"]]
    assert different["rdfs:subClassOf"] == [["cluster"], []]


def test_a_level_that_only_a_class_above_asks_for_is_compared_too(classes: Comparison) -> None:
    assert rows(classes.shared)["ckb:hasClusteringLevel"] == [["level of associations"]]


def test_the_two_logistics_differ_in_what_they_are_for(kb: KnowledgeBase) -> None:
    found = compare(kb.reader(), map(expand, SUGGESTED[0]))
    assert rows(found.different)["ckb:addresses"] == [["stability of the infrastructure"], []]


def test_records_are_compared_fact_by_fact(kb: KnowledgeBase) -> None:
    different = rows(compare(kb.reader(), [ULYANOVSK, CHIRCHIK]).different)
    assert different["ckb:country"] == [["Russia"], ["Uzbekistan"]]
    assert different["ckb:eventOf"] == [["1992 · founding"], []]
    assert different["stated"] == [["educational holding"], ["educational cluster"]]


def test_what_two_of_three_have_is_no_common_property(kb: KnowledgeBase) -> None:
    other = expand("cluster:delta-academies-trust")
    three = compare(kb.reader(), [ULYANOVSK, CHIRCHIK, other])
    assert rows(three.different)["stated"] == [
        ["educational holding"],
        ["educational cluster"],
        ["educational holding"],
    ]
    assert "stated" not in rows(three.shared)


def test_no_line_is_lost(kb: KnowledgeBase) -> None:
    alone = compare(kb.reader(), [CLUSTER, ULYANOVSK])
    beside = compare(kb.reader(), [CLUSTER, HOLDING])

    def lines(found: Comparison) -> set[tuple[str, str]]:
        return {(row.key, line) for row in found.different + found.shared for line in words(row.cells[0])}

    assert lines(alone) == lines(beside)


def test_what_is_said_of_one_beside_another_has_its_direction(classes: Comparison, kb: KnowledgeBase) -> None:
    said = {(one.first.iri, one.relation.iri, one.second.iri) for one in classes.between}
    assert (CLUSTER, expand("rdfs:seeAlso"), HOLDING) in said
    narrow = expand("ckb:HoldingInArticleSense")
    assert {
        (shorten(one.first.iri), shorten(one.relation.iri)) for one in compare(kb.reader(), [HOLDING, narrow]).between
    } >= {("ckb:HoldingInArticleSense", "rdfs:subClassOf")}


@pytest.mark.parametrize("number", [1, 5])
def test_fewer_than_two_and_more_than_four_are_refused(kb: KnowledgeBase, number: int) -> None:
    names = ["ckb:Cluster", "ckb:EducationalCluster", "ckb:EducationalHolding", "ckb:KnowledgeHub", "ckb:SchoolCluster"]
    with pytest.raises(BadRequest, match=str(number)):
        compare(kb.reader(), map(expand, names[:number]))


def test_the_same_thing_twice_is_one(kb: KnowledgeBase) -> None:
    with pytest.raises(BadRequest):
        compare(kb.reader(), [CLUSTER, CLUSTER])


def test_an_unknown_thing_is_not_found(kb: KnowledgeBase) -> None:
    with pytest.raises(NotFound):
        compare(kb.reader(), [CLUSTER, expand("ckb:Nothing")])


def test_labels_are_in_the_language_of_the_reader(kb: KnowledgeBase) -> None:
    labels = {row.label.language for row in compare(kb.reader("uz"), [ULYANOVSK, CHIRCHIK]).different}
    assert labels == {"", "uz"}  # our own words are translated by the page


# ---------------------------------------------------------------- partners


def test_partners_are_of_the_same_kind_stand_once_and_never_are_the_thing_itself(kb: KnowledgeBase) -> None:
    for iri in (CLUSTER, ULYANOVSK, expand("concept:level/program"), expand("ckb:memberOf")):
        found = [one for group in partners(kb.reader(), iri) for one in group.partners]
        names = [one.name for one in found]
        assert len(names) == len(set(names))
        assert shorten(iri) not in names


def test_what_a_class_is_mistaken_for_comes_first(kb: KnowledgeBase) -> None:
    first = partners(kb.reader(), CLUSTER)[0]
    assert (first.reason, [one.name for one in first.partners]) == ("mistaken", ["ckb:IndustrialCluster"])


def test_siblings_are_the_stated_ones(kb: KnowledgeBase) -> None:
    found = {one.name for group in partners(kb.reader(), HOLDING) for one in group.partners}
    assert "ckb:EducationalCluster" in found
    assert "ckb:HoldingInArticleSense" not in found  # it is below, and beside only by inference


def test_records_of_a_country_are_offered_all(kb: KnowledgeBase) -> None:
    group = partners(kb.reader(), ULYANOVSK)[0]
    there = kb.reader().subjects("ckb:country", expand("place:russia"))
    clusters = {shorten(iri) for iri in there if "/id/cluster/" in iri}
    assert group.reason == "country"
    assert {one.name for one in group.partners} == clusters - {"cluster:ulyanovsk-holding"}


def test_an_organization_has_no_partners_since_they_would_be_hundreds(kb: KnowledgeBase) -> None:
    assert partners(kb.reader(), expand("ckorg:uipkpro")) == []


# ---------------------------------------------------------------- what is typed


@pytest.mark.parametrize(
    "typed", ["ckb:EducationalHolding", "EducationalHolding", HOLDING, "Educational holding", "Ta'lim xoldingi"]
)
def test_a_thing_is_found_by_every_name_it_has(kb: KnowledgeBase, typed: str) -> None:
    assert asked(kb.reader(), kb.version.search, typed).iri == HOLDING


@pytest.mark.parametrize("typed", ["hold", "!!!", "<>", "src:danilov-2020", "fact:ulyanovsk-founding", "x" * 5000])
def test_what_is_no_term_and_no_record_is_not_taken_for_one(kb: KnowledgeBase, typed: str) -> None:
    assert asked(kb.reader(), kb.version.search, typed).iri == ""


def test_the_nearest_are_offered_for_a_name_that_is_not_known(kb: KnowledgeBase) -> None:
    found = reading.compare(kb.version.path, ("educational hold", "ckb:EducationalCluster"), "en")
    assert found.comparison is None
    assert HOLDING in [hit.iri for hit in found.asked[0].nearest]


def test_one_name_gives_partners_and_no_comparison(kb: KnowledgeBase) -> None:
    found = reading.compare(kb.version.path, ("ckb:EducationalCluster",), "en")
    assert found.comparison is None
    assert found.alone is not None
    assert found.partners


@pytest.mark.parametrize("pair", SUGGESTED)
def test_every_suggested_pair_can_be_compared_and_differs(kb: KnowledgeBase, pair: tuple[str, str]) -> None:
    assert len(compare(kb.reader(), map(expand, pair)).different) > 3
