from __future__ import annotations

import re
import zipfile
from html import unescape
from io import BytesIO

import jsonschema
import pytest
from flask.testing import FlaskClient

from clusterkb import assets
from clusterkb.validation.renderers import RENDERERS

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
    assert all(re.search(r'href="#line-1-\d+"', finding) for finding in findings)


def test_the_lines_of_findings_are_marked_in_the_text(client: FlaskClient) -> None:
    page = client.post("/en/check", data={"text": FIVE.decode()}).text
    linked = set(re.findall(r'href="#line-(1-\d+)"', page))
    assert linked == set(re.findall(r'id="line-(1-\d+)" class="marked"', page))


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
    assert "<script>alert" not in client.post("/en/check", data={"text": text}).text


def test_a_program_gets_the_report_as_json(client: FlaskClient) -> None:
    report = client.post("/check", data=FIVE, content_type="text/turtle").json
    assert report is not None
    assert (report["verdict"], report["exitCode"], len(report["findings"])) == ("does not conform", 1, 5)
    assert set(report["findings"][0]["messages"]) == {"en", "ru", "uz"}
    jsonschema.validate(report, client.get("/schema/report.json").get_json(force=True))


def test_a_program_is_told_what_it_sent_wrong(client: FlaskClient) -> None:
    answer = client.post("/check", data=b"<a> <b>", content_type="text/turtle")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert answer.json is not None
    assert answer.json["line"] == 1
    assert answer.json["report"]["verdict"] == "not checked"


@pytest.mark.parametrize("name", RENDERERS)
def test_the_report_can_be_had_in_every_format(client: FlaskClient, name: str) -> None:
    answer = client.post(f"/check?report={name}", data=FIVE, content_type="text/turtle")
    assert (answer.status_code, answer.mimetype) == (200, RENDERERS[name].media_type)
    assert "Cluster-source" in answer.text


@pytest.mark.parametrize(
    ("accept", "mimetype"),
    [
        ("application/sarif+json", "application/sarif+json"),
        ("text/csv, application/json;q=0.5", "text/csv"),
        ("*/*", "application/json"),
        ("text/turtle", "text/turtle"),
    ],
)
def test_the_format_of_the_report_is_negotiated(client: FlaskClient, accept: str, mimetype: str) -> None:
    answer = client.post("/check", data=FIVE, content_type="text/turtle", headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype, answer.headers["Vary"]) == (200, mimetype, "Accept")


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("/check?report=docx", {}, 400),
        ("/check?language=de", {}, 400),
        ("/check?format=docx", {}, 400),
        ("/check", {"Accept": "image/png"}, 406),
    ],
)
def test_a_report_that_cannot_be_made_is_refused(
    client: FlaskClient, address: str, headers: dict[str, str], status: int
) -> None:
    answer = client.post(address, data=FIVE, content_type="text/turtle", headers=headers)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")


def test_a_report_on_what_cannot_be_read_keeps_its_format(client: FlaskClient) -> None:
    answer = client.post("/check?report=sarif", data=b"<a", content_type="text/turtle")
    assert (answer.status_code, answer.mimetype) == (400, "application/sarif+json")


def test_the_report_speaks_the_language_asked_for(client: FlaskClient) -> None:
    answer = client.post("/check?report=text&language=ru", data=FIVE, content_type="text/turtle")
    assert "не соответствует" in answer.text


def test_the_page_gives_the_report_as_a_file(client: FlaskClient) -> None:
    answer = client.post("/check", data={"text": FIVE.decode(), "report": "csv", "language": "en"})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="report.csv"'
    assert answer.text.count("Violation") == 5


SLIPS = FIVE.decode().replace('"about 2001"', '"2001"').replace("ckb:eventKind", "ckb:eventKnd")


def test_the_page_mends_what_is_certain_and_gives_the_text_back(client: FlaskClient) -> None:
    page = client.post("/en/check", data={"text": SLIPS}).text
    assert 'name="action" value="mend"' in page
    mended = client.post("/en/check", data={"text": SLIPS, "action": "mend"}).text
    box = re.search(r"<textarea[^>]*>(.*?)</textarea>", mended, re.DOTALL)
    assert box
    assert "ckb:eventKind" in box[1]
    assert "eventKnd" not in box[1]
    assert "2 fixes were made" in mended
    assert "+    ckb:eventKind" in mended
    assert 'name="action" value="mend"' not in mended


def test_what_was_not_checked_is_said_on_the_page(client: FlaskClient) -> None:
    text = FIVE.decode() + "ex:cluster <http://e/motto> 'x' ."
    assert "http://e/motto is a property of others" in client.post("/en/check", data={"text": text}).text


def test_every_finding_leads_to_the_page_of_its_rule(client: FlaskClient) -> None:
    page = client.post("/en/check", data={"text": FIVE.decode()}).text
    rules = set(re.findall(r'href="(/en/rule/[^"]+)"', page))
    assert len(rules) == 5
    assert {client.get(rule).status_code for rule in rules} == {200}


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
    assert (report["files"][0]["name"], report["total"]) == ("five.ttl", 5)


def test_several_files_and_the_files_of_an_archive_are_one_report(client: FlaskClient) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("in/two.ttl", FIVE.replace(b"https://example.org/", b"https://example.net/"))
    both = [(BytesIO(FIVE), "one.ttl"), (BytesIO(packed.getvalue()), "more.zip")]
    report = client.post("/check", data={"file": both}).json
    assert report is not None
    assert [(one["name"], one["findings"]) for one in report["files"]] == [("one.ttl", 5), ("more.zip/in/two.ttl", 5)]
    both = [(BytesIO(FIVE), "one.ttl"), (BytesIO(packed.getvalue()), "more.zip")]
    page = client.post("/en/check", data={"file": both}).text
    assert page.count('class="violation"') == 10
    assert 'id="line-1-18" class="marked"' in page
    assert 'id="line-2-18" class="marked"' in page


def test_the_page_says_which_file_was_checked(client: FlaskClient) -> None:
    assert "Report: five.ttl" in client.post("/en/check", data={"file": (BytesIO(FIVE), "five.ttl")}).text


def test_a_long_text_is_shown_only_around_its_findings(client: FlaskClient) -> None:
    page = client.post("/en/check", data={"text": FIVE.decode() + "\n" * 20_000}).text
    assert page.count('class="number"') < 40


def test_a_line_of_a_text_with_odd_line_ends_is_the_right_one(client: FlaskClient) -> None:
    odd = FIVE.decode().replace("Cluster of Example Town", "Cluster\u2028of Example Town")
    page = client.post("/en/check", data={"text": odd}).text
    marked = re.search(r'id="line-1-18" class="marked"><span class="number">  18</span>(.*?)</span>', page)
    assert marked
    assert "ckb:year" in marked[1]


def test_the_box_holds_nothing_that_was_not_checked(client: FlaskClient) -> None:
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("five.ttl", FIVE)
    several = [(BytesIO(FIVE), "one.ttl"), (BytesIO(FIVE), "two.ttl")]
    for files in (several, [(BytesIO(archive.getvalue()), "all.zip")], [(BytesIO("ж".encode("utf-16")), "x.ttl")]):
        page = client.post("/en/check", data={"file": files, "text": "what stood there"}).text
        assert re.search(r"<textarea[^>]*>\s*</textarea>", page)
        assert "choose them again" in page


@pytest.mark.parametrize(("language", "words"), [("ru", "Проверять нечего."), ("uz", "Tekshiradigan narsa yo'q.")])
def test_nothing_to_check_is_said_in_the_language_of_the_page(client: FlaskClient, language: str, words: str) -> None:
    answer = client.post(f"/{language}/check", data={"text": " "})
    assert (answer.status_code, words in unescape(answer.text)) == (400, True)


def test_an_empty_description_is_told_from_an_unknown_one(client: FlaskClient) -> None:
    assert "It is empty." in client.post("/en/check", data={"text": "# nothing"}).text
    assert "know no type" in client.post("/en/check", data={"text": "<http://e/a> a <http://e/B> ."}).text


def test_a_thing_without_an_address_is_described_in_the_language_of_the_page(client: FlaskClient) -> None:
    page = client.post("/uz/check", data={"text": "[] a <https://w3id.org/clusterkb/onto/Membership> ."}).text
    assert "manzilsiz ckb:Membership" in page
    assert "without an address" not in page
