from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.stores import stored

from clusterkb.sparql import job

ONE = "<http://e/g> { <http://e/s> <http://e/p> 1 , 2 }"


def test_a_worker_opens_a_store_once_and_holds_it_in_memory(tmp_path: Path) -> None:
    stored(tmp_path / "store", ONE)
    opened = job.opened(str(tmp_path / "store"))
    assert job.opened(str(tmp_path / "store")) is opened
    assert len(opened.engine) == 2
    opened.replace(next(iter(opened.engine)).graph_name, [])  # on disk it would raise


def test_a_large_store_is_read_from_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job, "IN_MEMORY", 1)
    stored(tmp_path / "store", ONE)
    opened = job.opened(str(tmp_path / "store"))
    assert len(opened.engine) == 2
    with pytest.raises(RuntimeError, match="read-write"):
        opened.replace(next(iter(opened.engine)).graph_name, [])
