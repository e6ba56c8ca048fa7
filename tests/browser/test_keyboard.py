"""Ways through the site by keyboard alone, and the order in which a screen reader meets what a page shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.support.page_types import TYPES

FARTHEST = 250  # presses of Tab; whoever needs more has lost the way
HEADINGS = "[...document.querySelectorAll('h1, h2, h3, h4')].filter(one => one.checkVisibility())"


def tab_to(page: Page, words: str) -> None:
    """Press Tab until a link, button or summary of that name has the focus, and see that the focus shows."""
    for _ in range(FARTHEST):
        page.keyboard.press("Tab")
        name = page.evaluate("(document.activeElement.textContent || document.activeElement.name || '').trim()")
        if re.fullmatch(words, name):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline not in ("none", ""), f"nobody sees that {name} has the focus"
            return
    raise AssertionError(f"Tab does not lead to {words!r}")


def test_facets_are_chosen_and_given_up_by_keyboard(page: Page) -> None:
    page.goto("/en/clusters")
    tab_to(page, "40 to choose from.*")
    page.keyboard.press("Enter")
    tab_to(page, "United Kingdom")
    page.keyboard.press("Enter")
    page.wait_for_url("**/clusters?country=gb")
    tab_to(page, r"\d+ to choose from.*Kind, as stated")
    page.keyboard.press("Enter")
    tab_to(page, "educational holding")
    page.keyboard.press("Enter")
    page.wait_for_url("**kind=ckb:EducationalHolding*")
    expect(page.locator(".chosen strong")).to_have_text(["United Kingdom", "educational holding"])
    tab_to(page, "remove this filter.*Country")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/clusters\?kind=[^&]*$"))
    tab_to(page, "remove this filter.*")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/clusters")
    expect(page.locator(".chosen")).to_have_count(0)


def test_the_tree_of_terms_is_walked_by_keyboard_to_a_term(page: Page) -> None:
    page.goto("/en/terms/tree")
    first = page.locator(".tree summary").first
    for _ in range(FARTHEST):
        page.keyboard.press("Tab")
        if first.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("ArrowRight")
    expect(page.locator(".tree details").first).to_have_attribute("open", "")
    page.keyboard.press("ArrowRight")
    below = page.evaluate("document.activeElement.closest('details') !== null")
    assert below, "the second press leads into the branch"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".tree details").first).not_to_have_attribute("open", "")
    page.keyboard.press("Shift+Tab")  # out of the tree again: it is no trap
    assert not page.evaluate("document.activeElement.matches('.tree details *, .tree details')")


def test_a_search_leads_to_a_record_by_keyboard(page: Page) -> None:
    page.goto("/en/")
    tab_to(page, "q")
    page.keyboard.type("hamburg aviation")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=hamburg*")
    tab_to(page, "Hamburg Aviation.*")
    page.keyboard.press("Enter")
    page.wait_for_url("**/page/cluster/hamburg-aviation")
    tab_to(page, "Members")  # the list of sections
    page.keyboard.press("Enter")
    assert "#facts-" in page.url


# ---------------------------------------------------------------- the order of reading


@pytest.fixture
def phone(browser: Browser, server: str) -> Iterator[Page]:
    """A page so narrow that all stands in one column: what is read next has to stand below."""
    context = browser.new_context(base_url=server, viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def heard(page: Page) -> list[tuple[int, str]]:
    """Return level and words of every heading as the accessibility tree has them, in its order."""
    tree = page.locator("body").aria_snapshot()
    found = re.findall(r"""^ *- '?heading "((?:[^"\\]|\\.)*)" \[level=(\d)\]""", tree, re.MULTILINE)
    return [(int(level), re.sub(r"\\(.)", r"\1", words)) for words, level in found]


@pytest.mark.parametrize("kind", TYPES)
def test_headings_are_heard_in_the_order_in_which_they_are_seen(phone: Page, kind: str) -> None:
    phone.goto(f"/en{TYPES[kind]}")
    tops = phone.evaluate(f"{HEADINGS}.map(one => one.getBoundingClientRect().top)")
    levels = [level for level, _ in heard(phone)]
    assert tops == sorted(tops)
    assert len(levels) == len(tops), "a heading is seen and not heard, or heard and not seen"
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels)), "a level is left out"


@pytest.mark.parametrize("kind", ["home", "cluster", "clusters", "article"])
def test_landmarks_come_in_the_order_of_a_page(page: Page, kind: str) -> None:
    page.goto(f"/en{TYPES[kind]}")
    tree = page.locator("body").aria_snapshot()
    landmarks = re.findall(r"^- (banner|main|contentinfo|navigation|link)", tree, re.MULTILINE)
    assert landmarks[0] == "link"  # to the content
    ordered = [landmark for landmark in landmarks if landmark in ("banner", "main", "contentinfo")]
    assert ordered == ["banner", "main", "contentinfo"]


def test_a_wrong_order_would_be_heard(phone: Page) -> None:
    phone.goto("/en/about")
    phone.evaluate("document.querySelector('main').append(document.querySelector('h1'))")
    assert heard(phone)[0][0] != 1
    assert heard(phone)[-1][0] == 1


@pytest.mark.parametrize("kind", ["cluster", "clusters", "comparison of terms"])
def test_the_focus_goes_down_the_page(phone: Page, kind: str) -> None:
    phone.goto(f"/en{TYPES[kind]}")
    phone.evaluate("document.querySelector('main').focus()")
    tops = []
    for _ in range(25):
        phone.keyboard.press("Tab")
        tops.append(phone.evaluate("document.activeElement.getBoundingClientRect().top + scrollY"))
    # Links of one line differ by the height of what surrounds them, not by a line.
    assert all(after > before - 20 for before, after in pairwise(tops)), tops
