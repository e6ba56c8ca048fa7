from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import quote
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from flask import render_template
from flask.testing import FlaskClient
from tests.support.page_types import TYPES

from clusterkb import KnowledgeBase
from clusterkb.catalogue.history import Part, Release
from clusterkb.catalogue.schema_org import everything
from clusterkb.namespaces import BASE
from clusterkb.rdf.text import LANGUAGES
from clusterkb.reading import History
from clusterkb.version import __version__
from clusterkb.web import Site, addresses, create_app

HOST = "http://localhost"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
ATOM = "{http://www.w3.org/2005/Atom}"
OPEN_SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def xml(client: FlaskClient, address: str) -> ElementTree.Element:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return ElementTree.fromstring(answer.data)


def texts(root: ElementTree.Element, path: str) -> list[str]:
    return [found.text or "" for found in root.iterfind(path)]


@pytest.fixture(scope="module")
def listed(site: Site) -> dict[str, dict[str, str]]:
    """Every address in the site map, with its other languages."""
    client, found = create_app(site).test_client(), {}
    for file in texts(xml(client, "/sitemap.xml"), f"{MAP}sitemap/{MAP}loc"):
        body = client.get(file.removeprefix(HOST)).data
        rows = ElementTree.fromstring(body).findall(f"{MAP}url")
        assert 0 < len(rows) <= 10_000
        assert len(body) < 50_000_000
        for row in rows:
            location = row.findtext(f"{MAP}loc") or ""
            assert location not in found, "listed twice"
            found[location] = {link.attrib["hreflang"]: link.attrib["href"] for link in row.iterfind(f"{XHTML}link")}
    return found


def test_the_site_map_lists_every_page_of_every_thing_in_every_language(
    listed: dict[str, dict[str, str]], kb: KnowledgeBase
) -> None:
    things = everything(kb.reader())
    assert len(things) > 2000
    assert {HOST + addresses.page(iri, tag) for iri in things for tag in LANGUAGES} <= listed.keys()


def test_the_site_map_lists_every_other_kind_of_page(listed: dict[str, dict[str, str]]) -> None:
    plain = {f"{HOST}/ru{address}" for address in TYPES.values() if "?" not in address} - {f"{HOST}/ru/search"}
    assert plain
    assert plain <= listed.keys()


def test_every_page_of_the_site_map_names_all_its_languages_and_they_name_it(listed: dict[str, dict[str, str]]) -> None:
    for location, others in listed.items():
        assert set(LANGUAGES) <= others.keys() <= {*LANGUAGES, "x-default"}
        assert location in others.values()
        assert all(listed[others[tag]] == others for tag in LANGUAGES)


def test_every_address_of_the_site_map_answers(client: FlaskClient, listed: dict[str, dict[str, str]]) -> None:
    dead, kinds = [], set()
    for others in listed.values():
        kind = re.sub(r"/[^/]+$", "", others["en"])  # one page of each kind; another test follows every link
        if kind not in kinds:
            kinds.add(kind)
            expected = {tag: 302 if tag == "x-default" else 200 for tag in others}
            answers = {tag: client.get(address.removeprefix(HOST)) for tag, address in others.items()}
            dead += [others[tag] for tag, answer in answers.items() if answer.status_code not in (expected[tag], 303)]
    assert len(kinds) > 15
    assert not dead


@pytest.mark.parametrize("number", ["0", "99"])
def test_a_file_that_the_site_map_does_not_have_is_404(client: FlaskClient, number: str) -> None:
    assert client.get(f"/sitemap/{number}.xml").status_code == 404


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("/en/page/cluster/ulyanovsk-holding", True),
        ("/data/onto.ttl", True),
        ("/static/style.css?v=1", True),
        ("/sparql", True),
        ("/sparql?query=ASK%7B%7D", False),
        ("/check", False),
        ("/suggest?q=a", False),
    ],
)
def test_crawlers_are_told_what_they_may_read(client: FlaskClient, address: str, may: bool) -> None:
    rules = RobotFileParser()
    rules.parse(client.get("/robots.txt").text.splitlines())
    assert rules.can_fetch("anybody", HOST + address) is may
    assert rules.site_maps() == [f"{HOST}/sitemap.xml"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_browser_learns_how_to_search_in_the_language_of_the_page(client: FlaskClient, language: str) -> None:
    link = re.search(r'<link rel="search"[^>]* href="([^"]+)"', client.get(f"/{language}/").text)
    assert link
    root = xml(client, link[1])
    assert client.get(link[1]).mimetype == "application/opensearchdescription+xml"
    assert texts(root, f"{OPEN_SEARCH}Language") == [language]
    assert len(texts(root, f"{OPEN_SEARCH}ShortName")[0]) <= 16
    for url in root.iterfind(f"{OPEN_SEARCH}Url"):
        address = url.attrib["template"].replace("{searchTerms}", quote("holding")).removeprefix(HOST)
        answer = client.get(address)
        assert (answer.status_code, answer.mimetype) == (200, url.attrib["type"])
    assert len(root.findall(f"{OPEN_SEARCH}Url")) == 3


def test_the_description_of_the_search_is_found_without_a_language(client: FlaskClient) -> None:
    assert client.get("/opensearch.xml", headers={"Accept-Language": "uz"}).location == "/uz/opensearch.xml"


def test_suggestions_are_labels_kinds_and_addresses_side_by_side(client: FlaskClient) -> None:
    answer = client.get("/suggest", query_string={"q": "educational h", "language": "ru"})
    words, labels, kinds, places = answer.json  # type: ignore[misc]
    assert (answer.mimetype, words) == ("application/x-suggestions+json", "educational h")
    row = labels.index("educational holding")
    assert (kinds[row], places[row]) == ("Понятие", f"{HOST}/ru/page/onto/EducationalHolding")
    assert len(labels) == len(kinds) == len(places)
    assert all(client.get(place.removeprefix(HOST)).status_code == 200 for place in places)


def test_there_are_at_most_ten_suggestions(client: FlaskClient) -> None:
    assert len(client.get("/suggest?q=e").json[1]) == 10  # type: ignore[index]


@pytest.mark.parametrize("words", ["", " ", "-", "\"'", "zzzzqqq"])
def test_what_leads_to_nothing_is_no_fault(client: FlaskClient, words: str) -> None:
    answer = client.get("/suggest", query_string={"q": words})
    assert (answer.status_code, answer.json) == (200, [words, [], [], []])


def test_suggestions_in_an_unknown_language_are_refused(client: FlaskClient) -> None:
    assert client.get("/suggest?q=a&language=de").status_code == 400


def test_the_feed_has_what_atom_asks_for(client: FlaskClient) -> None:
    assert client.get("/feed.atom").content_type == "application/atom+xml; charset=utf-8"
    faults = atom_faults(xml(client, "/feed.atom"))
    assert not faults
    assert 'href="http://localhost/feed.atom"' in client.get("/uz/").text


def atom_faults(feed: ElementTree.Element) -> list[str]:
    """Return what a feed lacks of what RFC 4287 demands."""
    entries = feed.findall(f"{ATOM}entry")
    faults = [] if entries else ["no entry"]
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            if len(element.findall(f"{ATOM}{name}")) != 1:
                faults.append(f"{name} not once")
        for stamp in [*texts(element, f"{ATOM}updated"), *texts(element, f"{ATOM}published")]:
            if datetime.fromisoformat(stamp).tzinfo is None:
                faults.append(f"{stamp} without a zone")
    ids = texts(feed, f".//{ATOM}id")
    faults += ["an id stands twice"] if len(ids) != len(set(ids)) else []
    faults += [f"{one} is no permanent address" for one in ids if not one.startswith(BASE)]
    if max(texts(feed, f"{ATOM}entry/{ATOM}updated"), default="") != feed.findtext(f"{ATOM}updated"):
        faults.append("older or newer than its entries")
    if not feed.findtext(f"{ATOM}author/{ATOM}name"):
        faults.append("no author")
    if f"{HOST}/feed.atom" not in [link.attrib["href"] for link in feed.iterfind(f"{ATOM}link[@rel='self']")]:
        faults.append("no link to itself")
    return faults


@pytest.mark.parametrize(
    ("there", "instead"),
    [
        ("<id>http[^<]*</id>", "<id>urn:x</id>"),
        ("<id>http[^<]*#[^<]*</id>", f"<id>{BASE}/feed.atom</id>"),
        ("<title>[^<]*</title>", ""),
        ("<updated>20", "<updated>19"),
        ("00:00Z</updated>", "00:00</updated>"),
        ("<author>.*</author>", ""),
        ('rel="self"', 'rel="related"'),
        ("(?s)<entry>.*</entry>", ""),
    ],
)
def test_a_fault_of_the_feed_would_be_seen(client: FlaskClient, there: str, instead: str) -> None:
    spoilt, found = re.subn(there, instead, client.get("/feed.atom").text, count=1)
    assert found
    assert atom_faults(ElementTree.fromstring(spoilt))


RELEASES = History(
    [
        Release("1.1.0", "", [Part("Site", ["A <b> & `code`."])]),
        Release("1.0.0", "2027-01-31", [Part("Site", ["The first."])]),
    ],
    "2027-02-02",
)


def test_a_release_has_its_day_and_what_is_not_released_is_marked(client: FlaskClient) -> None:
    with client.application.test_request_context("/feed.atom"):
        text = render_template("feed.atom.xml", page=RELEASES, newest="2027-02-02", root=HOST, base=BASE)
    feed = ElementTree.fromstring(text)
    assert not atom_faults(feed)
    assert texts(feed, f"{ATOM}entry/{ATOM}title") == ["clusterkb 1.1.0 (not yet released)", "clusterkb 1.0.0"]
    assert texts(feed, f"{ATOM}entry/{ATOM}updated") == ["2027-02-02T00:00:00Z", "2027-01-31T00:00:00Z"]
    assert texts(feed, f"{ATOM}entry/{ATOM}published") == ["2027-01-31T00:00:00Z"]
    assert "A &lt;b&gt; &amp; <code>code</code>." in texts(feed, f"{ATOM}entry/{ATOM}content")[0]


def test_the_history_page_has_every_release_and_says_that_it_is_english(client: FlaskClient) -> None:
    english, russian = (client.get(f"/{language}/history").text for language in ("en", "ru"))
    assert f'<h2 id="{__version__}">' in english
    main = russian[russian.index("<main") :]
    assert main.index('<div lang="en">') < main.index("<h3>")
    assert 'lang="en">' not in english[english.index("<main") : english.index("</main>")]
    assert "<code>clusterkb validate</code>" in english


def test_every_page_leads_to_the_history(client: FlaskClient) -> None:
    assert 'href="/uz/history"' in client.get("/uz/clusters").text
    assert client.get("/history").location == "/en/history"


@pytest.mark.parametrize("address", ["/robots.txt", "/sitemap.xml", "/suggest?q=a", "/feed.atom"])
def test_pages_of_others_may_read_what_is_for_machines(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
