from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from tests.support.written import Seen, keys, misplaced, parsed_keys, real, rewritten, seen, unplaced

from clusterkb.errors import BadInput
from clusterkb.rdf.formats import by_name
from clusterkb.rdf.places.jsonld import statements

JSONLD = by_name("jsonld")


def described(body: str, more: str = "") -> str:
    context = f'"@vocab": "http://e/", {more}' if more else '"@vocab": "http://e/"'
    return f'{{"@context": {{{context}}},\n{body}}}'


def decoded(piece: str) -> str:
    return str(json.loads(f'"{piece}"', strict=False))


# Of each statement: what stands at its subject, property and value, and the value's line and column.
AWKWARD: dict[str, tuple[str, list[Seen]]] = {
    "values of each kind": (
        described(
            (
                '"@id": "http://e/s", "p": ["one", {"@id": "http://e/o"},\n'
                ' {"@value": "two", "@language": "en"}],\n'
                ' "n": {"@type": "xsd:int", "@value": "5"}, "q": null, "r": true'
            ),
            '"xsd": "http://www.w3.org/2001/XMLSchema#"',
        ),
        [
            ("http://e/s", "p", "one", "2:29"),
            ("http://e/s", "p", "http://e/o", "2:44"),
            ("http://e/s", "p", "two", "3:14"),
            ("http://e/s", "n", "5", "4:39"),
            ("http://e/s", "r", "true", "4:60"),
        ],
    ),
    "numbers": (
        described(
            (
                '"@id": "http://e/s", "p": [1, 1.0, -5.50, 1e2,\n'
                ' 1E21, 0.1e-7], "d": {"@value": 10, "@type": "xsd:double"}, "m": {"@value": 2.5}'
            ),
            '"xsd": "http://www.w3.org/2001/XMLSchema#"',
        ),
        [
            ("http://e/s", "p", "1", "2:28"),
            ("http://e/s", "p", "1.0", "2:31"),
            ("http://e/s", "p", "-5.50", "2:36"),
            ("http://e/s", "p", "1e2", "2:43"),
            ("http://e/s", "p", "1E21", "3:2"),
            ("http://e/s", "p", "0.1e-7", "3:8"),
            ("http://e/s", "d", "10", "3:33"),
            ("http://e/s", "m", "2.5", "3:77"),
        ],
    ),
    "types, the name at the end": (
        described(
            ('"p": 1, "@type": ["A", "http://e/B"],\n "q": {"@type": "xsd:C", "@id": "o"}, "@id": "http://e/s"'),
            '"xsd": "http://www.w3.org/2001/XMLSchema#"',
        ),
        [
            ("http://e/s", "@type", "A", "2:20"),
            ("http://e/s", "@type", "http://e/B", "2:25"),
            ("http://e/s", "p", "1", "2:6"),
            ("http://e/s", "q", "o", "3:34"),
            ("o", "@type", "xsd:C", "3:18"),
        ],
    ),
    "nameless things in each other": (
        described('"p": {"p": {"p": 1},\n "x": 2}, "x": [{"x": 3}, {}]'),
        [
            ("{", "p", '{"p": {"p": 1},\n "x": 2}', "2:6"),
            ("{", "p", '{"p": 1}', "2:12"),
            ("{", "p", "1", "2:18"),
            ("{", "x", "2", "3:7"),
            ("{", "x", '{"x": 3}', "3:17"),
            ("{", "x", "3", "3:23"),
            ("{", "x", "{}", "3:27"),
        ],
    ),
    "terms, prefixes and coerced addresses": (
        described(
            (
                '"id": "e:s", "type": "e:T", "label": "x", "e:p": {"id": "o"}, "about": ["../up", "e:y"],\n'
                ' "kind": "label", "f:x": 1'
            ),
            (
                '"e": "http://e/", "id": "@id", "type": "@type",\n'
                ' "label": "f:label", "f": {"@id": "http://f/"},\n'
                ' "about": {"@id": "e:about", "@type": "@id"}, "kind": {"@type": "@vocab"}'
            ),
        ),
        [
            ("e:s", "type", "e:T", "4:23"),
            ("e:s", "label", "x", "4:39"),
            ("e:s", "e:p", "o", "4:58"),
            ("e:s", "about", "../up", "4:74"),
            ("e:s", "about", "e:y", "4:83"),
            ("e:s", "kind", "label", "5:11"),
            ("e:s", "f:x", "1", "5:26"),
        ],
    ),
    "keys that mean nothing": (
        (
            '{"@context": {"e": "http://e/", "no": null},\n'
            ' "@id": "e:s", "typo": {"@id": "e:lost", "@type": "e:T", "e:q": 1},\n'
            ' "no": {"@type": "e:T"}, "@foo": {"@type": "e:T"},\n'
            ' "e:p": 1}'
        ),
        [
            ("e:lost", "@type", "e:T", "2:52"),
            ("e:s", "e:p", "1", "4:9"),
        ],
    ),
    "lists": (
        described(
            (
                '"@id": "http://e/s", "p": {"@list": ["a", {"q": 1}]}, "l": [1, [2]], "m": {"@list": []},\n'
                ' "l2": {"@list": [{"@list": ["x"]}]}, "s": {"@set": ["y"]}'
            ),
            '"l": {"@container": "@list"}',
        ),
        [
            ("http://e/s", "p", '{"@list": ["a", {"q": 1}]}', "2:27"),
            ("a", "a", "a", "2:39"),
            ('{"q": 1}', '{"q": 1}', '{"q": 1}', "2:43"),
            ("{", "q", "1", "2:49"),
            ("http://e/s", "l", "[1, [2]]", "2:60"),
            ("1", "1", "1", "2:61"),
            ("[2]", "[2]", "[2]", "2:64"),
            ("2", "2", "2", "2:65"),
            ("http://e/s", "m", '{"@list": []}', "2:75"),
            ("http://e/s", "l2", '{"@list": [{"@list": ["x"]}]}', "3:8"),
            ('{"@list": ["x"]}', '{"@list": ["x"]}', '{"@list": ["x"]}', "3:19"),
            ("x", "x", "x", "3:31"),
            ("http://e/s", "s", "y", "3:55"),
        ],
    ),
    "properties the other way round": (
        described(
            (
                '"@id": "http://e/s", "part": [{"@id": "http://e/o", "n": 1}, {"n": 2}],\n'
                ' "@reverse": {"k": {"@id": "z"}}, "x": {"part": {"@id": "y"}}'
            ),
            '"part": {"@reverse": "whole"}',
        ),
        [
            ("http://e/o", "part", "http://e/s", "2:9"),
            ("http://e/o", "n", "1", "2:58"),
            ("{", "part", "http://e/s", "2:9"),
            ("{", "n", "2", "2:68"),
            ("z", "k", "http://e/s", "2:9"),
            ("http://e/s", "x", '{"part": {"@id": "y"}}', "3:40"),
            ("y", "part", '{"part": {"@id": "y"}}', "3:40"),
        ],
    ),
    "texts by language": (
        described(
            ('"@id": "http://e/s", "l": {"en": "same", "uz": ["bir", "same"],\n "@none": "x"}'),
            '"l": {"@container": "@language"}',
        ),
        [
            ("http://e/s", "l", "same", "2:35"),
            ("http://e/s", "l", "bir", "2:50"),
            ("http://e/s", "l", "same", "2:57"),
            ("http://e/s", "l", "x", "3:12"),
        ],
    ),
    "values by index, address and type": (
        described(
            (
                '"@id": "http://e/s", "i": {"a": 1, "b": [{"q": 2}]},\n'
                ' "k": {"o1": {"q": 3}, "o2": {"@id": "own", "q": 4}},\n'
                ' "t": {"T": {"q": 5}, "U": "ref"}'
            ),
            ('"i": {"@container": "@index"}, "k": {"@container": "@id"},\n "t": {"@container": "@type"}'),
        ),
        [
            ("http://e/s", "i", "1", "3:33"),
            ("http://e/s", "i", '{"q": 2}', "3:42"),
            ("{", "q", "2", "3:48"),
            ("http://e/s", "k", "o1", "4:9"),
            ("o1", "q", "3", "4:20"),
            ("http://e/s", "k", "own", "4:39"),
            ("own", "q", "4", "4:50"),
            ("http://e/s", "t", '{"q": 5}', "5:13"),
            ("{", "T", "T", "5:9"),
            ("{", "q", "5", "5:19"),
            ("http://e/s", "t", "ref", "5:29"),
            ("ref", "U", "U", "5:24"),
        ],
    ),
    "graphs": (
        described(
            (
                '"@id": "http://e/g", "@graph": [{"@id": "a", "p": 1}, {"p": 2}],\n'
                ' "x": 3, "@included": {"p": 4}, "g": [{"p": 5}]'
            ),
            '"g": {"@container": "@graph"}',
        ),
        [
            ("http://e/g", "x", "3", "3:7"),
            ("{", "p", "4", "3:29"),
            ("http://e/g", "g", '{"p": 5}', "3:39"),
            ("{", "p", "5", "3:45"),
            ("a", "p", "1", "2:51"),
            ("{", "p", "2", "2:61"),
        ],
    ),
    "a graph alone": (
        described('"@graph": [{"@id": "a",\n "p": 1}]'),
        [
            ("a", "p", "1", "3:7"),
        ],
    ),
    "nested keys": (
        described(
            ('"@id": "http://e/s", "@nest": {"p": 1, "@nest": [{"q": 2}]}, "labels": {"r": 3},\n "t": 4'),
            '"labels": "@nest"',
        ),
        [
            ("http://e/s", "p", "1", "2:37"),
            ("http://e/s", "q", "2", "2:56"),
            ("http://e/s", "r", "3", "2:78"),
            ("http://e/s", "t", "4", "3:7"),
        ],
    ),
    "contexts inside": (
        described(
            (
                '"@id": "http://e/s", "p": {"@context": {"@vocab": "http://f/"}, "p": 1}, "q": {"@context": null,\n'
                ' "http://z/p": 2},\n'
                ' "scoped": {"p": 3, "x": {"p": 4}}, "y": {"@type": "Typed",\n'
                ' "p": {"p": 5}}'
            ),
            ('"scoped": {"@context": {"@vocab": "http://s/"}},\n "Typed": {"@context": {"p": "http://t/p"}}'),
        ),
        [
            ("http://e/s", "p", '{"@context": {"@vocab": "http://f/"}, "p": 1}', "3:27"),
            ("{", "p", "1", "3:70"),
            ("http://e/s", "q", '{"@context": null,\n "http://z/p": 2}', "3:79"),
            ("{", "http://z/p", "2", "4:16"),
            ("http://e/s", "scoped", '{"p": 3, "x": {"p": 4}}', "5:12"),
            ("{", "p", "3", "5:18"),
            ("{", "x", '{"p": 4}', "5:26"),
            ("{", "p", "4", "5:32"),
            ("http://e/s", "y", '{"@type": "Typed",\n "p": {"p": 5}}', "5:42"),
            ("{", "@type", "Typed", "5:53"),
            ("{", "p", '{"p": 5}', "6:7"),
            ("{", "p", "5", "6:13"),
        ],
    ),
    "a list of contexts": (
        (
            '{"@context": [{"@base": "http://b/x/", "@vocab": "http://e/"}, {"@base": "y/", "@vocab": "v#"}],\n'
            '"@id": "z", "p": {"@id": "#f"}, "q": {"@id": "//h/i"}}'
        ),
        [
            ("z", "p", "#f", "2:27"),
            ("z", "q", "//h/i", "2:47"),
        ],
    ),
    "escapes": (
        described('"@id": "http://e/\\u0073", "p\\u0071": "a\\tb\\"\\/\\\\ \\ud83d\\ude00",\n "r": "Ж😀", "x": "q"'),
        [
            ("http://e/\\u0073", "p\\u0071", 'a\\tb\\"\\/\\\\ \\ud83d\\ude00', "2:39"),
            ("http://e/\\u0073", "r", "Ж😀", "3:8"),
            ("http://e/\\u0073", "x", "q", "3:19"),
        ],
    ),
    "a value of JSON": (
        described(
            (
                '"@id": "http://e/s", "j": {"b": [1, 2.50],\n'
                ' "a": "x"}, "k": {"@type": "@json", "@value": [1, "y"]}, "z": {"@type": "@json", "@value": null}'
            ),
            '"j": {"@type": "@json"}',
        ),
        [
            ("http://e/s", "j", '{"b": [1, 2.50],\n "a": "x"}', "2:27"),
            ("http://e/s", "k", '[1, "y"]', "3:47"),
            ("http://e/s", "z", "null", "3:92"),
        ],
    ),
    "several things": (
        (
            '[{"@id": "http://e/a", "http://e/p": 1},\n'
            ' {"http://e/p": [1, 1]}, "x", [{"@id": "_:b", "http://e/p": {"@id": "_:b"}}]]'
        ),
        [
            ("http://e/a", "http://e/p", "1", "1:38"),
            ("{", "http://e/p", "1", "2:18"),
            ("{", "http://e/p", "1", "2:21"),
            ("_:b", "http://e/p", "_:b", "2:70"),
        ],
    ),
    "no blanks": (
        '{"@id":"http://e/s","http://e/p":[{"@value":"x"},{"@id":"http://e/o","http://e/q":[]}]}',
        [
            ("http://e/s", "http://e/p", "x", "1:46"),
            ("http://e/s", "http://e/p", "http://e/o", "1:58"),
        ],
    ),
}


@pytest.mark.parametrize(("text", "wanted"), AWKWARD.values(), ids=AWKWARD)
def test_awkward_statements_have_the_places_where_they_stand(text: str, wanted: list[Seen]) -> None:
    assert seen(text, statements) == wanted


@pytest.mark.parametrize(("text", "wanted"), AWKWARD.values(), ids=AWKWARD)
def test_awkward_statements_are_those_that_a_parser_reads_in_its_order(text: str, wanted: list[Seen]) -> None:
    assert keys(text, statements) == parsed_keys(text, JSONLD)
    assert len(wanted) == len(keys(text, statements))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=repr)
def test_lines_end_in_each_of_three_ways(end: str) -> None:
    text = described('"@id": "http://e/s",\n"p": "é",\n\n"q": "x"').replace("\n", end)
    assert [at for *_, at in seen(text, statements)] == ["3:7", "5:7"]


@pytest.mark.parametrize(
    "number",
    [
        "0",
        "-0",
        "-0.0",
        "1.10",
        "-1.5",
        "0e5",
        "12.50e1",
        "1E+2",
        "1e-5",
        "123e-2",
        "1e19",
        "1e20",
        "99999999999999999999",
        "100000000000000000000",
        "9223372036854775808",
        "5e-324",
        "1e400",
        "1e99999999999999999999",
    ],
)
@pytest.mark.parametrize("kind", ["double", "decimal", ""])
def test_a_number_is_known_by_the_text_that_the_parser_gives_it(number: str, kind: str) -> None:
    typed = f', "@type": "http://www.w3.org/2001/XMLSchema#{kind}"' if kind else ""
    text = described(f'"@id": "http://e/s", "p": {{"@value": {number}{typed}}}')
    assert keys(text, statements) == parsed_keys(text, JSONLD)


def test_a_remote_context_is_not_asked_for() -> None:
    text = '{"@context": ["https://example.org/none", {"p": "http://e/p"}], "@id": "http://e/s", "p": 1, "q": 2}'
    assert seen(text, statements) == [("http://e/s", "p", "1", f"1:{text.index('1, ') + 1}")]


def test_a_context_used_by_many_things_is_worked_out_once() -> None:
    terms = ", ".join(f'"t{number}": "http://t/{number}"' for number in range(2000))
    things = ", ".join(['{"p": {"t1": 1}}'] * 2000)
    text = described(f'"@graph": [{things}]', f'"p": {{"@context": {{{terms}}}}}')
    assert len(list(statements(text))) == 4000


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "]",
        "[}",
        '{"a": 1}}',
        '{"a"}',
        "{1: 2}",
        '{"a": "\\x"}',
        '{"a": "\\ud83d"}',
        "nope",
        '"open',
        "[" * 100_000,
        '{"a": ' * 100_000,
        '{"@context": 5, "@id": [], "@type": {"@type": 1}, "@graph": 7, "@reverse": 8, "@nest": 9, "@list": {}}',
        '{"@context": {"a": 5, "b": [], "c": {"@id": 5, "@type": 6, "@container": {}, "@context": 7}}, "c": {"d": 1}}',
        '{"@context": {"@base": 5, "@vocab": [], "@propagate": 1}, "http://[": {"@id": "//["}}',
        '{"@context": {"a": "b:x", "b": "a:x"}, "a": 1}',
        '{"@context": {' + ", ".join(f'"t{number}": "t{number + 1}:x"' for number in range(5000)) + "}}",
        '{"http://e/p": {"@type": "@json", "@value": {"a": 1e999}}}',
    ],
)
def test_odd_input_raises_nothing_but_bad_input(text: str) -> None:
    with suppress(BadInput):
        assert len(list(statements(text))) <= 2


@pytest.mark.parametrize("path", real(), ids=lambda path: path.stem)
@pytest.mark.parametrize("compact", [False, True], ids=["in full", "with prefixes"])
def test_every_statement_of_real_data_stands_at_its_place(compact: bool, path: Path) -> None:
    text = rewritten(path, "json-ld", compact=compact)
    assert unplaced(text, JSONLD, statements) == []
    assert misplaced(text, JSONLD, statements, decoded) == []
