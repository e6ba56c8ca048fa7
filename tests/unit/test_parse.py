from __future__ import annotations

import pytest

from clusterkb.errors import BadInput
from clusterkb.rdf.formats import by_name
from clusterkb.rdf.parse import parse


def test_a_syntax_error_has_its_line_column_and_remedy() -> None:
    with pytest.raises(BadInput) as caught:
        parse(b"<http://e/a> <http://e/b> 1 .\n<http://e/a> nope:p 1 .\n", by_name("ttl"), name="x.ttl")
    assert (caught.value.line, caught.value.column) == (2, 14)
    assert "prefix" in caught.value.remedy


@pytest.mark.parametrize(
    ("data", "form", "words"),
    [
        (b"\xff\xfe<\x00", "ttl", "not UTF-8"),
        (b"<http://e/a> <http://e/b> 'a\0b' .", "ttl", "NUL"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x/>', "rdf", "DOCTYPE"),
        (b'{"a":' * 300 + b"1" + b"}" * 300, "jsonld", "deeper"),
        (b'{"@context": "http://example.org/c", "a": 1}', "jsonld", "JSON-LD"),
    ],
)
def test_bad_input_is_refused_in_words(data: bytes, form: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        parse(data, by_name(form))


def test_a_byte_order_mark_is_no_fault() -> None:
    assert len(parse(b"\xef\xbb\xbf<http://e/a> <http://e/b> 1 .", by_name("ttl"))) == 1
