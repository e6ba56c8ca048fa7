from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from clusterkb import errors
from clusterkb.errors import ClusterkbError, PlacedError
from clusterkb.web.problems import STATUSES

HTML = {"Accept": "text/html"}


def test_every_error_of_ours_has_a_status() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, ClusterkbError)]
    assert set(kinds) - {ClusterkbError, PlacedError} == set(STATUSES)


def test_a_program_gets_a_problem_document(client: FlaskClient) -> None:
    answer = client.get("/data/cluster/nope.ttl")
    assert answer.mimetype == "application/problem+json"
    assert answer.json is not None
    assert {"type", "title", "status", "detail", "remedy"} <= set(answer.json)
    assert answer.json["status"] == answer.status_code == 404


@pytest.mark.parametrize("language", ["en", "ru", "uz"])
def test_a_person_gets_a_page_in_their_language(client: FlaskClient, language: str) -> None:
    answer = client.get(f"/{language}/page/cluster/nope", headers=HTML)
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert f'<html lang="{language}">' in answer.text


def test_an_unknown_address_speaks_the_language_of_the_browser(client: FlaskClient) -> None:
    answer = client.get("/nowhere/at/all", headers={**HTML, "Accept-Language": "ru"})
    assert "Такой страницы нет" in answer.text


def test_a_wrong_method_is_told_the_right_ones(client: FlaskClient) -> None:
    answer = client.delete("/sparql")
    assert answer.status_code == 405
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))


def test_what_is_too_large_is_refused_as_413(client: FlaskClient) -> None:
    answer = client.post("/check", data=b" " * (6 * 1024 * 1024), content_type="text/turtle")
    assert answer.status_code == 413


def test_no_error_page_lets_markup_through(client: FlaskClient) -> None:
    answer = client.get("/en/page/cluster/<script>alert(1)</script>", headers=HTML)
    assert answer.status_code == 404
    assert "<script>" not in answer.text


def test_who_finds_nothing_is_offered_a_search_in_the_language_of_the_path(client: FlaskClient) -> None:
    answer = client.get("/ru/page/cluster/ulyanovsk-klaster", headers=HTML)
    assert 'href="/ru/search?q=ulyanovsk%20klaster"' in answer.text
    assert '<html lang="ru">' in client.get("/ru/nowhere", headers=HTML).text
