from __future__ import annotations

from pathlib import Path

import pytest

from clusterkb import KnowledgeBase
from clusterkb.errors import BadRequest, StoreUnusable
from clusterkb.search import Label, search, write_index

E = "http://e/"
LABELS = [
    Label(E + "holding", "class", "en", "educational holding"),
    Label(E + "holding", "class", "ru", "образовательный холдинг"),
    Label(E + "holding", "class", "uz", "ta'lim xoldingi"),
    Label(E + "holding", "class", "en", "school group", preferred=False),
    Label(E + "reader", "concept", "uz", "o‘quvchi"),
    Label(E + "plan", "concept", "uz", "oʻquv rejasi"),
    Label(E + "centre", "organization", "uz", "o'quv markazi"),
    Label(E + "school", "organization", "en", "School"),
    Label(E + "groups", "organization", "en", "School group of the holding"),
    Label(E + "near", "concept", "en", "NEAR and OR and NOT"),
    Label(E + "first", "concept", "en", "innovation hub", preferred=False),
    Label(E + "second", "concept", "en", "innovation hub"),
    Label(E + "cafe", "organization", "fr", "École supérieure"),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("index") / "search.sqlite"
    assert write_index(path, LABELS) == len(LABELS)
    return path


def found(index: Path, text: str, kind: str = "") -> list[str]:
    return [hit.iri.removeprefix(E) for hit in search(index, text, kind=kind)]


@pytest.mark.parametrize("text", ["h", "ho", "hol", "hold", "holding", "HOLDING", "  holding ", "holding."])
def test_a_name_is_found_while_it_is_typed(index: Path, text: str) -> None:
    assert "holding" in found(index, text)


def test_endings_are_forgiven_where_nothing_has_the_words_as_they_are(index: Path) -> None:
    assert found(index, "образовательного холдинга")[0] == "holding"
    assert found(index, "ta'lim xoldinglari")[0] == "holding"


def test_a_word_too_short_to_have_an_ending_is_taken_as_it_is(index: Path) -> None:
    assert found(index, "hzzz") == []


def test_a_search_for_no_hits_is_refused(index: Path) -> None:
    with pytest.raises(BadRequest, match="0 hits"):
        search(index, "holding", limit=0)


@pytest.mark.parametrize("text", ["educational holding", "образовательный холдинг", "ta'lim xoldingi", "ХОЛДИНГ"])
def test_one_thing_is_found_by_its_name_in_each_language(index: Path, text: str) -> None:
    assert found(index, text)[0] == "holding"


def test_the_hit_shows_the_label_that_matched(index: Path) -> None:
    hit = search(index, "холд")[0]
    assert (hit.label, hit.language, hit.kind) == ("образовательный холдинг", "ru", "class")


@pytest.mark.parametrize("sign", ["'", "‘", "’", "ʻ", "ʼ", "`"], ids=lambda sign: f"U+{ord(sign):04X}")
@pytest.mark.parametrize(
    ("written", "thing"), [("o'quv mark", "centre"), ("o'quv reja", "plan"), ("o'quvchi", "reader")]
)
def test_however_an_uzbek_apostrophe_is_typed_the_name_is_found(
    index: Path, sign: str, written: str, thing: str
) -> None:
    assert thing in found(index, written.replace("'", sign))


@pytest.mark.parametrize("sign", ["'", "‘", "’", "ʻ", "ʼ"], ids=lambda sign: f"U+{ord(sign):04X}")
def test_talim_is_found_with_every_apostrophe(index: Path, sign: str) -> None:
    assert found(index, f"ta{sign}lim") == ["holding"]


def test_accents_may_be_left_out(index: Path) -> None:
    assert found(index, "ecole superieure") == ["cafe"]


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ('"holding', {"holding", "groups"}),
        ('hol"ding', set()),
        ("holding*", {"holding", "groups"}),
        ("*holding", {"holding", "groups"}),
        ("^holding", {"holding", "groups"}),
        ("NEAR(", {"near"}),
        ("OR", {"near"}),
        ("near AND or", {"near"}),
        ("holding OR school", set()),
        ("text:holding", set()),
        ("-holding", {"holding", "groups"}),
        ("{holding}", {"holding", "groups"}),
        ("holding; DROP TABLE label; --", set()),
        ("hol\0ding", set()),
        ("100%", set()),
    ],
)
def test_signs_and_operators_of_the_index_are_plain_text(index: Path, text: str, things: set[str]) -> None:
    assert set(found(index, text)) == things


@pytest.mark.parametrize("text", ["", " ", '"', "*", "'", "—", "()", "🙂", "\n"])
def test_text_without_letter_or_digit_is_refused(index: Path, text: str) -> None:
    with pytest.raises(BadRequest, match="at least one letter or digit"):
        search(index, text)


def test_a_long_text_breaks_nothing(index: Path) -> None:
    assert found(index, "holding" + " x" * 60_000) == []
    assert set(found(index, "holding " + "%" * 60_000)) == {"holding", "groups"}


def test_half_a_character_from_a_terminal_breaks_nothing(index: Path) -> None:
    assert found(index, "holding \udcff")


def test_only_things_of_the_wanted_kind_are_found(index: Path) -> None:
    assert found(index, "holding", "class") == ["holding"]
    assert found(index, "holding", "person") == []


def test_a_thing_is_found_once_however_many_of_its_names_match(index: Path) -> None:
    assert found(index, "holding").count("holding") == 1


def test_no_more_hits_than_wanted(index: Path) -> None:
    assert len(search(index, "o", limit=2)) == 2


def test_a_name_that_is_the_text_comes_before_one_that_begins_with_it(index: Path) -> None:
    assert found(index, "school")[0] == "school"


def test_a_preferred_name_comes_before_another_name(index: Path) -> None:
    assert found(index, "hub") == ["second", "first"]


def test_ranks_only_grow(index: Path) -> None:
    ranks = [hit.rank for hit in search(index, "holding")]
    assert ranks == sorted(ranks)


def test_a_missing_index_is_said_with_its_remedy(tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable, match="clusterkb build --full"):
        search(tmp_path / "none.sqlite", "x")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("образовательный холдинг", "ckb:EducationalHolding"),
        ("ta'lim xoldingi", "ckb:EducationalHolding"),
        ("Pedagogik taʼlim innovatsion klasteri", "cluster:chirchik-pedagogical-cluster"),
        ("Педагогик таълим инновацион", "cluster:chirchik-pedagogical-cluster"),
    ],
)
def test_the_knowledge_base_is_found_by_names_in_its_languages(kb: KnowledgeBase, text: str, name: str) -> None:
    assert kb.resolve(name) in [hit.iri for hit in kb.search(text)]


@pytest.mark.parametrize("text", ["obrazovatelnyy", "obrazovatelny kholding", "таълим холдинги", "ўқувчи"])
def test_a_name_is_found_in_the_other_script(index: Path, text: str) -> None:
    assert found(index, text)[0] == ("reader" if text == "ўқувчи" else "holding")


def test_what_is_shown_is_the_name_as_it_is_written(index: Path) -> None:
    assert search(index, "kholding")[0].label == "образовательный холдинг"


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("educationl holding", "holding"),
        ("educational houlding", "holding"),
        ("innovaton hub", "first"),
        ("образавательный холдинг", "holding"),
        ("superieurre", "cafe"),
    ],
)
def test_a_slip_is_forgiven_where_nothing_has_the_words_as_they_are(index: Path, text: str, thing: str) -> None:
    assert thing in found(index, text)


@pytest.mark.parametrize("text", ["xyzzy", "houses", "educational xyzzy", "hol ub"])
def test_what_is_like_nothing_finds_nothing(index: Path, text: str) -> None:
    assert found(index, text) == []


def test_words_as_they_are_come_before_any_slip(index: Path) -> None:
    assert found(index, "School") == ["school", "groups", "holding"]
