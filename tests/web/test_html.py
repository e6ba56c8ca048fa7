"""Every type of page is HTML by the standard, as html-validate reads it; tests/web/test_crawl.py reads all pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from tests.support.node import html_faults
from tests.support.page_types import TYPES

pytestmark = pytest.mark.slow  # it needs the packages of npm, which make test-fast does not install
MORE = {
    "not found": "/page/cluster/nope",
    "failed query": "/sparql?query=SELECT",
    "result": "/sparql?query=ASK%20%7B%7D",
}


@pytest.mark.parametrize("language", ["en", "ru", "uz", "en+ru"])
def test_every_type_of_page_is_valid_html(client: FlaskClient, tmp_path: Path, language: str) -> None:
    for kind, address in {**TYPES, **MORE}.items():
        (tmp_path / f"{kind}.html").write_text(client.get(f"/{language}{address}").text, encoding="utf-8")
    assert html_faults(tmp_path) == []


def test_a_fault_would_be_seen(client: FlaskClient, tmp_path: Path) -> None:
    page = client.get("/en/").text
    for old, new in ((' lang="en"', ""), ("</h1>", "</h2>"), ('id="find"', 'id="main"')):
        (tmp_path / "page.html").write_text(page.replace(old, new, 1), encoding="utf-8")
        assert html_faults(tmp_path), f"{old} became {new}"
