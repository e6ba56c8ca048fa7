from __future__ import annotations

from dataclasses import replace

import pytest
import rdflib

from clusterkb import KnowledgeBase, assets
from clusterkb.errors import BadInput
from clusterkb.rdf.formats import by_name
from clusterkb.rdf.text import Text
from clusterkb.validation import Finding, Report, engine, job
from clusterkb.validation.gate import check_knowledge_base
from clusterkb.validation.run import rules, validate

EXAMPLES = assets.folder("shapes") / "examples"
FIVE = EXAMPLES / "invalid" / "five-faults.ttl"
WHOLE = EXAMPLES / "valid" / "whole-description.ttl"


def of(kb: KnowledgeBase, text: str) -> Report:
    heads = (
        ("ckb", "https://w3id.org/clusterkb/onto/"),
        ("skos", "http://www.w3.org/2004/02/skos/core#"),
        ("role", "https://w3id.org/clusterkb/concept/role/"),
        ("dcterms", "http://purl.org/dc/terms/"),
        ("ex", "https://example.org/"),
    )
    return kb.validate(" ".join(f"@prefix {name}: <{iri}> ." for name, iri in heads).encode() + text.encode())


def test_a_whole_description_conforms(kb: KnowledgeBase) -> None:
    report = kb.validate(WHOLE)
    assert (report.verdict, report.findings, report.exit_code) == ("conforms", (), 0)


def test_each_fault_is_found_on_its_line(kb: KnowledgeBase) -> None:
    found = [(finding.line, finding.code) for finding in kb.validate(FIVE).findings]
    lines = FIVE.read_text("utf-8").splitlines()
    starts = ("ex:cluster a", "    skos:prefLabel", "    ckb:year", "    ckb:membershipRole", "    ckb:fromYear")
    where = [next(n for n, line in enumerate(lines, 1) if line.startswith(start)) for start in starts]
    codes = ["Cluster-source", "Cluster-label-language", "Event-year", "Membership-role", "Fact-period-order"]
    assert found == list(zip(where, codes, strict=True))


@pytest.mark.parametrize("form", ["nt", "jsonld", "rdf"])
def test_the_findings_are_the_same_in_every_format(kb: KnowledgeBase, form: str) -> None:
    names = {"nt": "nt", "jsonld": "json-ld", "rdf": "xml"}
    data = rdflib.Graph().parse(FIVE).serialize(format=names[form], encoding="utf-8")
    wanted = {(finding.code, finding.focus, finding.value) for finding in kb.validate(FIVE).findings}
    assert {(f.code, f.focus, f.value) for f in kb.validate(data, form=form).findings} == wanted


def test_checking_twice_gives_the_same_report(kb: KnowledgeBase) -> None:
    assert kb.validate(FIVE) == kb.validate(FIVE)


def test_a_relative_address_has_its_line(kb: KnowledgeBase) -> None:
    report = of(kb, "\n\n<#it> a ckb:EducationalCluster .")
    assert {finding.line for finding in report.findings} == {3}


def test_a_byte_order_mark_moves_no_line(kb: KnowledgeBase) -> None:
    plain, marked = (kb.validate(mark + FIVE.read_bytes()) for mark in (b"", b"\xef\xbb\xbf"))
    assert [finding.line for finding in plain.findings] == [finding.line for finding in marked.findings]


def test_a_graph_format_is_checked_as_one_description(kb: KnowledgeBase) -> None:
    data = WHOLE.read_text("utf-8").replace("ex:cluster a", "<https://example.org/g> { ex:cluster a", 1) + "}"
    assert kb.validate(data.encode(), form="trig").verdict == "conforms"


@pytest.mark.parametrize("text", ["", "# nothing", "ex:a a ex:Thing .", "ex:a skos:prefLabel 'x'@en ."])
def test_where_no_shape_matches_the_verdict_is_not_checked(kb: KnowledgeBase, text: str) -> None:
    report = of(kb, "\n" + text)
    assert (report.verdict, report.exit_code, report.checked) == ("not checked", 2, 0)


def test_a_subclass_is_checked_like_its_class(kb: KnowledgeBase) -> None:
    assert of(kb, "ex:a a ckb:HoldingInArticleSense .").checked == 1


def test_an_unknown_class_is_no_conformance(kb: KnowledgeBase) -> None:
    report = of(kb, "ex:a a ckb:EducationalHoldin .")
    assert [(f.code, f.value) for f in report.findings] == [("unknown-term", "ckb:EducationalHoldin")]
    assert report.exit_code == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Did you mean ckb:membershipRole?"),
        ("ru", "Может быть, ckb:membershipRole?"),
        ("uz", "Balki ckb:membershipRole?"),
    ],
)
def test_an_unknown_property_is_answered_with_the_nearest_one(kb: KnowledgeBase, language: str, words: str) -> None:
    finding = of(kb, "\nex:a\n ckb:memberRole 1 .").findings[0]
    assert finding.message(language).endswith(words)
    assert (finding.line, finding.focus, finding.path) == (3, "https://example.org/a", "ckb:memberRole")


def test_an_unknown_concept_is_found_where_it_is_used(kb: KnowledgeBase) -> None:
    findings = of(kb, "ex:a ckb:membershipRole role:leader .").findings
    assert [(f.code, f.path, f.value) for f in findings] == [("unknown-term", "ckb:membershipRole", "role:leader")]


def test_a_name_like_none_of_ours_is_answered_with_the_list(kb: KnowledgeBase) -> None:
    assert "See the list of terms." in of(kb, "ex:a ckb:qqqqqqqq 1 .").findings[0].message("en")


def test_a_term_the_description_defines_itself_is_known(kb: KnowledgeBase) -> None:
    assert of(kb, "ex:a ckb:ownTerm 1 . ckb:ownTerm skos:prefLabel 'own'@en .").findings == ()


def test_terms_of_others_are_not_judged(kb: KnowledgeBase) -> None:
    assert of(kb, "ex:a ex:anything ex:AtAll .").findings == ()


def test_one_unknown_term_is_said_once_a_subject(kb: KnowledgeBase) -> None:
    assert len(of(kb, "ex:a ckb:qq 1, 2, 3 . ex:b ckb:qq 1 .").findings) == 2


@pytest.mark.parametrize(
    "data", [b"\xff\xfe", b"@prefix", b"<a> <b> 'x\0' .", b"{", "ex:a ex:b 1 .".encode("utf-16")], ids=range(5)
)
def test_what_cannot_be_read_is_refused(kb: KnowledgeBase, data: bytes) -> None:
    with pytest.raises(BadInput):
        kb.validate(data, name="x.ttl")


def test_the_worker_job_gives_the_same_report(kb: KnowledgeBase) -> None:
    data = FIVE.read_bytes()
    assert job.check(str(kb.version.store), data, "ttl", "x") == validate(data, by_name("ttl"), kb.rules, name="x")


def test_the_knowledge_base_passes_its_own_gate(kb: KnowledgeBase) -> None:
    report = check_knowledge_base(kb.store, kb.version.manifest.sources)
    assert [f"{f.focus} {f.code}" for f in report.findings if f.severity == "Violation"] == []
    assert report.checked > 50


def test_the_rules_hold_every_shape_and_our_terms_only(kb: KnowledgeBase) -> None:
    found = rules(kb.store)
    assert {term for term in found.terms if not term.startswith("https://w3id.org/clusterkb/")} == set()
    shapes = rdflib.Graph().parse(data=found.shapes, format="nt")
    assert len(set(shapes.subjects(rdflib.RDF.type, rdflib.SH.NodeShape))) >= len(list(EXAMPLES.parent.glob("*.ttl")))


def test_no_message_lacks_a_language(kb: KnowledgeBase) -> None:
    findings = kb.validate(FIVE).findings
    assert [f.code for f in findings if {m.language for m in f.messages} != {"en", "ru", "uz"}] == []


def finding(*messages: Text) -> Finding:
    return Finding("code", "Violation", "f", 1, "s", "p", "v", messages)


def test_a_missing_language_falls_back_to_english() -> None:
    assert finding(Text("a", "ru"), Text("b", "en")).message("uz") == "b"


def test_without_english_any_message_is_given() -> None:
    assert finding(Text("a", "ru")).message("uz") == "a"


def test_without_any_message_the_code_is_given() -> None:
    assert finding().message("en") == "code"


def nt(text: str) -> bytes:
    heads = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e/> ."
    return rdflib.Graph().parse(data=heads + text).serialize(format="nt", encoding="utf-8")


SHAPE = """e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property e:P .
    e:P sh:path e:p ; sh:datatype <http://www.w3.org/2001/XMLSchema#integer> ; sh:severity %s ;
    sh:message "{?value} is bad"@en ."""


@pytest.mark.parametrize("severity", ["Violation", "Warning", "Info"])
def test_the_engine_keeps_severity_and_puts_the_value_into_the_message(severity: str) -> None:
    found = engine.run(nt("e:s a e:C ; e:p 'x' ."), nt(SHAPE % f"sh:{severity}"), "f")
    assert [(f.severity, f.message("en")) for f in found] == [(severity, "x is bad")]


def test_the_engine_shows_values_as_they_were_written() -> None:
    shape = SHAPE.replace("sh:datatype <http://www.w3.org/2001/XMLSchema#integer>", "sh:nodeKind sh:IRI")
    found = engine.run(
        nt("e:s a e:C .") + b'<http://e/s> <http://e/p> "007"^^<http://www.w3.org/2001/XMLSchema#integer> .\n',
        nt(shape % "sh:Info"),
        "f",
    )
    assert [f.value for f in found] == ["007"]


@pytest.mark.parametrize(("verdict", "code"), [("conforms", 0), ("does not conform", 1), ("not checked", 2)])
def test_each_verdict_has_its_exit_code(verdict: str, code: int) -> None:
    assert Report("f", verdict, 1, (), "e").exit_code == code


@pytest.mark.parametrize(("severity", "verdict"), [("Violation", "does not conform"), ("Warning", "conforms")])
def test_only_a_violation_spoils_conformance(kb: KnowledgeBase, severity: str, verdict: str) -> None:
    shapes = kb.rules.shapes.replace(b"shacl#Violation", f"shacl#{severity}".encode())
    assert validate(FIVE.read_bytes(), by_name("ttl"), replace(kb.rules, shapes=shapes)).verdict == verdict
