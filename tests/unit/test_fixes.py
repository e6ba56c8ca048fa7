from __future__ import annotations

import difflib
from codecs import BOM_UTF8

import pytest

from clusterkb import KnowledgeBase
from clusterkb.validation.documents import Sent
from clusterkb.validation.engines.shapes import Shapes
from clusterkb.validation.findings import Finding
from clusterkb.validation.fixes.patch import apply
from clusterkb.validation.mend import mend
from clusterkb.validation.rules import Rules

_SPACES = {
    "ckb": "https://w3id.org/clusterkb/onto/",
    "confidence": "https://w3id.org/clusterkb/concept/confidence/",
    "dcterms": "http://purl.org/dc/terms/",
    "ex": "https://example.org/",
    "role": "https://w3id.org/clusterkb/concept/role/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in _SPACES.items())
CLUSTER = """# ckb:recordConfidense in a comment
ex:cluster a ckb:EducationalCluster ; # what it is
    skos:prefLabel "Cluster"@en ;
    skos:note '''two lines; "2001" and
ckb:recordConfidense <https://www.w3.org/2004/02/skos/core#note> .'''@en ;
    ckb:recordConfidence confidence:medium ;
    dcterms:source ex:report .
"""
MEMBER = """ex:m a ckb:Membership ;
    ckb:membershipMember ex:college ;
    ckb:membershipOrganization ex:cluster ;
    ckb:membershipRole role:member ;
    ckb:checkedOn "2026-11-23"^^xsd:date ;
    dcterms:source ex:report .
"""
WHOLE = HEAD + CLUSTER + MEMBER

# What is wrong, line by line: as it should be → as it is.
_SLIPS = {
    "a misspelt property": ("ckb:recordConfidence confidence", "ckb:recordConfidense confidence"),
    "a property with an underscore": ("ckb:membershipRole", "ckb:membership_role"),
    "a class in small letters": ("a ckb:EducationalCluster", "a ckb:educationalCluster"),
    "a class whose letters changed places": ("a ckb:Membership ", "a ckb:Membershpi "),
    "a misspelt whole address": (
        "<https://w3id.org/clusterkb/onto/membershipRole> role",
        "<https://w3id.org/clusterkb/onto/membershipRol> role",
    ),
    "a misspelt concept": ("confidence:medium", "confidence:medum"),
    "our namespace with http": ("ckb: <https://w3id", "ckb: <http://w3id"),
    "our namespace with a hash": ("clusterkb/onto/> .", "clusterkb/onto#> ."),
    "our namespace with www": ("role: <https://w3id", "role: <https://www.w3id"),
    "another's namespace with https": ("skos: <http://", "skos: <https://"),
    "the namespace of datatypes with https": ("xsd: <http://", "xsd: <https://"),
    "a misspelt prefix": ("role:member", "rolle:member"),
    "a prefix that is not declared": ("@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n", ""),
    "an underscore in a language": ('"Cluster"@en-GB', '"Cluster"@en_GB'),
    "a text without a language": ('"Cluster"@en', '"Cluster"'),
    "a text with a datatype for a language": ('"Cluster"@en', '"Cluster"^^xsd:string'),
    "an address as a text": (
        "ckb:membershipMember <https://e.example/c>",
        'ckb:membershipMember "https://e.example/c"',
    ),
    "a thing of ours as a text": (
        "ckb:membershipMember <https://w3id.org/clusterkb/id/org/delta-academies-trust>",
        'ckb:membershipMember "ckorg:delta-academies-trust"',
    ),
    "the name of a concept": ("role:member", '"Member"'),
    "the label of a concept": ("role:base-college", '"base college"@en'),
    "a number as a text": ("ckb:fromYear 2001 ;", 'ckb:fromYear "2001" ;'),
    "a number as a year": ("ckb:fromYear 2001 ;", 'ckb:fromYear "2001" ^^ xsd:gYear ;'),
}


def _right(kind: str) -> str:
    """The whole description with what the case needs in it."""
    right = _SLIPS[kind][0]
    whole = WHOLE.replace('"Cluster"@en', right) if right.startswith('"Cluster"') else WHOLE
    if "ckb:fromYear" in right:
        whole = whole.replace(
            "    ckb:checkedOn", "    ckb:untilYear 2009 ;\n    ckb:fromYear 2001 ;\n    ckb:checkedOn"
        )
    for name in ("<https://w3id.org/clusterkb/onto/membershipRole> role", "ckb:membershipMember <"):
        if right.startswith(name):
            old = "ckb:membershipRole role" if "Role" in name else "ckb:membershipMember ex:college"
            whole = whole.replace(old, right)
    return whole.replace("role:member ;", "role:base-college ;") if right == "role:base-college" else whole


def mended(kb: KnowledgeBase, text: str, form: str = "ttl") -> tuple[str, int]:
    """The document with its fixes, all of whose findings must be gone."""
    (document,), report, number = mend([Sent(text.encode(), form, "a")], kb.rules)
    assert not report.findings
    return document.data.decode(), number


def findings(kb: KnowledgeBase, text: str, form: str = "ttl") -> tuple[Finding, ...]:
    return kb.validate(text.encode(), form=form, name="a").findings


def changes(before: str, after: str) -> list[str]:
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in lines if line[:1] in "+-"]


@pytest.mark.parametrize("kind", _SLIPS)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_slip_in_turtle_is_mended_and_nothing_else_changes(kb: KnowledgeBase, kind: str, line_end: str) -> None:
    right, wrong = _SLIPS[kind]
    wanted = _right(kind).replace("\n", line_end)
    right = right.replace("\n", line_end)
    assert right in wanted
    text, number = mended(kb, wanted.replace(right, wrong))
    assert number >= 1
    assert text == wanted


def test_a_byte_order_mark_stays(kb: KnowledgeBase) -> None:
    wrong = BOM_UTF8 + WHOLE.replace("role:member", "role:membr").encode()
    (document,), _, _ = mend([Sent(wrong, "ttl", "a")], kb.rules)
    assert document.data == BOM_UTF8 + WHOLE.encode()


def test_what_a_prefix_means_at_the_place_counts(kb: KnowledgeBase) -> None:
    again = WHOLE.replace(
        "ex:m a",
        "@prefix role: <https://other.example/> .\n@prefix r: <https://w3id.org/clusterkb/concept/role/> .\nex:m a",
    )
    again = again.replace("role:member ;", '"Member" ;')
    assert changes(again, mended(kb, again)[0]) == [
        '-     ckb:membershipRole "Member" ;',
        "+     ckb:membershipRole r:member ;",
    ]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("role:member", '"leader"'), "lead is another word"),
        (("role:member", "role:membermember"), "nothing is near"),
        (('"Cluster"@en', '"Кластер"'), "it is written otherwise"),
        (("ckb:checkedOn", 'ckb:fromYear " 2001" ; ckb:checkedOn'), "spaces stand around it"),
        (("ckb:checkedOn", 'ckb:fromYear "2001." ; ckb:checkedOn'), "a full stop follows it"),
        (("ckb:checkedOn", 'ckb:fromYear "3000" ; ckb:checkedOn'), "it would still be wrong"),
        (("ex:college", '"The College"'), "a name is no address"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_ambiguous_is_left_alone(kb: KnowledgeBase, change: tuple[str, str], why: str) -> None:
    wrong = WHOLE.replace(*change)
    (document,), report, number = mend([Sent(wrong.encode(), "ttl", "a")], kb.rules)
    assert (document.data.decode(), number, bool(report.findings)) == (wrong, 0, True), why


def test_a_text_is_given_no_language_where_there_are_two(kb: KnowledgeBase) -> None:
    wrong = WHOLE.replace('"Cluster"@en', '"Cluster"').replace("'''@en", "'''@uz")
    wrong += 'ex:cluster skos:note "one more"@en .\n'
    assert [finding.fix for finding in findings(kb, wrong)] == [None]


@pytest.mark.parametrize(
    ("block", "after"),
    [
        (
            "ex:c a ckb:IndustrialCluster ;\n  skos:prefLabel 'x'@en .",
            "ex:c a ckb:IndustrialCluster ;\n  skos:prefLabel 'x'@en ;\n  {line} .",
        ),
        (
            "ex:c a ckb:IndustrialCluster;\n\tskos:prefLabel 'x'@en;\n.",
            "ex:c a ckb:IndustrialCluster;\n\tskos:prefLabel 'x'@en;\n\t{line};\n.",
        ),
        (
            "ex:c a ckb:IndustrialCluster ; skos:prefLabel 'x'@en .",
            "ex:c a ckb:IndustrialCluster ; skos:prefLabel 'x'@en ; {line} .",
        ),
        (
            "ex:c a ckb:IndustrialCluster ;\n  skos:prefLabel 'x'@en # why\n  .",
            "ex:c a ckb:IndustrialCluster ;\n  skos:prefLabel 'x'@en ; # why\n  {line}\n  .",
        ),
        (
            "[] a ckb:IndustrialCluster ; skos:prefLabel 'x'@en .",
            "[] a ckb:IndustrialCluster ; skos:prefLabel 'x'@en ; {line} .",
        ),
        (
            "ex:d skos:related [ a ckb:IndustrialCluster ; skos:prefLabel 'x'@en ] , ex:e .",
            "ex:d skos:related [ a ckb:IndustrialCluster ; skos:prefLabel 'x'@en ; {line} ] , ex:e .",
        ),
    ],
)
def test_a_missing_line_is_proposed_at_the_end_of_the_block(kb: KnowledgeBase, block: str, after: str) -> None:
    text = HEAD + block
    (found,) = [one for one in findings(kb, text) if one.code == "Cluster-source"]
    assert found.fix
    assert not found.fix.certain
    made = apply(text, found.fix.edits)
    line = "dcterms:source " + made.partition("dcterms:source ")[2].split()[0].rstrip(";")
    assert made == HEAD + after.format(line=line)
    assert "Cluster-source" not in {one.code for one in findings(kb, made)}


def test_a_value_that_a_shape_demands_is_added() -> None:
    shapes = """<{s}S> <{r}type> <{sh}NodeShape> .
<{s}S> <{sh}targetClass> <http://e/C> .
<{s}S> <{sh}property> <{s}S-p> .
<{s}S-p> <{sh}path> <http://e/p> .
<{s}S-p> <{sh}hasValue> <http://e/v> .
""".format(
        s="https://w3id.org/clusterkb/shapes/",
        r="http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        sh="http://www.w3.org/ns/shacl#",
    )
    sent = [Sent(b"@prefix e: <http://e/> .\ne:s a e:C ;\n  e:p e:w .\n", "ttl", "a")]
    (document,), report, number = mend(sent, Rules(Shapes(shapes.encode())))
    assert (report.findings, number) == ((), 1)
    assert document.data == b"@prefix e: <http://e/> .\ne:s a e:C ;\n  e:p e:w ;\n  e:p e:v .\n"


INVERTED = HEAD + CLUSTER.replace("    dcterms", "    ckb:figureOf ex:f ; # so many\n    dcterms")
FIGURE = """ex:f a ckb:Figure ;
    ckb:figureCounts <https://w3id.org/clusterkb/concept/counted/schools> ;
    ckb:figureValue 12 ;
    ckb:year 2011 ;
    ckb:checkedOn "2026-11-23"^^xsd:date ;
    dcterms:source ex:report .
"""


def test_an_inverted_relation_moves_to_the_other_side(kb: KnowledgeBase) -> None:
    before = INVERTED + FIGURE
    after, _ = mended(kb, before)
    assert changes(before, after) == [
        "-     ckb:figureOf ex:f ; # so many",
        "+      # so many",
        "-     dcterms:source ex:report .",
        "+     dcterms:source ex:report ;",
        "+     ckb:figureOf ex:cluster .",
    ]


def test_an_inverted_relation_moves_to_another_file(kb: KnowledgeBase) -> None:
    sent = [Sent(INVERTED.encode(), "ttl", "a"), Sent((HEAD + FIGURE).encode(), "ttl", "b")]
    documents, report, number = mend(sent, kb.rules)
    assert (report.findings, number) == ((), 1)
    assert [b"ckb:figureOf ex:cluster" in document.data for document in documents] == [False, True]


def test_an_inverted_relation_of_its_own_is_swapped(kb: KnowledgeBase) -> None:
    before = HEAD + CLUSTER + FIGURE + "ex:cluster ckb:figureOf ex:f . # so many\n"
    assert mended(kb, before)[0] == HEAD + CLUSTER + FIGURE + "ex:f ckb:figureOf ex:cluster . # so many\n"


def test_a_relation_between_things_of_unknown_kind_is_not_called_inverted(kb: KnowledgeBase) -> None:
    text = HEAD + CLUSTER + "ex:cluster ckb:figureOf ex:unknown .\n"
    assert "inverted-relation" not in {one.code for one in findings(kb, text)}


def test_fixes_that_touch_the_same_place_are_made_one_after_the_other(kb: KnowledgeBase) -> None:
    wrong = WHOLE.replace("ckb:membershipRole role:member", 'ckb:membershipRol "Member"')
    assert mended(kb, wrong) == (WHOLE, 2)


def test_every_language_has_a_title(kb: KnowledgeBase) -> None:
    (found,) = findings(kb, WHOLE.replace("role:member", '"Member"'))
    assert found.fix
    assert [text.language for text in found.fix.titles] == ["en", "ru", "uz"]


def test_a_document_that_conforms_is_left_alone(kb: KnowledgeBase) -> None:
    assert mended(kb, WHOLE) == (WHOLE, 0)


TRIPLES = """# one a line
<https://e.example/m> <{r}type> <{o}Membership> {g}.
<https://e.example/m> <{o}membershipMember> <https://e.example/a> {g}.
<https://e.example/m> <{o}membershipOrganization> <https://e.example/b> {g}. # whose
<https://e.example/m> <{o}membershipRole> <https://w3id.org/clusterkb/concept/role/member> {g}.
<https://e.example/m> <{o}fromYear> "2001"^^<{x}integer> {g}.
<https://e.example/m> <{o}checkedOn> "2026-11-23"^^<{x}date> {g}.
<https://e.example/m> <http://purl.org/dc/terms/source> <https://e.example/s> {g}.
<https://e.example/s> <http://www.w3.org/2004/02/skos/core#note> "a"@en {g}.
""".format(o=_SPACES["ckb"], x=_SPACES["xsd"], r="http://www.w3.org/1999/02/22-rdf-syntax-ns#", g="{g}")


@pytest.mark.parametrize("form", ["nt", "nq"])
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("onto/membershipRole>", "onto/membershipRoles>"),
        ("<https://w3id.org/clusterkb/onto/membershipRole>", "<ckb:membershipRole>"),
        ("<https://w3id.org/clusterkb/onto/Membership>", "<http://w3id.org/clusterkb/onto#Membership>"),
        ("<http://purl.org/dc/terms/source>", "<https://purl.org/dc/terms/source>"),
        ("http://www.w3.org/2001/XMLSchema#date", "https://www.w3.org/2001/XMLSchema#date"),
        ('"2001"^^<http://www.w3.org/2001/XMLSchema#integer>', '"2001"'),
        ("<https://w3id.org/clusterkb/concept/role/member>", '"member"'),
        ("<https://e.example/a>", '"https://e.example/a"'),
        (
            "<https://e.example/m> <https://w3id.org/clusterkb/onto/membershipMember> <https://w3id.org/x>",
            "<https://w3id.org/x> <https://w3id.org/clusterkb/onto/membershipMember> <https://e.example/m>",
        ),
    ],
)
def test_a_slip_in_a_line_is_mended(kb: KnowledgeBase, form: str, right: str, wrong: str) -> None:
    wanted = TRIPLES.replace("{g}", "<https://e.example/g> " if form == "nq" else "")
    if "w3id.org/x" in right:
        wanted = wanted.replace("<https://e.example/a>", "<https://w3id.org/x>")
        wanted += (
            TRIPLES.splitlines()[1]
            .replace("{g}", "")
            .replace("e.example/m", "w3id.org/x")
            .replace("Membership", "Employer")
        )
    assert right in wanted
    assert mended(kb, wanted.replace(right, wrong), form) == (wanted, 1)


JSON = """{
  "@context": {
    "ckb": "https://w3id.org/clusterkb/onto/",
    "role": "https://w3id.org/clusterkb/concept/role/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "source": {"@id": "http://purl.org/dc/terms/source", "@type": "@id"},
    "organization": {"@id": "ckb:membershipOrganization", "@type": "@id"}
  },
  "@id": "https://e.example/m",
  "@type": "ckb:Membership",
  "skos:note": {"@value": "ckb:membershipRol \\"2001\\"", "@language": "en"},
  "ckb:membershipMember": {"@id": "https://e.example/a"},
  "organization": "https://e.example/b",
  "ckb:membershipRole": {"@id": "role:member"},
  "ckb:fromYear": 2001,
  "ckb:nameUseName": {"@value": "M", "@language": "en"},
  "ckb:checkedOn": {"@value": "2026-11-23", "@type": "xsd:date"},
  "source": "https://e.example/s"
}
"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('"ckb:membershipRole"', '"ckb:membershipRoel"'),
        ('"ckb:membershipOrganization"', '"ckb:membershipOrganisation"'),
        ('"skos:note"', '"skso:note"'),
        ('"ckb:Membership"', '"ckb:membership"'),
        ('"https://w3id.org/clusterkb/onto/"', '"http://w3id.org/clusterkb/onto#"'),
        ('"http://purl.org/dc/terms/source"', '"https://purl.org/dc/terms/source"'),
        ('"ckb:fromYear": 2001', '"ckb:fromYear": "2001"'),
        ('{"@id": "role:member"}', '"Member"'),
        ('{"@id": "https://e.example/a"}', '"https://e.example/a"'),
    ],
)
def test_a_slip_in_json_is_mended(kb: KnowledgeBase, right: str, wrong: str, line_end: str) -> None:
    wanted = JSON.replace("\n", line_end)
    assert right in wanted
    assert mended(kb, wanted.replace(right, wrong), "jsonld") == (wanted, 1)


XML = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns:skos="http://www.w3.org/2004/02/skos/core#"
    xmlns:dcterms="http://purl.org/dc/terms/"
    xmlns:ckb="https://w3id.org/clusterkb/onto/">
  <!-- <ckb:membershipRol>2001</ckb:membershipRol> -->
  <ckb:Membership rdf:about="https://e.example/m">
    <skos:note xml:lang="en"><![CDATA[<ckb:fromYear>2001</ckb:fromYear>]]></skos:note>
    <ckb:membershipMember rdf:resource="https://e.example/a"/>
    <ckb:membershipOrganization rdf:resource="https://e.example/b"/>
    <ckb:membershipRole rdf:resource="https://w3id.org/clusterkb/concept/role/member"/>
    <ckb:fromYear rdf:datatype="http://www.w3.org/2001/XMLSchema#integer">2001</ckb:fromYear>
    <ckb:checkedOn rdf:datatype="http://www.w3.org/2001/XMLSchema#date">2026-11-23</ckb:checkedOn>
    <dcterms:source rdf:resource="https://e.example/s"/>
  </ckb:Membership>
</rdf:RDF>
"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("<ckb:membershipRole ", "<ckb:membershipRoles "),
        ("ckb:Membership", "ckb:MemberShips"),
        ('"https://w3id.org/clusterkb/onto/"', '"http://www.w3id.org/clusterkb/onto/"'),
        ('"http://purl.org/dc/terms/"', '"https://purl.org/dc/terms/"'),
        (' rdf:datatype="http://www.w3.org/2001/XMLSchema#integer">2001', ">2001"),
        ("#integer", "#gYear"),
        ("concept/role/member", "concept/role/membre"),
        (' rdf:resource="https://w3id.org/clusterkb/concept/role/member"/>', ">Member</ckb:membershipRole>"),
        (' rdf:resource="https://e.example/a"/>', ">https://e.example/a</ckb:membershipMember>"),
        ('    xmlns:dcterms="http://purl.org/dc/terms/"', '    xmlns:dctrms="http://purl.org/dc/terms/"'),
    ],
)
def test_a_slip_in_xml_is_mended(kb: KnowledgeBase, right: str, wrong: str, line_end: str) -> None:
    wanted = XML.replace("\n", line_end)
    right, wrong = right.replace("\n", line_end), wrong.replace("\n", line_end)
    assert right in wanted
    text, number = mended(kb, wanted.replace(right, wrong), "rdf")
    assert number == 1
    if "dctrms" not in wrong:
        assert text == wanted


@pytest.mark.parametrize(
    ("form", "before", "after"),
    [
        ("jsonld", '"skos:prefLabel": "Cluster"', '"skos:prefLabel": {"@value": "Cluster", "@language": "en"}'),
        (
            "jsonld",
            '"skos:prefLabel": {"@value": "Cluster"}',
            '"skos:prefLabel": {"@value": "Cluster", "@language": "en"}',
        ),
        ("rdf", "<skos:prefLabel>Cluster<", '<skos:prefLabel xml:lang="en">Cluster<'),
    ],
)
def test_a_language_is_given_in_every_format(kb: KnowledgeBase, form: str, before: str, after: str) -> None:
    confidence = "https://w3id.org/clusterkb/concept/confidence/low"
    if form == "jsonld":
        label = f'  {after},\n  "ckb:recordConfidence": {{"@id": "{confidence}"}},\n  "source": "'
        wanted = JSON.replace("ckb:Membership", "ckb:Cluster").replace('  "source": "', label)
    else:
        label = f'    {after}/skos:prefLabel>\n    <ckb:recordConfidence rdf:resource="{confidence}"/>\n    <dcterms'
        wanted = XML.replace("ckb:Membership", "ckb:Cluster").replace("    <dcterms", label)
    assert after in wanted
    text = wanted.replace(after, before)
    found = [one for one in findings(kb, text, form) if one.code == "Cluster-label-language"]
    assert [one.fix and apply(text, one.fix.edits) for one in found] == [wanted]


@pytest.mark.parametrize("form", ["nt", "jsonld", "rdf"])
def test_a_missing_line_is_proposed_in_every_format(kb: KnowledgeBase, form: str) -> None:
    texts = {"nt": TRIPLES.replace("{g}", ""), "jsonld": JSON, "rdf": XML}
    lines = texts[form].splitlines(keepends=True)
    text = "".join(line for line in lines if "embershipMember" not in line or "Rol" in line)
    (found,) = findings(kb, text, form)
    assert found.fix
    assert not found.fix.certain
    made = apply(text, found.fix.edits)
    assert not findings(kb, made, form)
    assert len(changes(text, made)) <= 3


@pytest.mark.parametrize("form", ["jsonld", "rdf"])
def test_an_inverted_relation_is_turned_in_every_format(kb: KnowledgeBase, form: str) -> None:
    if form == "jsonld":
        wrong = JSON.replace('"ckb:membershipMember": {"@id": "https://e.example/a"},\n', "").replace(
            '"@id": "https://e.example/m"',
            '"@included": {\n"@id": "https://e.example/a",\n"@type": "ckb:Employer",\n"ckb:membershipMember": {"@id": "https://e.example/m"}\n},'
            '\n"@id": "https://e.example/m"',
        )
    else:
        wrong = XML.replace('    <ckb:membershipMember rdf:resource="https://e.example/a"/>\n', "").replace(
            "</rdf:RDF>",
            '<ckb:Employer rdf:about="https://e.example/a">\n<ckb:membershipMember rdf:resource="https://e.example/m"/>\n</ckb:Employer>\n</rdf:RDF>',
        )
    text, number = mended(kb, wrong, form)
    assert (number, len(changes(wrong, text)) <= 5) == (1, True)


def test_two_documents_of_one_name_are_not_mended(kb: KnowledgeBase) -> None:
    sent = [Sent(WHOLE.replace("role:member", "role:membr").encode(), "ttl", "a")] * 2
    documents, _, number = mend(sent, kb.rules)
    assert (documents, number) == (sent, 0)


@pytest.mark.parametrize(
    ("form", "text", "title"),
    [
        ("ttl", WHOLE.replace("ckb:checkedOn", 'ckb:fromYear "2011" ;\n    ckb:checkedOn'), '"2011"^^xsd:integer'),
        (
            "ttl",
            WHOLE.replace("ckb:checkedOn", 'ckb:untilYear 2012 ;\n    ckb:fromYear "2011" ; ckb:checkedOn'),
            "2011",
        ),
        ("nt", TRIPLES.format(g="").replace('2001"^^<{x}integer>'.format(x=_SPACES["xsd"]), '2001"'), "XMLSchema#int"),
    ],
)
def test_a_title_shows_what_is_written_into_the_file(kb: KnowledgeBase, form: str, text: str, title: str) -> None:
    (found,) = findings(kb, text, form)
    assert found.fix
    assert f"Write {found.fix.edits[0].text} instead of " in found.fix.titles[0].value
    assert title in found.fix.edits[0].text


@pytest.mark.parametrize(
    ("right", "wrong", "title"),
    [
        ('"ckb:fromYear": 2001', '"ckb:fromYear": "2001"', 'Write 2001 instead of "2001".'),
        ('{"@id": "role:member"}', '"Member"', 'Write {"@id": "role:member"} instead of "Member".'),
        ("2001,", '{"@value": "2001"},', 'Add "@type": "xsd:integer".'),
    ],
)
def test_a_title_in_json_shows_the_value_as_a_whole(kb: KnowledgeBase, right: str, wrong: str, title: str) -> None:
    (found,) = findings(kb, JSON.replace(right, wrong), "jsonld")
    assert found.fix
    assert found.fix.titles[0].value == title


def test_what_is_wrong_in_a_document_that_cannot_be_read_is_mended_wherever_it_stands(kb: KnowledgeBase) -> None:
    again = WHOLE.replace('"Cluster"@en', '"Cluster"@en_GB , "Klaster"@uz_UZ').replace("role:member", "rolle:member")
    wanted = WHOLE.replace('"Cluster"@en', '"Cluster"@en-GB , "Klaster"@uz-UZ')
    assert mended(kb, again) == (wanted, 3)


def test_mending_one_error_may_uncover_the_next_of_the_same_statement(kb: KnowledgeBase) -> None:
    wrong = WHOLE.replace("ckb:recordConfidence conf", "ckbb:recordConfidence conf")
    wrong = wrong.replace("ex:report", "<http://a b>")
    (document,), report, number = mend([Sent(wrong.encode(), "ttl", "a")], kb.rules)
    assert (number, "ckbb:" in document.data.decode()) == (1, False)
    assert [one.code for one in report.findings][:1] == ["bad-address"]


def test_another_error_than_a_prefix_is_not_mended_by_declaring_one(kb: KnowledgeBase) -> None:
    text = '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><skos:note>A & B</skos:note></r:RDF>'
    assert [(one.code, one.fix) for one in findings(kb, text, "rdf")] == [("syntax", None)]


def test_a_text_with_the_uzbek_mark_gets_its_language(kb: KnowledgeBase) -> None:
    text = HEAD + CLUSTER.replace("@en", "@uz").replace("dcterms:source", 'skos:note "Oʻquv klasteri" ; dcterms:source')
    text = text.replace('skos:prefLabel "Cluster"@uz', 'skos:prefLabel "Oʻquv klasteri"')
    (found,) = findings(kb, text)
    assert found.fix
    assert found.fix.titles[0].value == "Add @uz."


def test_the_example_of_a_missing_date_has_its_datatype(kb: KnowledgeBase) -> None:
    (found,) = findings(kb, WHOLE.replace('    ckb:checkedOn "2026-11-23"^^xsd:date ;\n', ""))
    assert found.fix
    assert 'ckb:checkedOn "2026-11-23"^^xsd:date' in found.fix.edits[-1].text


def test_a_fix_that_was_tried_and_refused_is_promised_no_longer(kb: KnowledgeBase) -> None:
    # The member is named twice; a role for the second makes it the same membership again.
    twice = WHOLE + MEMBER.replace("ex:m a", "ex:n a").replace("role:member", '"member"')
    _, report, number = mend([Sent(twice.encode(), "ttl", "a")], kb.rules)
    assert (number, [(one.code, one.fix) for one in report.findings]) == (0, [("Membership-role", None)])


def test_more_findings_than_a_report_holds_are_mended_all(kb: KnowledgeBase) -> None:
    many = HEAD + "".join(CLUSTER.replace("ex:cluster", f"ex:c{n}") for n in range(600))
    wrong = many.replace("confidence:medium", '"medium"').replace("ex:report", '"https://example.org/report"')
    text, number = mended(kb, wrong)
    assert number == 1_200
    assert text == many


def test_one_fix_that_breaks_something_does_not_keep_the_others_from_being_made(kb: KnowledgeBase) -> None:
    twice = WHOLE + MEMBER.replace("ex:m a", "ex:n a").replace("role:member", '"member"')
    twice = twice.replace("confidence:medium", '"medium"')
    (document,), _, number = mend([Sent(twice.encode(), "ttl", "a")], kb.rules)
    assert number == 1
    assert b"confidence:medium" in document.data
