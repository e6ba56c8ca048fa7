"""The map of a term as it is seen: one drawing at a time, its words inside its boxes, no barrier."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page
from tests.browser.test_accessibility import violations

PAGES = ("onto/EducationalCluster", "onto/EducationalOrganization", "concept/field", "concept/aim", "onto/memberOf")
LARGE = ("onto/EducationalCluster", "concept/field")
# What the page brings along, and the widest of the faces that browsers take instead.
FACES = ("", "DejaVu Sans")
_SEEN = """() => {
  const seen = [...document.querySelectorAll('svg.around')].filter(one => one.getBoundingClientRect().width);
  const words = [...seen[0].querySelectorAll('tspan, .tie')];
  const over = words.filter(one => {
    const box = one.closest('text').previousElementSibling;
    const room = one.localName === 'tspan' ? box.width.baseVal.value - 10 : 262;
    return one.getComputedTextLength() > room;
  });
  const { width } = seen[0].getBoundingClientRect();
  return {
    drawings: seen.length, columns: seen[0].classList.item(seen[0].classList.length - 1), width,
    size: 14 * width / seen[0].viewBox.baseVal.width, words: words.length, over: over.map(one => one.textContent),
    spill: document.documentElement.scrollWidth - innerWidth,
  };
}"""


def seen(page: Page, width: int) -> dict[str, Any]:
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate(
        "document.querySelectorAll('[aria-labelledby=map] details').forEach(folded => { folded.open = true })"
    )
    found: dict[str, Any] = page.evaluate(_SEEN)
    return found


@pytest.mark.parametrize("language", ["en", "ru", "uz"])
def test_words_stay_in_their_boxes_in_faces_that_a_reader_may_have(page: Page, language: str) -> None:
    over = []
    for name in PAGES:
        page.goto(f"/{language}/page/{name}")
        for face in FACES:
            if face:
                rule = f".around {{ font-family: '{face}' !important }}"
                page.evaluate("rule => document.styleSheets[0].insertRule(rule)", rule)
            found = seen(page, 1280)
            assert found["words"] > 3
            over += [(name, face, word) for word in found["over"]]
    assert over == []


def test_words_that_do_not_fit_would_be_seen(page: Page) -> None:
    page.goto("/en/page/onto/EducationalCluster")
    page.evaluate("document.styleSheets[0].insertRule('.around text { font: 22px monospace !important }')")
    assert seen(page, 1280)["over"]


@pytest.mark.parametrize("width", [320, 360, 700, 1024, 1280])
def test_one_drawing_is_shown_and_can_be_read_without_scrolling_sideways(page: Page, width: int) -> None:
    for name in PAGES:
        page.goto(f"/en/page/{name}")
        found = seen(page, width)
        assert found["drawings"] == 1, name
        assert found["spill"] <= 0, name
        assert found["size"] >= 11.5, name
        assert (found["columns"] == "of-1") == (width < 500 or (width == 700 and name in LARGE)), name


def test_a_map_is_no_barrier(page: Page) -> None:
    for name in PAGES:
        page.goto(f"/en/page/{name}")
        assert violations(page) == [], name


def test_a_box_leads_to_the_page_of_its_term(page: Page) -> None:
    page.goto("/en/page/onto/EducationalCluster")
    page.locator("svg.broad a", has_text="school cluster").click()
    page.wait_for_url("**/en/page/onto/SchoolCluster")
