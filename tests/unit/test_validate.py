from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib
from owlrl.DatatypeHandling import use_RDFLib_lexical_conversions

from clusterkb import KnowledgeBase, assets
from clusterkb.rdf.text import Text
from clusterkb.validation import Finding, Report, Sent, check_knowledge_base, job, validate
from clusterkb.validation.engines import ENGINES, REFERENCE, Engine, Shapes
from clusterkb.validation.findings import CheckedFile, Place
from clusterkb.validation.rules import Rules, rules

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
    said = of(kb, "ex:a ckb:qqqqqqqq 1 .").findings[0].message("en")
    assert "See the list of terms: https://w3id.org/clusterkb/onto" in said


def test_terms_of_others_are_not_judged(kb: KnowledgeBase) -> None:
    assert of(kb, "ex:a ex:anything ex:AtAll .").findings == ()


def test_one_unknown_term_is_said_once_a_subject(kb: KnowledgeBase) -> None:
    assert len(of(kb, "ex:a ckb:qq 1, 2, 3 . ex:b ckb:qq 1 .").findings) == 2


@pytest.mark.parametrize(
    "data", [b"\xff\xfe", b"@prefix", b"<a> <b> 'x\0' .", b"{", "ex:a ex:b 1 .".encode("utf-16")], ids=range(5)
)
def test_what_cannot_be_read_is_a_finding_and_nothing_is_said_to_conform(kb: KnowledgeBase, data: bytes) -> None:
    report = kb.validate(data, name="x.ttl")
    assert (report.verdict, report.exit_code, report.checked) == ("not checked", 2, 0)
    assert {finding.severity for finding in report.findings} == {"Violation"}
    assert {text.language for finding in report.findings for text in finding.messages} == {"en", "ru", "uz"}


def test_every_fault_of_a_text_that_cannot_be_read_is_told_at_once(kb: KnowledgeBase) -> None:
    text = "<http://e/a> e:p 1 .\n<http://e/a> <http://e/p> 2 .\n<http://e/a> f:p 3 .\n<http://e/a> <http://e/p> 'x .\n"
    found = [(f.line, f.code) for f in kb.validate(text.encode()).findings]
    assert found == [(1, "unknown-prefix"), (3, "unknown-prefix"), (4, "unclosed")]


def test_the_worker_job_gives_the_same_report(kb: KnowledgeBase) -> None:
    data = FIVE.read_bytes()
    found = job.check(str(kb.version.path), [job.Upload(data, "ttl", "x")])
    assert found.report == validate([Sent(data, "ttl", "x")], kb.rules)
    assert found.texts == {"x": data.decode()}


def test_two_files_are_one_description(kb: KnowledgeBase) -> None:
    first = b"<http://e/c> a <https://w3id.org/clusterkb/onto/EducationalCluster> ."
    second = WHOLE.read_bytes().replace(b"ex:cluster a ckb:EducationalCluster", b"<http://e/c> ckb:note 1 ; ckb:note 2")
    alone = validate([Sent(first, "ttl", "a")], kb.rules)
    both = validate([Sent(first, "ttl", "a"), Sent(second, "ttl", "b")], kb.rules)
    assert "Cluster-source" in {finding.code for finding in alone.findings}
    assert "Cluster-source" not in {finding.code for finding in both.findings}


def test_a_file_that_cannot_be_read_leaves_the_others_checked(kb: KnowledgeBase) -> None:
    other = WHOLE.read_bytes().replace(b"https://example.org/", b"https://example.net/")
    sent = [Sent(b"<a", "ttl", "a.ttl"), Sent(FIVE.read_bytes(), "ttl", "b.ttl"), Sent(other, "ttl", "c")]
    report = validate(sent, kb.rules)
    assert [file.verdict for file in report.files] == ["not checked", "does not conform", "conforms"]
    assert (report.verdict, report.total) == ("not checked", 6)


def test_nameless_things_of_two_files_stay_apart(kb: KnowledgeBase) -> None:
    text = b"@prefix ckb: <https://w3id.org/clusterkb/onto/> . _:b a ckb:Event ; ckb:year 'x' ."
    one, two = (validate([Sent(text, "ttl", name) for name in names], kb.rules) for names in ("a", "ab"))
    assert two.total == 2 * one.total


def test_a_file_that_is_not_there_is_a_finding(kb: KnowledgeBase, tmp_path: Path) -> None:
    report = kb.validate([WHOLE, tmp_path / "gone.ttl", tmp_path])
    assert [file.verdict for file in report.files] == ["conforms", "not checked", "not checked"]
    assert [finding.code for finding in report.findings] == ["not-a-file", "not-opened"]


def test_the_knowledge_base_passes_its_own_gate(kb: KnowledgeBase) -> None:
    report = check_knowledge_base(kb.store, kb.rules, kb.version.manifest.sources)
    assert [f"{f.focus} {f.code}" for f in report.findings if f.severity == "Violation"] == []
    assert report.checked > 50


def test_only_the_things_of_changed_records_are_looked_at_again(kb: KnowledgeBase) -> None:
    names = kb.version.manifest.sources
    all_of_it = check_knowledge_base(kb.store, kb.rules, names).checked
    assert 0 < check_knowledge_base(kb.store, kb.rules, names, ["ontology/kb/clusters-uz.ttl"]).checked < all_of_it / 10


@pytest.mark.parametrize("changed", ["shapes/cluster.ttl", "ontology/vocab/role.ttl"])
def test_a_changed_shape_or_term_has_everything_looked_at_again(kb: KnowledgeBase, changed: str) -> None:
    names = kb.version.manifest.sources
    again = check_knowledge_base(kb.store, kb.rules, names, [changed, "ontology/kb/clusters-uz.ttl"])
    assert again.checked == check_knowledge_base(kb.store, kb.rules, names).checked


def test_the_rules_hold_every_shape_and_our_terms_only(kb: KnowledgeBase) -> None:
    found = kb.rules
    assert found == rules(kb.store)
    assert {term for term in found.terms if not term.startswith("https://w3id.org/clusterkb/")} == set()
    shapes = rdflib.Graph().parse(data=found.shapes.document, format="nt")
    assert len(set(shapes.subjects(rdflib.RDF.type, rdflib.SH.NodeShape))) >= len(list(EXAMPLES.parent.glob("*.ttl")))


def test_no_message_lacks_a_language(kb: KnowledgeBase) -> None:
    findings = kb.validate(FIVE).findings
    assert [f.code for f in findings if {m.language for m in f.messages} != {"en", "ru", "uz"}] == []


def finding(*messages: Text) -> Finding:
    return Finding("code", "Violation", Place("f", 1), "s", "p", "v", messages)


def test_a_missing_language_falls_back_to_english() -> None:
    assert finding(Text("a", "ru"), Text("b", "en")).message("uz") == "b"


def test_without_english_any_message_is_given() -> None:
    assert finding(Text("a", "ru")).message("uz") == "a"


def test_without_any_message_the_code_is_given() -> None:
    assert finding().message("en") == "code"


def nt(text: str) -> bytes:
    heads = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e/> ."
    return rdflib.Graph().parse(data=heads + text).serialize(format="nt", encoding="utf-8")


XSD = "http://www.w3.org/2001/XMLSchema#"
SHAPE = """e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property e:P .
    e:P sh:path e:p ; sh:datatype <http://www.w3.org/2001/XMLSchema#integer> ; sh:severity %s ;
    sh:message "{?value} is bad"@en ."""


def told(data: bytes, shapes: bytes, engine: Engine) -> tuple[Finding, ...]:
    return validate([Sent(data, "nt", "f")], Rules(Shapes(shapes)), engine.key).findings


@pytest.fixture(params=list(ENGINES))
def engine(request: pytest.FixtureRequest) -> Engine:
    return ENGINES[request.param]


@pytest.mark.parametrize("severity", ["Violation", "Warning", "Info"])
def test_the_engine_keeps_severity_and_puts_the_value_into_the_message(engine: Engine, severity: str) -> None:
    found = told(nt("e:s a e:C ; e:p 'x' ."), nt(SHAPE % f"sh:{severity}"), engine)
    assert [(f.severity, f.message("en")) for f in found] == [(severity, "x is bad")]


def test_the_engine_shows_values_as_they_were_written(engine: Engine) -> None:
    shape = SHAPE.replace("sh:datatype <http://www.w3.org/2001/XMLSchema#integer>", "sh:nodeKind sh:IRI")
    found = told(
        nt("e:s a e:C .") + b'<http://e/s> <http://e/p> "007"^^<http://www.w3.org/2001/XMLSchema#integer> .\n',
        nt(shape % "sh:Info"),
        engine,
    )
    assert [f.value for f in found] == ["007"]


@pytest.mark.parametrize(("verdict", "code"), [("conforms", 0), ("does not conform", 1), ("not checked", 2)])
def test_each_verdict_has_its_exit_code(verdict: str, code: int) -> None:
    assert Report((CheckedFile("f", "ttl", verdict),), verdict, (), "e", 0).exit_code == code


@pytest.mark.parametrize(("severity", "verdict"), [("Violation", "does not conform"), ("Warning", "conforms")])
def test_only_a_violation_spoils_conformance(kb: KnowledgeBase, severity: str, verdict: str) -> None:
    shapes = Shapes(kb.rules.shapes.document.replace(b"shacl#Violation", f"shacl#{severity}".encode()))
    assert validate([Sent(FIVE.read_bytes(), "ttl")], replace(kb.rules, shapes=shapes)).verdict == verdict


@pytest.mark.parametrize("kind", ["HTML", "XMLLiteral"])
def test_markup_is_not_read_as_a_document(kind: str, capfd: pytest.CaptureFixture[str]) -> None:
    use_RDFLib_lexical_conversions()  # what owlrl leaves behind
    before = time.process_time()
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    data = nt("e:s a e:C .") + f'<http://e/s> <http://e/p> "{"<b>" * 15_000}"^^<{rdf}{kind}> .\n'.encode()
    found = REFERENCE.run(data, Shapes(nt(SHAPE % "sh:Info")))
    assert (len(found), time.process_time() - before < 2, capfd.readouterr().err) == (1, True, "")


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("1e999999999", "decimal"),
        ("9" * 90_000, "integer"),
        ("nineties", "integer"),
        ("1992", "boolean"),
        ("y", "date"),
    ],
    ids=range(5),
)
def test_odd_values_are_found_without_noise(
    engine: Engine, value: str, kind: str, capfd: pytest.CaptureFixture[str]
) -> None:
    shape = nt(SHAPE.replace("XMLSchema#integer", "XMLSchema#gYear") % "sh:Info")
    data = nt("e:s a e:C .") + f'<http://e/s> <http://e/p> "{value}"^^<{XSD}{kind}> .\n'.encode()
    assert (len(engine.run(data, Shapes(shape))), capfd.readouterr().err) == (1, "")


def test_where_the_engine_fails_nothing_is_said_to_conform(kb: KnowledgeBase) -> None:
    text = b"@prefix c: <https://w3id.org/clusterkb/onto/> . [] a c:Membership ; c:fromYear [] ; c:untilYear 1990 ."
    report = kb.validate(text, engine="pyshacl")
    assert (report.verdict, report.checked, report.unchecked[0].kind) == ("not checked", 0, "engine")
    assert "pySHACL" in report.unchecked[0].message("en")


def test_a_long_value_is_cut_in_value_and_message(kb: KnowledgeBase) -> None:
    report = of(kb, f"ex:e a ckb:Event ; ckb:year '{'9' * 90_000}' .")
    (found,) = (finding for finding in report.findings if finding.code == "Event-year")
    assert (len(found.value), found.value[-2:]) == (200, "9…")
    assert {found.value in text.value and len(text.value) < 500 for text in found.messages} == {True}


def test_a_report_keeps_a_thousand_findings_and_counts_all(kb: KnowledgeBase) -> None:
    report = of(kb, "\n".join(f"ex:a{n} ckb:qq 1 ." for n in range(1_500)))
    assert (len(report.findings), report.total) == (1_000, 1_500)
    assert [finding.line for finding in report.findings] == list(range(1, 1_001))
    assert report.files[0].findings == 1_500


def test_a_violation_is_kept_however_many_remarks_stand_before_it(kb: KnowledgeBase) -> None:
    shapes = Shapes(kb.rules.shapes.document.replace(b"shacl#Violation", b"shacl#Info"))
    head = "@prefix ckb: <https://w3id.org/clusterkb/onto/> . @prefix ex: <https://example.org/> .\n"
    text = head + "\n".join(f"ex:a{n} a ckb:EducationalCluster ." for n in range(600)) + "\nex:z ckb:qq 1 ."
    report = validate([Sent(text.encode(), "ttl")], replace(kb.rules, shapes=shapes))
    assert (report.verdict, len(report.findings) < report.total) == ("does not conform", True)
    assert [finding.line for finding in report.findings if finding.severity == "Violation"] == [602]


@pytest.mark.parametrize("form", ["ttl", "trig"])
@pytest.mark.parametrize(
    "text", ["ex:c a ckb:EducationalCluster ;\n ckb:level level:district ;\n ckb:level level:no .", "ex:c a ex:C .\n\n"]
)
def test_the_faulty_one_of_two_values_has_its_own_line(kb: KnowledgeBase, form: str, text: str) -> None:
    head = "@prefix ckb: <https://w3id.org/clusterkb/onto/> . @prefix ex: <https://example.org/> . "
    head += "@prefix level: <https://w3id.org/clusterkb/concept/level/> .\n"
    text = text if "level" in text else text + "ex:c ckb:level level:no ."
    text = head + (f"ex:g {{ {text} }}" if form == "trig" else text)
    (found,) = (f for f in kb.validate(text.encode(), form=form).findings if f.value == "level:no" and "term" in f.code)
    assert found.line == 4


@pytest.mark.parametrize(
    ("text", "focus"),
    [
        ("[] a ckb:Event ; ckb:year 'x' .", "a ckb:Event without an address"),
        ("_:b a ckb:Event ; ckb:year 'x' .", "a ckb:Event without an address"),
        ("ex:c ckb:x [ a ckb:Event ; ckb:year 'x' ] .", "a ckb:Event without an address"),
        ("[] ckb:year2 'x' .", "something without an address"),
    ],
)
def test_a_thing_without_an_address_is_named_by_its_kind(kb: KnowledgeBase, text: str, focus: str) -> None:
    report = of(kb, text)
    assert focus in {finding.focus for finding in report.findings}
    assert of(kb, text) == report


def test_a_value_without_an_address_is_named_by_its_kind(kb: KnowledgeBase) -> None:
    values = {
        finding.value for finding in of(kb, "ex:m a ckb:Membership ; ckb:checkedOn [] ; ckb:fromDate [] .").findings
    }
    assert values <= {"", "something without an address"}
    assert len(values) == 2


def test_equal_faults_of_two_nameless_things_are_two_findings(kb: KnowledgeBase) -> None:
    one, two = (of(kb, "[] a ckb:Event ; ckb:year 'x' .\n" * times) for times in (1, 2))
    assert two.total == 2 * one.total


def test_a_labelled_thing_without_an_address_has_its_line(kb: KnowledgeBase) -> None:
    report = of(kb, "\n_:b a ckb:Event ;\n ckb:year 'x' .")
    assert {finding.line for finding in report.findings if finding.code == "Event-year"} == {3}


@pytest.mark.parametrize(
    "space",
    [
        "http://w3id.org/clusterkb/onto/",
        "https://www.w3id.org/clusterkb/onto/",
        "http://www.w3id.org/clusterkb/onto/",
        "https://w3id.org/clusterkb/onto#",
        "https://w3id.org/clusterkb/onto/#",
    ],
)
@pytest.mark.parametrize("language", ["en", "ru", "uz"])
def test_a_slip_in_our_namespace_is_told_with_the_right_address(kb: KnowledgeBase, space: str, language: str) -> None:
    report = kb.validate(f"@prefix c: <{space}> .\n<http://e/c> a c:Cluster .\n<http://e/d> a c:Cluster .".encode())
    (found,) = report.findings
    assert (found.code, found.line, report.verdict) == ("wrong-namespace", 2, "does not conform")
    assert found.fix
    assert found.fix.certain
    assert f"{space}Cluster" in found.message(language)
    assert "https://w3id.org/clusterkb/onto/Cluster" in found.message(language)


@pytest.mark.parametrize("iri", ["https://w3id.org/clusterkbx/onto/C", "https://w3id.org/clusterkb", "http://e/onto#C"])
def test_an_address_of_others_is_no_slip(kb: KnowledgeBase, iri: str) -> None:
    assert kb.validate(f"<http://e/c> a <{iri}> .".encode()).findings == ()


@pytest.mark.parametrize("more", ["a ex:P", "skos:prefLabel 'own'@en"])
def test_a_description_cannot_make_a_name_one_of_ours(kb: KnowledgeBase, more: str) -> None:
    report = of(kb, f"ex:a ckb:ownTerm 1 . ckb:ownTerm {more} .")
    assert [(f.code, f.path) for f in report.findings] == [("unknown-term", "ckb:ownTerm")]


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [
        ("1995", "1990", True),
        ("1990", "1995", False),
        ("'nineties'", "1990", False),
        ("1990", "'nineties'", False),
        ("1985", "1990, 'nineties'", False),
        ("1995", "1990, 'nineties'", True),
        ("'1995'", "1990", False),
    ],
)
def test_only_numbers_are_out_of_order(kb: KnowledgeBase, since: str, until: str, told: bool) -> None:
    report = of(kb, f"ex:m a ckb:Membership ; ckb:fromYear {since} ; ckb:untilYear {until} .")
    assert ("Fact-period-order" in {finding.code for finding in report.findings}) is told


def test_of_several_files_the_one_that_says_it_is_named(kb: KnowledgeBase) -> None:
    head = "@prefix ckb: <https://w3id.org/clusterkb/onto/> . @prefix ex: <https://example.org/> .\n"
    first, second = "ex:c a ckb:EducationalCluster .", "\nex:c ckb:contry ex:p ."
    sent = [Sent((head + text).encode(), "ttl", f"{n}.ttl") for n, text in enumerate((first, second), 1)]
    (place,) = {one.place for one in kb.validate(sent).findings if one.code == "unknown-term"}
    assert (place.file, place.line) == ("2.ttl", 3)


def test_two_names_in_one_language_are_told_at_the_second(kb: KnowledgeBase) -> None:
    found = of(kb, 'ex:c a ckb:EducationalCluster ;\n skos:prefLabel "A"@en ,\n "B"@en ,\n "C"@ru .').findings
    assert [one.line for one in found if one.code == "Cluster-label-once"] == [3]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('"2011"', 'not "2011".'),
        ('"2011"^^<http://www.w3.org/2001/XMLSchema#gYear>', 'not "2011"^^xsd:gYear.'),
        ('"about 2011"', "not about 2011."),
    ],
)
def test_a_number_of_the_wrong_kind_is_shown_with_what_is_wrong(kb: KnowledgeBase, written: str, said: str) -> None:
    found = of(kb, f"ex:m a ckb:Membership ; ckb:fromYear {written} .").findings
    assert [one.message("en").endswith(said) for one in found if one.code == "Fact-from-year"] == [True]


def test_what_is_misspelt_is_not_called_a_thing_of_others(kb: KnowledgeBase) -> None:
    report = of(kb, "ex:c a ckb:EducationlCluster ; <https://purl.org/dc/terms/source> ex:s .")
    assert [(one.kind, one.what) for one in report.unchecked] == [("thing", "ckb:EducationlCluster")]
    assert "its name is wrong" in report.unchecked[0].message("en")


def test_a_name_is_not_suggested_for_its_prefix_alone(kb: KnowledgeBase) -> None:
    (said,) = [one.message("en") for one in of(kb, "ex:m ckb:toYear 2009 .").findings if one.code == "unknown-term"]
    assert "Did you mean" not in said


def test_a_report_does_not_say_twice_which_file_cannot_be_read(kb: KnowledgeBase) -> None:
    (found,) = kb.validate(b"<a> <b> .", name="x.ttl").findings
    assert found.file == "x.ttl"
    assert [text.value for text in found.messages if "x.ttl" in text.value] == []
