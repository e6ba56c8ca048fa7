"""Documents that would take an unguarded validator down, or make it lie; and some that only look so.

Each is made when it is asked for, as some are large. ``CANARY_URL`` and ``CANARY_FILE`` stand for an address and a file
that nobody may ask for; ``armed`` puts real ones in their place.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass

import pyoxigraph as ox

from clusterkb.rdf.formats import NTRIPLES
from clusterkb.rdf.formats import TURTLE as TURTLE_FORMAT
from clusterkb.rdf.serialize import serialize

CANARY_URL = "http://canary.invalid/"
CANARY_FILE = "file:///canary.invalid"
UPLOAD = 5_000_000
"""A little less than the largest upload, in bytes."""

TYPED = "@prefix c: <https://w3id.org/clusterkb/onto/> .\n"
RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">%s</rdf:RDF>'


@dataclass(frozen=True, slots=True)
class Bomb:
    """A document.

    Attributes:
        file: What it is called; the ending tells its format.
        make: Returns it.
        code: The code of the finding that it must have; empty for a document that must be read.
        long: Whether making and reading it takes a while.
    """

    file: str
    make: Callable[[], bytes]
    code: str
    long: bool = False

    def armed(self, url: str, file: str) -> bytes:
        """Return it with a real address and a real file."""
        data = self.make()
        return data.replace(CANARY_URL.encode(), url.encode()).replace(CANARY_FILE.encode(), file.encode())


def text(file: str, content: str, code: str) -> Bomb:
    """Return a short document as it stands."""
    return Bomb(file, content.encode, code)


def made(file: str, code: str, make: Callable[[], str], encoding: str = "utf-8") -> Bomb:
    """Return a document that is long, or not in UTF-8."""
    return Bomb(file, lambda: make().encode(encoding), code, long=encoding == "utf-8")


def _laughs() -> str:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "lol">{entities}]>{_described("&l9;")}'


def _described(value: str) -> str:
    return RDF % f'<rdf:Description rdf:about="http://e/a"><e:p>{value}</e:p></rdf:Description>'


def _doctype(declaration: str) -> str:
    return f'<?xml version="1.0"?>\n<!DOCTYPE rdf:RDF {declaration}>\n' + _described("&x;")


def _nested_xml() -> str:
    return RDF % ("<e:A><e:p>" * 50_000 + "</e:p></e:A>" * 50_000)


def _declared(encoding: str) -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?>\n{_described("ж")}'


XML = {
    "billion laughs": made("x.rdf", "entity", _laughs),
    "quadratic blow-up": made(
        "x.rdf", "entity", lambda: _doctype(f'[<!ENTITY x "{"a" * 50_000}">]').replace("&x;", "&x;" * 50_000)
    ),
    "external entity": text("x.rdf", _doctype('[<!ENTITY x SYSTEM "file:///etc/passwd">]'), "entity"),
    "external entity of ours": text("x.rdf", _doctype(f'[<!ENTITY x SYSTEM "{CANARY_FILE}">]'), "entity"),
    "external DTD": text("x.rdf", _doctype(f'SYSTEM "{CANARY_URL}x.dtd"'), "entity"),
    "parameter entity": text("x.rdf", _doctype(f'[<!ENTITY % p SYSTEM "{CANARY_URL}p"> %p;]'), "entity"),
    "entity in small letters": text("x.rdf", _doctype('[<!ENTITY x "y">]').replace("DOCTYPE", "doctype"), "entity"),
    "100,000 nested elements": made("x.rdf", "too-deep", _nested_xml),
    "attribute of 50 MB": made("x.rdf", "too-long", lambda: RDF % f'<e:A e:p="{"a" * 50_000_000}"/>'),
    "attribute of 4 MB": made("x.rdf", "too-long", lambda: RDF % f'<e:A e:p="{"a" * 4_000_000}"/>'),
    "100,000 namespaces": made(
        "x.rdf", "too-deep", lambda: RDF % "".join(f'<e:A><e:p xmlns:n{n}="http://e/{n}">' for n in range(100_000))
    ),
    "50,000 namespaces on one element": made(
        "x.rdf",
        "too-many-attributes",
        lambda: RDF % ("<e:A" + "".join(f" xmlns:n{n}='e:{n}'" for n in range(50_000)) + "/>"),
    ),
    "base of a file": text("x.rdf", RDF % f'<e:A xml:base="{CANARY_FILE}" rdf:about="#x"/>', ""),
    "base that is no address": text("x.rdf", RDF % '<e:A xml:base="ht tp://{}" rdf:about="../../x"/>', "bad-address"),
    "base within base": made(
        "x.rdf", "too-deep", lambda: RDF % ('<e:A xml:base="../"><e:p xml:base="a/">' * 300 + "</e:p></e:A>" * 300)
    ),
    "says UTF-16, is UTF-8": text("x.rdf", _declared("UTF-16"), "not-utf8"),
    "says UTF-7": text("x.rdf", _declared("UTF-7"), "not-utf8"),
    "says cp1251, is UTF-8": text("x.rdf", _declared("windows-1251"), "not-utf8"),
    "says UTF-8, is cp1251": made("x.rdf", "not-utf8", lambda: _declared("UTF-8"), "cp1251"),
    "entity in UTF-7": text(
        "x.rdf", _declared("UTF-7").replace("ж", "+ADwAIQ-ENTITY x SYSTEM +ACI-file:///etc/passwd+ACI-"), "not-utf8"
    ),
    "XML in UTF-16": made("x.rdf", "not-utf8", lambda: _declared("UTF-16"), "utf-16"),
    "XInclude": text(
        "x.rdf",
        RDF % f'<e:A><e:p><x:include xmlns:x="http://www.w3.org/2001/XInclude" href="{CANARY_FILE}"/></e:p></e:A>',
        "syntax",
    ),
    "style sheet": text("x.rdf", f'<?xml-stylesheet href="{CANARY_URL}"?>{_described("x")}', ""),
}


_RDF_SPACE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XSD_SPACE = "http://www.w3.org/2001/XMLSchema#"
_LABEL = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
# Right-to-left override and isolate, zero width joiner; then what a terminal obeys: a colour, a title, a hyperlink.
_UNSEEN = "\u202e\u2066\u200d\u2069"
_OBEYED = "\x1b[31m\x1b]0;owned\x07\x1b]8;;http://e/\x07\x9b2J"


def _said(value: str) -> str:
    return f"{TYPED}<http://e/a> a c:EducationalCluster ; <http://e/p> {value} ."


def _labelled(label: str) -> str:
    return f'{TYPED}<http://e/a> a c:EducationalCluster ; {_LABEL} "{label}"@en .'


def _pairs(number: int) -> str:
    years = (f"{name} {','.join(map(str, range(3000, 3000 - number, -1)))}" for name in ("c:fromYear", "c:untilYear"))
    return f"{TYPED}<http://e/m> a c:Membership ; {' ; '.join(years)} ."


def _members(number: int) -> str:
    """Return many memberships of one arrangement that began before any of its many foundings."""
    founding = "c:eventKind <https://w3id.org/clusterkb/concept/event-kind/founding>"
    members = (f"<e:m{n}> a c:Membership; c:membershipOrganization <e:o>; c:fromYear 1900 .\n" for n in range(number))
    events = (f"<e:f{n}> a c:Event; c:eventOf <e:o>; {founding}; c:year {2000 + n % 100} .\n" for n in range(number))
    return TYPED + "".join([*members, *events])


def _twice(number: int) -> str:
    said = "c:membershipMember <e:x>; c:membershipOrganization <e:o>; c:membershipRole <e:r>; c:fromYear"
    return TYPED + "".join(f"<e:m{n}> a c:Membership; {said} {n}; c:untilYear {n} .\n" for n in range(number))


def _chain(number: int) -> str:
    said = (f"<e:n{n}> a c:Nesting; c:nestingInner <e:{n}>; c:nestingOuter <e:{n + 1}> .\n" for n in range(number))
    return TYPED + "".join(said)


def _circle() -> str:
    return _said(f"_:l . _:l <{_RDF_SPACE}first> 1 ; <{_RDF_SPACE}rest> _:l")


TURTLE = {
    "500 nested [ ]": made("x.ttl", "too-deep", lambda: f"<a:a> <a:b> {'[ <a:b> ' * 500}{']' * 500} ."),
    "100,000 nested [ ]": made("x.ttl", "too-deep", lambda: f"<a:a> <a:b> {'[<a:b>' * 100_000}{']' * 100_000} ."),
    "100,000 nested ( )": made("x.trig", "too-deep", lambda: f"<a:a> <a:b> {'(' * 100_000}{')' * 100_000} ."),
    "long text without end": made("x.ttl", "unclosed", lambda: _said('"""' + "a\n" * 1_000_000)),
    "text without end": text("x.ttl", _said('"a'), "unclosed"),
    "address without end": made("x.ttl", "unclosed", lambda: f"<http://e/{'a' * 4_000_000}"),
    "comment without end": made("x.ttl", "", lambda: "#" * 4_000_000),
    "100,000 opened quotes": made("x.ttl", "unclosed", lambda: _said('"' + "'\"\n" * 100_000)),
    "300,000 unknown prefixes": made("x.ttl", "unknown-prefix", lambda: "e:a f:b g:c .\n" * (UPLOAD // 14)),
    "text of 5 MB": made("x.ttl", "too-long", lambda: _said(f'"{"a" * UPLOAD}"')),
    "number of 200,000 digits": made("x.ttl", "too-long", lambda: _said("9" * 200_000)),
    "number of 90,000 digits": made("x.ttl", "", lambda: _said("9" * 90_000)),
    "year of 90,000 digits": made("x.ttl", "Event-year", lambda: f"{TYPED}<e:a> a c:Event ; c:year {'9' * 90_000} ."),
    "huge decimal": text("x.ttl", _said(f'"1e999999999"^^<{_XSD_SPACE}decimal>'), ""),
    "huge year": text("x.ttl", TYPED + "<e:a> a c:Event ; c:year 1e999999999 .", "Event-year"),
    "60 kB of HTML": made("x.ttl", "", lambda: _said(f'"{"<b>" * 20_000}"^^<{_RDF_SPACE}HTML>')),
    "60 kB of XML": made("x.ttl", "", lambda: _said(f'"{"<b>" * 20_000}"^^<{_RDF_SPACE}XMLLiteral>')),
    "300,000 prefixes": made("x.ttl", "", lambda: "".join(f"@prefix a{n}:<e:>.\n" for n in range(UPLOAD // 20))),
    "list that ends in itself": made("x.ttl", "", _circle),
    "things in a circle": text("x.ttl", TYPED + "<e:a> a c:Cluster; c:partOf <e:b>. <e:b> c:partOf <e:a>.", ""),
    "2,000 years times 2,000": made("x.ttl", "too-many-values", lambda: _pairs(2_000)),
    "2,000 years times 2,000 in N-Quads": Bomb("x.nq", lambda: _as_quads(_pairs(2_000)), "too-many-values"),
    "300 members, 300 foundings": made("x.ttl", "Membership-after-founding", lambda: _members(300)),
    "300 times the same member": made("x.ttl", "Membership-role", lambda: _twice(300)),
    "1,000 times one within another": made("x.ttl", "", lambda: _chain(1_000)),
    "40,000 labels of one thing": made(
        "x.ttl",
        "Cluster-source",
        lambda: _said("1") + "<http://e/a> " + _LABEL + ",".join(f"'{n}'@en" for n in range(40_000)) + ".",
    ),
    "10,000 findings": made(
        "x.ttl", "Cluster-source", lambda: TYPED + "".join(f"<e:{n}> a c:Cluster .\n" for n in range(10_000))
    ),
    "300,000 things of ours": made("x.ttl", "too-many-things", lambda: TYPED + "[]a c:Cluster.\n" * (UPLOAD // 15)),
    "a million nameless things": made("x.ttl", "too-many-things", lambda: "[]<e:p>[].\n" * (UPLOAD // 11)),
    "a million statements of one thing": made(
        "x.nt", "", lambda: "".join(f"<e:a> <e:b> <e:{n}> .\n" for n in range(UPLOAD // 24))
    ),
    "quoted triple": text("x.ttl", _said("<<( <e:a> <e:b> <e:c> )>>"), "triple-term"),
    "annotation": text("x.ttl", _said("1 {| <e:b> <e:c> |}"), "triple-term"),
    "direction": text("x.ttl", _said('"a"@en--rtl'), "direction"),
    "UTF-16 with a mark": made("x.ttl", "not-utf8", lambda: _said("1"), "utf-16"),
    "UTF-16 without a mark": made("x.ttl", "not-text", lambda: _said("1"), "utf-16-le"),
    "UTF-32": made("x.ttl", "not-utf8", lambda: _said("1"), "utf-32"),
    "cp1251": made("x.ttl", "not-utf8", lambda: _labelled("Кластер"), "cp1251"),
    "broken UTF-8": Bomb("x.ttl", lambda: _labelled("a").encode().replace(b'"a', b'"\xc3('), "not-utf8"),
    "surrogate in UTF-8": Bomb("x.ttl", lambda: _labelled("a").encode().replace(b'"a', b'"\xed\xa0\x80'), "not-utf8"),
    "surrogate as an escape": text("x.ttl", _labelled(r"\ud800"), "bad-escape"),
    "NUL": text("x.ttl", _labelled("a\0b"), "not-text"),
    "NUL as an escape": text("x.ttl", _labelled(r"a\u0000b"), "Cluster-source"),
    "byte order mark": text("x.ttl", "\ufeff" + _said("1"), "Cluster-source"),
    "lone CR": text("x.ttl", _said("1").replace("\n", "\r"), "Cluster-source"),
    "CR and LF": text("x.ttl", _said("1").replace("\n", "\r\n"), "Cluster-source"),
    "unseen signs": text("x.ttl", _labelled(_UNSEEN), "Cluster-source"),
    "signs a terminal obeys": text("x.ttl", _labelled(_OBEYED), "Cluster-source"),
    "signs a terminal obeys in a wrong value": text(
        "x.ttl", f'{TYPED}<e:a> a c:Event ; c:year "{_OBEYED}" .', "Event-year"
    ),
    "signs a terminal obeys where none may be": text("x.ttl", _said(_OBEYED), "syntax"),
    "script in a label": text("x.ttl", _labelled("<script>alert(1)</script>"), "Cluster-source"),
    "script in a name": text("<script>alert(1)<&>.ttl", _labelled("a"), "Cluster-source"),
    "newline in a name": text("x\n::error::owned\x1b[31m.ttl", _labelled("a"), "Cluster-source"),
    "formula in a label": text("=cmd|' calc'!A0.ttl", _labelled("=1+1"), "Cluster-source"),
    "address that runs": text("x.ttl", _said("<javascript:alert(1)>"), "Cluster-source"),
    "thing that runs": text("x.ttl", TYPED + "<javascript:alert(1)> a c:EducationalCluster .", "Cluster-source"),
    "address with quotes": text("x.ttl", _said('<http://e/"x">'), "bad-address"),
    "address with braces": text("x.ttl", _said("<http://e/{}>"), "bad-address"),
    "address with a space": text("x.ttl", _said("<http://e/a b>"), "bad-address"),
    "address with a space as an escape": text("x.ttl", _said(r"<http://e/a\u0020b\u003e>"), "bad-address"),
    "relative addresses": text("x.ttl", TYPED + "<../../../../etc/passwd> a c:EducationalCluster .", "Cluster-source"),
    "address of 2 MB": made("x.ttl", "too-long", lambda: _said(f"<http://e/{'a' * 2_000_000}>")),
    "thing of 2 MB": made("x.nt", "too-long", lambda: f"<http://e/{'a' * 2_000_000}> <e:b> <e:c> ."),
    "property of 2 MB": made("x.ttl", "too-long", lambda: f"<e:a> <http://e/{'a' * 2_000_000}> 1 ."),
    "datatype of 2 MB": made("x.ttl", "too-long", lambda: _said(f'"1"^^<http://e/{"a" * 2_000_000}>')),
    "datatype that is no address": text("x.ttl", _said('"1"^^<no address>'), "bad-address"),
    "datatype that is a text": text("x.ttl", _said('"1"^^"2"'), "bad-address"),
    "language of 1,000 letters": text("x.ttl", _said(f'"a"@{"x" * 1_000}'), "bad-language-tag"),
    "language of 2,000 parts": text("x.ttl", _said(f'"a"@en{"-abcde" * 2_000}'), "too-long"),
    "gzip": Bomb("x.ttl", lambda: gzip.compress(_said("1").encode()), "compressed"),
    "picture": Bomb("x.ttl", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not-utf8"),
    "empty": text("x.ttl", "", ""),
}


def _as_quads(turtle: str) -> bytes:
    return serialize([quad.triple for quad in ox.parse(turtle.encode(), format=TURTLE_FORMAT.engine)], NTRIPLES)
