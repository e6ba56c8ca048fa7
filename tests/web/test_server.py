"""The real command in a process of its own, asked over a real network."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import urlencode

import pytest
import rdflib
from tests.support.hostile import RUNAWAY

from clusterkb import build, expand

COMMAND = str(Path(sys.executable).with_name("clusterkb"))


def fetch(address: str, **headers: str) -> tuple[int, bytes]:
    """Ask as curl -L does, and return status and body."""
    request = urllib.request.Request(
        address, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def test_following_the_holdings_address_for_turtle_gives_turtle(server: str) -> None:
    status, body = fetch(f"{server}/id/cluster/ulyanovsk-holding", Accept="text/turtle")
    assert status == 200
    graph = rdflib.Graph().parse(data=body, format="turtle")
    assert (None, rdflib.URIRef(expand("ckb:year")), rdflib.Literal(1992)) in graph


def test_following_it_in_a_browser_gives_the_page_in_its_language(server: str) -> None:
    status, body = fetch(f"{server}/id/cluster/ulyanovsk-holding", Accept="text/html", Accept_Language="uz,en;q=0.5")
    assert status == 200
    assert b'<html lang="uz">' in body


@pytest.mark.slow
def test_pages_answer_while_every_worker_runs_away(server: str) -> None:
    query = f"{server}/sparql?{urlencode({'query': RUNAWAY})}"
    with ThreadPoolExecutor(16) as crowd:
        runaways = [crowd.submit(fetch, query) for _ in range(12)]
        while not any(runaway.done() for runaway in runaways):  # those beyond the queue are refused at once
            time.sleep(0.01)
        assert fetch(f"{server}/en/page/cluster/ulyanovsk-holding")[0] == 200
        assert not all(runaway.done() for runaway in runaways), "the page had to wait for the queries"
        statuses = {runaway.result()[0] for runaway in runaways}
    assert statuses == {429, 503}  # too many of one client, and too long
    assert fetch(f"{server}/sparql?{urlencode({'query': 'ASK {}'})}")[0] == 200


@pytest.mark.slow
def test_a_new_version_is_served_without_a_restart(
    home: Path, tmp_path: Path, serve: Callable[..., AbstractContextManager[str]]
) -> None:
    own = tmp_path / "home"
    shutil.copytree(home, own, symlinks=True)
    with serve(own) as address:
        ask = f"{address}/sparql?{urlencode({'query': 'ASK {}'})}"
        assert fetch(ask)[0] == 200
        before = (own / "current").resolve()
        build.run(own, full=True)
        assert (own / "current").resolve() != before
        shutil.rmtree(before)
        assert fetch(f"{address}/en/page/cluster/ulyanovsk-holding")[0] == 200
        assert fetch(ask)[0] == 200


def test_a_port_that_is_taken_is_said_in_one_line(home: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        environment = {**os.environ, "CLUSTERKB_DATA_DIR": str(home)}
        command = [COMMAND, "serve", "--port", port]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f"Port {port} on 127.0.0.1 is taken." in done.stderr
    assert "Traceback" not in done.stderr


def test_a_half_sent_request_does_not_hold_up_the_others(server: str) -> None:
    host, port = server.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as slow:
        slow.sendall(b"GET /en/ HTTP/1.1\r\nHost: x\r\n")
        assert fetch(f"{server}/en/")[0] == 200


def test_head_over_the_network_has_headers_and_no_body(server: str) -> None:
    request = urllib.request.Request(f"{server}/data/cluster/ulyanovsk-holding.ttl", method="HEAD")
    with urllib.request.urlopen(request) as answer:
        assert int(answer.headers["Content-Length"]) > 1000
        assert answer.read() == b""
        assert "waitress" not in (answer.headers["Server"] or "")


def test_a_server_told_to_stop_takes_its_workers_with_it(
    home: Path, serve: Callable[..., AbstractContextManager[str]]
) -> None:
    with ThreadPoolExecutor(1) as other, serve(home, CLUSTERKB_QUERY_SECONDS="60") as address:
        other.submit(fetch, f"{address}/sparql?{urlencode({'query': RUNAWAY})}")
        children = _workers(home)
        assert children
    for _ in range(50):
        if not _workers(home):
            break
        time.sleep(0.1)
    assert not _workers(home)


def _workers(home: Path) -> list[str]:
    """Return the processes whose environment names this store: the server and its workers."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environment = (folder / "environ").read_bytes()
        except OSError:
            continue
        if f"CLUSTERKB_DATA_DIR={home}".encode() in environment.split(b"\0") and b"SECONDS=60" in environment:
            found.append(folder.name)
    return found
