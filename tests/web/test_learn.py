"""Paths to learn by: forms that answer in the address, and nowhere else."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

import pytest
from flask.testing import FlaskClient

from clusterkb import KnowledgeBase
from clusterkb.catalogue.learning import PATHS, Basis, LearningPath, learning_path
from clusterkb.rdf.text import LANGUAGES

PATH = "/en/learn/record"


class Forms(HTMLParser):
    """Notes the forms of a page: where each is sent, its fixed fields, its radio buttons and which is chosen."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.actions: list[str] = []
        self.fixed: list[dict[str, str]] = []
        self.radios: list[list[tuple[str, str, bool]]] = []
        self.feed(text[text.index("<main") : text.index("</main>")])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "form":
            self.actions.append(found["action"] or "")
            self.fixed.append({})
            self.radios.append([])
        elif tag == "input":
            name, value = found["name"] or "", found["value"] or ""
            if found["type"] == "radio":
                self.radios[-1].append((name, value, "checked" in found))
            else:
                self.fixed[-1][name] = value

    def sent(self, step: int, value: str) -> str:
        """Return the address a browser goes to when ``value`` is chosen at a step and its form is sent."""
        name, action = f"step-{step}", urlsplit(self.actions[step - 1])
        return f"{action.path}?{urlencode({**self.fixed[step - 1], name: value})}#{action.fragment}"


def path_of(kb: KnowledgeBase, name: str, language: str = "en") -> LearningPath:
    return learning_path(Basis(kb.reader(language), lambda iri: kb.why(iri, language)), name)


def answers(path: LearningPath, *, right: bool) -> dict[str, str]:
    """Return a right or a wrong answer to every step, as an address has them."""
    found = {}
    for number, step in enumerate(path.steps, 1):
        assert step.check
        found[f"step-{number}"] = next(answer.name for answer in step.check.answers if answer.right == right)
    return found


def links(text: str) -> list[str]:
    main = text[text.index("<main") : text.index("</main>")]
    return [found.replace("&amp;", "&") for found in re.findall(r'<a [^>]*?href="([^"]+)"', main)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_leads_to_every_path(client: FlaskClient, language: str) -> None:
    found = links(client.get(f"/{language}/learn").text)
    assert found == [f"/{language}/learn/{name}" for name in PATHS]
    assert {client.get(link).status_code for link in found} == {200}


@pytest.mark.parametrize("name", PATHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_leads_to_a_place_that_is_there(
    client: FlaskClient, kb: KnowledgeBase, language: str, name: str
) -> None:
    given = answers(path_of(kb, name, language), right=True)
    found = links(client.get(f"/{language}/learn/{name}", query_string=given).text)
    assert len(found) > 3 * len(given)
    for link in found:
        answer = client.get(link)
        assert answer.status_code == 200, link
        part = urlsplit(link).fragment
        assert not part or f' id="{part}"' in answer.text, link


@pytest.mark.parametrize("name", PATHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_verdict_is_told_in_words_with_the_right_answer(
    client: FlaskClient, kb: KnowledgeBase, language: str, name: str
) -> None:
    path = path_of(kb, name, language)
    pages = {
        right: client.get(f"/{language}/learn/{name}", query_string=answers(path, right=right)).text
        for right in (True, False)
    }
    verdicts = {
        right: re.findall(r'role="status">\s*<p><strong>(.*?)</strong>(.*?)</p>', pages[right]) for right in pages
    }
    assert [len(found) for found in verdicts.values()] == [len(path.steps)] * 2
    assert not {said for said, _ in verdicts[True]} & {said for said, _ in verdicts[False]}
    for right in pages:
        for step, (_, told) in zip(path.steps, verdicts[right], strict=True):
            assert step.check
            assert step.check.right.shown.label.value in unescape(re.sub("<[^>]*>", "", told))


def test_an_answer_sent_keeps_the_others_and_is_chosen_again(client: FlaskClient, kb: KnowledgeBase) -> None:
    given = answers(path_of(kb, "record"), right=False)
    address = PATH
    for step in (5, 1, 3):
        address = Forms(client.get(address).text).sent(step, given[f"step-{step}"])
    page = Forms(client.get(address).text)
    chosen = {name: value for radios in page.radios for name, value, checked in radios if checked}
    assert chosen == {name: given[name] for name in ("step-1", "step-3", "step-5")}
    assert urlsplit(address).fragment == "step-3"


def test_the_same_answers_have_one_address_in_whatever_order_they_are_given(
    client: FlaskClient, kb: KnowledgeBase
) -> None:
    text = client.get(PATH, query_string=answers(path_of(kb, "record"), right=True)).text
    for form in re.findall("<form class=.self-check.*?</form>", text, re.DOTALL):
        fields = re.findall(r'name="(step-\d)"', form)
        assert list(dict.fromkeys(fields)) == sorted(set(fields)) == [f"step-{number}" for number in range(1, 7)]


def test_an_answer_taken_back_needs_no_memory_of_the_server(client: FlaskClient, kb: KnowledgeBase) -> None:
    before = client.get(PATH)
    after = client.get(PATH, query_string=answers(path_of(kb, "record"), right=True))
    assert not [answer for answer in (before, after) if "Set-Cookie" in answer.headers]
    assert client.get(PATH).text == before.text != after.text


def test_each_question_is_a_group_of_labelled_buttons(client: FlaskClient) -> None:
    text = client.get(PATH).text
    groups = re.findall(r"<fieldset>\s*<legend>(.+?)</legend>(.*?)</fieldset>", text, re.DOTALL)
    assert len(groups) == len(PATHS["record"])
    for question, choices in groups:
        assert question.strip()
        assert choices.count("<input") == len(
            re.findall(r"<label><input [^>]+> <span[^>]*>[^<]+</span></label>", choices)
        )


@pytest.mark.parametrize(
    "strange",
    [
        "step-2=nope",
        "step-2=",
        "step-2=confidence:low&step-2=confidence:high",
        "step-2=%3Cscript%3Ealert(1)%3C/script%3E",
        "step-2=%00%FF%FE",
        "step-2=" + "x" * 2000,
        "step-2=ckb:Event",
    ],
)
def test_a_strange_answer_is_told_and_the_others_stand(client: FlaskClient, strange: str) -> None:
    answer = client.get(f"{PATH}?step-3=ckb:Cluster&{strange}")
    assert answer.status_code == 200
    assert answer.text.count("The address has an answer that is none of these.") == 1
    assert "<script>alert" not in answer.text
    assert "Answered: 1 of 6." in answer.text
    assert Forms(answer.text).fixed[0] == {"step-3": "ckb:Cluster"}


@pytest.mark.parametrize("ignored", ["step-0=1", "step-7=ckb:Event", "step-x=1", "steps=1", "step-1[]=1", "q=holding"])
def test_what_answers_no_question_is_ignored(client: FlaskClient, ignored: str) -> None:
    answer = client.get(f"{PATH}?{ignored}")
    assert answer.status_code == 200
    assert 'role="alert"' not in answer.text
    assert "Answered: 0 of 6." in answer.text


@pytest.mark.parametrize("address", ["/learn", "/learn/holding", "/learn/record?step-2=confidence:low"])
def test_paths_are_cached_until_something_changes_and_found_without_a_language(
    client: FlaskClient, address: str
) -> None:
    first = client.get(f"/uz{address}")
    assert client.get(f"/uz{address}", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    bare = client.get(address, headers={"Accept-Language": "uz"})
    assert (bare.status_code, bare.location) == (302, f"/uz{address}")


def test_a_path_that_is_not_there_is_not_found(client: FlaskClient) -> None:
    assert client.get("/en/learn/nope").status_code == 404


def test_home_every_page_and_the_site_map_lead_there(client: FlaskClient) -> None:
    assert "/ru/learn" in links(client.get("/ru/").text)
    assert '<a href="/ru+uz/learn">' in client.get("/ru+uz/search").text
    listed = "".join(client.get(f"/sitemap/{number}.xml").text for number in (1, 2))
    assert {f"/uz/learn/{name}" for name in PATHS} <= set(re.findall(r"/uz/learn/\w+", listed))
