"""What was made once is not made again, and nobody can tell but by the time it takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from flask import template_rendered
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from clusterkb.web import Site, create_app, kept

HOLDING = "/en/page/cluster/ulyanovsk-holding"
ADDRESSES = (
    "/en/",
    HOLDING,
    "/ru/page/onto/EducationalHolding",
    "/uz/clusters?country=gb",
    "/en/compare?a=ckb:EducationalHolding",
)
PACKED = {"Accept-Encoding": "gzip"}


@pytest.fixture
def made(client: FlaskClient) -> Iterator[list[str]]:
    """Return the templates that were filled in."""
    names: list[str] = []

    def note(_: object, template: SimpleNamespace, **__: object) -> None:
        names.append(template.name)

    with template_rendered.connected_to(note, client.application):
        yield names


def seen(answer: TestResponse) -> tuple[int, bytes, list[tuple[str, str]]]:
    return answer.status_code, answer.data, sorted(answer.headers.items())


@pytest.mark.parametrize("headers", [{}, PACKED], ids=["plain", "packed"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_the_second_answer_is_the_first(
    client: FlaskClient, made: list[str], address: str, headers: dict[str, str]
) -> None:
    first = seen(client.get(address, headers=headers))
    assert len(made) == 1
    assert seen(client.get(address, headers=headers)) == first
    assert len(made) == 1


def test_who_has_it_is_told_so_without_making_it(client: FlaskClient, made: list[str]) -> None:
    tag = client.get(HOLDING, headers=PACKED).headers["ETag"]
    known = client.get(HOLDING, headers={**PACKED, "If-None-Match": tag})
    assert (known.status_code, known.data, known.headers["ETag"]) == (304, b"", tag)
    assert "Content-Encoding" not in known.headers
    assert len(made) == 1


def test_what_began_with_nothing_to_send_is_not_kept_empty(client: FlaskClient) -> None:
    tag = client.get(HOLDING).headers["ETag"]
    other = client.application.test_client()
    assert other.get(HOLDING, headers={"If-None-Match": tag}).status_code == 304
    assert b"<h1>" in other.get(HOLDING).data


def test_forms_and_questions_are_told_apart(client: FlaskClient, made: list[str]) -> None:
    for address in (HOLDING, f"{HOLDING}?version=0.0.9-0123456789ab", HOLDING.replace("/en/", "/ru/")):
        for headers in ({}, PACKED):
            client.get(address, headers=headers)
    assert len(made) == 6


def test_a_page_with_a_day_on_it_is_made_anew_the_next_day(
    client: FlaskClient, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get(HOLDING)
    client.get("/en/clusters")
    monkeypatch.setattr(kept, "datetime", SimpleNamespace(now=lambda zone: datetime(2099, 1, 1, tzinfo=zone)))
    client.get(HOLDING)
    client.get("/en/clusters")
    assert made == ["record.html", "clusters.html", "record.html"]
    assert datetime.now(UTC).date() < date(2099, 1, 1)


@pytest.mark.parametrize("address", ["/en/page/cluster/nope", "/en/sparql?query=ASK%20%7B%7D", "/en/check"])
def test_nothing_else_is_kept(client: FlaskClient, made: list[str], address: str) -> None:
    client.get(address)
    client.get(address)
    assert len(made) == 2


def test_the_memory_for_it_has_an_end_and_is_measured(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_BYTES", 60_000)
    client = create_app(site).test_client()
    for number in range(8):
        assert client.get(f"{HOLDING}?{number}").status_code == 200
        found = re.search(r"^clusterkb_kept_bytes (\S+)$", client.get("/metrics").text, re.MULTILINE)
        assert found
        assert 0 < float(found[1]) <= 60_000
