from __future__ import annotations

import re
from io import BytesIO

import pytest
from flask.testing import FlaskClient

from clusterkb import assets

INVALID = assets.folder("shapes") / "examples/invalid"
VALID = assets.folder("shapes") / "examples/valid"
FIVE = (INVALID / "five-faults.ttl").read_bytes()


def test_the_example_in_the_box_conforms(client: FlaskClient) -> None:
    page = client.get("/en/check").text
    box = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert box
    text = box[1].replace("&lt;", "<").replace("&gt;", ">").replace("&#34;", '"')
    assert "It conforms." in client.post("/en/check", data={"text": text}).text


def test_five_faults_are_five_findings_each_with_line_and_remedy(client: FlaskClient) -> None:
    page = client.post("/en/check", data={"text": FIVE.decode()}).text
    findings = re.findall(r'<li class="violation">.*?</li>', page, re.DOTALL)
    assert len(findings) == 5
    assert all(re.search(r'href="#line-\d+"', finding) for finding in findings)


def test_the_lines_of_findings_are_marked_in_the_text(client: FlaskClient) -> None:
    page = client.post("/en/check", data={"text": FIVE.decode()}).text
    linked = set(re.findall(r'href="#line-(\d+)"', page))
    assert linked == set(re.findall(r'id="line-(\d+)" class="marked"', page))


def test_an_upload_is_checked_like_a_paste(client: FlaskClient) -> None:
    page = client.post("/en/check", data={"file": (BytesIO(FIVE), "five.ttl")}).text
    assert page.count('<li class="violation">') == 5


@pytest.mark.parametrize(("language", "word"), [("ru", "Нарушение"), ("uz", "Buzilish")])
def test_findings_speak_the_language_of_the_page(client: FlaskClient, language: str, word: str) -> None:
    page = client.post(f"/{language}/check", data={"text": FIVE.decode()}).text
    assert word in page
    assert "The source is missing" not in page


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"text": "  "}, "nothing to check"),
        ({"text": "<a> <b>"}, "not valid Turtle"),
        ({"text": "{", "format": "jsonld"}, "not valid JSON-LD"),
        ({"text": '<?xml version="1.0"?><!DOCTYPE x []><x/>'}, "DOCTYPE"),
        ({"text": "<a> <b> <c> .", "format": "docx"}, "docx"),
    ],
)
def test_what_cannot_be_checked_is_said_in_words_and_loses_nothing(
    client: FlaskClient, sent: dict[str, str], words: str
) -> None:
    answer = client.post("/en/check", data=sent)
    assert answer.status_code == 400
    assert words in answer.text
    assert sent["text"].strip().replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;") in answer.text


def test_a_text_no_shape_looks_at_is_not_called_conforming(client: FlaskClient) -> None:
    page = client.post("/en/check", data={"text": "<http://e/a> <http://e/b> 1 ."}).text
    assert "Nothing was checked." in page


def test_markup_in_a_description_stays_text(client: FlaskClient) -> None:
    text = FIVE.decode().replace("Cluster of Example Town", "<script>alert(1)</script>")
    assert "<script" not in client.post("/en/check", data={"text": text}).text


def test_a_program_gets_the_report_as_json(client: FlaskClient) -> None:
    report = client.post("/check", data=FIVE, content_type="text/turtle").json
    assert report is not None
    assert (report["verdict"], report["exitCode"], len(report["findings"])) == ("does not conform", 1, 5)
    assert {text["language"] for text in report["findings"][0]["messages"]} == {"en", "ru", "uz"}


def test_a_program_is_told_what_it_sent_wrong(client: FlaskClient) -> None:
    answer = client.post("/check", data=b"<a> <b>", content_type="text/turtle")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert answer.json is not None
    assert answer.json["line"] == 1


def test_a_body_of_an_unknown_type_is_refused(client: FlaskClient) -> None:
    answer = client.post("/check", data=b"x", content_type="application/msword")
    assert answer.status_code == 415
    assert "text/turtle" in answer.text


@pytest.mark.parametrize("path", sorted(VALID.glob("*.ttl")), ids=lambda path: path.stem)
def test_every_valid_example_conforms_here_too(client: FlaskClient, path: object) -> None:
    report = client.post("/check", data=(VALID / f"{getattr(path, 'stem', '')}.ttl").read_bytes()).json
    assert report is not None
    assert report["verdict"] == "conforms", report["findings"]


@pytest.mark.parametrize("media_type", ["application/x-www-form-urlencoded", "text/plain", "application/octet-stream"])
def test_a_client_that_names_no_type_is_understood(client: FlaskClient, media_type: str) -> None:
    report = client.post("/check", data=FIVE, content_type=media_type).json
    assert report is not None
    assert report["total"] == 5


def test_a_form_with_a_file_is_understood(client: FlaskClient) -> None:
    report = client.post("/check", data={"file": (BytesIO(FIVE), "five.ttl")}).json
    assert report is not None
    assert (report["file"], report["total"]) == ("five.ttl", 5)


def test_a_second_file_is_not_dropped_in_silence(client: FlaskClient) -> None:
    both = [(BytesIO(FIVE), "one.ttl"), (BytesIO(FIVE), "two.ttl")]
    assert client.post("/en/check", data={"file": both}).status_code == 400


def test_the_page_says_which_file_was_checked(client: FlaskClient) -> None:
    assert "Report: five.ttl" in client.post("/en/check", data={"file": (BytesIO(FIVE), "five.ttl")}).text


def test_a_long_text_is_shown_only_around_its_findings(client: FlaskClient) -> None:
    page = client.post("/en/check", data={"text": FIVE.decode() + "\n" * 20_000}).text
    assert page.count('class="number"') < 40


def test_a_line_of_a_text_with_odd_line_ends_is_the_right_one(client: FlaskClient) -> None:
    odd = FIVE.decode().replace("Cluster of Example Town", "Cluster\u2028of Example Town")
    page = client.post("/en/check", data={"text": odd}).text
    marked = re.search(r'id="line-18" class="marked"><span class="number">  18</span>(.*?)</span>', page)
    assert marked
    assert "ckb:year" in marked[1]
