from __future__ import annotations

import pytest

from clusterkb import KnowledgeBase, assets
from clusterkb.catalogue.history import Part, Release, last_look, releases
from clusterkb.version import __version__

TOLD = """# Changelog

All that a user would notice.

## 1.1.0, not yet released

### Site

- A page,
  in two lines.
- `code` in a note.

## 1.0.0, 2027-01-31

### Library and command

- The first.
"""


def test_every_release_has_its_parts_and_notes_in_order() -> None:
    assert releases(TOLD) == [
        Release("1.1.0", "", [Part("Site", ["A page, in two lines.", "`code` in a note."])]),
        Release("1.0.0", "2027-01-31", [Part("Library and command", ["The first."])]),
    ]


@pytest.mark.parametrize(
    ("there", "instead"),
    [
        ("## 1.0.0, 2027-01-31", "## 1.0.0"),
        ("## 1.0.0, 2027-01-31", "## 1.0.0, January 2027"),
        ("## 1.1.0, not yet released", "## Next, not yet released"),
        ("### Site\n", ""),
        ("  in two lines.", "in two lines."),
        ("- The first.", "The first."),
        ("- The first.", "  The first."),
    ],
)
def test_what_is_not_written_as_agreed_is_refused(there: str, instead: str) -> None:
    assert there in TOLD
    with pytest.raises(ValueError, match=r"note|heading"):
        releases(TOLD.replace(there, instead))


def test_the_changelog_begins_with_the_version_at_hand_and_leaves_out_nothing() -> None:
    text = assets.changelog().read_text(encoding="utf-8")
    found = releases(text)
    assert found[0].version == __version__
    assert sum(len(part.notes) for release in found for part in release.parts) == text.count("\n- ")
    assert all(part.notes for release in found for part in release.parts)


def test_the_last_look_is_the_latest_day_in_the_data(kb: KnowledgeBase) -> None:
    days = {row["day"]["value"] for row in kb.query("SELECT DISTINCT ?day { ?thing ckb:checkedOn ?day }").rows}
    assert last_look(kb.store) == max(days)
