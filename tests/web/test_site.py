"""What all requests share, where it is not seen from outside."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from clusterkb.errors import OutOfLimits, StoreUnusable
from clusterkb.settings import load
from clusterkb.web import Site


def test_a_store_that_is_gone_is_told_with_what_to_do(home: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(home, tmp_path / "home", symlinks=True)
    with Site(load({"CLUSTERKB_DATA_DIR": str(copy)})) as site:
        (copy / "current").unlink()
        with pytest.raises(StoreUnusable, match="clusterkb build"):
            site.version()


@pytest.mark.parametrize("address", ["/en/sparql?query=ASK%7B%7D", "/en/check"])
def test_a_form_whose_workers_are_busy_says_when_to_come_again(
    client: FlaskClient, site: Site, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise OutOfLimits("All workers are busy.", retry_seconds=5)

    monkeypatch.setattr(site, "page", busy)
    monkeypatch.setattr(site, "check", busy)
    form = {"text": "<a:a> <a:b> <a:c> .", "format": "ttl"}
    answer = client.post(address, data=form) if "check" in address else client.get(address)
    assert (answer.status_code, answer.headers.get("Retry-After")) == (503, "5")
