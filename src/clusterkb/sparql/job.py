"""What a worker process runs for a stranger: the guard has passed the query, the engine has not seen it yet."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from clusterkb.sparql.results import Result, Table
from clusterkb.sparql.run import Dataset, answer, table
from clusterkb.store import EmbeddedStore


def document(folder: str, query: str, forms: tuple[str, ...], inferred: bool, max_bytes: int) -> Result:
    """Run ``query`` on the store in ``folder`` and serialize its result; see ``clusterkb.sparql.answer``."""
    return answer(_open(folder), query, forms=forms, dataset=Dataset(inferred=inferred), max_bytes=max_bytes)


def page(folder: str, query: str, inferred: bool, max_rows: int, max_bytes: int) -> Table | Result:
    """Run ``query`` and return what one page shows of it; see ``clusterkb.sparql.table``."""
    return table(_open(folder), query, dataset=Dataset(inferred=inferred), max_rows=max_rows, max_bytes=max_bytes)


@lru_cache(maxsize=2)
def _open(folder: str) -> EmbeddedStore:
    # A worker lives for many queries, and opening a store costs more than most of them.
    return EmbeddedStore.read_only(Path(folder))
