"""The claims: every sentence of the article restated, none copied."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from tests.support.shingles import shingles

from clusterkb.namespaces import shorten

if TYPE_CHECKING:
    from tests.data.conftest import Sources

SENTENCES = 46
_FRAGMENT = 22
_SPLIT = [number for number in range(1, SENTENCES + 1) if number != _FRAGMENT]
_RECORDED = ("cluster:", "fact:", "place:", "ckorg:", "scheme:")
_ARTICLE = frozenset(Path(__file__).with_name("article-shingles.txt").read_text(encoding="ascii").split())


def test_every_sentence_of_the_article_has_one_claim(sources: Sources) -> None:
    rows = sources.select("SELECT ?claim ?number { ?claim a ckb:Claim ; ckb:sentenceNumber ?number }")
    assert sorted(int(row["number"]) for row in rows) == list(range(1, SENTENCES + 1))


def test_only_the_stray_fragment_says_nothing(sources: Sources) -> None:
    rows = sources.select("SELECT ?claim { ?claim ckb:modality modality:none }")
    assert rows == [{"claim": "claim:S22"}]


def test_no_text_of_ours_runs_along_with_the_article(sources: Sources) -> None:
    assert len(_ARTICLE) > 1000
    faults = [
        f'{sources.at(shorten(quad.subject.value), shorten(quad.predicate.value))}: "{run}" stands in the article too. '
        "Say it in other words."
        for quad in sources.quads()
        if isinstance(quad.object, ox.Literal) and isinstance(quad.subject, ox.NamedNode)
        for hashed, run in shingles(quad.object.value).items()
        if hashed in _ARTICLE
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("number", _SPLIT)
def test_every_assertion_of_a_sentence_grounds_something_of_its_own(sources: Sources, number: int) -> None:
    grounds = _grounds(sources, number)
    assert grounds, f"Split sentence {number} into its assertions."
    empty = [assertion for assertion, terms in grounds.items() if not terms]
    assert not empty, f"{empty} ground nothing. Add ckb:grounds."
    alike = [one for one in grounds if any(one < other and grounds[one] == grounds[other] for other in grounds)]
    assert not alike, f"{alike} ground just what another does: name the terms each is about, or make them one."


@pytest.mark.parametrize("number", _SPLIT)
def test_a_term_and_the_assertions_it_rests_on_name_each_other(sources: Sources, number: int) -> None:
    # A record or fact has sources of its own, beside the article.
    claimed = {term for term in set().union(*_grounds(sources, number).values()) if not term.startswith(_RECORDED)}
    rows = sources.select(f"SELECT ?term {{ ?term dcterms:source claim:S{number:02} }}")
    resting = {row["term"] for row in rows}
    faults = [f"{sources.at(t)}: {t} lacks dcterms:source claim:S{number:02}. Add it." for t in claimed - resting]
    faults += [f"{sources.at(t)}: no assertion of sentence {number} grounds {t}. Add it." for t in resting - claimed]
    assert not faults, "\n".join(sorted(faults))


def test_an_assertion_stands_under_its_sentence(sources: Sources) -> None:
    query = """
    SELECT ?assertion ?claim {
      ?assertion a ckb:Assertion OPTIONAL { ?assertion dcterms:isPartOf ?claim . ?claim a ckb:Claim }
      FILTER(!BOUND(?claim) || !STRSTARTS(STR(?assertion), CONCAT(STR(?claim), "-")))
    }
    """
    assert sources.select(query) == []


def test_all_references_are_listed_in_order_each_for_one_work(sources: Sources) -> None:
    rows = sources.select("SELECT ?entry ?number ?work { ?entry ckb:entryNumber ?number ; ckb:entryWork ?work }")
    assert [(row["entry"], int(row["number"])) for row in rows] == [(f"claim:R{n:02}", n) for n in range(1, 17)]
    assert len({row["work"] for row in rows}) == 16


def test_seventeen_scholars_are_named_and_none_of_them_wrote_a_listed_work(sources: Sources) -> None:
    query = """
    SELECT ?person (COUNT(DISTINCT ?entry) AS ?entries) {
      ?assertion ckb:namesAuthority ?person OPTIONAL { ?entry ckb:entryWork/ckb:writtenBy ?person }
    } GROUP BY ?person
    """
    named = sources.select(query)
    assert (len(named), {row["entries"] for row in named}) == (17, {"0"})


def test_a_correction_speaks_of_what_was_printed(sources: Sources) -> None:
    # The data of a work that differ from the printed line are explained.
    query = """
    SELECT ?entry ?printed ?pages (COUNT(?correction) AS ?corrections) {
      ?entry ckb:asPrinted ?printed ; ckb:entryWork/ckb:pages ?pages OPTIONAL { ?entry ckb:correction ?correction }
    } GROUP BY ?entry ?printed ?pages
    """
    rows = sources.select(query)
    assert rows
    for row in rows:
        printed = row["pages"].replace("–", "-") in row["printed"]
        assert printed or row["corrections"] == "3", f"{sources.at(row['entry'])}: say what was corrected."


def test_a_doubt_quotes_a_few_words_only(sources: Sources) -> None:
    long = [
        row
        for row in sources.select("SELECT ?doubt ?words { ?doubt ckb:quotedWords ?words }")
        if len(row["words"].split()) > 8
    ]
    assert long == []


def test_every_doubt_of_the_register_is_there(sources: Sources) -> None:
    rows = sources.select("SELECT DISTINCT ?claim { ?doubt a ckb:TranslationDoubt ; dcterms:isPartOf ?claim }")
    asked = {2, 3, 7, 12, 15, 16, 21, 22, 28, 30, 31, 32, 33, 35, 36, 37, 38, 44, 45}
    assert {f"claim:S{number:02}" for number in asked} <= {row["claim"] for row in rows}


def _grounds(sources: Sources, number: int) -> dict[str, set[str]]:
    query = f"""
    SELECT ?assertion ?term {{
      ?assertion a ckb:Assertion ; dcterms:isPartOf claim:S{number:02} OPTIONAL {{ ?assertion ckb:grounds ?term }}
    }}
    """
    found: dict[str, set[str]] = {}
    for row in sources.select(query):
        found.setdefault(row["assertion"], set()).update(filter(None, [row["term"]]))
    return found
