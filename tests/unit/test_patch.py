from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from clusterkb.validation.findings import Edit
from clusterkb.validation.fixes.patch import apply, diff

_PAIRS = {
    "one line": ("a\nb\nc\n", "a\nB\nc\n"),
    "no newline at the end": ("a\nb", "a\nB"),
    "a newline is added": ("a\nb", "a\nb\n"),
    "CRLF": ("a\r\nb\r\nc\r\n", "a\r\nB\r\nc\r\n"),
    "mixed line ends": ("a\r\nb\nc\rd\n", "a\r\nB\nc\rd\n"),
    "line ends of Unicode are none": ("a\u2028b\u0085c\nd\n", "a\u2028b\u0085C\nd\n"),
    "lines are added": ("a\n", "a\nb\nc\n"),
    "two hunks": ("\n".join("abcdefghijklmnop") + "\n", "\n".join("aBcdefghijklmnOp") + "\n"),
}


@pytest.mark.parametrize("tool", ["patch", "git"])
@pytest.mark.parametrize("pair", _PAIRS.values(), ids=_PAIRS)
def test_a_diff_can_be_carried_out(tool: str, pair: tuple[str, str], tmp_path: Path) -> None:
    before, after = pair
    file = tmp_path / "part" / "a.ttl"
    file.parent.mkdir()
    file.write_bytes(before.encode())
    commands = {"patch": ["patch", "-p1", "--binary", "--quiet"], "git": ["git", "apply", "--whitespace=nowarn"]}
    assert shutil.which(commands[tool][0])
    written = diff("part/a.ttl", before, after).encode()
    subprocess.run(commands[tool], input=written, cwd=tmp_path, check=True)
    assert file.read_bytes() == after.encode()


def test_nothing_changed_gives_no_diff() -> None:
    assert diff("a.ttl", "x\n", "x\n") == ""


def test_insertions_at_both_ends_are_made() -> None:
    assert apply("b", [Edit("", 1, 1, "c"), Edit("", 0, 0, "a")]) == "abc"


def test_edits_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        apply("abc", [Edit("", 0, 2, "x"), Edit("", 1, 3, "y")])


def test_a_name_with_a_space_ends_in_a_tab() -> None:
    assert diff("a b.ttl", "x\n", "y\n").splitlines()[:2] == ["--- a/a b.ttl\t", "+++ b/a b.ttl\t"]
