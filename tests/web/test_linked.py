from __future__ import annotations

import json

import pytest
import rdflib
from flask.testing import FlaskClient
from rdflib import RDF
from rdflib.compare import isomorphic

from clusterkb import expand
from clusterkb.rdf.formats import SERVED

HOLDING = "/id/cluster/ulyanovsk-holding"
IRI = rdflib.URIRef(expand("cluster:ulyanovsk-holding"))
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def ckb(name: str) -> rdflib.URIRef:
    return rdflib.URIRef(expand(f"ckb:{name}"))


@pytest.fixture
def holding(client: FlaskClient) -> rdflib.Graph:
    answer = client.get(HOLDING, headers={"Accept": "text/turtle"}, follow_redirects=True)
    assert answer.content_type == "text/turtle; charset=utf-8"
    return rdflib.Graph().parse(data=answer.text, format="turtle")


def test_the_holding_is_founded_in_1992(holding: rdflib.Graph) -> None:
    events = list(holding.subjects(ckb("eventOf"), IRI))
    assert [holding.value(event, ckb("year")) for event in events] == [rdflib.Literal(1992)]


def test_asserted_and_inferred_kinds_stand_apart(holding: rdflib.Graph) -> None:
    assert set(holding.objects(IRI, RDF.type)) == {ckb("EducationalHolding")}
    assert ckb("HoldingInArticleSense") in set(holding.objects(IRI, ckb("inferredKind")))


def test_every_fact_comes_with_its_source_and_the_source_with_its_page(holding: rdflib.Graph) -> None:
    source, page = rdflib.URIRef(expand("dcterms:source")), rdflib.URIRef(expand("foaf:page"))
    facts = {s for s in holding.subjects() if str(s).startswith(expand("fact:"))}
    assert facts
    assert not [fact for fact in facts if not list(holding.objects(fact, source))]
    cited = {thing for thing in holding.objects(None, source) if str(thing).startswith(expand("src:"))}
    assert not [thing for thing in cited if not list(holding.objects(thing, page))]


@pytest.mark.parametrize("form", SERVED, ids=lambda form: form.name)
def test_every_format_holds_the_same_triples(client: FlaskClient, holding: rdflib.Graph, form: object) -> None:
    row = next(row for row in SERVED if row == form)
    answer = client.get(HOLDING, headers={"Accept": row.media_type}, follow_redirects=True)
    assert answer.mimetype == row.media_type
    assert isomorphic(rdflib.Graph().parse(data=answer.data, format=row.media_type), holding)


@pytest.mark.parametrize("language", ["en", "ru", "uz"])
def test_a_browser_gets_the_page_in_the_language_it_asks_for(client: FlaskClient, language: str) -> None:
    answer = client.get(HOLDING, headers={"Accept": BROWSER, "Accept-Language": f"{language}, en;q=0.1"})
    assert answer.status_code == 303
    assert answer.location == f"/{language}/page/cluster/ulyanovsk-holding"
    assert {"Accept", "Accept-Language"} <= set(answer.vary)


@pytest.mark.parametrize(
    ("address", "accept", "target"),
    [
        (HOLDING + ".ttl", "text/html", "/data/cluster/ulyanovsk-holding.ttl"),
        (HOLDING + ".ttl?format=", "text/html", "/data/cluster/ulyanovsk-holding.ttl"),
        (HOLDING + "?format=rdf", "text/html", "/data/cluster/ulyanovsk-holding.rdf"),
        (HOLDING + ".html", "text/turtle", "/en/page/cluster/ulyanovsk-holding"),
        ("/onto/EducationalHolding", "application/ld+json", "/data/onto/EducationalHolding.jsonld"),
        ("/onto/EducationalHolding", "text/html", "/en/page/onto/EducationalHolding"),
        ("/concept/level/program", "text/html", "/en/page/concept/level/program"),
        ("/concept/level", "text/html", "/en/page/concept/level"),
        ("/claim/S35", "text/html", "/en/page/claim/S35"),
        ("/onto", "text/html", "/en/terms"),
        ("/onto", "text/turtle", "/data/onto.ttl"),
        ("/onto/", "text/html", "/en/terms"),
        ("/id/dataset/clusterkb", "text/html", "/en/"),
        ("/shapes/Cluster-source", "text/turtle", "/data/shapes/Cluster-source.ttl"),
        ("/id/fact/ulyanovsk-founding", "text/html", "/en/page/fact/ulyanovsk-founding"),
    ],
)
def test_an_address_leads_where_suffix_parameter_or_header_say(
    client: FlaskClient, address: str, accept: str, target: str
) -> None:
    answer = client.get(address, headers={"Accept": accept})
    assert (answer.status_code, answer.location) == (303, target)


def test_what_has_no_page_is_not_offered_as_one(client: FlaskClient) -> None:
    answer = client.get("/id/dataset/clusterkb/asserted", headers={"Accept": "text/html"})
    assert answer.status_code == 406
    assert answer.json is None or "text/turtle" in json.dumps(answer.json)


def test_an_unwanted_format_is_406_and_lists_what_there_is(client: FlaskClient) -> None:
    answer = client.get(HOLDING, headers={"Accept": "image/png, application/problem+json;q=0.1"})
    assert answer.status_code == 406
    assert answer.json is not None
    assert all(form.media_type in answer.json["remedy"] for form in SERVED)


@pytest.mark.parametrize("name", ["cluster/ulyanovsk-holding", "cluster/ulyanovsk-holding.html"])
def test_a_data_address_that_names_no_format_is_404(client: FlaskClient, name: str) -> None:
    assert client.get(f"/data/{name}").status_code == 404


def test_nothing_known_is_404(client: FlaskClient) -> None:
    assert client.get("/id/cluster/nope").status_code == 404


def test_a_fact_is_shown_on_the_page_of_its_record(client: FlaskClient) -> None:
    answer = client.get("/en/page/fact/ulyanovsk-founding")
    assert answer.location == "/en/page/cluster/ulyanovsk-holding#ulyanovsk-founding"


def test_the_whole_ontology_can_be_had(client: FlaskClient) -> None:
    graph = rdflib.Graph().parse(data=client.get("/data/onto.ttl").text, format="turtle")
    assert (ckb("EducationalHolding"), RDF.type, rdflib.OWL.Class) in graph


def test_an_unchanged_description_is_304_and_head_has_no_body(client: FlaskClient) -> None:
    first = client.head("/data/cluster/ulyanovsk-holding.ttl")
    assert first.data == b""
    again = client.get("/data/cluster/ulyanovsk-holding.ttl", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_every_form_of_a_thing_names_the_others(client: FlaskClient) -> None:
    for address in (HOLDING, "/en/page/cluster/ulyanovsk-holding", "/data/cluster/ulyanovsk-holding.nt"):
        link = client.get(address).headers["Link"]
        assert all(f'type="{form.media_type}"' in link for form in SERVED), address


def test_data_may_be_read_by_pages_of_others(client: FlaskClient) -> None:
    assert client.get("/data/cluster/ulyanovsk-holding.ttl").headers["Access-Control-Allow-Origin"] == "*"
