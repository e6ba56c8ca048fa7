from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.written import keys, parsed_keys, unplaced

from clusterkb import KnowledgeBase
from clusterkb.errors import BadInput
from clusterkb.rdf.formats import by_name
from clusterkb.rdf.our_context import OUR_CONTEXT, filled_in, left_empty
from clusterkb.rdf.parse import read
from clusterkb.rdf.places.jsonld import statements
from clusterkb.rdf.streams import stream

JSONLD = by_name("jsonld")
OURS = f'"{OUR_CONTEXT}"'
THING = '"@id": "http://e/s", "@type": "ckb:Event", "skos:prefLabel": "a"'
LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"

NAMED = {
    "alone": f'{{"@context": {OURS}, {THING}}}',
    "in an array": f'{{"@context": [{OURS}], {THING}}}',
    "before another": f'{{"@context": [{OURS}, {{"ckb": "http://other/", "x": "http://x/"}}], {THING}, "x:p": 1}}',
    "behind another": f'{{"@context": [{{"ckb": "http://other/"}}, null, {OURS}], {THING}}}',
    "with escapes": f'{{"@context": {OURS.replace("/", chr(92) + "/")}, {THING}}}',
    "spread over lines": f'{{\r\n"@context"\r\n:\r\n{OURS}\r\n,\r\n{THING}}}',
    "in each thing": f'[{{"@context": {OURS}, {THING}}}, {{"@context": {OURS}, {THING}}}]',
    "of a term": f'{{"@context": {{"q": {{"@id": "http://q/", "@context": {OURS}}}}}, "q": {{{THING}}}}}',
    "of a type": f'{{"@context": {{"T": {{"@id": "http://t/", "@context": {OURS}}}}}, "@type": "T", {THING[20:]}}}',
    "beside other letters": f'{{"@context": [{OURS}, {{"ж": "http://ж/"}}], "ж": "щ", {THING}}}',
}
OTHERWISE = {
    "an address": f'{{"@context": {{"ckb": "http://c/"}}, "@id": {OURS}, "ckb:p": 1}}',
    "a text": f'{{"http://e/p": ["@context", {OURS}, ":", {OURS}]}}',
    "a key": f'{{"@id": "http://e/s", {OURS}: 1}}',
    "the value of a key in a context": f'{{"@context": {{"c": {OURS}}}, "c": "x"}}',
    "a text of a context's own": f'{{"http://e/p": "\\"@context\\": {OUR_CONTEXT}"}}',
}


@pytest.mark.parametrize("text", [*NAMED.values(), *OTHERWISE.values()], ids=[*NAMED, *OTHERWISE])
def test_every_statement_has_its_place_in_the_document_as_it_was_sent(text: str) -> None:
    assert keys(text, statements) == parsed_keys(text, JSONLD) != []
    assert unplaced(text, JSONLD, statements) == []


@pytest.mark.parametrize("text", NAMED.values(), ids=NAMED)
def test_names_of_ours_mean_what_they_mean_in_turtle(text: str) -> None:
    predicates = [predicate for _, predicate, _ in parsed_keys(text, JSONLD)]
    assert LABEL in predicates


@pytest.mark.parametrize("text", OTHERWISE.values(), ids=OTHERWISE)
def test_what_is_no_context_stays_as_it_is(text: str) -> None:
    assert filled_in(text.encode(), "x") == left_empty(text.encode()) == text.encode()


@pytest.mark.parametrize("text", NAMED.values(), ids=NAMED)
def test_lines_stay_lines_and_an_empty_context_leaves_all_at_its_place(text: str) -> None:
    document = text.encode()
    assert filled_in(document, "x").count(b"\n") == document.count(b"\n")
    assert len(left_empty(document)) == len(document)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f'{{"@context": {OURS} "@id": 1}}', "#@id"),
        (f'{{"@context": {OURS}, "ключ": 1 "@id": 1}}', "#@id"),
        (f'{{"@context": {OURS},\n "a": 1 "@id": 1}}', "#@id"),
        (f'{{"@context": {OURS}, "@id": 1}}', "1}"),
        (f'{{"@context": [{OURS}, "http://e/other"], {THING}}}', '"http://e/other'),
        (f'{{"@context": [{{}}, {OURS}, "http://e/other"], {THING}}}', '"http://e/other'),
        (f'{{"@context": {OURS}, "a": {{"@context": "http://e/other"}}}}', '"http://e/other'),
    ],
)
@pytest.mark.parametrize("large", [False, True])
def test_what_is_wrong_behind_it_is_at_its_place(text: str, place: str, large: bool, tmp_path: Path) -> None:
    if large:
        file = tmp_path / "x.jsonld"
        file.write_bytes(text.encode())
        with pytest.raises(BadInput) as caught:
            list(stream(file, JSONLD, name="x"))
        complaint = caught.value
    else:
        (complaint,) = read(text.encode(), JSONLD)[1]
    lines = text.split("\n")
    wanted = place.removeprefix("#")
    line, column = next((n, one.index(wanted)) for n, one in enumerate(lines, 1) if wanted in one)
    assert (complaint.line, complaint.column) == (line, column + 1 - place.startswith("#"))


def test_a_large_file_may_name_it(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonld"
    file.write_bytes(b"\xef\xbb\xbf" + NAMED["alone"].encode())
    assert LABEL in [quad.predicate.value for quad in stream(file, JSONLD, name="x")]


def test_it_can_be_named_often_but_not_without_bounds() -> None:
    thing = NAMED["alone"]
    assert len(read(f"[{','.join([thing] * 5_000)}]".encode(), JSONLD)[0]) == 10_000
    quads, (complaint,) = read(f"[{','.join([thing] * 5_001)}]".encode(), JSONLD)
    assert (quads, complaint.code) == ([], "large-contexts")


@pytest.mark.parametrize("address", [OUR_CONTEXT + "x", OUR_CONTEXT + "#", OUR_CONTEXT.replace("https", "http")])
def test_no_other_address_will_do(address: str) -> None:
    (complaint,) = read(f'{{"@context": "{address}", {THING}}}'.encode(), JSONLD)[1]
    assert (complaint.code, OUR_CONTEXT in complaint.remedy) == ("remote-context", True)


def test_a_fix_is_written_with_its_prefixes(kb: KnowledgeBase) -> None:
    text = f'{{"@context": {OURS}, "@id": "https://example.org/e", "@type": "ckb:EducationalCluster"}}'
    report = kb.validate(text.encode(), form="jsonld")
    edits = [edit.text for found in report.findings if found.fix for edit in found.fix.edits]
    assert ', "ckb:recordConfidence": {"@id": "confidence:high"}' in edits
