from __future__ import annotations

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from clusterkb.errors import BadInput
from clusterkb.rdf.canonical import canonical

AWKWARD = """# A header.
@prefix b: <http://b/> .
@prefix a: <http://a/#> .
@prefix unused: <http://u/> .

# About x.
a:x b:p "semi; dot. # no comment"@en-GB, 'single' ; b:q 1.5, -2 , true ;
    a b:C ; b:r [ b:s ( a:y "z"^^b:t [ b:u a:v ] ) ] ;
    .
a:y b:p <http://e/x.y#z> . a:z b:p a:w.
# The end.
"""


def test_formatting_keeps_every_triple() -> None:
    before, after = Graph().parse(data=AWKWARD), Graph().parse(data=canonical(AWKWARD))
    assert isomorphic(before, after)


def test_formatting_twice_changes_nothing() -> None:
    assert canonical(canonical(AWKWARD)) == canonical(AWKWARD)


def test_comments_survive_and_unused_prefixes_go() -> None:
    text = canonical(AWKWARD)
    assert [line for line in text.splitlines() if line.startswith("#")] == ["# A header.", "# About x.", "# The end."]
    assert "unused" not in text


def test_type_comes_first_and_each_pair_has_its_line() -> None:
    assert canonical(AWKWARD).count(";\n    b:p 'single'") == 1
    assert "a:x a b:C ;" in canonical(AWKWARD)


@pytest.mark.parametrize("text", ["a:x a:p 'open", "<a> <b> <c>", "@base <http://x/> ."])
def test_what_is_not_our_turtle_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        canonical(text)
