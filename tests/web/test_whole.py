from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from clusterkb.store import current
from clusterkb.web import Site, create_app

LANGUAGES = ("en", "ru", "uz")
PAIR = "/compare?a=ckb:EducationalCluster&b=ckb:EducationalHolding"


def links(text: str) -> list[str]:
    return [found.replace("&amp;", "&") for found in re.findall(r'<a [^>]*href="([^"]+)"', text)]


# ---------------------------------------------------------------- the article


def test_each_sentence_and_reference_of_the_article_has_a_place_and_leads_to_its_own_page(client: FlaskClient) -> None:
    text = client.get("/en/article").text
    anchors = [f"S{number}" for number in range(1, 47)] + [f"R{number}" for number in range(1, 17)]
    assert re.findall(r'<h3 id="([SR]\d+)">', text) == anchors
    for anchor in anchors:
        page = f"/en/page/claim/{anchor[0]}{anchor[1:]:0>2}"
        assert re.search(rf'<h3 id="{anchor}"><a href="{page}">', text), anchor


def test_every_place_that_the_article_links_to_on_itself_is_there(client: FlaskClient) -> None:
    text = client.get("/en/article").text
    wanted = {link[1:] for link in links(text) if link.startswith("#")}
    assert {"S1", "S46"} <= wanted
    assert wanted <= set(re.findall(r'\sid="([^"]+)"', text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_doubts_are_shown_with_the_article_and_alone(client: FlaskClient, language: str) -> None:
    whole, doubtful = (client.get(f"/{language}/article{question}").text for question in ("", "?doubts=yes"))
    assert whole.count('<dl class="pairs doubt">') == doubtful.count('<dl class="pairs doubt">') == 28
    shown = re.findall(r'<h3 id="(S\d+)">', doubtful)
    assert len(shown) == 22
    assert not set(shown) & {"S1", "S46"}


def test_the_stray_sentence_says_that_nothing_rests_on_it(client: FlaskClient) -> None:
    text = client.get("/en/article").text
    stray = text[text.index('id="S22"') : text.index('id="S23"')]
    assert "No term rests on it." in stray
    assert text.count("No term rests on it.") == 1


def test_every_link_of_the_article_leads_somewhere(client: FlaskClient) -> None:
    found = {link.partition("#")[0] for link in links(client.get("/uz/article").text) if link.startswith("/uz/page/")}
    assert len(found) > 250
    sample = sorted(found)[::12]
    assert not [link for link in sample if client.get(link).status_code != 200]


def test_a_claim_leads_to_the_one_before_the_one_after_and_its_place_in_the_article(client: FlaskClient) -> None:
    found = links(client.get("/ru/page/claim/S10").text)
    assert {"/ru/page/claim/S09", "/ru/page/claim/S11", "/ru/article#S10"} <= set(found)


def test_the_last_sentence_leads_to_no_next(client: FlaskClient) -> None:
    text = client.get("/en/page/claim/S46").text
    assert "→" not in text[text.index('aria-label="In the article"') :].partition("</nav>")[0]


def test_a_term_is_no_part_of_the_walk(client: FlaskClient) -> None:
    assert 'aria-label="In the article"' not in client.get("/en/page/onto/EducationalHolding").text


# ---------------------------------------------------------------- about


@pytest.mark.parametrize("language", LANGUAGES)
def test_about_names_makers_licence_and_the_data_served(client: FlaskClient, site: Site, language: str) -> None:
    text = client.get(f"/{language}/about").text
    assert "clusterkb authors" in text
    assert 'href="https://creativecommons.org/licenses/by/4.0/"' in text
    assert current(site.settings.data_dir).manifest.digest[:12] in text


def test_about_says_how_many_texts_no_native_speaker_has_read(client: FlaskClient) -> None:
    text = client.get("/en/about").text
    assert re.search(r"Uzbek ours, not reviewed</a></th><td>.*no native speaker.*</td><td>\d{3}</td>", text)


def test_about_says_what_this_copy_logs(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    quiet = create_app(site).test_client().get("/en/about").text
    monkeypatch.setattr(site, "settings", replace(site.settings, log_clients=True, log_queries=True))
    curious = create_app(site).test_client().get("/en/about").text
    for text, clients, queries in ((quiet, "no addresses", "no queries"), (curious, "the addresses", "the queries")):
        assert f"The log of this copy has {clients} of visitors." in text
        assert f"The log of this copy has {queries}" in text


# ---------------------------------------------------------------- side by side


@pytest.mark.parametrize("language", LANGUAGES)
def test_differences_stand_before_what_all_have(client: FlaskClient, language: str) -> None:
    text = client.get(f"/{language}{PAIR}").text
    table, shared = text.index('<table class="facts compared"'), text.index('<h2 id="shared">')
    assert table < shared
    level = f'href="/{language}/page/concept/level/association"'
    assert level in text[shared:]
    assert level not in text[table:shared]


def test_a_cell_with_nothing_of_its_own_says_so_instead_of_a_dash(client: FlaskClient) -> None:
    text = client.get(f"/en{PAIR}").text
    row = next(part for part in text.split('<tr role="row">') if 'role="rowheader">is a kind of<' in part)
    assert "only what all of them have" in row
    assert "–" not in row


def test_four_can_be_compared_and_the_form_keeps_them(client: FlaskClient) -> None:
    names = ["ckb:EducationalCluster", "ckb:EducationalHolding", "ckb:KnowledgeHub", "ckb:SchoolCluster"]
    text = client.get(
        "/en/compare?" + "&".join(f"{place}={name}" for place, name in zip("abcd", names, strict=True))
    ).text
    assert re.findall(r'<input id="place-\w"[^>]* value="([^"]*)"', text) == names
    assert text.count('<th scope="col" role="columnheader"><a ') == 4


def test_a_label_will_do_for_a_name(client: FlaskClient) -> None:
    text = client.get("/ru/compare?a=образовательный холдинг&b=ckb:EducationalCluster").text
    assert '<table class="facts compared"' in text


def test_an_unknown_name_is_answered_with_the_nearest_that_mend_the_question(client: FlaskClient) -> None:
    answer = client.get("/en/compare?a=educational hold&b=ckb:EducationalCluster")
    assert answer.status_code == 404
    mended = next(link for link in links(answer.text) if "a=ckb%3AEducationalHolding&" in link)
    assert parse_qs(urlsplit(mended).query)["b"] == ["ckb:EducationalCluster"]
    assert client.get(mended).status_code == 200


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '"><img src=x>', "!!!", "src:danilov-2020", "%"])
def test_a_hostile_name_is_text_and_no_markup(client: FlaskClient, name: str) -> None:
    answer = client.get("/en/compare", query_string={"a": name})
    assert answer.status_code == 404
    assert "<script>alert" not in answer.text
    assert "<img" not in answer.text


def test_one_name_offers_partners_and_two_suggested_pairs_lead_to_comparisons(client: FlaskClient) -> None:
    found = links(client.get("/en/compare?a=ckb:EducationalHolding").text)
    pairs = [link for link in found if "/compare?a=" in link and "&b=" in link]
    assert "/en/compare?a=ckb%3AEducationalHolding&b=ckb%3AEducationalCluster" in pairs
    assert not [link for link in pairs if '<table class="facts compared"' not in client.get(link).text]


@pytest.mark.parametrize("page", ["onto/EducationalHolding", "cluster/ulyanovsk-holding", "concept/level/program"])
def test_pages_of_terms_and_records_lead_to_comparisons(client: FlaskClient, page: str) -> None:
    found = [link for link in links(client.get(f"/uz/page/{page}").text) if link.startswith("/uz/compare?a=")]
    assert len(found) > 2
    assert client.get(found[0]).status_code == 200


# ---------------------------------------------------------------- all of them


@pytest.mark.parametrize("address", ["/article", "/about", PAIR])
def test_pages_on_the_whole_are_cached_until_something_changes(client: FlaskClient, address: str) -> None:
    first = client.get(f"/en{address}")
    assert first.headers["ETag"]
    assert client.get(f"/en{address}", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("address", ["/article?doubts=yes", "/about", PAIR])
def test_pages_on_the_whole_are_found_without_a_language(client: FlaskClient, address: str) -> None:
    answer = client.get(address, headers={"Accept-Language": "uz"})
    assert (answer.status_code, answer.location) == (302, f"/uz{address}")


def test_every_page_leads_to_the_pages_on_the_whole(client: FlaskClient) -> None:
    assert {"/ru/about", "/ru/article", "/ru/compare"} <= set(links(client.get("/ru/search").text))
