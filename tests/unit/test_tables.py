from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from clusterkb.errors import StoreUnusable
from clusterkb.store.tables import opened


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A file in a folder whose name means something in an address."""
    path = tmp_path / "50% ?mode=memory #1" / "table.sqlite"
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("CREATE TABLE word (text TEXT)")
        file.execute("INSERT INTO word VALUES ('holding')")
    return path


def test_a_file_is_read_whatever_its_folder_is_called(table: Path) -> None:
    with opened(table, "label index") as file:
        assert file.execute("SELECT text FROM word").fetchall() == [("holding",)]


def test_nothing_is_written_to_a_file_that_is_read(table: Path) -> None:
    with pytest.raises(StoreUnusable, match="readonly"), opened(table, "label index") as file:
        file.execute("DELETE FROM word")


def test_a_file_that_is_not_there_is_named_with_a_remedy(tmp_path: Path) -> None:
    missing = opened(tmp_path / "none.sqlite", "label index")
    with pytest.raises(StoreUnusable, match=r"The label index cannot be read.*build --full"), missing:
        pass
    assert list(tmp_path.iterdir()) == []
