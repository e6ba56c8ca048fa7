"""axe-core on every type of page: WCAG 2.2 AA, desktop and phone, light and dark."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from clusterkb import assets

AXE = (assets.folder("web") / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
FAULTY = (assets.folder("shapes") / "examples/invalid/five-faults.ttl").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
QUERY = urlencode({"query": "SELECT ?s ?label { ?s skos:prefLabel ?label } LIMIT 20"})
TYPES = {
    "home": "/",
    "terms": "/terms",
    "clusters": "/clusters",
    "class": "/page/onto/HoldingInArticleSense",
    "concept": "/page/concept/level/program",
    "meanings": "/page/onto/EducationalCluster",
    "doubts": "/page/claim/S15",
    "word": "/page/lex/en-educational-cluster",
    "work": "/page/work/khimmataliev-2022-a",
    "cluster": "/page/cluster/ulyanovsk-holding",
    "conflict": "/page/cluster/longwood-medical-area",
    "source": "/page/src/danilov-2020",
    "search": "/search?q=holding",
    "result": f"/sparql?{QUERY}",
    "failed query": "/sparql?query=SELECT",
    "check": "/check",
    "not found": "/page/cluster/nope",
}
SCREENS = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 360, "height": 740}}


def violations(page: Page) -> list[str]:
    for summary in page.query_selector_all("details:not([open]) > summary"):
        summary.click()  # what is folded away is looked at too
    page.evaluate(AXE)
    report: dict[str, Any] = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
    assert report["passes"], "axe looked at nothing"
    return [f"{found['id']}: {node['html']}" for found in report["violations"] for node in found["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_no_page_type_has_a_barrier(browser: Browser, server: str, screen: str, scheme: Any) -> None:
    context = browser.new_context(base_url=server, viewport=SCREENS[screen], color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    faults = []
    for language in ("en", "ru"):
        for kind, address in TYPES.items():
            page.goto(f"/{language}{address}")
            faults += [f"{kind} ({language}): {fault}" for fault in violations(page)]
    page.goto("/uz/check")
    page.fill("#text", FAULTY)
    page.click("button.main")
    expect(page.locator(".findings li")).to_have_count(5)  # the click itself waits for no page
    faults += [f"report (uz): {fault}" for fault in violations(page)]
    context.close()
    assert not faults, "\n".join(faults)


def test_a_barrier_would_be_seen(page: Page) -> None:
    page.goto("/en/")
    page.evaluate("document.querySelector('#find').previousElementSibling.remove(); document.title = ''")
    page.evaluate("document.querySelector('#find').removeAttribute('placeholder')")
    found = {fault.partition(":")[0] for fault in violations(page)}
    assert {"label", "document-title"} <= found
