"""Hostile documents in a worker, as the site checks them, and at the command; tests/web/test_bombs.py has the site."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from tests.support.bombs import TURTLE, XML
from tests.support.canary import SECRET, Canary, canary
from tests.support.jsonld_bombs import JSON_LD
from tests.support.zip_bombs import ARCHIVES

from clusterkb.cli import main
from clusterkb.rdf.text import LANGUAGES
from clusterkb.sandbox import Limits, Pool, Start
from clusterkb.validation import Report
from clusterkb.validation.findings import CONFORMS
from clusterkb.validation.job import Checked, Upload

BOMBS = {**XML, **JSON_LD, **TURTLE, **ARCHIVES}
REFUSED = [name for name, bomb in BOMBS.items() if bomb.code]
READ = [name for name, bomb in BOMBS.items() if not bomb.code]
# What is said of a document as a whole; a long text or name stands somewhere, but not always as it was read.
WITHOUT_PLACE = {"bad-archive", "too-many-things", "too-many-statements", "large-contexts", "too-long"}
SHORT = [name for name, bomb in BOMBS.items() if not bomb.long]
IN_A_PROCESS = (
    *("billion laughs", "100,000 nested elements", "attribute of 50 MB", "context of a file", "100,000 nested objects"),
    *("half a million nameless things", "2,000 years times 2,000", "huge decimal", "newline in a name"),
    *("a thousandfold", "entries over one another"),
)
# Every bomb ends within five seconds on a machine that does nothing else; the slowest in far more on a busy one.
_ENDLESS = 60
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def trap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Canary]:
    with canary(tmp_path_factory.mktemp("canary")) as found:
        yield found


@pytest.fixture(scope="module")
def folder(home: Path) -> str:
    return str((home / "current").resolve())


@pytest.fixture(scope="module")
def pool(folder: str) -> Iterator[Pool]:
    limits = Limits(seconds=_ENDLESS, megabytes=1024)
    start = Start(("clusterkb.validation.job",), lambda: ("clusterkb.validation.job:ready_rules", folder))
    with Pool(1, limits, start=start) as made:
        yield made


def checked(pool: Pool, folder: str, name: str, trap: Canary) -> Report:
    bomb = BOMBS[name]
    upload = Upload(bomb.armed(trap.url, trap.file), "", bomb.file)
    outcome: Checked = pool.run("clusterkb.validation.job:check", folder, [upload])
    assert SECRET not in repr(outcome)
    assert "root:" not in repr(outcome)
    assert trap.asked == []
    return outcome.report


@pytest.mark.parametrize("name", REFUSED)
def test_a_bomb_is_answered_with_a_code_a_place_and_words(pool: Pool, folder: str, name: str, trap: Canary) -> None:
    report = checked(pool, folder, name, trap)
    code = BOMBS[name].code
    finding = next((one for one in report.findings if one.code == code), None)
    assert finding is not None, [one.code for one in report.findings]
    assert report.verdict != CONFORMS
    assert finding.place.line or code in WITHOUT_PLACE
    texts = {text.language: text.value for text in finding.messages}
    assert len({texts[language] for language in LANGUAGES}) == 3
    assert max(map(len, texts.values())) < 1_000


@pytest.mark.parametrize("name", READ)
def test_what_only_looks_like_a_bomb_is_read(pool: Pool, folder: str, name: str, trap: Canary) -> None:
    report = checked(pool, folder, name, trap)
    assert [finding.code for finding in report.findings if not finding.focus] == []


@pytest.mark.parametrize("name", SHORT)
def test_the_command_answers_a_bomb_with_a_report(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, trap: Canary
) -> None:
    monkeypatch.setenv("CLUSTERKB_DATA_DIR", str(home))
    file = written(tmp_path, name, trap)
    result = CliRunner().invoke(main, ["validate", str(file), "--format", "json"])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    report = json.loads(result.stdout)
    codes = {finding["code"] for finding in report["findings"]}
    assert BOMBS[name].code in codes or not BOMBS[name].code
    assert result.exit_code in ((1, 2) if BOMBS[name].code else (0, 1, 2))
    assert SECRET not in result.output
    assert trap.asked == []


@pytest.mark.parametrize("name", IN_A_PROCESS)
def test_the_command_as_a_process_neither_hangs_nor_shows_a_traceback(
    home: Path, tmp_path: Path, name: str, trap: Canary
) -> None:
    file = written(tmp_path, name, trap)
    begun = time.monotonic()
    done = subprocess.run(
        [Path(sys.executable).with_name("clusterkb"), "validate", file],
        env={**os.environ, "CLUSTERKB_DATA_DIR": str(home)},
        capture_output=True,
        timeout=2 * _ENDLESS,
        check=False,
    )
    assert time.monotonic() - begun < _ENDLESS
    assert done.returncode in ((1, 2) if BOMBS[name].code else (0, 1, 2))
    assert b"Traceback" not in done.stdout + done.stderr
    assert SECRET.encode() not in done.stdout


@pytest.mark.parametrize("form", ["text", "github"])
@pytest.mark.parametrize(
    "name", [name for name in BOMBS if "terminal" in name or "unseen" in name or "newline" in name]
)
def test_a_report_holds_nothing_that_a_terminal_obeys(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, form: str, trap: Canary
) -> None:
    monkeypatch.setenv("CLUSTERKB_DATA_DIR", str(home))
    result = CliRunner().invoke(main, ["validate", str(written(tmp_path, name, trap)), "--format", form])
    assert result.exit_code in (1, 2)
    assert _UNSEEN.findall(result.output.replace("\r\n", "\n")) == []
    assert "\n::error::owned" not in result.output


def written(folder: Path, name: str, trap: Canary) -> Path:
    bomb = BOMBS[name]
    file = folder / bomb.file
    file.write_bytes(bomb.armed(trap.url, trap.file))
    return file


@pytest.mark.parametrize("name", [name for name in BOMBS if "signs" in name or "name" in name])
def test_a_report_in_xml_can_be_read(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, trap: Canary
) -> None:
    monkeypatch.setenv("CLUSTERKB_DATA_DIR", str(home))
    result = CliRunner().invoke(main, ["validate", str(written(tmp_path, name, trap)), "--format", "junit"])
    assert ElementTree.fromstring(result.stdout).tag == "testsuites"
