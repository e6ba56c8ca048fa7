from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
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
HEAD = "@prefix a: <http://a/#> .\n"
RARE = {
    "a prefix as SPARQL writes it": "PREFIX b: <http://b/>\na:x b:p 1 ; b:q 2 .\na:y b:p 3 .",
    "two prefixes as SPARQL writes them": "PREFIX b: <http://b/>\nprefix c: <http://c/>\na:x b:p c:y .",
    "a prefix given anew": "@prefix b: <http://b/> . a:x b:p 1 . @prefix b: <http://c/> . a:y b:p 2 .",
    "a blank node as subject": "[ a:p 1 ] a:q 2 .",
    "a blank node alone": "[ a:p 1 ; a:q [ a:r 2 ] ] .",
    "an empty blank node as subject": "[] a:p 1 ; a:q [] .",
    "a list as subject": "( 1 2 ) a:p a:y .",
    "escapes in names": "a:x\\(y\\) a:p\\,q a:z\\;w, a:v\\.\\'s .",
    "numbers that begin with a dot": "a:x a:p .5 , -.5e3 , 1.e2 .",
    "a comment right behind a name": "a:x a:p a:y# comment\n ; a:q 1 .",
    "a datatype with a dot in its name": 'a:x a:p "1"^^a:b.c .',
    "a datatype apart from its text": 'a:x a:p "1" ^^ a:b .',
    "a name that ends before a full stop": "a:x a:p a:b.c. a:y a:p a:z.",
    "an empty list": "a:x a:p () .",
    "long strings with quotes at their ends": 'a:x a:p """"a" b\\"""" , \'\'\'it\'s\'\'\' .',
    "an address with escapes": "<http://e/\\u00e9> a:p <http://e/a%20b> .",
}


def parsed(text: str) -> set[str]:
    """Return the triples with blank nodes named by the graph's shape, so that equal means isomorphic."""
    dataset = ox.Dataset(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


def test_formatting_keeps_every_triple_as_rdflib_reads_them() -> None:
    assert isomorphic(rdflib.Graph().parse(data=AWKWARD), rdflib.Graph().parse(data=canonical(AWKWARD)))


REFUSED = ("a prefix given anew",)


@pytest.mark.parametrize("name", [name for name in RARE if name not in REFUSED])
def test_formatting_keeps_every_triple_of_rare_turtle(name: str) -> None:
    assert parsed(canonical(HEAD + RARE[name])) == parsed(HEAD + RARE[name])


@pytest.mark.parametrize("name", REFUSED)
def test_turtle_that_formatting_would_change_is_refused(name: str) -> None:
    with pytest.raises(BadInput) as caught:
        canonical(HEAD + RARE[name])
    assert caught.value.remedy


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


# ---------------------------------------------------------------- generated graphs

names = st.text("abzAZ09_-.~!$&'()*+,;=/?@%é", min_size=1, max_size=6).filter(
    lambda text: "%" not in text and not text.startswith(".")
)
iris = st.builds(lambda space, name: ox.NamedNode(space + name), st.sampled_from(["http://a/#", "http://b/"]), names)
blanks = st.sampled_from([ox.BlankNode(name) for name in "xyz"])
texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t\"'\\.;#"), max_size=8
)
literals = st.one_of(
    st.builds(ox.Literal, texts),
    st.builds(lambda text, tag: ox.Literal(text, language=tag), texts, st.sampled_from(["en", "uz-latn", "ru"])),
    st.builds(lambda text, kind: ox.Literal(text, datatype=kind), texts, iris),
    st.builds(ox.Literal, st.integers() | st.booleans()),
)
graphs = st.lists(st.builds(ox.Triple, iris | blanks, iris, iris | blanks | literals), min_size=1, max_size=8)
PREFIXES = {"a": "http://a/#", "b": "http://b/"}


@given(graphs)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_a_graph_written_by_the_engine_is_the_same_after_formatting(triples: list[ox.Triple]) -> None:
    text = (ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b"").decode()
    formatted = canonical(text)
    assert canonical(formatted) == formatted
    assert parsed(formatted) == parsed(text)


@given(graphs)
@settings(max_examples=75, deadline=None, derandomize=True)
def test_a_graph_written_by_rdflib_is_the_same_after_formatting(triples: list[ox.Triple]) -> None:
    plain = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    graph = rdflib.Graph().parse(data=plain, format="nt")
    for prefix, iri in PREFIXES.items():
        graph.bind(prefix, iri)
    text = graph.serialize(format="turtle")
    formatted = canonical(text)
    assert canonical(formatted) == formatted
    assert parsed(formatted) == parsed(text)
