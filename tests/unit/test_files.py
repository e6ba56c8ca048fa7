from __future__ import annotations

from pathlib import Path

from clusterkb.rdf.canonical import canonical
from clusterkb.rdf.files import deviations

GOOD = "@prefix e: <http://e/> .\n\ne:a e:b e:c .\n"


def test_a_canonical_file_deviates_in_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(GOOD)
    assert list(deviations([tmp_path])) == []


def test_a_deviation_names_the_first_line_that_differs_and_the_wanted_form(tmp_path: Path) -> None:
    bad = GOOD + "\ne:d e:e e:f;e:g e:h.\n"
    (tmp_path / "a.ttl").write_text(bad)
    found = list(deviations([tmp_path]))
    assert [(deviation.line, deviation.wanted) for deviation in found] == [(5, canonical(bad))]


def test_a_missing_last_newline_is_a_deviation(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(GOOD.rstrip())
    assert len(list(deviations([tmp_path]))) == 1


def test_what_is_not_turtle_has_its_line_and_no_wanted_form(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(GOOD + "\n'open")
    assert [(found.line, found.wanted) for found in deviations([tmp_path])] == [(5, None)]


def test_all_deviations_of_all_folders_are_given_at_once(tmp_path: Path) -> None:
    for name in ("a/x.ttl", "a/b/y.ttl", "c/z.ttl", "c/not.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("<a> <b> <c>.")
    names = [found.path.name for found in deviations([tmp_path / "a", tmp_path / "c"])]
    assert sorted(names) == ["x.ttl", "y.ttl", "z.ttl"]


def test_a_file_that_is_not_utf8_is_a_deviation_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_bytes(b"\xff\xfe")
    (tmp_path / "b.ttl").write_text("<a> <b> <c>.")
    assert [(found.path.name, found.wanted is None) for found in deviations([tmp_path])] == [
        ("a.ttl", True),
        ("b.ttl", False),
    ]
