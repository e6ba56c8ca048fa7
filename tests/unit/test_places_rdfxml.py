from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from tests.support.written import BASE, Seen, keys, misplaced, parsed_keys, real, rewritten, seen, unplaced

from clusterkb.errors import BadInput
from clusterkb.rdf.formats import by_name
from clusterkb.rdf.places.addresses import resolved
from clusterkb.rdf.places.rdfxml import statements
from clusterkb.rdf.places.xmltext import unescaped

RDF = by_name("rdf")
NAMESPACES = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/"'


def rdf(content: str) -> str:
    return f"<rdf:RDF {NAMESPACES}>\n{content}\n</rdf:RDF>"


# Of each statement: what stands at its subject, property and value, and the value's line and column.
AWKWARD: dict[str, tuple[str, list[Seen]]] = {
    "properties of a thing": (
        rdf(
            '<rdf:Description rdf:about="http://e/s">\n'
            "  <e:p>one</e:p>\n"
            '  <e:p rdf:resource="http://e/o"/>\n'
            '  <e:n rdf:datatype="http://e/int">5</e:n><e:l xml:lang="uz">bir</e:l>\n'
            "</rdf:Description>"
        ),
        [
            ("http://e/s", "e:p", "one", "3:8"),
            ("http://e/s", "e:p", "http://e/o", "4:22"),
            ("http://e/s", "e:n", "5", "5:36"),
            ("http://e/s", "e:l", "bir", "5:62"),
        ],
    ),
    "a kind as the name of an element": (
        rdf(
            '<e:Cluster rdf:about="http://e/s"\n'
            '  rdf:type="http://e/Other">\n'
            ' <rdf:type rdf:resource="http://e/Third"/></e:Cluster>'
        ),
        [
            ("http://e/s", "e:Cluster", "e:Cluster", "2:2"),
            ("http://e/s", "rdf:type", "http://e/Other", "3:13"),
            ("http://e/s", "rdf:type", "http://e/Third", "4:26"),
        ],
    ),
    "an ID, a base in another, and relative addresses": (
        rdf(
            '<rdf:Description rdf:ID="me"><e:p rdf:resource="../up#x"/>\n'
            " \n"
            '<e:q xml:base="http://b/c/d"><e:T rdf:about="e">\n'
            ' <e:p rdf:resource="#f"/></e:T></e:q>\n'
            '<e:r rdf:resource=""/></rdf:Description>'
        ),
        [
            ("me", "e:p", "../up#x", "2:49"),
            ("e", "e:T", "e:T", "4:31"),
            ("e", "e:p", "#f", "5:21"),
            ("me", "e:q", "e", "4:46"),
            ("me", "e:r", "", "6:20"),
        ],
    ),
    "things with names that hold in the document only": (
        rdf(
            '<e:T rdf:nodeID="a"><e:p rdf:nodeID="b"/></e:T>\n'
            '<rdf:Description rdf:nodeID="b"><e:q>1</e:q></rdf:Description>'
        ),
        [
            ("a", "e:T", "e:T", "2:2"),
            ("a", "e:p", "b", "2:38"),
            ("b", "e:q", "1", "3:38"),
        ],
    ),
    "nameless things in each other": (
        rdf('<e:T>\n <e:p><e:T><e:p><e:T e:x="1"/></e:p></e:T></e:p>\n <e:p><e:T e:x="2"/></e:p></e:T>'),
        [
            ("e:T", "e:T", "e:T", "2:2"),
            ("e:T", "e:T", "e:T", "3:8"),
            ("e:T", "e:T", "e:T", "3:18"),
            ("e:T", "e:x", "1", "3:27"),
            ("e:T", "e:p", '<e:T e:x="1"/>', "3:17"),
            ("e:T", "e:p", '<e:T><e:p><e:T e:x="1"/></e:p></e:T>', "3:7"),
            ("e:T", "e:T", "e:T", "4:8"),
            ("e:T", "e:x", "2", "4:17"),
            ("e:T", "e:p", '<e:T e:x="2"/>', "4:7"),
        ],
    ),
    "a thing with an address in another": (
        rdf('<e:T rdf:about="http://e/s"><e:p>\n  <!-- here -->\n  <e:U rdf:about="http://e/o"/>\n</e:p></e:T>'),
        [
            ("http://e/s", "e:T", "e:T", "2:2"),
            ("http://e/o", "e:U", "e:U", "4:4"),
            ("http://e/s", "e:p", "http://e/o", "4:19"),
        ],
    ),
    "a list of things": (
        rdf(
            '<e:T rdf:about="http://e/s"><rdf:li>a</rdf:li>\n'
            '<rdf:li rdf:resource="http://e/b"/><e:p/>\n'
            "<rdf:li>c</rdf:li></e:T>"
        ),
        [
            ("http://e/s", "e:T", "e:T", "2:2"),
            ("http://e/s", "rdf:li", "a", "2:37"),
            ("http://e/s", "rdf:li", "http://e/b", "3:23"),
            ("http://e/s", "e:p", "", "3:40"),
            ("http://e/s", "rdf:li", "c", "4:9"),
        ],
    ),
    "a value described in place": (
        rdf(
            '<e:T rdf:about="http://e/s">\n'
            '<e:p rdf:parseType="Resource"><e:q>1</e:q>\n'
            "<rdf:li>x</rdf:li></e:p><rdf:li>y</rdf:li></e:T>"
        ),
        [
            ("http://e/s", "e:T", "e:T", "2:2"),
            ("http://e/s", "e:p", '<e:p rdf:parseType="Resource"><e:q>1</e:q>\n<rdf:li>x</rdf:li></e:p>', "3:1"),
            ("e:p", "e:q", "1", "3:36"),
            ("e:p", "rdf:li", "x", "4:9"),
            ("http://e/s", "rdf:li", "y", "4:33"),
        ],
    ),
    "a collection": (
        rdf(
            '<e:T rdf:about="http://e/s"><e:p rdf:parseType="Collection">\n'
            '<e:A rdf:about="http://e/a"/>\n'
            "<e:B/></e:p>\n"
            '<e:q rdf:parseType="Collection"/></e:T>'
        ),
        [
            ("http://e/s", "e:T", "e:T", "2:2"),
            ("http://e/a", "e:A", "e:A", "3:2"),
            ("e:B", "e:B", "e:B", "4:2"),
            (
                "http://e/s",
                "e:p",
                '<e:p rdf:parseType="Collection">\n<e:A rdf:about="http://e/a"/>\n<e:B/></e:p>',
                "2:29",
            ),
            ("http://e/a", "http://e/a", "http://e/a", "3:17"),
            ("<e:B/>", "<e:B/>", "<e:B/>", "4:1"),
            ("http://e/s", "e:q", '<e:q rdf:parseType="Collection"/>', "5:1"),
        ],
    ),
    "a value of XML": (
        rdf(
            '<e:T rdf:about="http://e/s"><e:p rdf:parseType="Literal">a &lt; <b\n'
            " c='d'/><!-- x --><e:p>no</e:p></e:p>\n"
            "<e:q>1</e:q></e:T>"
        ),
        [
            ("http://e/s", "e:T", "e:T", "2:2"),
            ("http://e/s", "e:p", "a &lt; <b\n c='d'/><!-- x --><e:p>no</e:p>", "2:58"),
            ("http://e/s", "e:q", "1", "4:6"),
        ],
    ),
    "properties as attributes, over lines": (
        rdf(
            '<e:T e:a="1 &amp; 2"\n'
            '   rdf:about="http://e/s"\n'
            "   e:b='say \"3\"'><e:p\n"
            ' e:c = "4" />\n'
            '<e:q rdf:resource="http://e/o" e:d="5"/></e:T>'
        ),
        [
            ("http://e/s", "e:T", "e:T", "2:2"),
            ("http://e/s", "e:b", 'say "3"', "4:9"),
            ("http://e/s", "e:a", "1 &amp; 2", "2:11"),
            ("e:p", "e:c", "4", "5:9"),
            ("http://e/s", "e:p", '<e:p\n e:c = "4" />', "4:18"),
            ("http://e/o", "e:d", "5", "6:37"),
            ("http://e/s", "e:q", "http://e/o", "6:20"),
        ],
    ),
    "entities and CDATA": (
        rdf(
            '<e:T rdf:about="http://e/?a&amp;b"><e:p>&#1046;&#x416; &lt;b&gt; &amp;amp;</e:p>\n'
            "<e:q><![CDATA[<b> & ]]></e:q></e:T>"
        ),
        [
            ("http://e/?a&amp;b", "e:T", "e:T", "2:2"),
            ("http://e/?a&amp;b", "e:p", "&#1046;&#x416; &lt;b&gt; &amp;amp;", "2:41"),
            ("http://e/?a&amp;b", "e:q", "<![CDATA[<b> & ]]>", "3:6"),
        ],
    ),
    "comments and instructions around a text": (
        rdf('<!-- <e:T/> --><e:T rdf:about="http://e/s"><?go <x> ?>\n<e:p> <!-- > -->here<?x y?> </e:p></e:T>'),
        [
            ("http://e/s", "e:T", "e:T", "2:17"),
            ("http://e/s", "e:p", " <!-- > -->here<?x y?> ", "3:6"),
        ],
    ),
    "empty and blank texts": (
        rdf('<e:T rdf:about="http://e/s"><e:p/><e:q></e:q>\n<e:r> \n</e:r></e:T>'),
        [
            ("http://e/s", "e:T", "e:T", "2:2"),
            ("http://e/s", "e:p", "", "2:33"),
            ("http://e/s", "e:q", "", "2:40"),
            ("http://e/s", "e:r", " \n", "3:6"),
        ],
    ),
    "letters of more than a byte before": (
        rdf('<e:T rdf:about="http://e/Ж😀"><e:p>таʼлим</e:p><e:p>😀</e:p><e:q>q</e:q></e:T>'),
        [
            ("http://e/Ж😀", "e:T", "e:T", "2:2"),
            ("http://e/Ж😀", "e:p", "таʼлим", "2:35"),
            ("http://e/Ж😀", "e:p", "😀", "2:52"),
            ("http://e/Ж😀", "e:q", "q", "2:64"),
        ],
    ),
    "a statement that is spoken of": (
        rdf('<e:T rdf:about="http://e/s"><e:p rdf:ID="statement">1</e:p>\n<e:q>2</e:q></e:T>'),
        [
            ("http://e/s", "e:T", "e:T", "2:2"),
            ("http://e/s", "e:p", "1", "2:53"),
            ("http://e/s", "e:q", "2", "3:6"),
        ],
    ),
    "a prefix declared anew": (
        rdf(
            '<e:T rdf:about="http://e/s"><f:p xmlns:f="http://f/">1</f:p>\n'
            '<p xmlns="http://g/">2</p><e:p xmlns:e="http://h/">3</e:p><e:p>4</e:p></e:T>'
        ),
        [
            ("http://e/s", "e:T", "e:T", "2:2"),
            ("http://e/s", "f:p", "1", "2:54"),
            ("http://e/s", "p", "2", "3:22"),
            ("http://e/s", "e:p", "3", "3:52"),
            ("http://e/s", "e:p", "4", "3:64"),
        ],
    ),
    "a part that is passed over": (
        rdf('<e:T rdf:about="http://e/s"><e:p rdf:parseType="Other"><e:p>1</e:p></e:p>\n<e:p>2</e:p></e:T>'),
        [
            ("http://e/s", "e:T", "e:T", "2:2"),
            ("http://e/s", "e:p", "2", "3:6"),
        ],
    ),
}


@pytest.mark.parametrize(("text", "wanted"), AWKWARD.values(), ids=AWKWARD)
def test_awkward_statements_have_the_places_where_they_stand(text: str, wanted: list[Seen]) -> None:
    assert seen(text, statements) == wanted


@pytest.mark.parametrize(("text", "wanted"), AWKWARD.values(), ids=AWKWARD)
def test_awkward_statements_are_those_that_a_parser_reads_in_its_order(text: str, wanted: list[Seen]) -> None:
    assert keys(text, statements) == parsed_keys(text, RDF)
    assert len(wanted) == len(keys(text, statements))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=repr)
def test_lines_end_in_each_of_three_ways(end: str) -> None:
    lines = ['<e:T rdf:about="http://e/s"', " e:a='x", "y'><e:p>one", "two</e:p>", "<e:q>é</e:q></e:T>"]
    text = rdf("\n".join(lines)).replace("\n", end)
    assert [at for *_, at in seen(text, statements)] == ["2:2", "3:7", "4:9", "6:6"]
    assert keys(text, statements) == parsed_keys(text, RDF)


def test_a_node_can_be_the_whole_document() -> None:
    text = f'<?xml version="1.0"?>\n<e:T {NAMESPACES}><e:p>1</e:p></e:T>\n'
    assert seen(text, statements)[1] == ("e:T", "e:p", "1", f"2:{len(NAMESPACES) + 12}")


@pytest.mark.parametrize(
    ("reference", "wanted"),
    [
        ("", "https://example.org/d/x"),
        ("#f", "https://example.org/d/x#f"),
        ("?q", "https://example.org/d/x?q"),
        ("y", "https://example.org/d/y"),
        ("./y/./z/..", "https://example.org/d/y/"),
        ("../../../y", "https://example.org/y"),
        ("/y#", "https://example.org/y#"),
        ("..y", "https://example.org/d/..y"),
        ("//h/y", "https://h/y"),
        ("http://h/a/../b", "http://h/a/../b"),
        ("urn:x:y", "urn:x:y"),
    ],
)
def test_an_address_is_resolved_as_the_parser_does(reference: str, wanted: str) -> None:
    assert resolved(reference, BASE) == wanted
    text = rdf(f'<rdf:Description rdf:about="http://e/s"><e:p rdf:resource="{reference}"/></rdf:Description>')
    assert keys(text, statements) == parsed_keys(text, RDF)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<e:T/>",
        "<T/>",
        rdf("<e:T>"),
        rdf("</e:T>"),
        rdf("<f:T/>"),
        rdf('<e:T f:p="1"/>'),
        rdf("<e:T e:p=1/>"),
        rdf("<e:T><e:p></e:T></e:p>"),
        rdf("<e:T><!-- </e:T>"),
        rdf("<e:T><e:p>&#x110000;&#xD800;&nope;&</e:p></e:T>"),
        rdf('<e:T xml:base="http://[" rdf:about="//["/>'),
        "<!DOCTYPE rdf>" + rdf(""),
        "no XML <",
    ],
)
def test_odd_input_raises_nothing_but_bad_input(text: str) -> None:
    with suppress(BadInput):
        assert len(list(statements(text))) <= 2


def test_deep_nesting_needs_no_recursion() -> None:
    text = rdf("<e:T><e:p>" * 5000 + "</e:p></e:T>" * 5000)
    assert len(list(statements(text))) == 10_000


@pytest.mark.parametrize("path", real(), ids=lambda path: path.stem)
@pytest.mark.parametrize("form", ["xml", "pretty-xml"])
def test_every_statement_of_real_data_stands_at_its_place(form: str, path: Path) -> None:
    text = rewritten(path, form)
    assert unplaced(text, RDF, statements) == []
    assert misplaced(text, RDF, statements, unescaped) == []
