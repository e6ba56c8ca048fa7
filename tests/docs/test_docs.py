"""The documentation against the thing: every command runs, every example conforms, every link leads somewhere."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from clusterkb import KnowledgeBase, assets, expand
from clusterkb.cli import main
from clusterkb.cli.reference import stale

ROOT = assets.folder("ontology").parent
_FOUND = (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "tests").rglob("*.md"))
PAGES = sorted(page for page in _FOUND if "node_modules" not in page.parts)
_BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
SITE = "http://127.0.0.1:8095"
_LEFT_OUT = ("make ", ". ", "clusterkb serve")


def blocks(language: str) -> list[tuple[str, str]]:
    found = [
        (page.relative_to(ROOT).as_posix(), block[2])
        for page in PAGES
        for block in _BLOCK.finditer(page.read_text(encoding="utf-8"))
        if block[1] == language
    ]
    assert found, f"No page has a block of {language}."
    return found


def commands(block: str) -> list[tuple[str, str]]:
    """Return each command of a block with what it prints, if the page shows that."""
    parts = (part.partition("\n") for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:])
    return [(line, printed.strip("\n")) for line, _, printed in parts if not line.startswith(_LEFT_OUT)]


COMMANDS = [(page, *command) for page, block in blocks("console") for command in commands(block)]


@pytest.mark.parametrize(("page", "line", "printed"), COMMANDS, ids=[line for _, line, _ in COMMANDS])
def test_every_command_shown_does_what_the_page_says(
    home: Path, page: str, line: str, printed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    words = shlex.split(line, comments=True)
    assert words[0] == "clusterkb"
    expected = re.search(r"# exit code (\d)", line)
    result = CliRunner().invoke(main, words[1:], env={"CLUSTERKB_DATA_DIR": str(home)})
    assert result.exit_code == int(expected[1] if expected else 0), f"{page}: {result.output}"
    shown = re.escape(printed).replace("…", ".*")  # … stands for what the page leaves out
    said = "\n".join(result.stdout.splitlines()).strip("\n")
    assert not printed or re.fullmatch(shown, said, re.DOTALL), f"{page}: {said}"


@pytest.mark.parametrize(("page", "block"), blocks("turtle"), ids=range(len(blocks("turtle"))))
def test_every_description_shown_conforms(kb: KnowledgeBase, page: str, block: str) -> None:
    report = kb.validate(block.encode(), name=page)
    assert report.verdict == "conforms", [finding.message("en") for finding in report.findings]


@pytest.mark.parametrize(("page", "block"), blocks("sh"), ids=range(len(blocks("sh"))))
def test_every_session_shown_goes_as_the_page_says(server: str, page: str, block: str, session: Path) -> None:
    commands = "\n".join(line[2:] for line in block.splitlines() if line.startswith(("$ ", "    ")))
    expected = [line for line in block.splitlines() if not line.startswith(("$ ", "    "))]
    ours = commands.replace(SITE, server)
    done = subprocess.run(["bash", "-c", ours], cwd=session, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), f"{page}: {ours}"
    assert done.stdout.splitlines() == expected, f"{page}: {ours}"


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the sessions of all pages run: some use the file that one before them made."""
    return tmp_path_factory.mktemp("session")


@pytest.mark.parametrize(("page", "block"), blocks("python"), ids=lambda value: value if "." in value else "")
def test_every_python_example_runs_and_prints(home: Path, server: str, page: str, block: str) -> None:
    block, environment = block.replace(SITE, server), {**os.environ, "CLUSTERKB_DATA_DIR": str(home)}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", block],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{page}: {done.stderr}"
    assert done.stdout.strip()


def test_every_link_between_pages_leads_to_a_file() -> None:
    dead = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in PAGES
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert not dead, "\n".join(dead)


def test_every_make_target_named_is_one_the_help_lists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    listed = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    pattern = re.compile(r"(?:`|^ {4}|^\$ )make ([a-z-]+)", re.MULTILINE)
    named = {target for page in PAGES for target in pattern.findall(page.read_text(encoding="utf-8"))}
    assert {"setup", "serve", "test", "test-fast", "check", "format", "build", "clean"} <= listed
    assert named
    assert not named - listed


def test_every_term_named_in_the_documentation_is_in_the_ontology(kb: KnowledgeBase) -> None:
    unknown = [
        f"{page.relative_to(ROOT)}: {name}"
        for page in PAGES
        for name in set(re.findall(r"\bckb:[A-Za-z]\w+", page.read_text(encoding="utf-8")))
        if not kb.reader().exists(expand(name))
    ]
    assert not unknown, "\n".join(unknown)


def test_the_generated_pages_are_as_the_code_says() -> None:
    assert not [f"{found.path}:{found.line}: run clusterkb check docs --fix" for found in stale(main)]


def test_the_index_of_the_documentation_names_every_page() -> None:
    index = (ROOT / "docs/index.md").read_text(encoding="utf-8")
    pages = [page.relative_to(ROOT / "docs").as_posix() for page in (ROOT / "docs").rglob("*.md")]
    assert not [page for page in pages if page != "index.md" and "decisions/" not in page and page not in index]
