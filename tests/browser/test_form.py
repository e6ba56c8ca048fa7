"""A form on somebody else's page that asks our endpoint, as YASGUI and many a course page have one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

HOLDINGS = "SELECT ?holding { ?holding a ckb:HoldingInArticleSense }"


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture
def elsewhere(tmp_path: Path, server: str) -> Iterator[str]:
    """The address of a site of another origin with a form for each method."""
    for method in ("get", "post"):
        (tmp_path / f"{method}.html").write_text(
            f"""<!doctype html><html lang="en"><title>Elsewhere</title>
            <form action="{server}/sparql" method="{method}">
            <label>Query <textarea name="query" rows="5"></textarea></label><button>Ask</button></form></html>"""
        )
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path))) as site:
        thread = threading.Thread(target=site.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{site.server_port}"
        site.shutdown()
        thread.join()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    """A page in Uzbek; an error on its console, other than that an address was answered with one, fails the test."""
    context = browser.new_context(locale="uz")
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    yield page
    context.close()
    assert [error for error in errors if "Failed to load resource" not in error] == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_form_on_another_site_shows_its_visitor_a_page_with_the_result(
    visitor: Page, elsewhere: str, server: str, method: str
) -> None:
    visitor.goto(f"{elsewhere}/{method}.html")
    visitor.get_by_label("Query").fill(HOLDINGS)
    visitor.get_by_role("button", name="Ask").click()
    expect(visitor.get_by_role("table")).to_contain_text("cluster:ulyanovsk-holding")
    assert visitor.url.startswith(f"{server}/uz/sparql?query=" if method == "get" else f"{server}/sparql")
    expect(visitor.locator("html")).to_have_attribute("lang", "uz")
    expect(visitor.locator("textarea[name=query]")).to_have_value(HOLDINGS)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_form_with_a_mistake_in_its_query_shows_where(visitor: Page, elsewhere: str, method: str) -> None:
    visitor.goto(f"{elsewhere}/{method}.html")
    visitor.get_by_label("Query").fill("SELECT ?x\nWHERE { ?x foo:bar 1 }")
    visitor.get_by_role("button", name="Ask").click()
    expect(visitor.get_by_role("alert")).to_contain_text("foo:")
    expect(visitor.locator("textarea[name=query]")).to_have_value("SELECT ?x\nWHERE { ?x foo:bar 1 }")
