from __future__ import annotations

import pytest

from clusterkb import KnowledgeBase, reading
from clusterkb.catalogue import ArticlePage, Sentence, article, itself, neighbours, terms
from clusterkb.namespaces import expand, shorten

LANGUAGES = ("en", "ru", "uz")


@pytest.fixture(scope="module")
def page(kb: KnowledgeBase) -> ArticlePage:
    return article(kb.reader())


@pytest.fixture(scope="module")
def sentences(page: ArticlePage) -> list[Sentence]:
    return [sentence for part in page.parts for sentence in part]


def test_the_sentences_stand_in_order_and_none_is_left_out(sentences: list[Sentence]) -> None:
    assert [sentence.anchor for sentence in sentences] == [f"S{number}" for number in range(1, 47)]


def test_a_sentence_says_what_its_assertions_ground_whom_they_name_and_how_strongly(sentences: list[Sentence]) -> None:
    said = sentences[33].assertions[0]
    assert sentences[33].modality is not None
    assert sentences[33].modality.label.value == "necessary"
    assert {scholar.label.value for scholar in said.scholars} == {"A. P. Petrov", "D. S. Berezovsky"}
    assert said.grounds


def test_the_stray_sentence_is_silent_says_why_and_no_other_is(sentences: list[Sentence]) -> None:
    assert [sentence.anchor for sentence in sentences if sentence.silent] == ["S22"]
    stray = sentences[21]
    assert not stray.assertions
    assert stray.paraphrase is not None
    assert "broken sentence" in stray.paraphrase.value


def test_every_term_that_cites_a_sentence_stands_under_one_of_its_assertions(
    kb: KnowledgeBase, sentences: list[Sentence]
) -> None:
    reader, left_out = kb.reader(), []
    for sentence in sentences:
        shown = {ref.iri for one in sentence.assertions for ref in one.grounds}
        left_out += [iri for iri in reader.subjects("dcterms:source", sentence.claim.iri) if iri not in shown]
    assert left_out == []


def test_all_doubts_stand_beside_their_sentences(kb: KnowledgeBase, sentences: list[Sentence]) -> None:
    shown = [doubt.words.value for sentence in sentences for doubt in sentence.doubts]
    assert len(shown) == len(kb.reader().subjects("rdf:type", expand("ckb:TranslationDoubt"))) == 28
    assert [doubt.words.value for doubt in sentences[27].doubts] == ["authorities"]


def test_a_reference_stands_as_printed_and_as_corrected(page: ArticlePage) -> None:
    fourth = page.references[3]
    assert (len(page.references), fourth.anchor, fourth.work.iri) == (16, "R4", expand("work:khimmataliev-2022-a"))
    assert fourth.printed is not None
    assert "56345638" in fourth.printed.value
    assert "5634–5638" in [value.value for value in fourth.corrected if not hasattr(value, "iri")]


def test_every_scholar_is_named_in_a_sentence_once(page: ArticlePage) -> None:
    where = {scholar.person.label.value: [ref.label.value for ref in scholar.sentences] for scholar in page.scholars}
    assert (len(where), where["A. L. Nosov"], where["A. P. Petrov"]) == (17, ["Sentence 43"], ["Sentence 34"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_walk_is_in_the_language_of_the_reader(kb: KnowledgeBase, language: str) -> None:
    texts = [sentence.paraphrase for part in article(kb.reader(language)).parts for sentence in part]
    assert {text.language for text in texts if text} == {language}


@pytest.mark.parametrize(
    ("name", "before", "after", "anchor"),
    [
        ("claim:S01", "", "claim:S02", "S1"),
        ("claim:S46", "claim:S45", "", "S46"),
        ("claim:S10-1", "claim:S09-3", "claim:S10-2", "S10"),
        ("claim:R16", "claim:R15", "", "R16"),
        ("claim:S03-reading-2", "claim:S03-reading-1", "claim:S07-reading-1", "S3"),
    ],
)
def test_a_claim_knows_what_stands_before_and_after_it(
    kb: KnowledgeBase, name: str, before: str, after: str, anchor: str
) -> None:
    found = neighbours(kb.reader(), expand(name))
    assert found is not None
    stands = [shorten(ref.iri) if ref else "" for ref in (found.before, found.after)]
    assert (*stands, found.anchor) == (before, after, anchor)


def test_what_is_no_claim_has_no_neighbours(kb: KnowledgeBase) -> None:
    assert neighbours(kb.reader(), expand("ckb:EducationalCluster")) is None


# ---------------------------------------------------------------- what the knowledge base says of itself


def test_the_numbers_are_those_of_the_lists(kb: KnowledgeBase, page: ArticlePage) -> None:
    numbers = itself(kb.reader()).numbers
    rows = [row.kind for group in terms(kb.reader()) for row in group.terms]
    assert (numbers["class"], numbers["property"]) == (rows.count("class"), rows.count("property"))
    assert (numbers["sentence"], numbers["reference"]) == (46, len(page.references))


def test_makers_and_licence_are_those_of_the_data(kb: KnowledgeBase) -> None:
    found = itself(kb.reader())
    assert [creator.value for creator in found.creators] == ["clusterkb authors"]
    assert found.licence == "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_that_no_native_speaker_has_read_passes_for_reviewed(kb: KnowledgeBase, language: str) -> None:
    levels = {shorten(level.name.iri): level for level in itself(kb.reader(language)).translations}
    assert all(level.meaning and level.meaning.language == language for level in levels.values())
    assert levels["translationstatus:uz-ours"].things == len(
        kb.reader().subjects("ckb:translationStatus", expand("translationstatus:uz-ours"))
    )


def test_every_record_has_its_confidence_counted(kb: KnowledgeBase) -> None:
    found = reading.about(kb.version.path, "en")
    assert sum(level.things for level in found.page.records) == sum(found.coverage.confidence.values()) > 150
    assert found.manifest.counts["asserted"] > found.manifest.counts["inferred"] > 0
