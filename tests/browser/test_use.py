"""The site as its visitors use it: by keyboard, on a phone, without scripts."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect
from tests.support.page_types import TYPES

from clusterkb import assets

FAULTY = assets.folder("shapes") / "examples/invalid/five-faults.ttl"
_UNFOLDED_WIDTH = """() => {
  document.querySelectorAll("details").forEach(folded => { folded.open = true })
  return document.documentElement.scrollWidth
}"""


def test_a_student_finds_the_holding_and_reads_why(page: Page) -> None:
    page.goto("/en/")
    page.get_by_label("Search for terms and clusters").fill("ulyanovsk hold")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Ulyanovsk regional educational holding").click()
    why = page.locator("details", has_text="educational holding in the article's sense")
    why.locator("summary").click()
    expect(why).to_contain_text("horizontal integration")
    expect(why.get_by_role("link", name="Sentence 35").first).to_be_visible()


def test_a_researcher_runs_a_query_and_follows_a_result(page: Page) -> None:
    page.goto("/en/sparql")
    page.get_by_label("Your query").fill("SELECT ?holding { ?holding a ckb:HoldingInArticleSense }")
    page.get_by_role("button", name="Run").click()
    page.get_by_role("link", name="cluster:ulyanovsk-holding").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ulyanovsk regional educational holding")


def test_leaving_inference_out_changes_the_answer(page: Page) -> None:
    page.goto("/en/sparql")
    page.get_by_label("Your query").fill("ASK { cluster:ulyanovsk-holding a ckb:HoldingInArticleSense }")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_text("Yes.", exact=True)).to_be_visible()
    page.get_by_label("Facts").select_option("false")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_text("No.", exact=True)).to_be_visible()


def test_a_publisher_uploads_a_file_and_jumps_to_the_line(page: Page) -> None:
    page.goto("/en/check")
    page.get_by_label("or files").set_input_files(FAULTY)
    page.get_by_role("button", name="Check it").click()
    expect(page.locator(".findings li")).to_have_count(5)
    page.get_by_role("link", name="line 18").click()
    expect(page.locator("#line-1-18")).to_be_in_viewport()
    expect(page.get_by_label("Description")).to_have_value(FAULTY.read_text(encoding="utf-8"))


def test_a_publisher_has_the_text_mended_and_checks_it_again(page: Page) -> None:
    page.goto("/en/check")
    text = FAULTY.read_text(encoding="utf-8").replace('"about 2001"', '"2001"').replace("ckb:eventKind", "ckb:eventKnd")
    page.get_by_label("Description").fill(text)
    page.get_by_role("button", name="Check it").click()
    page.get_by_role("button", name="Mend 2 findings and check again").click()
    expect(page.get_by_text("2 fixes were made")).to_be_visible()
    expect(page.get_by_label("Description")).to_have_value(re.compile("ckb:eventKind eventkind:founding"))
    page.get_by_role("link", name="Cluster-source").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cluster-source")


def test_a_text_corrected_in_the_box_conforms(page: Page) -> None:
    page.goto("/en/check")
    page.get_by_role("button", name="Check it").click()
    expect(page.locator("main").get_by_role("status")).to_contain_text("It conforms.")


def test_the_keyboard_reaches_the_content_first(page: Page) -> None:
    page.goto("/en/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_the_keyboard_alone_changes_the_language(page: Page) -> None:
    page.goto("/en/clusters")
    language = page.get_by_role("navigation", name="Language", exact=True)
    language.get_by_role("link", name="Русский").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Кластеры, холдинги и программы поддержки")


def test_nothing_sticks_out_on_the_narrowest_screen(browser: Browser, server: str) -> None:
    context = browser.new_context(base_url=server, viewport={"width": 320, "height": 640})
    page = context.new_page()
    wide = []
    for kind, address in TYPES.items():
        page.goto(f"/ru{address}")
        width = page.evaluate(_UNFOLDED_WIDTH)
        if width > 320:
            wide.append(f"{kind}: {width}")
    context.close()
    assert wide == []


def test_everything_works_without_javascript(browser: Browser, server: str) -> None:
    context = browser.new_context(base_url=server, java_script_enabled=False)
    page = context.new_page()
    page.goto("/en/check")
    page.fill("#text", FAULTY.read_text(encoding="utf-8"))
    page.click("button.main")
    expect(page.locator(".findings li")).to_have_count(5)
    page.goto("/en/sparql")
    page.click("button.main")
    expect(page.locator("table.result tbody tr").first).to_be_visible()
    context.close()
