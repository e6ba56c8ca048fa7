"""The hook that other repositories take from this one."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from clusterkb import assets
from clusterkb.cli import main
from clusterkb.rdf.formats import TABLE

HOOK = (assets.folder("ontology").parent / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")


def value(key: str) -> str:
    found = re.search(rf"^[- ] {key}: (.*)$", HOOK, re.MULTILINE)
    assert found
    return found[1]


@pytest.mark.parametrize("form", [form.name for form in TABLE])
def test_the_hook_takes_files_of_every_format(form: str) -> None:
    assert re.search(value("files"), f"data/cluster.{form}")


def test_the_hook_takes_no_other_files() -> None:
    assert not re.search(value("files"), "data/ttl.md")


def test_the_hook_runs_a_command_that_there_is() -> None:
    name, *words = value("entry").split()
    assert name == "clusterkb"
    assert CliRunner().invoke(main, [*words, "--help"]).exit_code == 0


def test_the_hook_checks_all_files_in_one_run() -> None:
    assert value("require_serial") == "true"
