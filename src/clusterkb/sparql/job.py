"""What a worker process runs for a stranger: the guard has passed the query, the engine has not seen it yet."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from functools import lru_cache
from pathlib import Path

from clusterkb.sparql.dataset import Dataset
from clusterkb.sparql.results import Result, Table
from clusterkb.sparql.run import table, write
from clusterkb.sparql.spool import Spool, Spooled, Target
from clusterkb.store import EmbeddedStore
from clusterkb.store.embedded import IN_MEMORY


def document(folder: str, query: str, dataset: Dataset, forms: Sequence[str], target: Target) -> Spooled:
    """Run ``query`` on the store in ``folder`` and spool its result; see ``clusterkb.sparql.answer``."""
    spool = Spool(target)
    with closing(spool):
        _, form = write(opened(folder), query, spool, forms=forms, dataset=dataset)
        return spool.finish(form)


def page(folder: str, query: str, dataset: Dataset, max_rows: int, max_bytes: int) -> Table | Result:
    """Run ``query`` and return what one page shows of it; see ``clusterkb.sparql.table``."""
    return table(opened(folder), query, dataset=dataset, max_rows=max_rows, max_bytes=max_bytes)


@lru_cache(maxsize=2)
def opened(folder: str) -> EmbeddedStore:
    """Return the store in ``folder``, opened once a worker; in memory, unless it is too large for that."""
    store = EmbeddedStore.read_only(Path(folder))
    return store.in_memory() if len(store.engine) <= IN_MEMORY else store
