"""The SQLite files beside the triples: opened for reading only, and said in words when they cannot be read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from clusterkb.errors import StoreUnusable


@contextmanager
def opened(path: Path, what: str) -> Iterator[sqlite3.Connection]:
    """Open a file of a complete version.

    Args:
        path: The file.
        what: What to call it in messages, such as ``label index``.

    Raises:
        StoreUnusable: It cannot be opened, or a statement on it fails.
    """
    try:
        # A sealed version never changes, so that SQLite need neither lock nor look for a journal.
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as file:
            yield file
    except sqlite3.Error as error:
        raise StoreUnusable(f"The {what} cannot be read: {error}.", remedy="Run: clusterkb build --full") from error
