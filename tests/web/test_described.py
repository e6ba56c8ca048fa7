from __future__ import annotations

import pytest
import rdflib
from flask.testing import FlaskClient
from rdflib import RDF, Literal, URIRef

from clusterkb import KnowledgeBase, reading
from clusterkb.catalogue import examples_document, void_document
from clusterkb.namespaces import DATASET, expand
from clusterkb.rdf.formats import SERVED, Format, by_name
from clusterkb.rdf.our_context import OUR_CONTEXT
from clusterkb.rdf.parse import parse
from clusterkb.web import Site, create_app
from clusterkb.web.described import rdf_response

VOID, EXAMPLES = "/.well-known/void", "/sparql/examples"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

addresses = pytest.mark.parametrize("address", [VOID, EXAMPLES])
formats = pytest.mark.parametrize("form", SERVED, ids=lambda form: form.name)


def parsed(data: bytes, form: Format) -> rdflib.Graph:
    return rdflib.Graph().parse(data=data, format=form.media_type)


@formats
@pytest.mark.parametrize("asked", ["Accept", "parameter"])
@pytest.mark.parametrize(("address", "document"), [(VOID, void_document), (EXAMPLES, examples_document)])
def test_the_document_comes_whole_in_every_format(
    client: FlaskClient, kb: KnowledgeBase, address: str, document: object, form: Format, asked: str
) -> None:
    headers = {"Accept": form.media_type} if asked == "Accept" else {"Accept": "text/html"}
    answer = client.get(address + (f"?format={form.name}" if asked == "parameter" else ""), headers=headers)
    assert (answer.status_code, answer.mimetype) == (200, form.media_type)
    assert callable(document)
    assert len(parsed(answer.data, form)) == len(document(kb.store))


def test_the_description_says_what_and_whose_the_data_is(client: FlaskClient) -> None:
    graph = parsed(client.get(VOID).data, SERVED[0])
    dataset = URIRef(DATASET)
    assert URIRef(expand("void:Dataset")) in set(graph.objects(dataset, RDF.type))
    titles = [title for title in graph.objects(dataset, URIRef(expand("dcterms:title"))) if isinstance(title, Literal)]
    assert {title.language for title in titles} == {"en", "ru", "uz"}
    licences = list(graph.objects(dataset, URIRef(expand("dcterms:license"))))
    assert licences == [URIRef("https://creativecommons.org/licenses/by/4.0/")]


@formats
def test_the_endpoint_can_describe_itself_in_every_format(site: Site, form: Format) -> None:
    here = "http://127.0.0.1:8095/sparql"
    with create_app(site).test_request_context("/sparql", headers={"Accept": form.media_type}):
        answer = rdf_response(reading.service, here)
    assert answer.mimetype == form.media_type
    assert (URIRef(here), RDF.type, URIRef(expand("sd:Service"))) in parsed(answer.data, form)


@addresses
@pytest.mark.parametrize("accept", ["", "*/*", "text/turtle;q=0.5, image/png"])
def test_a_client_without_wishes_gets_turtle(client: FlaskClient, address: str, accept: str) -> None:
    answer = client.get(address, headers={"Accept": accept} if accept else {})
    assert answer.content_type == "text/turtle; charset=utf-8"
    assert "Accept" in answer.vary


@addresses
@pytest.mark.parametrize(("query", "accept"), [("", BROWSER), ("?format=html", "text/turtle")])
def test_a_person_is_sent_to_the_page_on_queries(client: FlaskClient, address: str, query: str, accept: str) -> None:
    answer = client.get(address + query, headers={"Accept": accept, "Accept-Language": "uz"})
    assert (answer.status_code, answer.location) == (303, "/uz/sparql")


@addresses
@pytest.mark.parametrize(
    ("query", "accept", "status"),
    [("", "image/png, ", 406), ("?format=nq", "", 406), ("?format=docx", "", 400)],
)
def test_what_there_is_not_is_refused_and_what_there_is_listed(
    client: FlaskClient, address: str, query: str, accept: str, status: int
) -> None:
    answer = client.get(address + query, headers={"Accept": f"{accept}application/problem+json;q=0.1"})
    assert answer.status_code == status
    assert answer.json is not None
    assert "text/turtle" in answer.json["remedy"] or "ttl" in answer.json["remedy"]


@addresses
def test_head_says_what_get_says_without_the_document(client: FlaskClient, address: str) -> None:
    head, get = client.head(address), client.get(address)
    assert head.data == b""
    for name in ("Content-Type", "Content-Length", "ETag", "Link", "Vary"):
        assert head.headers[name] == get.headers[name], name


@addresses
def test_an_unchanged_document_is_not_sent_again(client: FlaskClient, address: str) -> None:
    tag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    other = client.get(address, headers={"If-None-Match": tag, "Accept": "application/n-triples"})
    assert other.status_code == 200


@addresses
def test_pages_of_others_may_read_it(client: FlaskClient, address: str) -> None:
    assert client.get(address, headers={"Origin": "https://example.org"}).headers["Access-Control-Allow-Origin"] == "*"


@addresses
def test_every_form_is_linked_and_there(client: FlaskClient, address: str) -> None:
    links = client.get(address).headers["Link"].split(", ")
    assert len(links) == len(SERVED)
    for link in links:
        assert client.get(link.partition(">")[0].removeprefix("<")).status_code == 200


def test_the_context_is_the_one_that_is_put_in_where_a_document_names_it(client: FlaskClient) -> None:
    answer = client.get("/context.jsonld", headers={"Origin": "https://example.org"})
    assert (answer.status_code, answer.mimetype) == (200, "application/ld+json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get("/context.jsonld", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    thing = '"@id": "https://example.org/c", "@type": "ckb:EducationalCluster", "ckb:p": 1'
    named, whole = f'{{"@context": "{OUR_CONTEXT}"', answer.text.rstrip()[:-1]
    first, second = (parse(f"{begin}, {thing}}}".encode(), by_name("jsonld")) for begin in (named, whole))
    assert first == second != []


@pytest.mark.parametrize("name", ["dataset/clusterkb", "query/four-senses", "dataset/clusterkb/class/ckb:Event"])
def test_what_is_described_leads_to_its_data(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/id/{name}", headers={"Accept": "text/turtle"})
    assert (answer.status_code, answer.location) == (303, f"/data/{name}.ttl")
    assert parsed(client.get(answer.location).data, SERVED[0])
