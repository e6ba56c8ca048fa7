from __future__ import annotations

import random

import pytest

from clusterkb.catalogue.collation import NUMBERS, OTHERS, by_letter, letter, order
from clusterkb.rdf.text import Text

IN_ORDER = {
    "en": ["“Apple”", "apple pie", "apples", "École", "edge", "page 2", "page 10", "zebra", "яблоко"],
    "ru": ["ежа", "ёлка", "ель", "железо", "ива", "йод", "щука", "эхо", "яблоко", "apple"],
    "uz": ["gul", "maktab", "olim", "suv", "tong", "tonla", "zamin", "o'quv", "g'oya emas", "shahar", "chet"],
}


def named(value: str, language: str) -> Text:
    return Text(value, language)


@pytest.mark.parametrize("language", IN_ORDER)
def test_names_stand_in_the_order_of_the_alphabet(language: str) -> None:
    words = [named(word, language) for word in IN_ORDER[language]]
    mixed = random.Random(7).sample(words, len(words))
    assert sorted(mixed, key=lambda word: order(word, language)) == words


@pytest.mark.parametrize("sign", "'‘’ʻʼ`")
def test_the_uzbek_apostrophe_may_be_any_of_those_that_people_type(sign: str) -> None:
    assert letter(named(f"o{sign}quv", "uz"), "uz") == "O'"
    assert order(named(f"o{sign}quv", "uz"), "uz")[0] == order(named("o'quv", "uz"), "uz")[0]


def test_an_apostrophe_between_s_and_h_parts_them() -> None:
    assert letter(named("s'h", "uz"), "uz") == "S"


@pytest.mark.parametrize(
    ("value", "tag", "language", "heading"),
    [
        ("Chapada Diamantina", "en", "uz", "C"),
        ("Chexiya", "uz", "uz", "Ch"),
        ("O'Brien", "en", "uz", "O"),
        ("Ёлка", "ru", "ru", "Е"),
        ("Йод", "ru", "ru", "Й"),
        ("Łódź", "pl", "en", "L"),
        ("«Школа»", "ru", "ru", "Ш"),
        ("21st century", "en", "en", NUMBERS),
        ("東京", "ja", "en", OTHERS),
        ("…", "en", "en", OTHERS),
        ("", "en", "en", OTHERS),
    ],
)
def test_a_name_stands_under_its_first_letter(value: str, tag: str, language: str, heading: str) -> None:
    assert letter(named(value, tag), language) == heading


def test_the_script_of_the_reader_comes_first() -> None:
    words = [named("apple", "en"), named("яблоко", "ru")]
    found = {
        language: [word.value for word in sorted(words, key=lambda word: order(word, language))]
        for language in ("en", "ru", "uz")
    }
    assert found == {"en": ["apple", "яблоко"], "ru": ["яблоко", "apple"], "uz": ["apple", "яблоко"]}


def test_every_letter_stands_once_in_a_sorted_list() -> None:
    words = sorted((named(word, "uz") for word in IN_ORDER["uz"]), key=lambda word: order(word, "uz"))
    letters = by_letter(words, lambda word: letter(word, "uz"))
    assert [one.name for one in letters] == ["G", "M", "O", "S", "T", "Z", "O'", "G'", "Sh", "Ch"]
    assert [word for one in letters for word in one.rows] == words
