from __future__ import annotations

import json
import re

import pytest
from flask.testing import FlaskClient
from markupsafe import escape

from clusterkb import KnowledgeBase
from clusterkb.catalogue import codes, rule, rules

LANGUAGES = ("en", "ru", "uz")
SAMPLES = ("Cluster-source", "Membership-role", "Shortcut-member-of", "Cluster", "wrong-scheme", "syntax", "too-deep")


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_page_that_says_its_message(client: FlaskClient, kb: KnowledgeBase, language: str) -> None:
    reader, faults = kb.reader(language), []
    for code in codes(reader):
        answer, page = client.get(f"/{language}/rule/{code}"), rule(reader, code)
        message = page.messages[0] if page.messages else page.name
        said = answer.text.partition("<details>")[0]
        if answer.status_code != 200 or str(escape(message.value)) not in said or "{?" in said:
            faults.append(code)
    assert not faults


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_leads_to_every_code(client: FlaskClient, kb: KnowledgeBase, language: str) -> None:
    linked = set(re.findall(rf'href="/{language}/rule/([^"]+)"', client.get(f"/{language}/rules").text))
    assert linked == set(codes(kb.reader()))


def test_the_wrong_line_of_an_example_is_marked_and_explained(client: FlaskClient) -> None:
    text = client.get("/ru/rule/Membership-role").text
    marked = re.findall(r'class="marked"><span class="number"> *(\d+)</span>\s*(.*?)</span>', text)
    assert [line for _, line in marked] == ["ckb:membershipRole role:partner ."]
    assert f"Строка {marked[0][0]}: <strong>role:partner — не роль участника." in text


@pytest.mark.slow
def test_every_wrong_example_that_can_be_checked_has_a_marked_line(client: FlaskClient, kb: KnowledgeBase) -> None:
    pages = [rule(kb.reader(), row.code) for group in rules(kb.reader()) for row in group.rules]
    checked = [page.code for page in pages if page.wrong and page.wrong.form]
    assert checked
    assert not [code for code in checked if 'class="marked"' not in client.get(f"/en/rule/{code}").text]


@pytest.mark.parametrize("code", SAMPLES)
def test_every_link_of_a_rule_leads_somewhere(client: FlaskClient, code: str) -> None:
    links = set(re.findall(r'<a [^>]*href="(/[^"#]*)', client.get(f"/uz/rule/{code}").text))
    assert links
    assert not [link for link in links if client.get(link).status_code not in (200, 302, 303)]


@pytest.mark.parametrize(
    ("code", "exits"),
    [("unknown-prefix", {"1", "2"}), ("syntax", {"2"}), ("no-shapes", {"2"}), ("too-many-values", {"1"})],
)
def test_a_page_says_every_exit_code_that_its_finding_leads_to(client: FlaskClient, code: str, exits: set[str]) -> None:
    text = client.get(f"/en/rule/{code}").text
    assert set(re.findall(r"exit code(?: is)? (\d)", text)) == exits


def test_the_permanent_address_of_a_code_leads_to_its_page(client: FlaskClient) -> None:
    answer = client.get("/rule/Cluster-source", headers={"Accept-Language": "uz"})
    assert (answer.status_code, answer.location) == (302, "/uz/rule/Cluster-source")
    assert client.get("/rules", headers={"Accept-Language": "ru"}).location == "/ru/rules"


@pytest.mark.parametrize(
    ("accept", "target"),
    [("text/html", "/ru/rule/Cluster-source"), ("text/turtle", "/data/shapes/Cluster-source.ttl")],
)
def test_the_address_of_a_shape_leads_to_its_page_or_its_data(client: FlaskClient, accept: str, target: str) -> None:
    answer = client.get("/shapes/Cluster-source", headers={"Accept": accept, "Accept-Language": "ru"})
    assert (answer.status_code, answer.location) == (303, target)


def test_a_page_names_the_data_it_is_made_of(client: FlaskClient) -> None:
    link = client.get("/en/rule/Cluster-source").headers["Link"]
    assert '<https://w3id.org/clusterkb/shapes/Cluster-source>; rel="cite-as"' in link
    assert "/data/shapes/Cluster-source.jsonld" in link
    assert client.get("/en/rule/syntax").headers["Link"] == '<https://w3id.org/clusterkb/rule/syntax>; rel="cite-as"'


def test_an_unknown_code_is_404_and_names_the_nearest(client: FlaskClient) -> None:
    answer = client.get("/uz/rule/cluster-sorce")
    assert answer.status_code == 404
    assert "Cluster-source" in answer.text
    assert 'href="/uz/rules"' in answer.text


def test_a_program_is_told_the_nearest_codes_too(client: FlaskClient) -> None:
    answer = client.get("/en/rule/cluster-sorce", headers={"Accept": "application/problem+json"})
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert "Cluster-source" in json.loads(answer.text)["detail"]


@pytest.mark.parametrize("code", ["%3Cscript%3E", "..%2f..%2fcluster", "%00", "Cluster-source%3E"])
def test_a_code_of_odd_signs_is_404(client: FlaskClient, code: str) -> None:
    answer = client.get(f"/en/rule/{code}")
    assert answer.status_code == 404
    assert "<script>" not in answer.text
