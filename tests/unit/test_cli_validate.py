"""The command for publishers."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clusterkb import assets
from clusterkb.cli import main
from clusterkb.validation.renderers import RENDERERS

EXAMPLES = assets.folder("shapes") / "examples"
WHOLE, FIVE = str(EXAMPLES / "valid/whole-description.ttl"), str(EXAMPLES / "invalid/five-faults.ttl")
HEAD = "@prefix ckb: <https://w3id.org/clusterkb/onto/> .\n@prefix ex: <https://example.org/> .\n"
SLIPS = (
    HEAD
    + """# a comment
ex:m a ckb:Membership ;   # the member
    ckb:membershipRle "member" ;
    ckb:fromYear "2011" .
"""
)
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ckb: <https://w3id.org/clusterkb/onto/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <https://example.org/> .
ex:Shape a sh:NodeShape ; sh:targetClass ckb:Membership ;
    sh:property [ sh:path ckb:fromYear ; sh:or ( [ sh:datatype xsd:gYear ] [ sh:datatype xsd:integer ] ) ] .
ex:Other a sh:NodeShape ; sh:targetClass ex:Nothing .
"""


@pytest.fixture(autouse=True)
def own_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLUSTERKB_DATA_DIR", str(home))


def run(*arguments: str, text: str | bytes | None = None) -> Result:
    """Check something; whatever is not an exit is a fault."""
    result = CliRunner().invoke(main, ["validate", *arguments], input=text, prog_name="clusterkb")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def file(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_description_that_conforms_is_exit_code_0() -> None:
    result = run(WHOLE)
    assert (result.exit_code, f"{WHOLE}: conforms" in result.stdout) == (0, True)


def test_a_description_with_faults_is_exit_code_1_with_place_reason_and_remedy() -> None:
    result = run(FIVE)
    assert result.exit_code == 1
    assert f"  {FIVE}:11:1  violation  Cluster-source  dcterms:source\n" in result.stdout
    assert '     18 |     ckb:year "about 2001" ;\n        |              ^^^^^^^^^^^^\n' in result.stdout
    assert f"{FIVE}: does not conform\n3 things looked at; 5 violations" in result.stdout
    assert "(W3C tests: " in result.stdout


@pytest.mark.parametrize(("language", "word"), [("en", "source"), ("ru", "источник"), ("uz", "manba")])
def test_findings_are_said_in_the_language_asked_for(language: str, word: str) -> None:
    assert word in run(FIVE, "--language", language).stdout.lower()


def test_several_files_are_one_report_and_the_worst_is_the_exit_code() -> None:
    result = run(WHOLE, FIVE, "--format", "json")
    found = json.loads(result.stdout)
    assert [one["name"] for one in found["files"]] == [WHOLE, FIVE]
    assert (result.exit_code, found["exitCode"]) == (1, 1)


@pytest.mark.parametrize("form", RENDERERS)
def test_every_format_of_a_report_can_be_had(form: str) -> None:
    result = run(FIVE, "--format", form)
    assert (result.exit_code, "Cluster-source" in result.stdout) == (1, True)


def test_the_report_as_a_table_has_a_row_a_finding() -> None:
    rows = list(csv.DictReader(io.StringIO(run(FIVE, "--format", "csv").stdout)))
    assert [int(row["line"]) for row in rows] == [11, 12, 18, 25, 26]


CANNOT = {
    "missing": ("x.ttl", None),
    "not-utf8": ("x.ttl", b"\xff\xfe<\x00"),
    "not-turtle": ("x.ttl", b"@prefix"),
    "nothing-in-it": ("x.doc", b"<a> <b> <c> ."),
    "bomb": ("x.rdf", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'),
    "broken-archive": ("x.zip", b"PK\x03\x04"),
}


@pytest.mark.parametrize(("name", "content"), CANNOT.values(), ids=CANNOT)
def test_a_file_that_cannot_be_checked_is_exit_code_2_and_the_others_are_checked(
    tmp_path: Path, name: str, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    result = run(WHOLE, str(tmp_path / name), FIVE, "--format", "json")
    found = json.loads(result.stdout)
    assert result.exit_code == 2
    assert [one["verdict"] for one in found["files"]] == ["conforms", "not checked", "does not conform"]


@pytest.mark.parametrize("more", [[], ["--input", "ttl"]])
def test_standard_input_is_checked(more: list[str]) -> None:
    result = run("-", *more, text=Path(FIVE).read_bytes())
    assert (result.exit_code, "  standard input:11:1  violation" in result.stdout) == (1, True)


def test_the_format_of_standard_input_is_guessed() -> None:
    text = '{"@id": "http://e/c", "@type": "https://w3id.org/clusterkb/onto/Nonsense"}'
    assert run("-", text=text).exit_code == 1


def test_a_file_whose_name_does_not_tell_is_read_in_the_format_said(tmp_path: Path) -> None:
    shutil.copy(WHOLE, tmp_path / "x.doc")
    assert run(str(tmp_path / "x.doc"), "--input", "ttl").exit_code == 0


def test_an_empty_file_is_not_checked_and_told_how_to_begin(tmp_path: Path) -> None:
    result = run(file(tmp_path, "x.ttl", ""))
    assert result.exit_code == 2
    assert "ex:cluster a ckb:EducationalCluster" in result.stdout


def test_the_files_of_an_archive_are_checked_together(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "both.zip", "w") as archive:
        archive.write(WHOLE, "a/whole.ttl")
        archive.write(FIVE, "b/five.ttl")
        archive.writestr("read me.txt", "no description")
    found = json.loads(run(str(tmp_path / "both.zip"), "--format", "json").stdout)
    assert [one["name"] for one in found["files"]] == [
        f"{tmp_path}/both.zip/a/whole.ttl",
        f"{tmp_path}/both.zip/b/five.ttl",
    ]
    assert found["total"]


@pytest.mark.parametrize(("fail_on", "code"), [("violation", 0), ("warning", 1), ("info", 1)])
def test_a_warning_fails_where_that_is_asked_for(tmp_path: Path, fail_on: str, code: int) -> None:
    text = Path(WHOLE).read_text(encoding="utf-8").replace("    ckb:recordConfidence confidence:medium ;\n", "", 1)
    assert run(file(tmp_path, "x.ttl", text), "--fail-on", fail_on).exit_code == code


def test_what_is_certain_is_mended_in_the_file_and_the_rest_reported(tmp_path: Path) -> None:
    path = file(tmp_path, "x.ttl", SLIPS)
    result = run(path, "--fix")
    wanted = SLIPS.replace("membershipRle", "membershipRole").replace('"2011"', "2011")
    mended = Path(path).read_text(encoding="utf-8")
    assert mended.splitlines()[:4] == wanted.splitlines()[:4]
    assert "membershipRle" not in mended
    assert "unknown-term" not in result.stdout
    assert "Membership-member" in result.stdout
    assert result.exit_code == 1


def test_a_dry_run_shows_a_patch_that_does_what_fix_does_and_changes_nothing(tmp_path: Path) -> None:
    path = file(tmp_path, "x.ttl", SLIPS)
    result = run(path, "--dry-run")
    assert Path(path).read_text(encoding="utf-8") == SLIPS
    assert result.exit_code == 1
    patched = tmp_path / "patched.ttl"
    patched.write_text(SLIPS, encoding="utf-8")
    subprocess.run(["patch", "--quiet", str(patched)], input=result.stdout, text=True, check=True)
    run(path, "--fix")
    assert patched.read_bytes() == Path(path).read_bytes()


def test_nothing_to_fix_leaves_the_file_alone(tmp_path: Path) -> None:
    shutil.copy(WHOLE, tmp_path / "x.ttl")
    before = (tmp_path / "x.ttl").stat().st_mtime_ns
    result = run(str(tmp_path / "x.ttl"), "--fix")
    assert (result.exit_code, "nothing to fix" in result.stderr) == (0, True)
    assert (tmp_path / "x.ttl").stat().st_mtime_ns == before


def test_standard_input_cannot_be_mended_in_place() -> None:
    result = run("-", "--fix", text=SLIPS)
    assert (result.exit_code, "--dry-run" in result.stderr) == (2, True)


def test_what_cannot_be_mended_in_place_leaves_all_files_as_they_were(tmp_path: Path) -> None:
    path, archive = file(tmp_path, "x.ttl", SLIPS), tmp_path / "y.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("z.ttl", SLIPS.replace("example.org/", "example.org/z/"))
    result = run(path, str(archive), "--fix")
    assert (result.exit_code, "y.zip/z.ttl is no file" in result.stderr) == (2, True), result.stderr
    assert Path(path).read_text(encoding="utf-8") == SLIPS


@pytest.mark.parametrize("engine", ["compiled", "pyshacl"])
def test_shapes_of_others_take_the_place_of_ours(tmp_path: Path, engine: str) -> None:
    shapes = file(tmp_path, "shapes.ttl", SHAPES)
    result = run(file(tmp_path, "x.ttl", SLIPS), "--shapes", shapes, "--engine", engine, "--format", "json")
    found = json.loads(result.stdout)
    (finding,) = found["findings"]
    assert (finding["code"], finding["place"]["line"]) == ("https://example.org/Shape/property/1", 6)
    assert finding["lacks"]
    assert [(one["kind"], one["what"]) for one in found["unchecked"]] == [("shape", "https://example.org/Other")]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (SHAPES.replace("ex:Nothing", 'ex:Nothing ; sh:maxCount "many"'), "https://example.org/Other is malformed"),
        (SHAPES.replace("ex:Nothing", "ex:Nothing ; sh:node ex:Other"), "https://example.org/Other leads back"),
        (SHAPES.replace("ex:Nothing", "ex:Nothing ; sh:js ex:f"), "sh:js"),
        (SHAPES + "ex:x <http://www.w3.org/2002/07/owl#imports> ex:y .", "owl:imports"),
        (
            SHAPES.replace("ex:Nothing", 'ex:Nothing ; sh:sparql [ sh:select "SELECT $this { SERVICE ?s {} }" ]'),
            "SERVICE",
        ),
        (HEAD, "holds no SHACL shape"),
        ("<a", "not valid Turtle"),
    ],
)
def test_shapes_that_are_malformed_or_reach_out_are_refused_by_name(tmp_path: Path, wrong: str, words: str) -> None:
    result = run(WHOLE, "--shapes", file(tmp_path, "shapes.ttl", wrong))
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr


def test_shapes_that_never_end_are_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLUSTERKB_VALIDATE_SECONDS", "3")
    text = SHAPES.replace("sh:or ( [ sh:datatype xsd:gYear ] [ sh:datatype xsd:integer ] )", 'sh:pattern "^(a+)+$"')
    data = SLIPS.replace('"2011"', f'"{"a" * 40}!"')
    arguments = (file(tmp_path, "x.ttl", data), "--shapes", file(tmp_path, "s.ttl", text), "--engine", "pyshacl")
    assert run(*arguments).exit_code == 2


def test_fixes_are_not_offered_for_shapes_of_others(tmp_path: Path) -> None:
    result = run(WHOLE, "--fix", "--shapes", file(tmp_path, "shapes.ttl", SHAPES))
    assert (result.exit_code, "--shapes" in result.stderr) == (2, True)


def test_of_very_many_findings_the_first_are_shown() -> None:
    text = "".join(f"<http://e/{n}> <https://w3id.org/clusterkb/onto/qq> 1 .\n" for n in range(1_200))
    found = json.loads(run("-", "--format", "json", text=text).stdout)
    assert (len(found["findings"]), found["total"]) == (1_000, 1_200)


def test_a_file_named_twice_is_checked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = file(tmp_path, "x.ttl", SLIPS)
    monkeypatch.chdir(tmp_path)
    found = json.loads(run(path, "x.ttl", "./x.ttl", "--format", "json").stdout)
    assert (len(found["files"]), found["checked"]) == (1, 1)


def test_a_file_that_may_not_be_written_to_is_left_alone(tmp_path: Path) -> None:
    path = Path(file(tmp_path, "x.ttl", SLIPS))
    path.chmod(0o444)
    result = run(str(path), "--fix")
    assert (result.exit_code, "may not be written" in result.stderr) == (2, True)
    assert path.read_text("utf-8") == SLIPS


def test_a_link_stays_one_when_its_file_is_mended(tmp_path: Path) -> None:
    file(tmp_path, "x.ttl", SLIPS)
    link = tmp_path / "link.ttl"
    link.symlink_to("x.ttl")
    run(str(link), "--fix")
    assert link.is_symlink()
    assert "ckb:membershipRole" in (tmp_path / "x.ttl").read_text("utf-8")


def test_a_patch_names_files_from_here_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = file(tmp_path, "x y.ttl", SLIPS)
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path)
    assert run(path, "--dry-run").stdout.startswith("--- a/x y.ttl\t\n")
    monkeypatch.chdir(tmp_path / "sub")
    assert run("../x y.ttl", "--dry-run").stdout.startswith(f"--- a{tmp_path.resolve()}/x y.ttl\t\n")


def test_a_dry_run_says_aside_how_many_fixes_there_are(tmp_path: Path) -> None:
    assert "nothing was changed" in run(file(tmp_path, "x.ttl", SLIPS), "--dry-run").stderr
    assert "nothing to fix" in run(file(tmp_path, "y.ttl", "<a> <b>"), "--dry-run").stderr


def test_with_shapes_of_others_no_fix_is_promised(tmp_path: Path) -> None:
    shapes = SHAPES.replace(
        "sh:or ( [ sh:datatype xsd:gYear ] [ sh:datatype xsd:integer ] )", "sh:datatype xsd:integer"
    )
    result = run(file(tmp_path, "x.ttl", SLIPS), "--shapes", file(tmp_path, "shapes.ttl", shapes))
    assert "integer> instead of" in result.stdout
    assert "--fix" not in result.stdout


def test_shapes_that_match_nothing_are_told_so(tmp_path: Path) -> None:
    shapes = SHAPES.replace("ckb:Membership", "ex:Nobody")
    result = run(file(tmp_path, "x.ttl", SLIPS), "--shapes", file(tmp_path, "shapes.ttl", shapes))
    assert (result.exit_code, "Compare their targets" in result.stdout) == (2, True)


def test_a_malformed_shape_is_told_in_words(tmp_path: Path) -> None:
    shapes = SHAPES.replace("sh:path ckb:fromYear ; ", "")
    result = run(file(tmp_path, "x.ttl", SLIPS), "--shapes", file(tmp_path, "shapes.ttl", shapes))
    assert "sh:path: A value is missing" in result.stderr


def test_the_message_of_a_query_names_the_thing(tmp_path: Path) -> None:
    shapes = SHAPES + (
        "ex:Query a sh:NodeShape ; sh:targetClass ckb:Membership ; sh:sparql [ sh:message '{$this} began {?value}' ;"
        " sh:select 'SELECT $this ?value WHERE { $this <https://w3id.org/clusterkb/onto/fromYear> ?value }' ] ."
    )
    result = run(file(tmp_path, "x.ttl", SLIPS), "--shapes", file(tmp_path, "shapes.ttl", shapes))
    assert 'https://example.org/m began "2011"' in result.stdout
