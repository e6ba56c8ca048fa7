from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from tests.support.checkout import MANY_RECORDS

from clusterkb import KnowledgeBase, assets, errors, expand
from clusterkb.cli import main
from clusterkb.errors import ClusterkbError, PlacedError
from clusterkb.sparql import MEDIA_TYPES

EXAMPLES = assets.folder("shapes") / "examples"
WHOLE, FIVE = str(EXAMPLES / "valid/whole-description.ttl"), str(EXAMPLES / "invalid/five-faults.ttl")
KINDS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, ClusterkbError) and kind not in (ClusterkbError, PlacedError)
]


@pytest.fixture(autouse=True)
def own_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLUSTERKB_DATA_DIR", str(home))


def run(*arguments: str, text: str | bytes | None = None) -> Result:
    """Run a command; whatever is not an exit is a fault."""
    result = CliRunner().invoke(main, arguments, input=text, prog_name="clusterkb")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in sorted(group.commands.items()):
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


COMMANDS = dict(commands(main))


# ---------------------------------------------------------------- help


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_the_help_of_each_command_has_an_example_that_begins_with_it(path: tuple[str, ...], option: str) -> None:
    text = " ".join(run(*path, option).output.split())
    assert f"Example: clusterkb {' '.join(path)}" in text


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_option_of_each_command_has_a_help(path: tuple[str, ...]) -> None:
    options = [each for each in COMMANDS[path].params if isinstance(each, click.Option)]
    assert [option.name for option in options if not option.help] == []


def test_the_help_lists_all_commands() -> None:
    text = run("--help").output
    assert [path for path in COMMANDS if len(path) == 1 and f"\n  {path[0]} " not in text] == []


def test_the_version_is_said() -> None:
    assert run("--version").output.startswith("clusterkb, version ")


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["query"],
        ["query", "ASK {}", "--format", "nonsense"],
        ["search", "x", "--limit", "0"],
        ["search", "x", "--limit", "many"],
        ["show", "x", "--language", "de"],
        ["explain"],
        ["validate"],
        ["validate", WHOLE, "--nonsense"],
        ["serve", "--port", "0"],
        ["serve", "--port", "70000"],
        ["build", "more"],
        ["check", "nonsense"],
    ],
    ids=" ".join,
)
def test_a_wrong_call_is_exit_code_2_with_the_usage(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith("Usage: clusterkb")


# ---------------------------------------------------------------- errors


@pytest.mark.parametrize("kind", KINDS)
def test_each_error_is_one_line_with_its_remedy_and_exit_code_2(
    kind: type[ClusterkbError], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise kind("It is wrong.", remedy="Mend it.")

    monkeypatch.setattr(KnowledgeBase, "open", fail)
    result = run("search", "x")
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", "clusterkb: It is wrong. Mend it.\n")


def test_an_error_inside_a_group_is_said_in_words_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CLUSTERKB_DATA_DIR", str(tmp_path / "file"))
    result = run("check", "ontology")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)


@pytest.mark.parametrize(
    "arguments",
    [
        ["query", "SELECT * { ?s ?p"],
        ["query", ""],
        ["query", "@/no/such/file.rq"],
        ["query", "@"],
        ["query", "\udcff"],
        ["query", "ASK {}", "--format", "csv"],
        ["query", "CONSTRUCT WHERE { ?s ?p ?o }", "--format", "json"],
        ["show", "nothing-of-the-sort"],
        ["show", "a<b"],
        ["show", ""],
        ["show", "\udcff"],
        ["show", "skos:prefLabel"],
        ["search", ""],
        ["search", "*"],
        ["explain", "nothing-of-the-sort"],
        ["explain", "ulyanovsk-holding", "EducationalHolding"],
        ["explain", "ulyanovsk-holding", "--property", "no such"],
        ["explain", "ulyanovsk-holding", "--property", "a<b"],
        ["validate", WHOLE, "--input", "nonsense"],
    ],
    ids=lambda arguments: " ".join(arguments).encode("ascii", "replace").decode(),
)
def test_what_cannot_be_done_is_said_on_standard_error_with_exit_code_2(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith("clusterkb: ")
    assert result.stdout.strip() == ""


def test_a_real_process_shows_no_traceback(home: Path) -> None:
    command = [sys.executable, "-c", "from clusterkb.cli import main; main()", "query", "nonsense"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("clusterkb: line 1")
    assert "Traceback" not in done.stderr


# ---------------------------------------------------------------- query


@pytest.mark.parametrize("form", MEDIA_TYPES)
def test_a_result_is_written_in_each_format(form: str) -> None:
    query = "SELECT ?x { ?x a ckb:Event }" if MEDIA_TYPES[form][1] == "table" else "DESCRIBE cluster:ulyanovsk-holding"
    result = run("query", query, "--format", form)
    assert result.exit_code == 0
    with KnowledgeBase.open() as kb:
        wanted = kb.query(query, form=form).body
    assert len(result.stdout_bytes.strip()) == len(wanted.strip())


def test_a_table_is_shown_with_its_head_and_the_number_of_rows() -> None:
    lines = run("query", "SELECT ?level { ?level ckb:nextLevelUp ?up } ORDER BY ?level").stdout.splitlines()
    assert lines[0] == "level"
    assert lines[2].startswith("level:")
    assert lines[-1] == f"{len(lines) - 3} rows"


def test_language_blank_node_and_unbound_are_shown_in_a_table() -> None:
    query = "SELECT ?a ?b ?c { BIND('x'@ru AS ?a) BIND(BNODE() AS ?b) }"
    row = run("query", query).stdout.splitlines()[2]
    assert row.startswith("x@ru  _:")


def test_a_triple_is_shown_in_a_table() -> None:
    row = run("query", "SELECT ?t { BIND(<<( ckb:a ckb:b 'x'@en )>> AS ?t) }").stdout.splitlines()[2]
    assert row == "<<( ckb:a ckb:b x@en )>>"


@pytest.mark.parametrize(
    ("query", "answer"), [("ASK { ckb:Cluster a owl:Class }", "yes"), ("ASK { ckb:No a ?c }", "no")]
)
def test_ask_is_answered_with_yes_or_no(query: str, answer: str) -> None:
    assert run("query", query).stdout == f"{answer}\n"


def test_a_graph_is_shown_as_turtle() -> None:
    text = run("query", "CONSTRUCT WHERE { cluster:ulyanovsk-holding a ?k }").stdout
    assert len(list(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))) == 4


def test_asserted_leaves_out_what_follows() -> None:
    query = "ASK { cluster:ulyanovsk-holding a ckb:HoldingInArticleSense }"
    assert [run("query", query).stdout, run("query", query, "--asserted").stdout] == ["yes\n", "no\n"]


def test_rows_of_nothing_are_rows_too() -> None:
    result = run("query", "SELECT ?x { VALUES ?x { 1 UNDEF UNDEF } }", "--format", "tsv")
    assert result.output == "?x\n1\n\n\n"


def test_questions_are_listed_for_each_audience_with_what_they_can_be_asked_about() -> None:
    text = run("ask", "--language", "ru").stdout
    assert re.search(r"^members-in-a-year +[А-Я].* arrangement=cluster:delta-academies-trust, year=2010$", text, re.M)
    assert len(json.loads(run("ask", "--format", "json").stdout)) == text.count("\n") - 11  # headings, rules


def test_a_question_is_answered_about_something_else() -> None:
    answer = run("ask", "who-works-in-a-field", "field=field:aviation", "--format", "csv").stdout
    assert answer.split() == ["arrangement", expand("cluster:hamburg-aviation"), expand("ckorg:hcat")]
    assert run("ask", "who-works-in-a-field", "--asserted", "--format", "csv").stdout.split() == ["arrangement"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing"], "There is no question 'nothing'. See: clusterkb ask"),
        (["who-works-in-a-field", "aviation"], "'aviation' gives no parameter a value"),
        (["who-works-in-a-field", "x=field:health"], "no parameter 'x'. Its parameters: field."),
    ],
)
def test_a_question_that_cannot_be_asked_is_told_why(arguments: list[str], said: str) -> None:
    result = run("ask", *arguments)
    assert (result.exit_code, said in result.stderr) == (2, True)


def test_a_query_is_read_from_standard_input() -> None:
    assert run("query", "-", text="ASK { ckb:Cluster a owl:Class }").stdout == "yes\n"


def test_standard_input_that_is_not_utf8_is_refused_in_words() -> None:
    result = run("query", "-", text=b"ASK { \xff }")
    assert (result.exit_code, result.stderr[:11]) == (2, "clusterkb: ")


def test_a_query_is_read_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("ASK { ckb:Cluster a owl:Class }")
    assert run("query", f"@{tmp_path}/q.rq").stdout == "yes\n"


@pytest.mark.parametrize("content", [b"\xff\xfe", None])
def test_a_query_file_that_cannot_be_read_is_refused_in_words(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "q.rq"
    file.write_bytes(content) if content is not None else file.mkdir()
    result = run("query", f"@{file}")
    assert result.exit_code == 2
    assert str(file) in result.stderr


# ---------------------------------------------------------------- show, search, explain


@pytest.mark.parametrize(
    "name", ["EducationalHolding", "ulyanovsk-holding", "claim:S35", "src:makhmudov-2020", "role:lead"]
)
@pytest.mark.parametrize("language", ["en", "ru", "uz"])
def test_each_kind_of_thing_is_shown_in_each_language(name: str, language: str) -> None:
    result = run("show", name, "-l", language)
    with KnowledgeBase.open() as kb:
        assert result.stdout.startswith(kb.page(name, language).label.value)
    assert result.exit_code == 0


@pytest.mark.parametrize("name", ["EducationalHolding", "ulyanovsk-holding", "src:makhmudov-2020"])
def test_a_page_as_json_holds_all_its_parts(name: str) -> None:
    found = json.loads(run("show", name, "--format", "json").stdout)
    assert found["iri"].endswith(name.rpartition(":")[2])
    assert found["label"]["value"]


@pytest.mark.parametrize("form", ["ttl", "jsonld", "rdf", "nt"])
def test_a_thing_is_shown_as_data(form: str) -> None:
    formats = {
        "ttl": ox.RdfFormat.TURTLE,
        "jsonld": ox.RdfFormat.JSON_LD,
        "rdf": ox.RdfFormat.RDF_XML,
        "nt": ox.RdfFormat.N_TRIPLES,
    }
    text = run("show", "ulyanovsk-holding", "--format", form).stdout
    assert len(set(ox.parse(text.encode(), format=formats[form]))) > 100


def test_what_is_shown_of_a_record_says_stated_and_inferred_kinds_apart() -> None:
    text = run("show", "ulyanovsk-holding").stdout
    stated, _, inferred = text.partition("follows to be:")
    assert "EducationalHolding" in stated
    assert "HoldingInArticleSense" not in stated
    assert "HoldingInArticleSense" in inferred


def test_hits_are_shown_with_name_kind_and_label() -> None:
    lines = run("search", "образовательный холдинг").stdout.splitlines()
    assert lines[2].split()[:2] == ["ckb:EducationalHolding", "class"]


def test_no_hit_is_said_and_is_no_error() -> None:
    result = run("search", "qqqqqqqq")
    assert (result.exit_code, result.stdout[:17]) == (0, "Nothing was found")


def test_a_kind_that_there_is_not_is_refused_with_those_there_are() -> None:
    result = run("search", "holding", "--kind", "clusters")
    assert (result.exit_code, "'cluster'" in result.stderr) == (2, True)


def test_hits_are_limited_and_of_one_kind() -> None:
    found = json.loads(run("search", "cluster", "--kind", "class", "--limit", "2", "--format", "json").stdout)
    assert [hit["kind"] for hit in found] == ["class", "class"]


def test_an_explanation_shows_facts_axioms_steps_and_sources() -> None:
    text = run("explain", "ulyanovsk-holding", "HoldingInArticleSense").stdout
    parts = [
        "because of these facts:",
        "and these axioms:",
        "step by step",
        "[cls-int1]",
        "stated in ontology/kb/",
        "citing",
    ]
    assert [part for part in parts if part not in text] == []
    assert "_:" not in text


def test_an_explanation_can_be_had_in_the_words_of_a_language() -> None:
    text = run("explain", "ckorg:merck-research-boston", "ClusterParticipant", "--language", "uz").stdout
    assert text.startswith("klaster ishtirokchisi (ckb:ClusterParticipant)\n  Merck Research Laboratories: ")
    assert re.findall(r"\b[a-z]+:[A-Za-z]+", text.splitlines()[1]) == []


def test_an_explanation_as_json_is_a_tree() -> None:
    (found,) = json.loads(run("explain", "ulyanovsk-holding", "HoldingInArticleSense", "--format", "json").stdout)
    assert found["rule"]
    assert found["premises"][0]["predicate"]


def test_another_property_is_explained() -> None:
    name = "ckorg:chirchik-pedagogical-university"
    assert "prp-spo2" in run("explain", name, "--property", "ckb:memberOf").stdout


# ---------------------------------------------------------------- check, build, doctor


def test_the_repository_is_in_canonical_form() -> None:
    assert (run("check", "turtle").exit_code, run("check", "turtle").stdout) == (0, "")


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "checkout"
    for part in ("ontology", "shapes"):
        shutil.copytree(assets.folder(part), root / part, ignore=shutil.ignore_patterns(*MANY_RECORDS))
    monkeypatch.setattr(assets, "checkout", lambda: root)
    monkeypatch.setenv("CLUSTERKB_DATA_DIR", str(tmp_path / "home"))
    return root


def test_a_file_out_of_form_is_named_with_line_and_remedy_and_then_mended(checkout: Path) -> None:
    file = checkout / "ontology/kb/people.ttl"
    before = file.read_text("utf-8")
    file.write_text(before + "\n\n<a>   <b> <c>.", "utf-8")
    found = run("check", "turtle")
    assert found.exit_code == 1
    assert found.stdout.startswith(f"{file}:")
    assert "Mend it with: clusterkb check turtle --fix" in found.stdout
    assert run("check", "turtle", "--fix").exit_code == 0
    assert file.read_text("utf-8") == before + "\n<a> <b> <c> .\n"


def test_what_cannot_be_mended_stays_a_fault(checkout: Path) -> None:
    (checkout / "ontology/kb/zz.ttl").write_text("'open")
    result = run("check", "turtle", "--fix")
    assert (result.exit_code, "Correct it by hand." in result.stdout) == (1, True)


@pytest.mark.usefixtures("checkout")
def test_the_ontology_is_sound_and_the_report_says_what_there_is() -> None:
    result = run("check", "ontology", "--format", "json")
    document = json.loads(result.stdout)
    assert (result.exit_code, document["sound"], document["faults"]) == (0, True, [])
    assert document["metrics"]["ckb:Claim"] == 46
    assert document["coverage"]["assertions of a sentence"] == [45, 46]  # one is a stray fragment


@pytest.mark.usefixtures("checkout")
def test_the_report_on_the_ontology_is_for_people_too() -> None:
    lines = run("check", "ontology").stdout.splitlines()
    assert lines[:3] == ["OWL 2 DL: yes", "datatypes that HermiT takes: yes", "consistent: yes"]
    assert any(re.fullmatch(r"definition uz +(\d+) of \1", line) for line in lines)


def test_a_term_without_its_texts_is_a_fault_of_the_ontology(checkout: Path) -> None:
    file = checkout / "ontology/modules/core.ttl"
    bare = "\nckb:Bare a owl:Class ; rdfs:isDefinedBy <https://w3id.org/clusterkb/onto/module/core> .\n"
    file.write_text(file.read_text("utf-8") + bare, "utf-8")
    result = run("check", "ontology")
    assert result.exit_code == 1
    assert "error: ckb:Bare has no definition in ru. Add skos:definition. [missing-definition]" in result.stdout
    assert re.search(r"^label en +(\d+) of (?!\1)\d+$", result.stdout, re.MULTILINE)


def test_a_contradiction_in_the_ontology_is_exit_code_1(checkout: Path) -> None:
    file = checkout / "ontology/axioms/disjointness.ttl"
    file.write_text(file.read_text("utf-8") + "\nckb:EducationalHolding owl:disjointWith ckb:Cluster .\n", "utf-8")
    more = checkout / "ontology/axioms/levels.ttl"
    heads = "@prefix ckb: <https://w3id.org/clusterkb/onto/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
    more.write_text(more.read_text("utf-8") + heads + "ckb:EducationalHolding rdfs:subClassOf ckb:Cluster .", "utf-8")
    result = run("check", "ontology")
    assert (result.exit_code, "finds no world" in result.stdout or "nothing can be a" in result.stdout) == (1, True)


def test_a_description_that_contradicts_the_ontology_is_told_why_in_few_lines(tmp_path: Path) -> None:
    file = tmp_path / "s28.ttl"
    file.write_text(
        "@prefix ckb: <https://w3id.org/clusterkb/onto/> . @prefix ex: <https://example.org/> . "
        "ex:council a ckb:LocalAuthority , ckb:EducationalCompetence ."
    )
    result = run("check", "consistency", str(file))
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        f"{file}: these cannot all hold [cax-dw]",
        "  https://example.org/council rdf:type ckb:EducationalCompetence",
        "  https://example.org/council rdf:type ckb:LocalAuthority",
        "  ckb:EducationalCompetence owl:disjointWith org:Organization",
        "  ckb:LocalAuthority rdfs:subClassOf ckb:PublicAuthority",
        "  ckb:PublicAuthority rdfs:subClassOf org:Organization",
    ]
    assert json.loads(run("check", "consistency", str(file), "--format", "json").stdout)[0]["rule"] == "cax-dw"


def test_a_denied_fact_is_one_line(tmp_path: Path) -> None:
    file = tmp_path / "denied.ttl"
    file.write_text(
        "@prefix ckb: <https://w3id.org/clusterkb/onto/> . @prefix ex: <https://example.org/> . "
        "@prefix owl: <http://www.w3.org/2002/07/owl#> . ex:flow ckb:isProductOf ex:cluster . "
        "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual ex:flow ; "
        "owl:assertionProperty ckb:isDevelopmentFactorOf ; owl:targetIndividual ex:cluster ."
    )
    lines = run("check", "consistency", str(file)).stdout.splitlines()
    assert lines[-1] == (
        "  https://example.org/flow is said not to be ckb:isDevelopmentFactorOf https://example.org/cluster"
    )
    assert len(lines) == 4
    lines = run("check", "consistency", str(file), "--language", "ru").stdout.splitlines()
    assert lines[-1] == (
        "  Отрицается: https://example.org/flow является фактором развития https://example.org/cluster"
    )
    assert any(" есть частный случай отношения является фактором развития" in line for line in lines)


def test_a_description_without_a_contradiction_is_exit_code_0(tmp_path: Path) -> None:
    file = tmp_path / "fine.ttl"
    file.write_text("<https://example.org/a> a <https://w3id.org/clusterkb/onto/EducationalCluster> .")
    result = run("check", "consistency", str(file))
    assert (result.exit_code, "no contradiction" in result.stdout) == (0, True)


@pytest.mark.usefixtures("checkout")
def test_a_release_is_written_and_listed(tmp_path: Path) -> None:
    result = run("release", "--out", str(tmp_path / "first"), "--format", "json")
    listed = json.loads(result.stdout)
    assert (result.exit_code, result.stderr.count("release: ")) == (0, len(listed) - 1)
    assert {row["name"] for row in listed} >= {"clusterkb.ttl", "mappings/org.sssom.tsv", "manifest.json"}
    run("release", "--out", str(tmp_path / "second"), "--against", str(tmp_path / "first/clusterkb.nt"))
    assert "Nothing changed." in (tmp_path / "second/CHANGES.md").read_text("utf-8")


def test_a_build_says_its_phases_on_standard_error_and_its_outcome_on_standard_output(checkout: Path) -> None:
    result = run("build")
    assert [line.split(":")[0] for line in result.stderr.splitlines()][:3] == ["read", "copy", "edit"]
    assert "built from" in result.stdout
    assert run("build").stdout.split(": ")[1].startswith("up to date")


def test_a_full_build_begins_from_nothing(checkout: Path) -> None:
    run("build")
    assert "copy: an empty store" in run("build", "--full").stderr


@pytest.mark.parametrize("full", [[], ["--full"]])
def test_a_build_as_json_says_version_and_counts(checkout: Path, full: list[str]) -> None:
    found = json.loads(run("build", "--format", "json", *full).stdout)
    assert found["built"] is True
    assert found["version"]["manifest"]["counts"]["asserted"] > 1000


def test_a_fault_in_a_source_is_said_by_whatever_command_needs_the_store(checkout: Path) -> None:
    (checkout / "ontology/kb/zz.ttl").write_text("<a> <b> .")
    result = run("search", "holding")
    assert (result.exit_code, "ontology/kb/zz.ttl" in result.stderr) == (2, True)


def test_the_doctor_finds_this_machine_well() -> None:
    result = run("doctor")
    assert (result.exit_code, " broken " in result.stdout) == (0, False)


def test_the_doctor_says_exit_code_2_when_something_needed_is_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLUSTERKB_DATA_DIR", str(tmp_path))
    assert run("doctor").exit_code == 2


def test_what_the_doctor_says_as_json_is_a_list_of_checks() -> None:
    assert {check["state"] for check in json.loads(run("doctor", "--format", "json").stdout)} == {"ok"}


def test_a_bad_setting_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLUSTERKB_PORT", "http")
    result = run("doctor")
    assert (result.exit_code, "CLUSTERKB_PORT is 'http'" in result.stderr) == (2, True)
