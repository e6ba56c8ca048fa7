from __future__ import annotations

import pickle
import re

import pytest

from clusterkb.errors import BadInput
from clusterkb.rdf.complaint_words import cause_of, codes, refusal
from clusterkb.rdf.formats import by_name
from clusterkb.rdf.parse import read
from clusterkb.rdf.text import LANGUAGES

RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">%s</rdf:RDF>'

# What it is → format, document, code, place.
CASES: dict[str, tuple[str, str, str, tuple[int, int]]] = {
    "prefix": ("ttl", "<a:a> <a:b> 'жжж', n:p .", "unknown-prefix", (1, 20)),
    "prefix behind a sign of four bytes": ("ttl", "<a:a> <a:b> '😀', n:p .", "unknown-prefix", (1, 18)),
    "prefix behind lines that end in CR LF": ("ttl", "# x\r\n\r\n<a:a> <a:b> n:p .", "unknown-prefix", (3, 13)),
    "prefix behind lines that end in CR": ("ttl", "# x\r\r<a:a> <a:b> n:p .", "unknown-prefix", (3, 13)),
    "prefix behind a long text": ("ttl", "<a:a> <a:b> '''a\rb\r\nж\n''', n:p .", "unknown-prefix", (4, 6)),
    "prefix behind a byte order mark": ("ttl", "\ufeffn:s <a:b> 1 .", "unknown-prefix", (1, 1)),
    "declaration": ("ttl", "@prefix e <http://e/> .", "bad-prefix", (1, 9)),
    "full stop": ("ttl", "<a:a> <a:b> 'x.#' # one .\n\n<a:c> <a:b> 2 .", "missing-dot", (1, 18)),
    "semicolon": ("ttl", "<a:a> <a:b> 1\r\n    <a:c> 2 .", "missing-dot", (1, 14)),
    "full stop of a line": ("nt", "<a:a> <a:b> <a:c>\n<a:a> <a:b> <a:d> .\n", "missing-dot", (1, 18)),
    "quotation mark": ("ttl", "<a:a>\n <a:b> 'x .", "unclosed", (2, 8)),
    "line break in a text": ("ttl", "<a:a> <a:b> 'x\n' .", "unclosed", (1, 15)),
    "escape": ("ttl", "<a:a> <a:b> 'x\\q' .", "bad-escape", (1, 15)),
    "language": ("ttl", "<a:a> <a:b> 'x'@en_US .", "bad-language-tag", (1, 19)),
    "long language": ("ttl", "<a:a> <a:b> 'x'@abcdefghij .", "bad-language-tag", (1, 17)),
    "address": ("ttl", "<a:a b> <a:b> 1 .", "bad-address", (1, 1)),
    "percent": ("ttl", "<a:a%zz> <a:b> 1 .", "bad-address", (1, 1)),
    "prefix in lines": ("nq", "e:a <a:b> <a:c> .", "bad-address", (1, 1)),
    "other format": ("ttl", '{"@id": "x"}', "other-format", (1, 1)),
    "comma of JSON": ("jsonld", '{"ж": "ж" "a"}', "syntax", (1, 11)),
    "colon of JSON": ("jsonld", '{\r"a": 1,\r\n"ж" 2}', "syntax", (3, 5)),
    "context": ("jsonld", '{\n "@context": "http://e/c"}', "remote-context", (2, 14)),
    "keyword": ("jsonld", '{\n "@id": 5}', "bad-keyword", (2, 9)),
    "element": ("rdf", RDF % "\r<e:A>\r\n<e:p>x\n</e:A>", "unclosed", (3, 1)),
    "misspelt closing tag": ("rdf", RDF % "\r<e:A>\r\n<e:p>x</e:q>\n</e:A>", "unclosed", (3, 9)),
    "prefix in XML": ("rdf", RDF % "\n<e:A>\n <x:p>ж</x:p></e:A>", "unknown-prefix", (3, 2)),
    "address in XML": ("rdf", RDF % "\n<e:A>ж</e:A>", "syntax", (2, 6)),
    "language in XML": ("rdf", RDF % "\n<e:A>\n<e:p xml:lang='en_US'>x</e:p></e:A>", "bad-language-tag", (3, 1)),
    "ampersand": ("rdf", RDF % "\r\n<e:A><e:p>ж & b</e:p></e:A>", "syntax", (2, 14)),
    "nesting": ("ttl", "<a:a> <a:b>\rжж: " + "[" * 300, "too-deep", (2, 205)),
    "entity": ("rdf", "<?xml version='1.0'?>\r <!DOCTYPE x>", "entity", (2, 2)),
    "NUL": ("ttl", "<a:a>\r\n ж\0", "not-text", (2, 3)),
    "triple": ("ttl", "<a:a> <a:b> <<( <a:a> <a:b> 1 )>> .", "triple-term", (1, 13)),
    "direction": ("ttl", "<a:x> <a:b> 'x'@en--ltr .", "direction", (1, 19)),
}


def complaints(form: str, document: str | bytes) -> list[BadInput]:
    data = document if isinstance(document, bytes) else document.encode()
    return read(data, by_name(form), name="x", base="http://b/")[1]


@pytest.mark.parametrize(("form", "document", "code", "place"), CASES.values(), ids=CASES)
def test_a_complaint_has_its_code_and_its_place_in_characters(
    form: str, document: str, code: str, place: tuple[int, int]
) -> None:
    first = complaints(form, document)[0]
    assert (first.code, (first.line, first.column)) == (code, place)
    assert first.code in codes()


@pytest.mark.parametrize(("form", "document", "code", "place"), CASES.values(), ids=CASES)
def test_a_complaint_is_made_in_three_languages(form: str, document: str, code: str, place: tuple[int, int]) -> None:
    first = complaints(form, document)[0]
    texts = dict(first.texts)
    assert list(texts) == list(LANGUAGES)
    assert texts["en"].endswith(first.remedy)
    assert len(set(texts.values())) == 3
    assert [text for text in texts.values() if re.search(r"\{\w+\}", text)] == []


@pytest.mark.parametrize(
    ("data", "place"), [(b"# x\r\rab\xe9 \n", (3, 3)), (b"\xef\xbb\xbfab\xe9", (1, 3)), (b"\xff\xfea", (1, 1))]
)
def test_what_is_not_utf_8_is_told_with_its_place(data: bytes, place: tuple[int, int]) -> None:
    (only,) = complaints("ttl", data)
    assert (only.code, (only.line, only.column)) == ("not-utf8", place)


def test_words_of_a_parser_that_we_do_not_know_are_quoted() -> None:
    cause = cause_of("Something odd.", "turtle")
    assert cause.words == {"en": "Something odd", "ru": "«Something odd»", "uz": "«Something odd»"}


def test_what_only_follows_from_an_error_is_not_told() -> None:
    assert len(complaints("ttl", "@prefix e: http://e/ .\n")) == 1
    assert len(complaints("nt", "<a:a> <a:b> b .\n")) == 1


def test_an_error_on_a_later_line_is_told_too() -> None:
    found = complaints("ttl", "e:a <a:b> 1 .\n<a:a> <a:b> 1 .\n<a:a> <a:b c> 1 .")
    assert [(one.code, one.line) for one in found] == [("unknown-prefix", 1), ("bad-address", 3)]


def test_a_document_of_another_format_is_told_once() -> None:
    assert len(complaints("ttl", '{"@id": "x",\n"a": 1,\n"b": 2}')) == 1


def test_codes_and_texts_survive_the_way_out_of_a_worker() -> None:
    error = refusal("too-deep", (3, 1), name="x", most=200)
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.code, copy.texts) == ("too-deep", error.texts)


def test_a_space_in_an_address_is_called_a_space() -> None:
    assert "an address holds a space." in complaints("ttl", "<http://e/a b> <http://e/b> <http://e/c> .")[0].message
