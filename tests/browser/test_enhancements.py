"""What the scripts add, walked through by keyboard in a real browser; the suggestions themselves are a stand-in's."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from tests.browser.test_accessibility import violations

PAUSE = 200  # milliseconds; longer than the search box waits for the next letter
HOLDING = "/en/page/cluster/ulyanovsk-holding"
IRI = "https://w3id.org/clusterkb/id/cluster/ulyanovsk-holding"
OFFERED = {
    "hold": [
        ("educational holding", "Class", "/en/page/onto/EducationalHolding"),
        ("Ulyanovsk regional educational holding", "Cluster", f"https://behind-a-proxy.example{HOLDING}"),
    ],
    "holding": [("Ulyanovsk regional educational holding", "Cluster", HOLDING)],
    "хол": [("образовательный холдинг", "Class", "/en/page/onto/EducationalHolding")],
    "evil": [
        ("<img src=x onerror=alert(1)>", "<b>Class</b>", "/en/terms"),
        ("a trap", "Class", "javascript:document.title='caught'"),
    ],
}
TREE = """
<div data-tree data-open="Open all" data-close="Close all">
  <ul>
    <li><details><summary>Institution</summary><ul>
      <li><details><summary>School</summary><ul><li><a href="#lyceum">Lyceum</a></li></ul></details></li>
      <li><a href="#university">University</a></li>
    </ul></details></li>
    <li><details><summary>Process</summary><ul><li><a href="#training">Training</a></li></ul></details></li>
    <li><a href="#place">Place</a><ul>
      <li><a href="#town">Town</a> <details><summary>1 narrower</summary>
        <ul><li><a href="#suburb">Suburb</a></li></ul></details></li>
    </ul></li>
  </ul>
</div>"""
LISTS = """
<form action="/sent"><div data-filter="Filter the list" data-shown="{shown} of {all}">
  <section id="people"><h2>People</h2><dl>
    <dt>Алёна</dt><dd>teacher</dd><dd>of physics</dd>
    <dt>Борис</dt><dd>pupil <ul><li>of a lyceum</li></ul></dd></dl></section>
  <section id="places"><h2>Places</h2><table><tbody>
    <tr><td>Farg'ona <ul><li>a lyceum</li><li>a university</li></ul></td></tr>
    <tr><td>Ulyanovsk</td></tr></tbody></table></section>
</div></form>"""


@dataclass
class Suggester:
    """Answers in the place of ``/suggest`` and remembers what it was asked; keeps what begins as ``kept`` waiting."""

    asked: list[str] = field(default_factory=list)
    kept: str = "\0"
    waiting: list[Route] = field(default_factory=list)

    def __call__(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        words = parse_qs(address.query)["q"][0]
        assert parse_qs(address.query)["language"] == ["en"]
        self.asked.append(words)
        if words == self.kept:
            self.waiting.append(route)
            return
        columns = [list(column) for column in zip(*OFFERED.get(words, []), strict=True)] or [[], [], []]
        route.fulfill(body=json.dumps([words, *columns]), content_type="application/x-suggestions+json")


@pytest.fixture
def suggester(page: Page) -> Suggester:
    """The stand-in, on the home page; time stands still until a test lets it run."""
    made = Suggester()
    page.context.route("**/suggest?*", made)
    page.clock.install()
    page.goto("/en/")
    page.clock.pause_at("2099-01-01")
    return made


@pytest.fixture
def stubs(page: Page) -> Page:
    """A page on which ``show`` puts a piece of HTML, under the site's own policy for scripts."""
    policy = page.request.get("/en/").headers["content-security-policy"]

    def fulfil(route: Route) -> None:
        name, body = ("tree", TREE) if "tree" in route.request.url else ("filter", LISTS)
        script = f'<script type="module" src="/static/{name}.js"></script>'
        route.fulfill(
            body=f'<!doctype html><html lang="en"><title>Stub</title><main><h1>Stub</h1>{body}</main>{script}</html>',
            content_type="text/html; charset=utf-8",
            headers={"Content-Security-Policy": policy},
        )

    page.route("**/stub/*", fulfil)
    return page


def type_in(page: Page, words: str) -> None:
    page.get_by_role("combobox", name="Search").press_sequentially(words)
    page.clock.run_for(PAUSE)


def chosen(page: Page) -> str:
    """Return the text of the option that a screen reader is told is chosen; it must be the one marked."""
    name = page.get_by_role("combobox", name="Search").get_attribute("aria-activedescendant")
    marked = page.locator("[role=option][aria-selected=true]")
    assert marked.count() == (1 if name else 0)
    if name:
        expect(marked).to_have_id(name)
    return marked.inner_text() if name else ""


def test_the_arrow_keys_walk_through_the_suggestions_and_back_into_the_box(page: Page, suggester: Suggester) -> None:
    box = page.get_by_role("combobox", name="Search")
    expect(box).to_have_attribute("aria-expanded", "false")
    type_in(page, "hold")
    listbox = page.get_by_role("listbox", name="Suggestions")
    expect(listbox.get_by_role("option")).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(box).to_have_attribute("aria-controls", str(listbox.get_attribute("id")))
    expect(page.get_by_role("status")).to_have_text("Suggestions: 2")
    walk = []
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
        walk.append(chosen(page).partition(" ")[0])
    assert walk == ["educational", "Ulyanovsk", "", "Ulyanovsk", "educational"]
    expect(box).to_be_focused()
    expect(box).to_have_value("hold")


def test_escape_closes_the_suggestions_and_then_empties_the_box(page: Page, suggester: Suggester) -> None:
    type_in(page, "hold")
    box, listbox = page.get_by_role("combobox", name="Search"), page.get_by_role("listbox")
    expect(listbox).to_be_visible()
    page.keyboard.press("Escape")
    expect(listbox).to_be_hidden()
    expect(box).to_have_value("hold")
    page.keyboard.press("ArrowDown")
    page.clock.run_for(PAUSE)
    expect(listbox).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(box).to_have_value("")


def test_enter_on_a_suggestion_opens_its_page(page: Page, suggester: Suggester) -> None:
    type_in(page, "hold")
    expect(page.get_by_role("option")).to_have_count(2)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{HOLDING}")


def test_enter_searches_where_no_suggestion_is_chosen(page: Page, suggester: Suggester) -> None:
    type_in(page, "hold")
    expect(page.get_by_role("option")).to_have_count(2)
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search?q=hold")


def test_the_suggestions_of_the_site_itself_lead_to_pages(page: Page) -> None:
    page.goto("/ru/")
    page.get_by_role("combobox").press_sequentially("холдинг")
    first = page.get_by_role("option").first
    expect(first).to_contain_text("холдинг")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ru/page/**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("холдинг")


@pytest.mark.parametrize(("key", "caret"), [("Home", 0), ("End", 4), ("ArrowLeft", 3)])
def test_a_key_that_moves_the_caret_leaves_the_suggestions(
    page: Page, suggester: Suggester, key: str, caret: int
) -> None:
    type_in(page, "hold")
    expect(page.get_by_role("option")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    assert chosen(page)
    page.keyboard.press(key)
    assert not chosen(page)
    assert page.get_by_role("combobox").evaluate("box => box.selectionStart") == caret
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search?q=hold")


def test_another_letter_means_that_the_text_is_meant_again(page: Page, suggester: Suggester) -> None:
    type_in(page, "hold")
    expect(page.get_by_role("option")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.type("i")
    assert not chosen(page)


def test_leaving_the_box_closes_the_suggestions(page: Page, suggester: Suggester) -> None:
    type_in(page, "hold")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Find")).to_be_focused()
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_a_click_on_a_suggestion_opens_its_page(page: Page, suggester: Suggester) -> None:
    type_in(page, "hold")
    page.get_by_role("option", name="Ulyanovsk").click()
    page.wait_for_url(f"**{HOLDING}")


def test_nothing_is_asked_before_the_typing_pauses_and_then_once(page: Page, suggester: Suggester) -> None:
    page.get_by_role("combobox").press_sequentially("holding")
    assert suggester.asked == []
    page.clock.run_for(PAUSE)
    expect(page.get_by_role("option")).to_have_count(1)
    assert suggester.asked == ["holding"]


@pytest.mark.parametrize("words", ["h", "  ", "?!*"])
def test_nothing_is_asked_that_no_name_could_hold(page: Page, suggester: Suggester, words: str) -> None:
    type_in(page, words)
    type_in(page, "")
    assert suggester.asked == []


def test_an_answer_that_comes_too_late_is_not_shown(page: Page, suggester: Suggester) -> None:
    suggester.kept = "hold"
    with page.expect_request("**/suggest?*"):
        type_in(page, "hold")
    with page.expect_event("requestfailed", lambda request: request.url.endswith("q=hold")):  # given up
        page.keyboard.type("i")
    page.keyboard.type("ng")
    page.clock.run_for(PAUSE)
    expect(page.get_by_role("option")).to_have_count(1)
    assert suggester.asked == ["hold", "holding"]


def test_letters_still_being_composed_are_not_asked_about(page: Page, suggester: Suggester) -> None:
    page.get_by_role("combobox").focus()
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "хо", "selectionStart": 2, "selectionEnd": 2})
    page.clock.run_for(PAUSE)
    assert suggester.asked == []
    keyboard.send("Input.insertText", {"text": "хол"})
    page.clock.run_for(PAUSE)
    expect(page.get_by_role("option")).to_have_count(1)
    assert suggester.asked == ["хол"]


def test_it_is_said_when_nothing_is_suggested(page: Page, suggester: Suggester) -> None:
    type_in(page, "zzz")
    expect(page.get_by_role("status")).to_have_text("No suggestions")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_a_suggestion_is_text_and_leads_to_pages_only(page: Page, suggester: Suggester) -> None:
    type_in(page, "evil")
    expect(page.get_by_role("option")).to_have_text(["<img src=x onerror=alert(1)> <b>Class</b>"])


def test_the_box_searches_where_the_suggestions_fail(browser: Browser, server: str) -> None:
    context = browser.new_context(base_url=server, locale="en-GB")
    context.route("**/suggest?*", lambda route: route.fulfill(status=503, body="overloaded"))
    page = context.new_page()
    page.goto("/en/")
    with page.expect_response("**/suggest?*"):
        page.get_by_role("combobox").press_sequentially("holding")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search?q=holding")
    context.close()


def test_the_open_suggestions_have_no_barrier_and_fit_the_narrowest_screen(page: Page, suggester: Suggester) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    type_in(page, "hold")
    expect(page.get_by_role("option")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.clock.resume()  # axe waits for timers
    assert violations(page) == []


def test_an_address_is_copied_by_keyboard_and_it_is_said(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.clock.install()
    page.goto(HOLDING)
    page.clock.pause_at("2099-01-01")
    line = page.locator("p", has=page.locator("code.iri", has_text=IRI)).last
    line.get_by_role("button", name="Copy").press("Enter")
    expect(line.get_by_role("status")).to_have_text("Copied")
    expect(line.get_by_role("button", name="Copied")).to_be_focused()
    assert page.evaluate("navigator.clipboard.readText()") == IRI
    page.clock.run_for(2500)
    expect(line.get_by_role("button", name="Copy", exact=True)).to_be_focused()
    expect(line.get_by_role("status")).to_have_text("")


def test_a_text_that_may_not_be_copied_is_selected(page: Page) -> None:
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))")
    page.goto(HOLDING)
    line = page.locator("p", has=page.locator("code.iri", has_text=IRI)).last
    line.get_by_role("button", name="Copy").click()
    expect(line.get_by_role("status")).to_have_text("Selected: copy it with the keyboard")
    assert page.evaluate("String(getSelection())") == IRI


def test_a_wide_text_has_its_button_outside_the_box_that_scrolls(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/en/rule/Membership-role")
    page.locator("summary", has_text="SHACL").click()
    page.locator("details").get_by_role("button", name="Copy").click()
    expect(page.locator("details").get_by_role("status")).to_have_text("Copied")
    assert page.locator("details pre").text_content() == page.evaluate("navigator.clipboard.readText()")
    assert violations(page) == []


def test_nothing_that_needs_a_script_is_there_without_one(browser: Browser, server: str) -> None:
    context = browser.new_context(base_url=server, java_script_enabled=False)
    page = context.new_page()
    for address in (HOLDING, "/en/rules"):
        page.goto(address)
        expect(page.get_by_role("searchbox", name="Search")).to_be_visible()
        expect(page.locator("button:not(.find button), .filter")).to_have_count(0)
    context.close()


def test_filtering_the_rules_leaves_those_meant_and_counts_them(page: Page) -> None:
    page.goto("/en/rules")
    box = page.get_by_role("searchbox", name="Filter the list")
    every = page.locator("main dt").count()
    box.press_sequentially("ROLE membership")
    left = page.locator("main dt:visible")
    assert 0 < left.count() < every
    for text in left.locator("xpath=following-sibling::dd[1]/..").all_inner_texts():
        assert "role" in text.lower()
    expect(page.locator("main [role=status]")).to_have_text(f"{left.count()} of {every}")
    expect(page.locator("main .count").first).to_have_text(f"{left.count()} of {every}")
    assert page.locator("main section:visible").count() < page.locator("main section").count()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(box).to_have_value("")
    expect(page.locator("main dt:visible")).to_have_count(every)
    expect(page.locator("main section[hidden]")).to_have_count(0)


@pytest.mark.parametrize(
    ("words", "left", "sections"),
    [
        ("алена", ["Алёна", "teacher", "of physics"], ["people"]),
        ("физика", [], []),
        ("physics", ["Алёна", "teacher", "of physics"], ["people"]),
        ("fargʻona", ["Farg'ona"], ["places"]),
        ("lyceum", ["Борис", "pupil", "Farg'ona"], ["people", "places"]),
    ],
)
def test_the_filter_forgives_accents_and_apostrophes(
    stubs: Page, words: str, left: list[str], sections: list[str]
) -> None:
    stubs.goto("/stub/filter")
    stubs.get_by_label("Filter the list").fill(words)
    shown = stubs.locator("dt:visible, dd:visible, td:visible")
    assert [text.split("\n")[0].strip() for text in shown.all_inner_texts()] == left
    assert [part.get_attribute("id") for part in stubs.locator("section:visible").all()] == sections
    terms = stubs.locator("dt:visible, tr:visible").count()
    expect(stubs.locator("[role=status]")).to_have_text(f"{terms} of 4")


def test_enter_in_the_filter_sends_no_form(stubs: Page) -> None:
    stubs.goto("/stub/filter")
    stubs.get_by_label("Filter the list").fill("lyceum")
    stubs.keyboard.press("Enter")
    expect(stubs.locator("[role=status]")).to_have_text("2 of 4")
    assert stubs.url.endswith("/stub/filter")


def test_a_link_to_what_the_filter_hides_shows_it(stubs: Page) -> None:
    stubs.goto("/stub/filter")
    stubs.get_by_label("Filter the list").fill("physics")
    expect(stubs.locator("#places")).to_be_hidden()
    stubs.evaluate("location.hash = 'places'")
    expect(stubs.locator("#places")).to_be_visible()
    expect(stubs.get_by_label("Filter the list")).to_have_value("")


def focused(page: Page) -> str:
    text = page.evaluate("document.activeElement.firstChild.textContent")
    return str(text).strip()


def test_the_arrow_keys_walk_a_tree(stubs: Page) -> None:
    stubs.goto("/stub/tree")
    stubs.get_by_text("Institution").focus()
    walk = []
    for key in ("ArrowDown", "ArrowUp", *["ArrowRight"] * 4, "ArrowDown", "ArrowDown", "ArrowDown", "End", "Home"):
        stubs.keyboard.press(key)
        walk.append(focused(stubs))
    assert walk == [
        "Process",
        "Institution",
        "Institution",  # opens
        "School",
        "School",  # opens
        "Lyceum",
        "University",
        "Process",
        "Place",
        "1 narrower",
        "Institution",
    ]


def test_a_branch_can_hang_below_a_link(stubs: Page) -> None:
    stubs.goto("/stub/tree")
    stubs.get_by_role("link", name="Town").focus()
    walk = []
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft", "ArrowLeft", "ArrowLeft"):
        stubs.keyboard.press(key)
        walk.append((focused(stubs), stubs.locator("details[open]").count()))
    assert walk == [("Town", 1), ("1 narrower", 1), ("Suburb", 1), ("Town", 1), ("Town", 0), ("Place", 0)]


def test_left_closes_a_branch_or_leads_to_its_head(stubs: Page) -> None:
    stubs.goto("/stub/tree")
    stubs.get_by_role("button", name="Open all").click()
    stubs.get_by_role("link", name="Lyceum").focus()
    walk = []
    for _ in range(5):
        stubs.keyboard.press("ArrowLeft")
        walk.append((focused(stubs), stubs.locator("details[open]").count()))
    assert walk == [("School", 4), ("School", 3), ("Institution", 3), ("Institution", 2), ("Institution", 2)]


def test_a_star_opens_the_branches_of_one_level(stubs: Page) -> None:
    stubs.goto("/stub/tree")
    stubs.get_by_text("Process").focus()
    stubs.keyboard.press("*")
    opened = stubs.locator("details[open] > summary")
    expect(opened).to_have_text(["Institution", "Process"])
    assert focused(stubs) == "Process"


def test_all_branches_open_and_close_at_once_and_their_roles_stay(stubs: Page) -> None:
    stubs.goto("/stub/tree")
    stubs.get_by_role("button", name="Open all").press("Enter")
    expect(stubs.locator("details[open]")).to_have_count(4)
    stubs.get_by_role("button", name="Close all").press("Enter")
    expect(stubs.locator("details[open]")).to_have_count(0)
    expect(stubs.locator("[role=tree], [role=treeitem]")).to_have_count(0)


def test_the_tree_of_terms_opens_and_has_no_barrier(page: Page) -> None:
    page.goto("/en/terms/tree")
    tree = page.locator("[data-tree]").first
    closed = tree.locator("details:not([open])")
    assert closed.count()
    page.get_by_role("button", name="Open all").first.click()
    expect(closed).to_have_count(0)
    assert violations(page) == []


def test_keys_outside_the_tree_and_with_a_modifier_are_left_alone(stubs: Page) -> None:
    stubs.goto("/stub/tree")
    stubs.get_by_text("Process").focus()
    stubs.keyboard.press("Control+ArrowDown")
    assert focused(stubs) == "Process"
    stubs.get_by_role("button", name="Open all").focus()
    stubs.keyboard.press("ArrowDown")
    expect(stubs.get_by_role("button", name="Open all")).to_be_focused()
