"""What the page of a record says of its facts beyond rows: time, clashes, series, neighbours, gaps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.stores import stored

from clusterkb import KnowledgeBase
from clusterkb.catalogue import Reader, Ref, record
from clusterkb.catalogue.facts import disagreements, facts_of, moments
from clusterkb.catalogue.nearby import nearby
from clusterkb.catalogue.series import series
from clusterkb.namespaces import PREFIXES, expand
from clusterkb.rdf.text import Text

PREAMBLE = "".join(
    f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("ckb", "cluster", "fact", "place", "counted", "src")
)
ALPHA = expand("cluster:alpha")

Reads = Callable[[str], Reader]


@pytest.fixture
def reads(tmp_path: Path) -> Reads:
    """Return a reader of some facts."""

    def make(facts: str) -> Reader:
        return Reader(stored(tmp_path / "store", PREAMBLE + facts))

    return make


def shown(values: list[Ref | Text]) -> list[str]:
    return [(value.label if isinstance(value, Ref) else value).value for value in values]


def figure(name: str, value: int, year: str, more: str = "") -> str:
    year_of = f"ckb:year '{year}' ;" if year else ""
    return (
        f"fact:{name} a ckb:Figure ; ckb:figureOf cluster:alpha ; {year_of} ckb:figureCounts counted:schools ;"
        f" {more} ckb:figureValue {value} .\n"
    )


# ---------------------------------------------------------------- time


def test_what_happened_stands_in_order_of_time_as_exactly_as_is_known(reads: Reads) -> None:
    events = (
        "fact:a a ckb:Event ; ckb:eventOf cluster:alpha ; ckb:year '2010' ; ckb:eventResult 'second' .",
        "fact:b a ckb:Event ; ckb:eventOf cluster:alpha ; ckb:eventResult 'last' .",
        "fact:c a ckb:Event ; ckb:eventOf cluster:alpha ; ckb:date '2009-05' ; ckb:eventResult 'first' .",
        "fact:d a ckb:Event ; ckb:eventOf cluster:alpha ; ckb:year '2010' ; ckb:date '2010-02' ;"
        " ckb:eventResult 'third' .",
    )
    (section,) = facts_of(reads("\n".join(events)), ALPHA)
    told = [(shown([one.when]) if one.when else [], [shown(cell) for cell in one.what]) for one in moments(section)]
    assert told == [
        (["2009-05"], [["first"]]),
        (["2010"], [["second"]]),
        (["2010-02"], [["third"]]),
        ([], [["last"]]),
    ]


# ---------------------------------------------------------------- clashes


def test_facts_that_clash_stand_together_once_and_no_other_with_them(reads: Reads) -> None:
    reader = reads(
        figure("one", 62, "2017", "ckb:conflictsWith fact:two ;")
        + figure("two", 66, "2017", "ckb:conflictsWith fact:one ;")
        + figure("three", 70, "2018")
    )
    (clash,) = disagreements(facts_of(reader, ALPHA))
    assert [fact.iri for fact in clash.facts] == [expand("fact:one"), expand("fact:two")]


def test_every_clash_in_the_records_is_shown_on_the_page_of_its_record(kb: KnowledgeBase) -> None:
    reader = kb.reader()
    pairs = kb.query("SELECT ?a ?b ?r { ?a ckb:conflictsWith ?b ; ?p ?r . ?b ?p ?r . ?r ckb:recordConfidence ?c }")
    told = 0
    for row in pairs:
        found = record(reader, row["r"]).disagreements
        assert any({row["a"], row["b"]} <= {fact.iri for fact in clash.facts} for clash in found), row
        told += 1
    assert told > 20


# ---------------------------------------------------------------- series


def test_a_series_has_a_number_for_each_of_several_years(reads: Reads) -> None:
    (one,) = series(reads(figure("b", 40, "2012") + figure("a", 10, "2010") + figure("c", 20, "")), ALPHA)
    assert [(point.year, int(point.value), point.share) for point in one.points] == [
        ("2010", 10, 25),
        ("2012", 40, 100),
    ]


@pytest.mark.parametrize(
    ("more", "year"),
    [("", "2010"), ("ckb:figurePlanned true ;", "2011"), ("ckb:figureQualifier <https://example.org/about> ;", "2011")],
    ids=["one year", "a plan", "counted otherwise"],
)
def test_what_cannot_be_set_beside_each_other_is_no_series(reads: Reads, more: str, year: str) -> None:
    assert series(reads(figure("a", 10, "2010") + figure("b", 12, year, more)), ALPHA) == []


def test_two_numbers_of_a_year_need_sources_that_disagree(reads: Reads) -> None:
    rows = figure("a", 10, "2010") + figure("b", 12, "2011") + figure("c", 99, "2011", "ckb:conflictsWith fact:b ;")
    assert series(reads(rows.replace("fact:b ;", "fact:a ;")), ALPHA) == []


def test_two_numbers_of_a_year_stand_together_where_their_sources_disagree(reads: Reads) -> None:
    rows = figure("a", 10, "2010") + figure("b", 12, "2011", "ckb:conflictsWith fact:c ;")
    (one,) = series(reads(rows + figure("c", 99, "2011", "ckb:conflictsWith fact:b ;")), ALPHA)
    assert [point.year for point in one.points] == ["2010", "2011", "2011"]
    assert one.doubtful == ["2011"]


# ---------------------------------------------------------------- neighbours


def test_what_shares_the_same_stands_together_and_the_record_is_not_its_own_neighbour(reads: Reads) -> None:
    rows = "".join(
        f"fact:{name}-{place} a ckb:Territory ; ckb:territoryOf cluster:{name} ; ckb:territoryPlace place:{place} .\n"
        for name, place in (
            ("alpha", "a"),
            ("alpha", "b"),
            ("alpha", "c"),
            ("beta", "a"),
            ("beta", "b"),
            ("gamma", "d"),
        )
    )
    (one,) = nearby(reads(rows), ALPHA)
    assert one.link == "ckb:territoryOf"
    assert (shown([*one.shared]), shown([*one.things])) == (["place:a", "place:b"], ["cluster:beta"])


def test_only_clusters_have_neighbours(kb: KnowledgeBase) -> None:
    assert nearby(kb.reader(), expand("ckorg:hcat")) == []


# ---------------------------------------------------------------- what is not known


def test_a_cluster_says_what_is_not_known_of_it(kb: KnowledgeBase) -> None:
    page = record(kb.reader(), expand("cluster:lift-schools"))
    assert page.unknown == ["ckb:coordinationOf"]


def test_nothing_is_missed_of_what_has_no_such_facts(kb: KnowledgeBase) -> None:
    assert record(kb.reader(), expand("ckorg:hcat")).unknown == []
