from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterkb import KnowledgeBase, browsing
from clusterkb.catalogue import FACETS, Listing, RecordRow, listed, narrow
from clusterkb.catalogue.facets import NONE, Entry, by_frequency, values_or_none
from clusterkb.namespaces import expand
from clusterkb.rdf.text import Text
from clusterkb.store import current

CALLS: dict[str, Callable[[Path], object]] = {
    "clusters": lambda folder: browsing.clusters(folder, "en", (("country", "gb"),), True),
    "terms from A to Z": lambda folder: browsing.terms_index(folder, "ru"),
    "terms as a tree": lambda folder: browsing.terms_tree(folder, "uz"),
    "things": lambda folder: browsing.things(folder, "en", "works", (), 1),
}


def listing(*values: dict[str, set[str]]) -> Listing[int]:
    entries = [Entry(number, values_or_none(one)) for number, one in enumerate(values)]
    return Listing(entries, {name: by_frequency(entries, name, {}) for name in values[0]})


FRUIT = listing(
    {"colour": {"red"}, "taste": {"sweet", "sour"}},
    {"colour": {"red"}, "taste": {"sweet"}},
    {"colour": {"green"}, "taste": {"sour"}},
    {"colour": set(), "taste": {"sour"}},
)


@pytest.fixture(scope="module")
def records(kb: KnowledgeBase) -> Listing[RecordRow]:
    return listed(kb.reader())


def counts(found: list[object]) -> dict[str, int]:
    return {option.value: option.count for option in found}  # type: ignore[attr-defined]


# ---------------------------------------------------------------- what is left


@pytest.mark.parametrize(
    ("choices", "rows"),
    [
        ({}, [0, 1, 2, 3]),
        ({"colour": "red"}, [0, 1]),
        ({"colour": "red", "taste": "sour"}, [0]),
        ({"colour": NONE}, [3]),
        ({"colour": "green", "taste": "sweet"}, []),
        ({"colour": "blue"}, []),
        ({"size": "big"}, []),
    ],
)
def test_only_what_has_every_chosen_value_is_left(choices: dict[str, str], rows: list[int]) -> None:
    found = narrow(FRUIT, choices)
    assert (found.rows, found.total, found.choices) == (rows, 4, choices)


def test_a_count_holds_under_what_is_chosen_in_other_facets_and_not_in_its_own() -> None:
    colour, taste = narrow(FRUIT, {"colour": "red"}).facets
    assert counts([*colour.options]) == {"red": 2, "green": 1, NONE: 1}
    assert counts([*taste.options]) == {"sweet": 2, "sour": 1}


def test_a_value_that_would_leave_nothing_is_not_offered_unless_it_is_chosen() -> None:
    offered = {facet.name: counts([*facet.options]) for facet in narrow(FRUIT, {"taste": "sweet"}).facets}
    assert offered == {"colour": {"red": 2}, "taste": {"sour": 3, "sweet": 2}}
    chosen = {
        facet.name: counts([*facet.options]) for facet in narrow(FRUIT, {"colour": "green", "taste": "sweet"}).facets
    }
    assert chosen == {"colour": {"red": 2, "green": 0}, "taste": {"sour": 1, "sweet": 0}}


def test_a_choice_says_how_many_there_are_without_it() -> None:
    found = narrow(FRUIT, {"colour": "green", "taste": "sweet"})
    assert [(one.facet, one.without, one.choices) for one in found.chosen] == [
        ("colour", 2, {"taste": "sweet"}),
        ("taste", 1, {"colour": "green"}),
    ]


@pytest.mark.parametrize(
    ("choices", "known"), [({"colour": "red"}, True), ({"colour": "blue"}, False), ({"x": "y"}, False)]
)
def test_a_value_that_nothing_has_is_told_from_one_that_is_not_there_now(choices: dict[str, str], known: bool) -> None:
    assert narrow(FRUIT, choices).known is known
    assert narrow(FRUIT, {"colour": "green", "taste": "sweet"}).known is True


def test_one_selection_has_one_address_whatever_was_chosen_first() -> None:
    for facet in narrow(FRUIT, {"taste": "sour"}).facets:
        for option in facet.options:
            assert list(option.choices) == [name for name in ("colour", "taste") if name in option.choices]


_VALUES = st.dictionaries(st.sampled_from(["a", "b", "c"]), st.sets(st.sampled_from("xyz")), min_size=3, max_size=3)


@given(st.lists(_VALUES, min_size=1, max_size=12), st.dictionaries(st.sampled_from("abc"), st.sampled_from("xyz")))
def test_an_option_leads_to_as_many_as_it_promises(values: list[dict[str, set[str]]], choices: dict[str, str]) -> None:
    made = listing(*values)
    for facet in narrow(made, choices).facets:
        for option in facet.options:
            if not option.chosen:
                assert len(narrow(made, option.choices).rows) == option.count > 0
    for one in narrow(made, choices).chosen:
        assert len(narrow(made, one.choices).rows) == one.without


# ---------------------------------------------------------------- our records


def test_every_record_has_a_value_of_every_facet_and_each_value_a_label(records: Listing[RecordRow]) -> None:
    assert list(records.labels) == list(FACETS)
    for entry in records.entries:
        for facet, values in entry.values.items():
            assert values
            assert values <= records.labels[facet].keys()
    named = [(facet, value) for facet, them in records.labels.items() for value, text in them.items() if text.value]
    assert len(named) == sum(len(them) for them in records.labels.values()) - 3  # no scheme, no year, nothing inferred


def test_countries_are_named_by_their_code_and_counted_as_the_store_has_them(
    records: Listing[RecordRow], kb: KnowledgeBase
) -> None:
    options = next(facet for facet in narrow(records, {}).facets if facet.name == "country").options
    asked = kb.query(
        "SELECT ?code (COUNT(DISTINCT ?r) AS ?n) "
        "{ ?r ckb:recordConfidence ?c ; ckb:country ?p . ?p ckb:countryCode ?code } GROUP BY ?code"
    )
    assert {one.value: one.count for one in options} == {str(row["code"]).lower(): int(row["n"]) for row in asked}


def test_stated_and_inferred_kinds_are_apart(records: Listing[RecordRow]) -> None:
    holding = next(entry for entry in records.entries if entry.row.record.iri == expand("cluster:ulyanovsk-holding"))
    assert holding.values["kind"] == {"ckb:EducationalHolding"}
    assert "ckb:HoldingInArticleSense" in holding.values["inferred"]
    assert not any(entry.values["kind"] & (entry.values["inferred"] - {NONE}) for entry in records.entries)


def test_a_record_founded_in_two_decades_by_its_sources_is_found_in_both(records: Listing[RecordRow]) -> None:
    there = [entry for entry in records.entries if entry.row.founded == ["1993", "2021"]]
    assert [entry.values["founded"] for entry in there] == [{"1990s", "2020s"}]
    assert records.labels["founded"]["1990s"] == Text("1990–1999")


def test_decades_stand_in_order_of_time_and_the_unknown_last(records: Listing[RecordRow]) -> None:
    decades = list(records.labels["founded"])
    assert decades == [*sorted(decades[:-1]), NONE]


def test_all_schemes_that_include_a_record_can_be_chosen(records: Listing[RecordRow], kb: KnowledgeBase) -> None:
    asked = kb.query(
        "SELECT DISTINCT ?s { ?f ckb:inclusionScheme ?s ; ckb:inclusionOf ?r . ?r ckb:recordConfidence ?c }"
    )
    assert {expand(f"scheme:{name}") for name in records.labels["scheme"] if name != NONE} == {
        row["s"] for row in asked
    }


@pytest.mark.parametrize("language", ["en", "ru", "uz"])
def test_the_names_of_countries_are_in_the_reader_s_language(kb: KnowledgeBase, language: str) -> None:
    assert listed(kb.reader(language)).labels["country"]["uz"].language == language


# ---------------------------------------------------------------- from the worker


def test_records_by_year_begin_with_the_earliest_and_end_with_the_unknown(home: Path) -> None:
    rows = browsing.clusters(current(home).path, "en", (), True).rows
    years = [row.founded[0] if row.founded else "unknown" for row in rows]
    assert years == sorted(years)
    assert {years[0], years[-1]} == {"1857", "unknown"}


def test_sorting_one_answer_leaves_the_next_as_it_is(home: Path) -> None:
    folder = current(home).path
    before = [row.record for row in browsing.clusters(folder, "en", (), False).rows]
    browsing.clusters(folder, "en", (), True)
    assert [row.record for row in browsing.clusters(folder, "en", (), False).rows] == before


@pytest.mark.parametrize("name", CALLS)
def test_what_is_read_is_the_same_on_the_other_side_of_the_pipe(home: Path, name: str) -> None:
    found = CALLS[name](current(home).path)
    assert pickle.loads(pickle.dumps(found)) == found
