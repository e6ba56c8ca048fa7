from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest
from tests.support.descriptions import descriptions

from clusterkb import KnowledgeBase
from clusterkb.rdf.formats import TURTLE
from clusterkb.validation import Report, Sent, validate, validate_large
from clusterkb.validation.bulk import Source
from clusterkb.validation.bulk import parts as bulk_parts
from clusterkb.validation.bulk import run as bulk_run

WHOLE = descriptions(400, faulty=0.1)
_SECOND = WHOLE.index("\nex:cluster-200 ")
HEAD = WHOLE[: WHOLE.index("\nex:cluster-0 ")]
FILES = {
    "whole.ttl": WHOLE,
    "first.ttl": WHOLE[:_SECOND],
    "second.ttl": HEAD + WHOLE[_SECOND:],
    "broken at the end.ttl": WHOLE + "\nex:last a ckb:Cluster ;\n    dcterms:source ex:a ex:b .\n",
    "things of others.ttl": HEAD
    + "ex:a a ex:Odd ; ex:odd 1 ; dcterms:relation <https://w3id.org/clusterkb/id/org/none> .",
}


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds under which a few hundred descriptions are many parts, written in many turns."""
    monkeypatch.setattr(bulk_run, "_BYTES_A_PART", 50_000)
    monkeypatch.setattr(bulk_parts, "_HELD", 500)


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize(
    "names",
    [
        ("whole.ttl",),
        ("first.ttl", "second.ttl"),
        ("second.ttl", "first.ttl", "things of others.ttl"),
        ("broken at the end.ttl",),
        ("first.ttl", "broken at the end.ttl"),
    ],
    ids=" and ".join,
)
def test_the_report_is_the_same_whether_checked_whole_or_in_parts(
    kb: KnowledgeBase, tmp_path: Path, names: tuple[str, ...]
) -> None:
    large = in_parts(kb, tmp_path, *names)
    whole = validate([Sent(FILES[name].encode(), "ttl", name) for name in names], kb.rules)
    assert large.findings == whole.findings
    assert large.files == whole.files
    assert large.unchecked == whole.unchecked
    assert large == whole


@pytest.mark.usefixtures("small_parts")
def test_faults_of_every_kind_are_found_in_parts(kb: KnowledgeBase, tmp_path: Path) -> None:
    codes = {finding.code for finding in in_parts(kb, tmp_path, "whole.ttl").findings}
    assert codes >= {"Cluster-source", "Membership-role", "Fact-period-order", "Event-year", "unknown-term"}


def test_a_killed_worker_is_reported_and_the_next_job_runs(kb: KnowledgeBase, tmp_path: Path) -> None:
    file = tmp_path / "large.ttl"
    file.write_text(descriptions(20_000, faulty=0.001), encoding="utf-8")
    before = set(multiprocessing.active_children())
    killed: list[int | None] = []

    def kill_once(phase: str, what: str) -> None:
        # The other parts are still being checked when the first one is done.
        if phase == "check" and what.startswith("part 1 of ") and not killed:
            for child in set(multiprocessing.active_children()) - before:
                killed.append(child.pid)
                child.kill()

    source = [Source(file, TURTLE, "large.ttl")]
    report = validate_large(source, kb.rules, kb.version.path, progress=kill_once)
    assert killed
    assert report.verdict == "not checked"
    assert report.exit_code == 2
    assert [one.message("en") for one in report.unchecked if one.kind == "engine"]
    assert 0 < report.checked < 80_000, "the parts of the other workers are checked"
    after = in_parts(kb, tmp_path, "whole.ttl")
    assert (after.verdict, after.checked) == ("does not conform", 1_600)


def in_parts(kb: KnowledgeBase, folder: Path, *names: str) -> Report:
    for name in names:
        (folder / name).write_text(FILES[name], encoding="utf-8")
    return validate_large([Source(folder / name, TURTLE, name) for name in names], kb.rules, kb.version.path)
