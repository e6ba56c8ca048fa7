"""Sixty faulty files, ten kinds in six formats, by somebody who had not read the code: place, name and fix of each."""

from __future__ import annotations

import csv
from codecs import BOM_UTF8
from pathlib import Path

import pytest

from clusterkb import KnowledgeBase
from clusterkb.rdf.complaint_words import codes
from clusterkb.validation import documents

FAULTY = Path(__file__).parents[1] / "faulty"
with (FAULTY / "table.csv").open(encoding="utf-8", newline="") as _table:
    ROWS = list(csv.DictReader(_table))


def expected_codes(row: dict[str, str]) -> set[str]:
    """Return the codes that name the fault; where the table says that a file cannot be read, every reason will do."""
    wanted = set(row["code"].split("|"))
    return wanted | set(codes()) if "syntax" in wanted else wanted


def test_there_are_ten_kinds_in_each_of_six_formats() -> None:
    kinds = {row["kind"] for row in ROWS}
    formats = {row["file"].partition("/")[0] for row in ROWS}
    assert (len(ROWS), len(kinds), len(formats)) == (60, 10, 6)
    assert {row["file"] for row in ROWS} == {f"{form}/{kind}.{form}" for form in formats for kind in kinds}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_the_fault_is_named_on_its_line(kb: KnowledgeBase, row: dict[str, str]) -> None:
    first, _, last = row["line"].partition("-")
    report = kb.validate(FAULTY / row["file"])
    places = [finding.place for finding in report.findings if finding.code in expected_codes(row)]
    assert places, [finding.code for finding in report.findings]
    assert int(first) <= places[0].line <= int(last or first)
    assert not row["column"] or places[0].column == int(row["column"])
    assert report.exit_code == (2 if {finding.focus for finding in report.findings} == {""} else 1)


@pytest.mark.parametrize("row", [row for row in ROWS if row["fixable"] == "yes"], ids=lambda row: row["file"])
def test_what_can_be_fixed_is_fixed_and_nothing_else_changes(kb: KnowledgeBase, row: dict[str, str]) -> None:
    sent = documents([FAULTY / row["file"]])
    mended, report, fixes = kb.mend(sent)
    assert fixes
    assert [finding.code for finding in report.findings if finding.severity == "Violation"] == []
    before, after = (one[0].data.splitlines(keepends=True) for one in (sent, mended))
    assert mended[0].data.startswith(BOM_UTF8) is sent[0].data.startswith(BOM_UTF8)
    if row["fixed_line_before"] and len(before) == len(after):
        changed = [number for number, pair in enumerate(zip(before, after, strict=True), 1) if pair[0] != pair[1]]
        assert len(changed) == 1
        line = changed[0] - 1
        ends = [one[line][len(one[line].rstrip(b"\r\n")) :] for one in (before, after)]
        assert ends[0] == ends[1]


@pytest.mark.parametrize("row", [row for row in ROWS if row["fixable"] == "no"], ids=lambda row: row["file"])
def test_what_is_ambiguous_is_left_alone(kb: KnowledgeBase, row: dict[str, str]) -> None:
    sent = documents([FAULTY / row["file"]])
    assert kb.mend(sent)[0] == sent
