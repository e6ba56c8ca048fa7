from __future__ import annotations

import pyoxigraph as ox
import pytest
from tests.support.lines import first_lines as lines_of

from clusterkb.errors import BadInput
from clusterkb.rdf.formats import TURTLE, by_name
from clusterkb.rdf.parse import parse
from clusterkb.rdf.places import Lines, first_lines, places
from clusterkb.rdf.places.turtle import statements

E = "http://e/"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
PREFIX = "@prefix e: <http://e/> .\n"


def short(text: str) -> dict[tuple[str, str], int]:
    """Return the first lines of things with addresses and of their properties, ``http://e/`` left out."""
    found = lines_of(text)
    return {(thing.removeprefix(E), name.removeprefix(E)): line for (thing, name), line in found.items()}


def values(text: str) -> dict[str, int]:
    """Return the lines of the values of ``e:s e:p``."""
    lines = Lines(PREFIX + text)
    found: dict[str, int] = {}
    for one in statements(PREFIX + text):
        if (one.subject, one.predicate) == (f"{E}s", f"{E}p"):
            found.setdefault(one.value.removeprefix(E), lines.of(one.value_at.start)[0])
    return found


AWKWARD = {
    "strings over several lines": (
        "e:s a e:C ;\n\n  e:p '''a\nb\n. ; e:x''' ;\n  e:q 1 .",
        {("s", ""): 2, ("s", TYPE): 2, ("s", "p"): 4, ("s", "q"): 7},
    ),
    "a quote in a long string": ('e:s e:p """a"b\n\\"""" ;\n e:q 1 .', {("s", ""): 2, ("s", "p"): 2, ("s", "q"): 4}),
    "comments that look like statements": (
        "e:s e:p 1, # ; e:x .\n 2 ;\n # e:y 1 ;\n e:q 'x # y' . # e:z\ne:s e:r 3 .",
        {("s", ""): 2, ("s", "p"): 2, ("s", "q"): 5, ("s", "r"): 6},
    ),
    "nested blank nodes and lists": (
        "e:s\n e:p\n [ e:x 1 ;\n e:y [ e:z e:w ] ] ;\n e:r ( 1\n [ e:x 2 ] ) ;\n e:q 1 .",
        {("s", ""): 2, ("s", "p"): 3, ("s", "r"): 6, ("s", "q"): 8},
    ),
    "no spaces": (
        "e:s<http://e/p>1;<http://e/q>\n2 .<http://e/t><http://e/p>3 .e:u e:p 4.",
        {("s", ""): 2, ("s", "p"): 2, ("s", "q"): 2, ("t", ""): 3, ("t", "p"): 3, ("u", ""): 3, ("u", "p"): 3},
    ),
    "semicolons to spare": ("e:s a e:C; ;\n e:p 1 ;; .", {("s", ""): 2, ("s", TYPE): 2, ("s", "p"): 3}),
    "dots in names and numbers": (
        "e:s.t e:p 1.5 .\ne:u e:p <http://e/x.y>.\ne:v e:p -1.5e3, .5 .",
        {("s.t", ""): 2, ("s.t", "p"): 2, ("u", ""): 3, ("u", "p"): 3, ("v", ""): 4, ("v", "p"): 4},
    ),
    "a property twice": ("e:s e:p 1 ;\n e:p 2 .\ne:s e:p 3 .", {("s", ""): 2, ("s", "p"): 2}),
    "escapes in names": ("e:a\\(b\\) e:p 1 ;\n e:q\\,r 2 .", {("a(b)", ""): 2, ("a(b)", "p"): 2, ("a(b)", "q,r"): 3}),
    "a comment right behind a name": ("e:s e:p e:o# e:x\n ; e:q 1 .", {("s", ""): 2, ("s", "p"): 2, ("s", "q"): 3}),
    "a blank node as subject": ("[ e:x 1 ;\n e:y 2 ]\n e:z 3 .\ne:t e:p 4 .", {("t", ""): 5, ("t", "p"): 5}),
    "a blank node alone": ("[ a e:C ;\n e:x 2 ] .\ne:t e:p 4 .", {("t", ""): 4, ("t", "p"): 4}),
    "a list as subject": ("( 1 )\n e:z 3 .\ne:t e:p 4 .", {("t", ""): 4, ("t", "p"): 4}),
    "words as objects": ("e:s e:p true ;\n e:q false .", {("s", ""): 2, ("s", "p"): 2, ("s", "q"): 3}),
    "language and datatype": (
        "e:s e:p 'a'@en-GB,\n 'b'^^e:t ;\n e:q 'c' ^^ <http://e/t> .",
        {("s", ""): 2, ("s", "p"): 2, ("s", "q"): 4},
    ),
}


@pytest.mark.parametrize(("text", "wanted"), AWKWARD.values(), ids=AWKWARD)
def test_the_lines_of_awkward_turtle_are_right(text: str, wanted: dict[tuple[str, str], int]) -> None:
    assert short(PREFIX + text) == wanted


@pytest.mark.parametrize(
    "head",
    [
        "PREFIX e: <http://e/>\n",
        "prefix e: <http://e/>\n",
        "@prefix e: <http://e/>.\n",
        "@prefix f: <http://f/> . @prefix e:\t<http://e/>\t.\n",
        "@prefix e: <http://other/> . @prefix e: <http://e/> .\n",
    ],
)
def test_a_prefix_is_understood_in_each_spelling(head: str) -> None:
    assert short(head + "e:s e:p 1 .")["s", "p"] == head.count("\n") + 1


def test_the_empty_prefix_is_understood() -> None:
    assert short("@prefix : <http://e/> .\n:s :p 1 .")["s", "p"] == 2


@pytest.mark.parametrize("head", ["@base <http://e/> .\n", "BASE <http://e/>\n"])
def test_a_base_is_understood(head: str) -> None:
    assert short(head + "<s> <p> 1 ;\n <q> 2 .") == {("s", ""): 2, ("s", "p"): 2, ("s", "q"): 3}


def test_windows_line_ends_count_once() -> None:
    assert short("@prefix e: <http://e/> .\r\ne:s e:p 1 ;\r\n  e:q 2 .\r\n")["s", "q"] == 3


def test_what_is_not_turtle_cannot_be_walked() -> None:
    with pytest.raises(BadInput):
        list(statements("e:s e:p 'open"))


def test_what_cannot_be_walked_has_no_places() -> None:
    quads = parse(b"<http://e/s> <http://e/p> 1 .", TURTLE)
    assert places("e:s e:p 'open", TURTLE, quads).subject(quads[0].subject) is None


WRITTEN = {
    "a property twice": ("e:s e:p e:a ;\n e:p e:b .", {"a": 2, "b": 3}),
    "a block opened twice": ("e:s e:p e:a .\ne:t e:p e:b .\ne:s e:p e:b .", {"a": 2, "b": 4}),
    "a list of values": ("e:s e:p e:a ,\n e:b,\n<http://e/c> .", {"a": 2, "b": 3, "c": 4}),
    "numbers and truth": ("e:s e:p 1,\n-2.5e3,\ntrue .", {"1": 2, "-2.5e3": 3, "true": 4}),
    "texts": (
        'e:s e:p \'a\'@en,\n"b"^^e:t,\n"""c"d""",\n\'\' .',
        {"a": 2, "b": 3, 'c"d': 4, "": 5},
    ),
    "escapes": (r"""e:s e:p "a\tb\"\u0416\U0001F600\\" .""", {'a\tb"Ж😀\\': 2}),
    "the same value twice": ("e:s e:p 1 ;\n e:p 1 .", {"1": 2}),
}


@pytest.mark.parametrize(("text", "wanted"), WRITTEN.values(), ids=WRITTEN)
def test_each_value_has_its_line(text: str, wanted: dict[str, int]) -> None:
    assert values(text) == wanted


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=repr)
def test_lines_end_in_each_of_three_ways(end: str) -> None:
    text = end.join(["@prefix e: <http://e/> .", "# a comment", "e:s e:p '''a", "b''' ;", "e:q 1 ."])
    quads = parse(text.encode(), TURTLE)
    found = places(text, TURTLE, quads)
    spans = [found.of(quad.subject, quad.predicate, quad.object) for quad in quads]
    assert [found.lines.of(span.start) for span in spans if span] == [(3, 9), (5, 5)]


@pytest.mark.parametrize("head", ["e:g {", "GRAPH e:g{", "graph e:g\t{", "{", "_:g {", "[] {"])
def test_a_graph_of_trig_is_no_subject(head: str) -> None:
    text = f"{PREFIX}{head} e:s e:p 1 ;\n e:q e:o}}\n{head}e:t e:p 2 . }}\ne:u e:p 3 ."
    wanted = {("s", ""): 2, ("s", "p"): 2, ("s", "q"): 3, ("t", ""): 4, ("t", "p"): 4, ("u", ""): 5, ("u", "p"): 5}
    assert short(text) == wanted


TREE = """@prefix e: <http://e/> .
e:s e:p [ e:q [ e:r 1 ] ;
    e:t 2 ] , ( 3 [ e:u 4 ] ) ; e:z 5 .
[ e:a 6 ] e:b 7 .
( 8
  9 ) e:c 10 .
_:x e:p 1 . _:y e:p 1 .
"""
REST = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#rest")


def test_each_statement_of_nameless_things_has_its_own_place() -> None:
    quads = [quad for quad in parse(TREE.encode(), TURTLE) if quad.predicate != REST]
    found = places(TREE, TURTLE, quads)
    spans = [found.of(quad.subject, quad.predicate, quad.object) for quad in quads]
    texts = [TREE[span.start : span.end] for span in spans if span]
    nested = "[ e:q [ e:r 1 ] ;\n    e:t 2 ]"
    assert texts[:6] == ["1", "[ e:r 1 ]", "2", nested, "3", "( 3 [ e:u 4 ] )"]
    assert texts[6:] == ["4", "[ e:u 4 ]", "5", "6", "7", "8", "9", "10", "1", "1"]
    assert [found.lines.of(span.start)[1] for span in spans[-2:] if span] == [9, 21]


def test_a_thing_is_where_it_is_first_spoken_of() -> None:
    quads = parse(TREE.encode(), TURTLE)
    found = places(TREE, TURTLE, quads)
    first = found.of(quads[0].subject, None, None)
    assert first
    assert found.lines.of(first.start) == (2, 15)


@pytest.mark.parametrize(
    ("predicate", "value", "column"),
    [("p", ox.Literal("2"), 15), ("p", ox.Literal("9"), 15), ("q", ox.Literal("2"), 1), ("p", None, 1), ("", None, 1)],
)
def test_the_most_specific_place_is_given(predicate: str, value: ox.Literal | None, column: int) -> None:
    text = '<http://e/s> <http://e/p> "1" ,\n              "2" .'
    found = places(text, TURTLE, parse(text.encode(), TURTLE))
    span = found.of(ox.NamedNode(f"{E}s"), ox.NamedNode(E + predicate) if predicate else None, value)
    assert span
    assert found.lines.of(span.start)[1] == column


def test_a_property_that_is_spoken_of_has_its_first_place() -> None:
    text = "<http://e/s> <http://e/p> 1 ;\n <http://e/p> 2 ."
    span = places(text, TURTLE, parse(text.encode(), TURTLE)).of(
        ox.NamedNode(f"{E}s"), ox.NamedNode(f"{E}p"), ox.NamedNode(f"{E}p")
    )
    assert span == (13, 25)


def test_what_stands_nowhere_has_no_place() -> None:
    assert places("", TURTLE, []).of(ox.BlankNode("b"), None, None) is None


def test_the_graph_of_a_quad_is_no_value() -> None:
    text = "<http://e/s> <http://e/p> <http://e/o> <http://e/g> ."
    assert [one.value for one in statements(text)] == ["http://e/o"]
    quads = parse(text.encode(), by_name("nq"))
    assert places(text, by_name("nq"), quads).statement(quads[0].triple)


def test_only_the_wanted_things_are_walked_through() -> None:
    text = PREFIX + "e:a e:p '''. e:b e:p 1''' .\n# e:b e:p 0 .\ne:b e:p 2 ; e:q [ e:r 3 ] .\ne:c e:p 4.5 ."
    assert [one.value for one in statements(text, "", {f"{E}b"})] == ["2", "3", ""]


def test_the_first_line_of_each_thing_is_told() -> None:
    assert first_lines(PREFIX + "e:s e:p 1 .\ne:t e:p 2 .\ne:s e:q 3 .") == {f"{E}s": 2, f"{E}t": 3}
