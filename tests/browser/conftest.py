"""A real Chromium: the system's where there is one, else the one that the npm package brings."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright
from tests.support.node import node

_NAMES = ("chromium", "chromium-browser", "google-chrome")
# Root cannot use Chromium's own sandbox, and the machine may have no graphics and no network.
_ARGUMENTS = ("--no-sandbox", "--no-zygote", "--disable-gpu", "--disable-background-networking", "--headless=shell")


def chromium() -> str:
    """Return where Chromium is: that of the machine, or the one of the npm package."""
    for name in _NAMES:
        if found := shutil.which(name):
            return found
    script = Path(__file__).with_name("chromium.mjs")
    with script.open() as lock:  # two test processes must not unpack it at once
        fcntl.flock(lock, fcntl.LOCK_EX)
        return subprocess.run([node(), str(script)], check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=_ARGUMENTS)
        yield opened
        opened.close()


def given_up(request: Request) -> bool:
    """Whether a page asked for suggestions and then no longer wanted them."""
    return "/suggest?" in request.url and request.failure == "net::ERR_ABORTED"


@pytest.fixture
def page(browser: Browser, server: str) -> Iterator[Page]:
    """A fresh page in English; a console error, a failed request or one to another host fails the test."""
    context = browser.new_context(base_url=server, locale="en-GB")
    opened = context.new_page()
    faults: list[str] = []
    opened.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    opened.on("requestfailed", lambda request: None if given_up(request) else faults.append(f"failed: {request.url}"))
    opened.on("request", lambda request: None if request.url.startswith(server) else faults.append(request.url))
    yield opened
    context.close()
    assert not faults
