from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import render_template
from flask.testing import FlaskClient

from clusterkb import expand
from clusterkb.catalogue.history import Release
from clusterkb.namespaces import BASE, DATASET, ONTOLOGY
from clusterkb.rdf.formats import SERVED
from clusterkb.reading import History
from clusterkb.web.signposts import LINKSET, Signs, put_up

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
PAGES = {
    "class": ("/en/page/onto/EducationalHolding", expand("ckb:EducationalHolding"), "DefinedTerm"),
    "list": ("/ru/page/concept/level", f"{BASE}/concept/level", "DefinedTermSet"),
    "cluster": ("/uz/page/cluster/ulyanovsk-holding", expand("cluster:ulyanovsk-holding"), "Organization"),
    "person": ("/en/page/person/s-v-danilov", expand("person:s-v-danilov"), "Person"),
    "place": ("/en/page/place/longwood", expand("place:longwood"), "Place"),
    "claim": ("/en/page/claim/S35", expand("claim:S35"), "Claim"),
    "ontology": ("/en/terms", ONTOLOGY, "DefinedTermSet"),
    "all of it": ("/ru/", DATASET, "Dataset"),
}
OF_OTHERS = {
    "work": ("/en/page/work/allayorova-2023", expand("work:allayorova-2023"), "CreativeWork"),
    "source": ("/en/page/src/danilov-2020", expand("src:danilov-2020"), "CreativeWork"),
}
EVERY = {**PAGES, **OF_OTHERS}

Found = list[tuple[str, str, str]]


class _Head(HTMLParser):
    """Notes the links and the data blocks of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: Found = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if (
            tag == "link"
            and not {"hreflang", "title"} & given.keys()
            and given["rel"] not in ("stylesheet", "icon", "preload")
        ):
            self.links.append((given["rel"], given["href"], given.get("type", "")))


def in_header(text: str) -> Found:
    """Read a Link header whose values hold no comma."""
    rows = []
    for value in text.split(", "):
        target, *parameters = value.split("; ")
        named = dict(part.split("=", 1) for part in parameters)
        rows.append((named["rel"].strip('"'), target.strip("<>"), named.get("type", "").strip('"')))
    return rows


def targets(links: Found, rel: str) -> list[str]:
    return [target for name, target, _ in links if name == rel]


@pytest.mark.parametrize("kind", EVERY)
def test_a_page_says_what_it_is_about_in_header_and_head_alike(client: FlaskClient, kind: str) -> None:
    address, iri, type_ = EVERY[kind]
    answer = client.get(address)
    links, head = in_header(answer.headers["Link"]), _Head()
    head.feed(answer.text)
    assert head.links == links
    assert targets(links, "cite-as") == [iri]
    assert targets(links, "type") == ["https://schema.org/AboutPage", f"https://schema.org/{type_}"]
    described = [(target, media) for name, target, media in links if name == "describedby"]
    assert [media for _, media in described[: len(SERVED)]] == [form.media_type for form in SERVED]
    assert client.head(address).headers["Link"] == answer.headers["Link"]


@pytest.mark.parametrize("kind", EVERY)
def test_every_signpost_to_this_site_leads_to_what_it_says(client: FlaskClient, kind: str) -> None:
    links = in_header(client.get(EVERY[kind][0]).headers["Link"])
    ours = [(target, media) for _, target, media in links if target.startswith("/")]
    assert len(ours) > 2 * len(SERVED)
    wrong = [f"{target}: {media}" for target, media in ours if client.get(target).mimetype != media]
    assert not wrong


@pytest.mark.parametrize("kind", PAGES)
def test_our_own_pages_have_our_licence(client: FlaskClient, kind: str) -> None:
    assert targets(in_header(client.get(PAGES[kind][0]).headers["Link"]), "license") == [LICENCE]


@pytest.mark.parametrize("kind", OF_OTHERS)
def test_our_licence_is_not_put_on_the_works_of_others(client: FlaskClient, kind: str) -> None:
    links = in_header(client.get(OF_OTHERS[kind][0]).headers["Link"])
    assert not targets(links, "license")
    assert targets(links, "author") == ([expand("person:s-b-allayorova")] if kind == "work" else [])


def test_what_is_part_of_the_whole_and_what_the_whole_holds_point_to_each_other(client: FlaskClient) -> None:
    page = in_header(client.get("/en/page/cluster/ulyanovsk-holding").headers["Link"])
    whole = in_header(client.get("/en/").headers["Link"])
    assert targets(page, "collection") == targets(whole, "cite-as") == [DATASET]
    assert targets(whole, "item") == [f"/data/onto.{form.name}" for form in SERVED]
    assert not targets(whole, "collection")
    sets = client.get(targets(whole, "linkset")[0]).json["linkset"]  # type: ignore[index]
    items = {item["href"] for one in sets if one["anchor"] == DATASET for item in one["item"]}
    assert {iri for _, iri, _ in EVERY.values()} - {ONTOLOGY, DATASET} <= items


@pytest.mark.parametrize("form", SERVED, ids=lambda form: form.name)
def test_data_says_what_it_describes_and_where_that_can_be_read(client: FlaskClient, form: Any) -> None:
    answer = client.get(f"/data/cluster/ulyanovsk-holding.{form.name}")
    links = in_header(answer.headers["Link"])
    pages = [f"/{language}/page/cluster/ulyanovsk-holding" for language in ("en", "ru", "uz")]
    assert targets(links, "describes") == [expand("cluster:ulyanovsk-holding"), *pages]
    assert (targets(links, "collection"), targets(links, "license")) == ([DATASET], [LICENCE])
    assert 'hreflang="uz"' in answer.headers["Link"]


def test_a_redirect_leads_to_the_same_data(client: FlaskClient) -> None:
    links = in_header(client.get("/id/cluster/ulyanovsk-holding").headers["Link"])
    page = in_header(client.get("/en/page/cluster/ulyanovsk-holding").headers["Link"])
    for rel in ("describedby", "collection", "linkset"):
        assert targets(links, rel) == targets(page, rel)


@pytest.mark.parametrize("kind", EVERY)
def test_a_link_set_holds_what_the_headers_say(client: FlaskClient, kind: str) -> None:
    address, _, _ = EVERY[kind]
    links = in_header(client.get(address).headers["Link"])
    answer = client.get(targets(links, "linkset")[0])
    assert (answer.mimetype, answer.headers["Access-Control-Allow-Origin"]) == (LINKSET, "*")
    assert answer.json is not None
    contexts = {one["anchor"]: one for one in answer.json["linkset"]}
    here = contexts[f"http://localhost{address}"]
    said = {(rel, to["href"].removeprefix("http://localhost"), to.get("type", "")) for rel in here if rel != "anchor"
            for to in here[rel]}  # fmt: skip
    assert said == set(links)
    for target in targets(links, "describedby")[: len(SERVED)]:
        back = contexts[f"http://localhost{target}"]["describes"]
        assert f"http://localhost{address}" in [to["href"] for to in back]
    assert all(re.match("https?://", to["href"]) for one in contexts.values() for rel in one.keys() - {"anchor"}
               for to in one[rel])  # fmt: skip


@pytest.mark.parametrize("name", ["fact/ulyanovsk-founding", "cluster/nope", "shapes/Cluster-source"])
def test_what_has_no_page_has_no_link_set(client: FlaskClient, name: str) -> None:
    assert client.get(f"/linkset/{name}.json").status_code == 404


def test_a_page_about_no_one_thing_has_no_signposts(client: FlaskClient) -> None:
    answer = client.get("/en/clusters")
    assert "Link" not in answer.headers
    assert "application/ld+json" not in answer.text


def test_an_error_has_no_signposts(client: FlaskClient) -> None:
    answer = client.get("/en/page/cluster/nope")
    assert (answer.status_code, "Link" in answer.headers) == (404, False)


@pytest.mark.parametrize("kind", EVERY)
def test_the_head_holds_the_thing_as_json_ld(client: FlaskClient, kind: str) -> None:
    address, iri, type_ = EVERY[kind]
    found = blocks(client.get(address).text)
    assert [(block["@id"], block["@type"]) for block in found] == [(iri, type_)]


def blocks(text: str) -> list[dict[str, Any]]:
    from json import loads  # noqa: PLC0415 - as a reader of the page would

    return [loads(block) for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)]


def test_no_name_gets_out_of_the_data_block(client: FlaskClient) -> None:
    hostile = "</script><!--<script>&amp;\u2028'\""
    with client.application.test_request_context("/en/history"):
        put_up(Signs([], {"@id": "x", "name": hostile}))
        text = render_template("history.html", page=History([Release("1.0.0", "2027-01-31", [])], "2026-11-23"))
    head = text[: text.index("</head>")]
    assert [block["name"] for block in blocks(head)] == [hostile]
    assert head.count("<script") == head.count("</script>") == 1
    assert "<!--" not in head
    assert hostile not in unescape(head)
