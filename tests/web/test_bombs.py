"""Hostile documents at the running server: each is answered, and the next description is checked as ever."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from tests.support.bombs import TURTLE, XML
from tests.support.canary import SECRET, Canary, canary
from tests.support.jsonld_bombs import JSON_LD
from tests.support.zip_bombs import ARCHIVES

from clusterkb import assets

ALL = {**XML, **JSON_LD, **TURTLE, **ARCHIVES}
# The server hangs up in the middle of what is far too large.
BOMBS = {name: bomb for name, bomb in ALL.items() if name != "attribute of 50 MB"}
VALID = (assets.folder("shapes") / "examples/valid/whole-description.ttl").read_bytes()
SHOWN = [name for name in BOMBS if any(word in name for word in ("script", "runs", "terminal", "newline", "formula"))]
TOO_LARGE = {"300,000 prefixes"}
# Every bomb ends within five seconds on a machine that does nothing else; on a busy one the slowest take far longer.
_PATIENCE = 90


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: str


@pytest.fixture(scope="module")
def trap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Canary]:
    with canary(tmp_path_factory.mktemp("canary")) as found:
        yield found


@pytest.fixture(scope="module")
def address(home: Path, serve: Callable[..., AbstractContextManager[str]]) -> Iterator[str]:
    # What is slow on a busy machine is still answered: the deadline is tested elsewhere.
    with serve(home, CLUSTERKB_LOG_REQUESTS="no", CLUSTERKB_VALIDATE_SECONDS="200") as found:
        yield found


def sent(url: str, data: bytes, content_type: str = "application/octet-stream") -> Answer:
    request = urllib.request.Request(url, data, {"Content-Type": content_type})
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE) as response:
            return Answer(response.status, response.read().decode())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.read().decode())


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_answered_and_the_next_description_is_checked(address: str, name: str, trap: Canary) -> None:
    bomb = BOMBS[name]
    answer = sent(f"{address}/check?name={quote(bomb.file)}", bomb.armed(trap.url, trap.file) or b"\n")
    said = json.loads(answer.body)
    if name in TOO_LARGE:
        assert answer.status == 413
        assert said["remedy"]
    elif bomb.code:
        report = said if answer.status == 200 else said["report"]
        assert answer.status in (200, 400)
        assert report["verdict"] != "conforms"
        assert bomb.code in {finding["code"] for finding in report["findings"]}
    else:
        assert answer.status == 200
    assert SECRET not in answer.body
    assert trap.asked == []
    after = sent(f"{address}/check?name=valid.ttl", VALID)
    assert (after.status, json.loads(after.body)["verdict"]) == (200, "conforms")


@pytest.mark.parametrize("name", SHOWN)
def test_nothing_of_a_document_is_markup_on_the_page(address: str, name: str) -> None:
    bomb = BOMBS[name]
    file = bomb.file.replace("\n", "%0A").replace('"', "%22").encode()
    head = b'--limit\r\nContent-Disposition: form-data; name="file"; filename="' + file + b'"\r\n\r\n'
    body = head + bomb.make() + b"\r\n--limit--\r\n"
    answer = sent(f"{address}/en/check", body, "multipart/form-data; boundary=limit")
    assert answer.status in (200, 400)
    assert "<script>alert(1)" not in answer.body
    assert 'href="javascript:' not in answer.body


def test_the_pages_are_served_as_before(address: str) -> None:
    with urllib.request.urlopen(f"{address}/en/", timeout=_PATIENCE) as response:
        assert response.status == 200
