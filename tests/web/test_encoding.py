from __future__ import annotations

import gzip

import pytest
from flask.testing import FlaskClient
from tests.web.test_check import FIVE

TEXTS = {
    "page": "/en/page/cluster/ulyanovsk-holding",
    "Turtle": "/data/cluster/ulyanovsk-holding.ttl",
    "N-Triples": "/data/cluster/ulyanovsk-holding.nt",
    "JSON-LD": "/data/cluster/ulyanovsk-holding.jsonld",
    "RDF/XML": "/data/cluster/ulyanovsk-holding.rdf",
    "description": "/.well-known/void?format=ttl",
    "context": "/context.jsonld",
    "JSON Schema": "/schema/report.json",
    "site map": "/sitemap/1.xml",
    "feed": "/feed.atom",
    "link set": "/linkset/cluster/ulyanovsk-holding.json",
    "stylesheet": "/static/style.css",
    "page of queries": "/en/sparql",
    "not found": "/en/page/cluster/nope",
}
TAGGED = [kind for kind in TEXTS if kind not in ("JSON Schema", "page of queries", "not found")]
PACKED = {"Accept-Encoding": "gzip"}


@pytest.mark.parametrize("kind", TEXTS)
def test_a_text_is_compressed_for_who_takes_it(client: FlaskClient, kind: str) -> None:
    with client.get(TEXTS[kind]) as plain, client.get(TEXTS[kind], headers=PACKED) as packed:
        assert (plain.headers.get("Content-Encoding"), packed.headers.get("Content-Encoding")) == (None, "gzip")
        assert gzip.decompress(packed.data) == plain.data
        assert len(packed.data) < len(plain.data)
        assert packed.content_length == len(packed.data)
        assert "Accept-Encoding" in plain.vary
        assert plain.headers["Vary"] == packed.headers["Vary"]


@pytest.mark.parametrize("kind", TAGGED)
def test_the_two_forms_have_a_strong_tag_each_and_either_is_known_again(client: FlaskClient, kind: str) -> None:
    with client.get(TEXTS[kind]) as plain, client.get(TEXTS[kind], headers=PACKED) as packed:
        tags = plain.headers["ETag"], packed.headers["ETag"]
    assert tags[0] != tags[1]
    assert not any(tag.startswith("W/") for tag in tags)
    for tag, headers in zip(tags, ({}, PACKED), strict=True):
        with client.get(TEXTS[kind], headers={"If-None-Match": tag, **headers}) as known:
            assert (known.status_code, known.data, known.headers["ETag"]) == (304, b"", tag)
            assert "Accept-Encoding" in known.vary
            assert "Content-Encoding" not in known.headers


@pytest.mark.parametrize("kind", ["page", "Turtle", "link set"])
def test_the_tag_of_one_form_does_not_stand_for_the_other(client: FlaskClient, kind: str) -> None:
    tag = client.get(TEXTS[kind]).headers["ETag"]
    assert client.get(TEXTS[kind], headers={"If-None-Match": tag, **PACKED}).status_code == 200


@pytest.mark.parametrize("headers", [{}, PACKED], ids=["plain", "packed"])
@pytest.mark.parametrize("kind", TEXTS)
def test_head_says_what_get_says(client: FlaskClient, kind: str, headers: dict[str, str]) -> None:
    with client.get(TEXTS[kind], headers=headers) as get, client.head(TEXTS[kind], headers=headers) as head:
        assert head.data == b""
        for name in ("Content-Type", "Content-Length", "Content-Encoding", "ETag", "Vary", "Cache-Control", "Link"):
            assert head.headers.get(name) == get.headers.get(name), name


def test_no_tag_stands_for_two_languages_or_two_media_types(client: FlaskClient) -> None:
    addresses = [f"/{language}/clusters" for language in ("en", "ru", "uz")]
    addresses += [f"/data/onto/Cluster.{form}" for form in ("ttl", "jsonld", "rdf", "nt")]
    tags = [client.get(address).headers["ETag"] for address in addresses]
    assert len(set(tags)) == len(tags)


@pytest.mark.parametrize("accepted", ["gzip, deflate, br, zstd", "*", "GZIP", "gzip;q=0.5, identity;q=0.1"])
def test_gzip_is_taken_where_it_is_liked(client: FlaskClient, accepted: str) -> None:
    assert client.get("/en/terms", headers={"Accept-Encoding": accepted}).headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize("accepted", ["", "identity", "gzip;q=0", "gzip;q=0, *", "br", "identity, gzip;q=0.5"])
def test_a_text_comes_as_it_is_where_gzip_is_not_wanted(client: FlaskClient, accepted: str) -> None:
    assert "Content-Encoding" not in client.get("/en/terms", headers={"Accept-Encoding": accepted}).headers


@pytest.mark.parametrize("address", ["/robots.txt", "/sitemap.xml", "/en/opensearch.xml"])
def test_a_short_text_is_sent_as_it_is(client: FlaskClient, address: str) -> None:
    answer = client.get(address, headers=PACKED)
    assert "Content-Encoding" not in answer.headers
    assert "Accept-Encoding" not in answer.vary


def test_the_report_of_a_check_is_compressed_too(client: FlaskClient) -> None:
    plain, packed = (client.post("/check", data=FIVE, content_type="text/turtle", headers=h) for h in ({}, PACKED))
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data


def test_a_part_of_a_file_is_not_cut_out_of_what_was_compressed(client: FlaskClient) -> None:
    with client.get("/static/style.css", headers={"Range": "bytes=0-99", **PACKED}) as whole:
        assert (whole.status_code, whole.headers["Content-Encoding"]) == (200, "gzip")
        assert len(gzip.decompress(whole.data)) > 100


def test_a_result_of_a_query_is_compressed_once(client: FlaskClient) -> None:
    query = {"query": "SELECT ?s ?p { ?s ?p ?o } LIMIT 200"}
    answer = client.get("/sparql", query_string=query, headers={"Accept": "text/csv", **PACKED})
    assert gzip.decompress(answer.data).startswith(b"s,p")
    assert answer.headers["ETag"].count("gzip") == 0


@pytest.mark.parametrize(
    ("address", "sharing"),
    [("/en/", "same-origin"), ("/data/onto/Cluster.ttl", "cross-origin"), ("/nope", "same-origin")],
)
def test_every_answer_says_what_browsers_may_do_with_it(client: FlaskClient, address: str, sharing: str) -> None:
    headers = client.get(address).headers
    assert headers["Cross-Origin-Resource-Policy"] == sharing
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers
