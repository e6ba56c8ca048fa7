"""What all requests share, where it is not seen from outside."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from clusterkb.errors import StoreUnusable
from clusterkb.settings import load
from clusterkb.web import Site


def test_a_store_that_is_gone_is_told_with_what_to_do(home: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(home, tmp_path / "home", symlinks=True)
    with Site(load({"CLUSTERKB_DATA_DIR": str(copy)})) as site:
        (copy / "current").unlink()
        with pytest.raises(StoreUnusable, match="clusterkb build"):
            site.version()
