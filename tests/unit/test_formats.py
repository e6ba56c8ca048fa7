from __future__ import annotations

import pyoxigraph as ox
import pytest

from clusterkb.errors import BadRequest
from clusterkb.rdf.formats import SERVED, TABLE, Format, by_name, guess, of_file
from clusterkb.rdf.parse import parse


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_a_format_is_found_by_its_name_media_type_and_every_suffix(row: Format) -> None:
    names = (row.name, row.media_type, *row.suffixes, f".{row.suffixes[0]}", row.name.upper())
    assert {by_name(name) for name in names} == {row}


def test_no_suffix_means_two_formats() -> None:
    suffixes = [suffix for row in TABLE for suffix in row.suffixes]
    assert len(suffixes) == len(set(suffixes))


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_the_engine_agrees_on_the_media_type(row: Format) -> None:
    assert row.media_type == row.engine.media_type


@pytest.mark.parametrize("name", ["a.ttl", "/x/y.z/a.TTL", "a.b.turtle"])
def test_a_file_is_turtle_by_its_last_ending(name: str) -> None:
    assert of_file(name).name == "ttl"


@pytest.mark.parametrize("name", ["", "a", "a.", "a.txt", "a.ttl/b", "a.ttl.gz"])
def test_a_file_whose_name_does_not_tell_is_refused(name: str) -> None:
    with pytest.raises(BadRequest, match=r"\.ttl"):
        of_file(name)


@pytest.mark.parametrize("name", ["", "n3", "text/html", "turtles"])
def test_an_unknown_format_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(BadRequest, match="ttl, jsonld"):
        by_name(name)


@pytest.mark.parametrize("row", SERVED, ids=lambda row: row.name)
def test_a_document_of_a_served_format_is_guessed_and_then_read(row: Format) -> None:
    triple = ox.Triple(ox.NamedNode("http://e/s"), ox.NamedNode("http://e/p"), ox.Literal("{"))
    document = ox.serialize([triple], format=row.engine) or b""
    for mark in (b"", b"\xef\xbb\xbf", b"\n  "):
        assert [quad.triple for quad in parse(document, guess(mark + document))] == [triple]


@pytest.mark.parametrize(
    "text", [b"", b"[] <http://e/p> 1 .", b"[ <http://e/p> 1 ] .", b"# {\n", b"<a> <b> <c> .", b"[ a <c> ]"]
)
def test_turtle_is_guessed_where_nothing_speaks_against_it(text: bytes) -> None:
    assert guess(text).name == "ttl"


@pytest.mark.parametrize(
    "text", [b"<!-- c -->\n<rdf:RDF/>", b'<RDF xmlns="x">', b'<e:A\n  xmlns:e="x"/>', b"<?xml?>", b"<!DOCTYPE x>"]
)
def test_rdf_xml_is_guessed_however_it_begins(text: bytes) -> None:
    assert guess(text).name == "rdf"


def test_served_formats_hold_triples_and_no_graphs() -> None:
    assert [row.name for row in SERVED if row.engine.supports_datasets and row.engine != ox.RdfFormat.JSON_LD] == []
