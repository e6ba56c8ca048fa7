from __future__ import annotations

import re

import pytest
from flask import render_template_string
from flask.testing import FlaskClient

from clusterkb.catalogue.reader import Ref
from clusterkb.catalogue.verbal import Said
from clusterkb.rdf.text import Text
from clusterkb.web import Site, create_app

LANGUAGES = ("en", "ru", "uz")
TRADE = re.compile(r"owl:|rdfs:|Restriction|(?<![\w-])(?:and|or|some|value) \(|not \(")


def section(client: FlaskClient, address: str, name: str) -> str:
    text = client.get(address).text
    found = re.search(rf'<section aria-labelledby="{name}">(.*?)</section>', text, re.DOTALL)
    return found[1] if found else ""


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["HoldingInArticleSense", "EducationalCompetence", "memberOf"])
def test_a_term_is_said_in_plain_words(client: FlaskClient, language: str, name: str) -> None:
    said = section(client, f"/{language}/page/onto/{name}", "plain-words")
    assert '<ul class="said">' in said
    assert not TRADE.findall(words(said))


def test_what_a_definition_is_made_of_stands_in_nested_lists_of_links(client: FlaskClient) -> None:
    said = section(client, "/en/page/onto/HoldingInArticleSense", "plain-words")
    pattern = (
        r"under the auspices of</a>: at least one that is one of these:\s*<ul>"
        r'<li><a href="/en/page/onto/EducationAuthority">education authority</a></li>'
    )
    assert re.search(pattern, said)
    assert said.count("<ul") == said.count("</ul>") == 4


def test_what_a_description_must_say_leads_to_the_rules(client: FlaskClient) -> None:
    asked = section(client, "/en/page/onto/Membership", "demands")
    assert '<a href="/en/page/onto/membershipMember">member</a>' in asked
    needed = r'<strong>must</strong>: <span>A value is needed\.</span> .*href="/en/rule/Membership-member"'
    assert re.search(needed, asked)
    assert re.search(r'<h3>[^<]* <a href="/en/page/onto/Fact">fact</a></h3>', asked)


def test_every_rule_that_a_class_page_names_has_a_page(client: FlaskClient) -> None:
    links = set(re.findall(r'href="(/en/rule/[^"]+)"', section(client, "/en/page/onto/EducationalCluster", "demands")))
    assert links
    assert not [link for link in links if client.get(link).status_code != 200]


@pytest.mark.parametrize("name", ["concept/level/program", "claim/S35", "onto/cooperatesWith"])
def test_what_no_shape_is_about_has_no_such_section(client: FlaskClient, name: str) -> None:
    assert not section(client, f"/en/page/{name}", "demands")


def test_a_concept_has_no_plain_words(client: FlaskClient) -> None:
    assert not section(client, "/en/page/concept/level/program", "plain-words")


def test_what_only_an_extension_says_is_marked(client: FlaskClient) -> None:
    said = section(client, "/en/page/onto/EducationalLogistics", "plain-words")
    assert said.count("only where this part is added:") == 2
    assert "Unaddressed: what neither" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_proof_says_its_axioms_in_the_same_words(client: FlaskClient, language: str) -> None:
    proof = section(client, f"/{language}/page/cluster/ulyanovsk-holding", "kinds")
    axioms = re.findall(r'<ul class="said">(.*?)</ul>\s*</details>', proof, re.DOTALL)
    assert axioms
    assert not [found for html in axioms for found in TRADE.findall(words(html))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_definition_is_said_in_a_proof_as_on_the_page_of_the_kind(client: FlaskClient, language: str) -> None:
    said = section(client, f"/{language}/page/onto/HoldingInArticleSense", "plain-words")
    definition = re.search(r'<ul class="said"><li>(.*?)</li></ul>\s*</li><li>', said, re.DOTALL)
    assert definition
    assert definition[1] in section(client, f"/{language}/page/cluster/ulyanovsk-holding", "kinds")


def test_what_there_are_no_words_for_is_marked_and_escaped(site: Site) -> None:
    app = create_app(site)
    said = Said(("rdfs:range(<b> ckb:x)",), formal=True)
    label = Said((Ref("", Text("членство", "ru")), " & more"))
    template = '{% import "verbal.html" as v with context %}{{ v.sentence(one) }}|{{ v.sentence(two) }}'
    with app.test_request_context("/en/"):
        shown, other = render_template_string(template, one=said, two=label, language="en").split("|")
    assert '<code lang="zxx">rdfs:range(&lt;b&gt; ckb:x)</code>' in shown
    assert "there are no words for this yet" in shown
    assert '<span lang="ru">членство</span>' in other
    assert "&amp; more" in other
