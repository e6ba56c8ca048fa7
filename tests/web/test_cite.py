from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import g
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from clusterkb import KnowledgeBase
from clusterkb.catalogue import CITATION_FORMS, version_name
from clusterkb.web import Site, create_app
from clusterkb.web.context import today

HOLDING = "cluster/ulyanovsk-holding"
OLD = "0.0.9-0123456789ab"
PLACES = ("site", "onto", "onto/EducationalHolding", "concept/level/program", "claim/S35", "lex/en-educational-cluster")
RECORDS = (HOLDING, "scheme/professionalitet", "org/uipkpro", "person/s-v-danilov", "place/ulyanovsk-oblast")
WITH_PAGES = ("onto/EducationalHolding", "claim/S35", HOLDING, "work/allayorova-2023", "org/uipkpro")
REFERENCE = re.compile(r'<section aria-labelledby="cite">.*?</section>', re.DOTALL)
NOTICE = 'role="note"'

forms = pytest.mark.parametrize("form", CITATION_FORMS, ids=lambda form: form.name)


@pytest.fixture
def present(kb: KnowledgeBase) -> str:
    return version_name(kb.version.manifest.digest)


@pytest.fixture
def on(site: Site) -> Callable[[date, str, str], TestResponse]:
    """Ask for an address on a day, with a tag that is known."""

    def ask(day: date, address: str, tag: str = "") -> TestResponse:
        app = create_app(site)
        app.before_request(lambda: setattr(g, "day", day))
        return app.test_client().get(address, headers={"If-None-Match": tag} if tag else {})

    return ask


# ---------------------------------------------------------------- files


@forms
@pytest.mark.parametrize("name", [*PLACES, *RECORDS, "work/allayorova-2023", "fact/ulyanovsk-founding"])
def test_everything_can_be_cited_in_every_form(client: FlaskClient, present: str, name: str, form: object) -> None:
    row = next(row for row in CITATION_FORMS if row == form)
    answer = client.get(f"/cite/{name}.{row.name}")
    assert (answer.status_code, answer.mimetype) == (200, row.media_type)
    path = {"site": ""}.get(name, name if name.startswith(("onto", "concept", "claim", "lex")) else f"id/{name}")
    assert f"https://w3id.org/clusterkb/{path}?version={present}" in answer.text


@forms
def test_a_citation_is_a_file_to_keep(client: FlaskClient, form: object) -> None:
    row = next(row for row in CITATION_FORMS if row == form)
    answer = client.get(f"/cite/{HOLDING}.{row.name}")
    assert answer.headers["Content-Disposition"] == (
        f"attachment; filename=clusterkb-cluster-ulyanovsk-holding.{row.name}"
    )


def test_lines_of_ris_come_through_as_they_must_end(client: FlaskClient) -> None:
    assert client.get(f"/cite/{HOLDING}.ris").data.endswith(b"\r\nER  - \r\n")


def test_a_citation_is_in_the_language_asked_for_else_in_the_preferred_one(client: FlaskClient) -> None:
    def title(address: str, accept: str = "en") -> str:
        answer = client.get(address, headers={"Accept-Language": accept})
        assert "Accept-Language" in answer.vary
        return str(json.loads(answer.text)[0]["container-title"])

    assert title(f"/cite/{HOLDING}.json?language=ru") == "База знаний об образовательных кластерах"
    assert title(f"/cite/{HOLDING}.json", "uz") == "Ta'lim klasterlari bilimlar bazasi"


def test_a_language_that_is_none_of_ours_is_refused(client: FlaskClient) -> None:
    assert client.get("/cite/site.bib?language=de").status_code == 400


@pytest.mark.parametrize("name", ["cluster/nope.bib", "nope.txt", f"{HOLDING}.doc", HOLDING, "dcterms/title.bib"])
def test_what_is_not_there_cannot_be_cited(client: FlaskClient, name: str) -> None:
    assert client.get(f"/cite/{name}").status_code == 404


def test_citations_may_be_read_by_pages_of_others(client: FlaskClient) -> None:
    assert client.get("/cite/site.json").headers["Access-Control-Allow-Origin"] == "*"


# ---------------------------------------------------------------- pages


@pytest.mark.parametrize("language", ["en", "ru", "uz"])
@pytest.mark.parametrize("name", WITH_PAGES)
def test_a_page_shows_the_reference_that_its_file_has(client: FlaskClient, name: str, language: str) -> None:
    found = re.search(r'<p class="note iri" lang="ru"[^>]*>(.*?)</p>', client.get(f"/{language}/page/{name}").text)
    assert found
    shown = html.unescape(re.sub(r"</?span[^>]*>", "", found[1]))
    assert client.get(f"/cite/{name}.txt?language={language}").text == shown


@pytest.mark.parametrize("name", WITH_PAGES)
def test_a_page_links_every_form_in_its_language_and_each_is_there(client: FlaskClient, name: str) -> None:
    found = REFERENCE.search(client.get(f"/ru/page/{name}").text)
    assert found
    links = re.findall(r'href="([^"]+)"', found[0])
    assert links == [f"/cite/{name}.{form.name}?language=ru" for form in CITATION_FORMS]
    assert [client.get(link).status_code for link in links] == [200] * len(links)


def test_names_in_a_reference_say_their_language(client: FlaskClient) -> None:
    found = REFERENCE.search(client.get("/en/page/onto/EducationalHolding").text)
    assert found
    assert '><span lang="en">Educational holding</span> [Электронный ресурс] // ' in found[0]


def test_the_page_of_a_work_says_that_our_record_is_cited(client: FlaskClient) -> None:
    said = "This cites our record of the work, not the work itself."
    assert said in client.get("/en/page/work/allayorova-2023").text
    assert said not in client.get(f"/en/page/{HOLDING}").text


def test_the_site_and_the_ontology_have_a_page_that_every_page_leads_to(client: FlaskClient) -> None:
    assert 'href="/ru/cite"' in client.get("/ru/").text
    text = client.get("/ru/cite").text
    assert "База знаний об образовательных кластерах" in text
    for name in ("site", "onto"):
        assert f'href="/cite/{name}.bib?language=ru"' in text


# ---------------------------------------------------------------- the day


@pytest.mark.parametrize("address", [f"/ru/page/{HOLDING}", "/ru/cite", f"/cite/{HOLDING}.txt?language=ru"])
def test_a_day_later_the_reference_has_the_new_day_and_what_was_kept_is_stale(
    on: Callable[..., TestResponse], address: str
) -> None:
    before, after = date(2026, 11, 30), date(2026, 12, 1)
    first = on(before, address)
    assert "(дата обращения: 30.11.2026)" in first.text
    assert "no-cache" in first.headers["Cache-Control"]
    assert on(before, address, first.headers["ETag"]).status_code == 304
    later = on(after, address, first.headers["ETag"])
    assert (later.status_code, later.headers["ETag"] == first.headers["ETag"]) == (200, False)
    assert "(дата обращения: 01.12.2026)" in later.text


def test_what_shows_no_day_is_kept_over_midnight(on: Callable[..., TestResponse], client: FlaskClient) -> None:
    tag = client.get("/en/clusters").headers["ETag"]
    assert client.get("/en/clusters", headers={"If-None-Match": tag}).status_code == 304
    assert not re.search(r"\d{4}-\d\d-\d\d", tag)


def test_a_request_keeps_its_day(site: Site) -> None:
    with create_app(site).test_request_context("/"):
        g.day = date(2026, 11, 30)
        assert today() == date(2026, 11, 30)


# ---------------------------------------------------------------- an older citation


@pytest.mark.parametrize(
    ("address", "target"),
    [
        (f"/id/{HOLDING}?version={OLD}", f"/en/page/{HOLDING}?version={OLD}"),
        (f"/onto/EducationalHolding?version={OLD}", f"/en/page/onto/EducationalHolding?version={OLD}"),
        (f"/onto?version={OLD}", f"/en/terms?version={OLD}"),
        (f"/?version={OLD}", f"/en/?version={OLD}"),
        (f"/id/{HOLDING}?version={OLD}&format=ttl", f"/data/{HOLDING}.ttl?version={OLD}"),
        (f"/id/{HOLDING}?version=a%26b%3D", f"/en/page/{HOLDING}?version=a%26b%3D"),
        (f"/en/page/fact/ulyanovsk-founding?version={OLD}", f"/en/page/{HOLDING}?version={OLD}#ulyanovsk-founding"),
    ],
)
def test_a_redirect_keeps_the_version_that_was_cited(client: FlaskClient, address: str, target: str) -> None:
    assert client.get(address, headers={"Accept": "text/html"}).location == target


@pytest.mark.parametrize("name", [f"page/{HOLDING}", "page/onto/EducationalHolding", "terms", "", "cite"])
def test_a_page_says_that_another_version_was_cited(client: FlaskClient, present: str, name: str) -> None:
    text = client.get(f"/en/{name}?version={OLD}").text
    notice = text[text.index(NOTICE) : text.index("<h1")]
    assert OLD in notice
    assert present in notice
    assert 'href="/en/history"' in notice


@pytest.mark.parametrize("question", ["", "?version=", "?version={present}"])
def test_a_page_of_the_version_that_was_cited_says_nothing(client: FlaskClient, present: str, question: str) -> None:
    answer = client.get(f"/en/page/{HOLDING}{question.format(present=present)}")
    assert answer.status_code == 200
    assert NOTICE not in answer.text
    assert "latest-version" not in answer.headers["Link"]


def test_the_address_in_a_citation_leads_to_a_page_without_a_notice(client: FlaskClient) -> None:
    (cited,) = json.loads(client.get(f"/cite/{HOLDING}.json").text)
    path = cited["URL"].removeprefix("https://w3id.org/clusterkb")
    answer = client.get(path, headers={"Accept": "text/html"}, follow_redirects=True)
    assert answer.status_code == 200
    assert NOTICE not in answer.text


@pytest.mark.parametrize("words", ["call this number now", "<b>", "x" * 100, "версия"])
def test_an_address_puts_no_words_of_its_own_on_the_page(client: FlaskClient, words: str) -> None:
    text = client.get(f"/en/page/{HOLDING}", query_string={"version": words}).text
    assert NOTICE in text
    assert words not in text[text.index(NOTICE) : text.index("<h1")]


def test_data_says_in_its_header_that_another_version_was_cited(client: FlaskClient, present: str) -> None:
    answer = client.get(f"/data/{HOLDING}.ttl?version={OLD}")
    assert f'</data/{HOLDING}.ttl?version={present}>; rel="latest-version"' in ", ".join(answer.headers.getlist("Link"))


def test_the_language_switch_keeps_the_version_that_was_cited(client: FlaskClient) -> None:
    assert f'href="/ru/page/{HOLDING}?version={OLD}"' in client.get(f"/en/page/{HOLDING}?version={OLD}").text


def test_a_page_that_is_not_there_is_no_worse_for_a_version(client: FlaskClient) -> None:
    assert client.get(f"/en/page/cluster/nope?version={OLD}").status_code == 404
