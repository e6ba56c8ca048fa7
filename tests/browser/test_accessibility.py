"""axe-core on every type of page: WCAG 2.2 AA, three languages, desktop and phone, light and dark."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.support.page_types import TYPES

from clusterkb import assets

AXE = (assets.folder("web") / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
FAULTY = (assets.folder("shapes") / "examples/invalid/five-faults.ttl").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
QUERY = urlencode({"query": "SELECT ?s ?label { ?s skos:prefLabel ?label } LIMIT 20"})
MORE = {
    "result": f"/sparql?{QUERY}",
    "failed query": "/sparql?query=SELECT",
    "not found": "/page/cluster/nope",
}
DESKTOP: Any = {"width": 1280, "height": 900}
PHONE: Any = {"width": 360, "height": 740}
COLOURS = ["color-contrast", "link-in-text-block"]
SIZES = ["target-size", "scrollable-region-focusable", "aria-hidden-focus"]
# The first look asks for everything; of what a page says, colours and sizes are all that differs in the other.
LOOKS: list[tuple[Any, Any, list[str]]] = [(DESKTOP, "light", RULES), (PHONE, "dark", [*COLOURS, *SIZES])]
# In another language words are longer, and of another language; colours are the same.
LOOKS_IN_OTHERS: list[tuple[Any, Any, list[str]]] = [(DESKTOP, "light", RULES), (PHONE, "light", SIZES)]


def violations(page: Page, looks: list[tuple[Any, Any, list[str]]] = LOOKS) -> list[str]:
    # What is folded away is looked at too.
    page.evaluate("document.querySelectorAll('details').forEach(folded => { folded.open = true })")
    page.evaluate(AXE)
    found = []
    off = {rule: {"enabled": looks is LOOKS} for rule in COLOURS}
    for size, scheme, rules in looks:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        # Of what is well it is enough to know that there is something.
        options = {"runOnly": rules, "rules": off if rules is RULES else {}, "resultTypes": ["violations"]}
        report: dict[str, Any] = page.evaluate("options => axe.run(options)", options)
        assert report["passes"], "axe looked at nothing"
        look = f"{size['width']} {scheme}"
        found += [f"{one['id']} ({look}): {node['html']}" for one in report["violations"] for node in one["nodes"]]
    return found


@pytest.mark.parametrize("language", ["en", "ru", "uz"])
def test_no_page_type_has_a_barrier(browser: Browser, server: str, language: str) -> None:
    context = browser.new_context(base_url=server)
    page = context.new_page()
    faults: list[str] = []
    # A page that is not found is an error to the console as well, and meant to be one.
    page.on(
        "console",
        lambda said: (
            faults.append(f"{page.url}: {said.text}")
            if said.type == "error" and said.location.get("url") != page.url
            else None
        ),
    )
    page.on("request", lambda asked: None if asked.url.startswith(server) else faults.append(f"asks {asked.url}"))
    looks = LOOKS if language == "en" else LOOKS_IN_OTHERS
    for kind, address in {**TYPES, **MORE}.items():
        page.goto(f"/{language}{address}")
        faults += [f"{kind}: {fault}" for fault in violations(page, looks)]
    page.goto(f"/{language}/check")
    page.fill("#text", FAULTY)
    page.click("button.main")
    expect(page.locator(".findings li")).to_have_count(5)  # the click itself waits for no page
    faults += [f"report: {fault}" for fault in violations(page, looks)]
    context.close()
    assert not faults, "\n".join(faults)


def test_a_barrier_would_be_seen(page: Page) -> None:
    page.goto("/en/")
    page.evaluate("document.querySelector('#find').previousElementSibling.remove(); document.title = ''")
    page.evaluate("document.querySelector('#find').removeAttribute('placeholder')")
    faint = "@media (prefers-color-scheme: dark) { main p { color: #333 !important } }"
    page.evaluate("rule => document.styleSheets[0].insertRule(rule)", faint)
    found = {fault.partition(":")[0] for fault in violations(page)}
    assert {"label (1280 light)", "document-title (1280 light)", "color-contrast (360 dark)"} <= found
