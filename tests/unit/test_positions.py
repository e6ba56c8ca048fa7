from __future__ import annotations

import pytest

from clusterkb.validation.positions import places

E = "http://e/"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
PREFIX = "@prefix e: <http://e/> .\n"


def short(text: str) -> dict[tuple[str, str], int]:
    """Return places with ``http://e/`` left out."""
    return {(s.removeprefix(E), p.removeprefix(E)): line for (s, p), line in places(text).items()}


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
    "a labelled blank node": ("_:b e:p 1 ;\n e:q _:c .", {("_:b", ""): 2, ("_:b", "p"): 2, ("_:b", "q"): 3}),
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


def test_what_is_not_turtle_has_no_places() -> None:
    assert places("e:s e:p 'open") == {}
