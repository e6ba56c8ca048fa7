from __future__ import annotations

import time
from contextlib import suppress

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
        (b"\xff\xfe<\x00", "ttl", "UTF-16"),
        (b"\xfe\xff\x00<", "ttl", "UTF-16"),
        (b"<a> <b> '\xe9' .", "ttl", "not UTF-8"),
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


@pytest.mark.parametrize(("size", "words"), [(100_001, "a text of 100,001 characters"), (2**24 + 1, "16,000,000")])
def test_a_text_too_long_to_check_is_refused_with_its_size(size: int, words: str) -> None:
    with pytest.raises(BadInput, match=words) as caught:
        parse(b'\n<http://e/a> <http://e/b> "%s" .\n' % (b"x" * size), by_name("ttl"))
    assert (caught.value.line, "Shorten" in caught.value.remedy) == (2 if size < 2**24 else 0, True)


def test_a_long_text_below_the_limit_is_read() -> None:
    assert len(parse(b"<http://e/a> <http://e/b> '%s' ." % (b"x" * 100_000), by_name("ttl"))) == 1


def test_the_line_of_a_long_text_is_left_out_where_it_is_written_with_escapes() -> None:
    with pytest.raises(BadInput, match="100,001") as caught:
        parse(b"<http://e/a> <http://e/b> '\\t%s' ." % (b"x" * 100_000), by_name("ttl"))
    assert caught.value.line == 0


@pytest.mark.parametrize(
    "text",
    [
        "e:z e:s <<( e:a e:b e:c )>> .",
        "<< e:a e:b e:c >> e:q 2 .",
        "e:a e:b e:c {| e:q 1 |} .",
        "e:z e:s <<( e:a e:b <<( e:c e:d e:e )>> )>> .",
    ],
)
def test_a_triple_as_a_term_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(BadInput, match="triple terms are not supported") as caught:
        parse(f"@prefix e: <http://e/> . {text}".encode(), by_name("ttl"))
    assert caught.value.remedy == "Give the fact a node of its own."


def test_a_text_with_a_direction_is_refused() -> None:
    with pytest.raises(BadInput, match="direction"):
        parse(b"<http://e/a> <http://e/b> 'x'@en--ltr .", by_name("ttl"))


RDF = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">%s</rdf:RDF>'


def nested(opening: bytes, closing: bytes, times: int) -> bytes:
    return opening * times + closing * times


DEEP = {
    "Turtle": ("ttl", b"<http://e/a> <http://e/b>\n" + nested(b"[<http://e/p> ", b"]", 300) + b" ."),
    "lists": ("ttl", b"<http://e/a> <http://e/b>\n" + nested(b"(", b")", 300) + b" ."),
    "triple terms": ("nt", b"<http://e/a> <http://e/b>\n" + b"<<( <http://e/a> <http://e/b> " * 200_000),
    "graphs": ("trig", b"<http://e/g> {<http://e/a> <http://e/b>\n" + nested(b"(", b")", 300) + b"}"),
    "behind a string": ("ttl", b"<http://e/a> <http://e/b> ']',\n" + nested(b"[<http://e/p> ", b"]", 300) + b" ."),
    "JSON-LD": ("jsonld", b'\n{"a": "}"' + b', "b": {"c": 1' * 300 + b"}" * 301),
    "RDF/XML": ("rdf", RDF % (b"\n" + nested(b"<e:A><e:p>", b"</e:p></e:A>", 10_000))),
    "what is only half XML": ("rdf", RDF % (b"\n" + b"<e:A><e:p>" * 10_000)),
}


@pytest.mark.parametrize(("form", "data"), DEEP.values(), ids=DEEP)
def test_deep_nesting_is_refused_with_its_line(form: str, data: bytes) -> None:
    with pytest.raises(BadInput, match="deeper than 200 levels") as caught:
        parse(data, by_name(form))
    assert caught.value.line == 2


MANY = b"[(" * 300
FLAT = {
    "side by side": b"<http://e/a> <http://e/b> [], ()" + b", [], ()" * 300 + b" .",
    "in short strings": b"<http://e/a> <http://e/b> '%s', \"%s\", 'a\\'%s' ." % (MANY, MANY, MANY),
    "in long strings": b"<http://e/a> <http://e/b> '''%s'%s''', \"\"\"%s\"\"\" ." % (MANY, MANY, MANY),
    "in comments": b"# %s\n<http://e/a> <http://e/b> 1 . # %s" % (MANY, MANY),
    "in names": b"@prefix e: <http://e/> . e:a e:b e:c%s ." % (b"\\(" * 300),
    "in addresses": b"<http://e/%s> <http://e/#'> <http://e/%s> ." % ((b"(" * 300,) * 2),
}


@pytest.mark.parametrize("data", FLAT.values(), ids=FLAT)
def test_many_brackets_are_not_taken_for_nesting(data: bytes) -> None:
    assert parse(data, by_name("ttl"))


@pytest.mark.parametrize(
    "data",
    [b'"' + b'\\"' * 500_000, b"['" * 500_000, b"<" * 10**6, b"'\\\\\\" * 300_000, b"#[" * 500_000],
    ids=range(5),
)
def test_the_search_for_nesting_is_linear(data: bytes) -> None:
    before = time.process_time()
    with suppress(BadInput):
        parse(b"(" * 100 + b"[]" * 200 + data, by_name("ttl"))
    assert time.process_time() - before < 2


def test_what_is_not_quite_xml_is_refused_before_the_parser_that_takes_it_for_xml() -> None:
    with pytest.raises(BadInput, match="not valid RDF/XML"):
        parse(RDF % (b"<!-- a -- b -->" + nested(b"<e:A><e:p>", b"</e:p></e:A>", 10_000)), by_name("rdf"))


@pytest.mark.parametrize(
    ("form", "data", "remedy"),
    [
        ("ttl", b"e:a e:b 1 .", "Declare the prefix at the top"),
        ("ttl", b"@prefix e <http://e/> .", "Write: @prefix"),
        ("ttl", b"<http://e/a> <http://e/b> 'x", "Close what is open"),
        ("ttl", b"<http://e/a b> <http://e/b> 1 .", "%20"),
        ("ttl", b'{"@id": "x"}', "It looks like JSON-LD"),
        ("ttl", b'<rdf:RDF xmlns:rdf="x"/>', "It looks like RDF/XML"),
        ("rdf", b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><e:a/></rdf:RDF>', "xmlns:ckb="),
        ("rdf", b"<a><b></a>", "Close each element"),
        ("rdf", b"@prefix e: <http://e/> .", "if it is no RDF/XML, choose its format"),
        ("jsonld", b'{"@context": "http://e/c", "@id": "a"}', "Put the context into the file"),
        ("jsonld", b'{"a": 1', "close each"),
        ("nt", b"e:a e:b 1 .", "knows no prefixes"),
        ("nt", b"<http://e/a> <http://e/b> <http://e/c>", "End each line"),
    ],
)
def test_the_remedy_fits_format_and_cause(form: str, data: bytes, remedy: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse(data, by_name(form))
    assert remedy in caught.value.remedy


def test_a_remote_context_is_told_in_plain_words() -> None:
    with pytest.raises(BadInput, match="it refers to a remote context") as caught:
        parse(b'{"@context": "http://e/c", "@id": "a"}', by_name("jsonld"))
    assert "Callback" not in str(caught.value)
