"""No query leaves a worker, whoever the worker is and however SERVICE, FROM and LOAD are spelled.

The engine is asked directly, so that the lock alone stands in its way; then the guard is shown the same.
"""

from __future__ import annotations

import os
import shutil
import socket
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.support import early, jobs

from clusterkb.errors import BadQuery
from clusterkb.sandbox import Limits, Pool, Start, seccomp
from clusterkb.sparql import Dataset
from clusterkb.sparql.guard import Bounds, check
from clusterkb.store import EmbeddedStore

JOBS = "tests.support.jobs"
SECRET = "the-one-secret"
ME = os.getuid()
EARLY = "tests.support.early"
PRELOAD = {"root": (EARLY,), "an ordinary user": (EARLY, "tests.support.ordinary")}
USERS = {"root": 0, "an ordinary user": jobs.NOBODY} if ME == 0 else {"an ordinary user": ME}

# HTTP stands for the address of the server that counts, with a slash at its end; FILE for that of the secret.
SERVICES = {
    "in plain sight": "SELECT * { SERVICE <HTTP> { ?a ?b ?c } }",
    "without a space": "SELECT*{service<HTTP>{?a ?b ?c}}",
    "in mixed case": "SELECT * { sErViCe <HTTP> { ?a ?b ?c } }",
    "SILENT": "SELECT * { SERVICE SILENT <HTTP> { ?a ?b ?c } }",
    "SILENT without a space": "SELECT * { SERVICESILENT<HTTP>{ ?a ?b ?c } }",
    "comments between": "SELECT * { SERVICE # { '\n SILENT # \"\n <HTTP> # <\n { ?a ?b ?c } }",
    "an escaped address": "SELECT * { SERVICE <HTTP\\u0061> { ?a ?b ?c } }",
    "a prefixed name": "PREFIX h: <HTTP> SELECT * { SERVICE h:a { ?a ?b ?c } }",
    "the empty prefix": "PREFIX : <HTTP> SELECT * { SERVICE : { ?a ?b ?c } }",
    "the empty prefix without a space": "PREFIX : <HTTP> SELECT * { SERVICE:x { ?a ?b ?c } }",
    "the empty prefix, SILENT, without a space": "PREFIX : <HTTP> SELECT * { SERVICESILENT:x { ?a ?b ?c } }",
    "a prefix called SERVICE": "PREFIX SERVICE: <x:> PREFIX : <HTTP> SELECT * { SERVICE:x { ?a ?b ?c } }",
    "BASE": "BASE <HTTP> SELECT * { SERVICE <a> { ?a ?b ?c } }",
    "in OPTIONAL": "SELECT * { ?s ?p ?o OPTIONAL { SERVICE <HTTP> { ?a ?b ?c } } }",
    "in UNION": "SELECT * { { ?s ?p ?o } UNION { SERVICE <HTTP> { ?a ?b ?c } } }",
    "in MINUS": "SELECT * { ?s ?p ?o MINUS { SERVICE <HTTP> { ?s ?p ?o } } }",
    "in a sub-SELECT": "SELECT * { { SELECT ?a { SERVICE <HTTP> { ?a ?b ?c } } LIMIT 5 } }",
    "in EXISTS": "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <HTTP> { ?a ?b ?c } } }",
    "in GRAPH": "SELECT * { GRAPH ?g { ?s ?p ?o SERVICE <HTTP> { ?a ?b ?c } } }",
    "in ASK": "ASK { SERVICE <HTTP> { ?a ?b ?c } }",
    "in CONSTRUCT": "CONSTRUCT { <x:a> <x:b> ?secret } { SERVICE <HTTP> { ?secret ?b ?c } }",
    "in DESCRIBE": "DESCRIBE ?a { SERVICE <HTTP> { ?a ?b ?c } }",
    "behind a truth": "SELECT * { ?s ?p ?o OPTIONAL { <x:s> <x:t> trueSERVICE <HTTP> { ?a ?b ?c } } }",
    "behind a number": "SELECT * { ?s ?p ?o OPTIONAL { <x:s> <x:n> 1e1SERVICE <HTTP> { ?a ?b ?c } } }",
    "behind two strings like one": "SELECT * { VALUES ?x { 'it''s' } SERVICE <HTTP> { ?a ?b ?c } BIND('' AS ?y) }",
    "behind a long string": "SELECT * { VALUES ?x { '''it''s''' } SERVICE <HTTP> { ?a ?b ?c } BIND('' AS ?y) }",
    "behind an escaped mark": 'SELECT * { VALUES ?x { "\\u0022" } SERVICE <HTTP> { ?a ?b ?c } BIND("\\u0022" AS ?y) }',
    "behind a name with a mark": "SELECT * { OPTIONAL { ?s ckb:it\\' ?z } SERVICE <HTTP> { ?a ?b ?c } BIND('' AS ?y) }",
    "behind a name with a number sign": "SELECT * { OPTIONAL { ?s ckb:it\\# ?z } SERVICE <HTTP> { ?a ?b ?c } }",
    "behind the point after an empty name": "PREFIX : <x:> SELECT * { :s ?p :.SERVICE <HTTP> { ?a ?b ?c } }",
    "between less and more": "SELECT * { FILTER(1<2)SERVICE#>\n<HTTP>{ ?a ?b ?c } }",
    "named between less and more": "PREFIX : <HTTP> SELECT * { FILTER(1<2)SERVICE:x#>\n{ ?a ?b ?c } }",
    "behind a comment between less and more": "SELECT * { FILTER(1<2#>'''\n) SERVICE <HTTP> { ?a ?b ?c } #'''\n}",
    "less than behind a datatype": "SELECT * { FILTER('1'^^<x:n><2)SERVICE#>\n<HTTP>{ ?a ?b ?c } }",
    "less than behind a term": "SELECT * { FILTER(<x:a><ckb:b#>'''\n)SERVICE <HTTP> { ?a ?b ?c } #'''\n}",
    "less than behind a group": "SELECT * { FILTER(EXISTS{}<2)SERVICE#>\n<HTTP>{ ?a ?b ?c } }",
    "less than behind a triple": "SELECT * { FILTER(<<(<x:a><x:b>1)>><2)SERVICE#>\n<HTTP>{ ?a ?b ?c } }",
}
# The engine of today does not take these for what the standard says they are; that of tomorrow may.
NOT_YET = {
    "an escaped letter": "SELECT * { S\\u0045RVICE <HTTP> { ?a ?b ?c } }",
    "all letters escaped": "SELECT * { \\U00000053\\u0045\\u0052\\u0056\\u0049\\u0043\\u0045 <HTTP> { ?a ?b ?c } }",
    "a variable endpoint": "SELECT * { VALUES ?e { <HTTP> } SERVICE ?e { ?a ?b ?c } }",
    "a variable endpoint bound": "SELECT * { BIND(IRI('HTTP') AS ?e) SERVICE $e { ?a ?b ?c } }",
}
FROMS = {
    "http": "SELECT * FROM <HTTP> { ?a ?b ?c }",
    "a file": "SELECT * FROM <FILE> { ?a ?b ?c }",
    "in lower case": "select * from <FILE> { ?a ?b ?c }",
    "named": "SELECT * FROM NAMED <FILE> { GRAPH ?g { ?a ?b ?c } }",
    "both": "SELECT * FROM <HTTP> FROM NAMED <FILE> { GRAPH ?g { ?a ?b ?c } }",
    "comments between": "SELECT * FROM # <\n NAMED # >\n <FILE> { GRAPH ?g { ?a ?b ?c } }",
    "without a space": "SELECT*FROM<FILE>{?a ?b ?c}",
    "NAMED without a space": "SELECT * FROMNAMED<FILE>{ GRAPH ?g { ?a ?b ?c } }",
    "hidden behind ASK": "ASKFROM <FILE> { ?a ?b ?c }",
    "an escaped letter": "SELECT * FR\\u004FM <FILE> { ?a ?b ?c }",
    "a prefixed name": "PREFIX f: <FILE> SELECT * FROM f: { ?a ?b ?c }",
    "the empty prefix without a space": "PREFIX : <FILE> SELECT * FROM: { ?a ?b ?c }",
    "BASE": "BASE <FILE> SELECT * FROM <#a> { ?a ?b ?c }",
    "CONSTRUCT": "CONSTRUCT { ?a ?b ?c } FROM <FILE> { ?a ?b ?c }",
    "DESCRIBE": "DESCRIBE <x:s> FROM <FILE>",
    "a graph that is asked for": "SELECT * { GRAPH <FILE> { ?a ?b ?c } }",
    "in a sub-SELECT": "SELECT * { { SELECT * FROM <FILE> { ?a ?b ?c } } }",
}
LOADS = {
    "http": "LOAD <HTTP>",
    "SILENT": "LOAD SILENT <HTTP>",
    "into a graph": "LOAD <HTTP> INTO GRAPH <x:g>",
    "in lower case without a space": "loadsilent<HTTP>",
    "comments between": "LOAD # <\n SILENT # >\n <HTTP>",
    "a prefixed name": "PREFIX h: <HTTP> LOAD h:a",
    "the empty prefix without a space": "PREFIX : <HTTP> LOAD:x",
    "BASE": "BASE <HTTP> LOAD <a>",
    "behind another update": "INSERT DATA { <x:a> <x:b> 'its' } ; LOAD <HTTP>",
    "in WHERE": "INSERT { <x:a> <x:b> ?a } WHERE { SERVICE <HTTP> { ?a ?b ?c } }",
}
FILES = {
    "a file": "LOAD <FILE>",
    "a file, SILENT": "LOAD SILENT <FILE>",
    "a file by BASE": "BASE <FILE> LOAD <#a>",
    "an escaped letter": "L\\u004FAD <HTTP>",
}
TRIPLES = "<x:s> <x:p> 'o' ; <x:t> true ; <x:n> 1e1 ; <x:e> <x:> . <x:g> { <x:s> <x:p> 'o' }"
WAYS = ("a pair of sockets", "a thread begun later", "a thread begun before")
QUERIES = {
    **{f"SERVICE {name}": query for name, query in {**SERVICES, **NOT_YET}.items()},
    **{f"FROM {name}": query for name, query in FROMS.items()},
}
UPDATES = {f"LOAD {name}": update for name, update in {**LOADS, **FILES}.items()}


class Server(ThreadingHTTPServer):
    """A server that counts who connects, and answers every question with the secret."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.connections = 0
        self.address = f"http://127.0.0.1:{self.server_address[1]}/"

    def get_request(self) -> tuple[socket.socket, object]:
        self.connections += 1
        return super().get_request()


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        loading = "turtle" in self.headers.get("Accept", "")
        term = f'{{"type": "literal", "value": "{SECRET}"}}'
        rows = f'{{"head": {{"vars": ["a"]}}, "results": {{"bindings": [{{"a": {term}}}]}}}}'
        body = (f'<x:a> <x:b> "{SECRET}" .' if loading else rows).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/turtle" if loading else "application/sparql-results+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *_: object) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Place:
    """Where the tests are played: a store, a secret beside it, a server."""

    store: Path
    secret: Path
    server: Server

    def spell(self, query: str) -> str:
        return query.replace("HTTP", self.server.address).replace("FILE", self.secret.as_uri())


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    """All of it is readable for everybody, which pytest's own folders are not."""
    with tempfile.TemporaryDirectory() as name, Server() as server:
        folder = Path(name)
        secret = folder / "secret.ttl"
        secret.write_text(f'<x:a> <x:b> "{SECRET}" .')
        store = EmbeddedStore.writable(folder / "store")
        store.engine.load(TRIPLES.encode(), format=ox.RdfFormat.TRIG)
        store.close()
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Place(folder / "store", secret, server)
        server.shutdown()


@pytest.fixture(scope="module", params=USERS)
def worker(request: pytest.FixtureRequest) -> Iterator[Pool]:
    limits = Limits(seconds=30, megabytes=2048, wait_seconds=60)
    with Pool(1, limits, start=Start(PRELOAD[request.param])) as pool:
        assert pool.run(f"{JOBS}:identity") == USERS[request.param]
        yield pool


def calls(place: Place, said: str, before: int) -> tuple[int, bool]:
    """Return how many connections there were since, and whether the secret was told."""
    return place.server.connections - before, SECRET in said


# ---------------------------------------------------------------- the lock


def test_a_system_that_refuses_the_lock_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert seccomp.works()
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    assert not seccomp.works()


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_no_query_on_the_engine_itself_leaves_a_worker(worker: Pool, place: Place, query: str) -> None:
    before = place.server.connections
    said = worker.run(f"{JOBS}:ask_engine", str(place.store), place.spell(query))
    assert calls(place, said, before) == (0, False)


@pytest.mark.parametrize("update", UPDATES.values(), ids=UPDATES)
def test_no_update_on_the_engine_itself_leaves_a_worker(worker: Pool, place: Place, update: str) -> None:
    before = place.server.connections
    said = worker.run(f"{JOBS}:update_engine", place.spell(update))
    assert calls(place, said, before) == (0, False)


@pytest.mark.parametrize("kind", [socket.SOCK_STREAM, socket.SOCK_DGRAM], ids=["TCP", "UDP"])
def test_no_socket_is_opened_in_a_worker(worker: Pool, place: Place, kind: socket.SocketKind) -> None:
    assert worker.run(f"{JOBS}:reach", int(kind), place.server.server_address) == "PermissionError"


@pytest.mark.parametrize("job", [f"{JOBS}:reach_by_socketpair", f"{JOBS}:reach_by_thread", f"{EARLY}:reach"], ids=WAYS)
def test_no_other_way_to_a_socket_is_open_in_a_worker(worker: Pool, job: str) -> None:
    assert worker.run(job) == "PermissionError"


def test_the_engine_in_a_worker_does_answer_what_stays_inside(worker: Pool, place: Place) -> None:
    assert "x:s" in worker.run(f"{JOBS}:ask_engine", str(place.store), "SELECT * { ?s ?p ?o }")


# ---------------------------------------------------------------- without the lock, for contrast


@pytest.mark.parametrize("query", SERVICES.values(), ids=SERVICES)
def test_without_the_lock_each_spelling_of_service_does_reach_the_server(place: Place, query: str) -> None:
    before = place.server.connections
    jobs.ask_engine(str(place.store), place.spell(query))
    assert place.server.connections > before


@pytest.mark.parametrize("update", LOADS.values(), ids=LOADS)
def test_without_the_lock_each_spelling_of_load_does_reach_the_server(place: Place, update: str) -> None:
    before = place.server.connections
    jobs.update_engine(place.spell(update))
    assert place.server.connections > before


def test_without_the_lock_a_socket_is_opened(place: Place) -> None:
    assert jobs.reach(int(socket.AF_INET), ("127.0.0.1", place.server.server_port)) == "connected"


@pytest.mark.parametrize("job", [jobs.reach_by_socketpair, jobs.reach_by_thread, early.reach], ids=WAYS)
def test_without_the_lock_the_other_ways_are_open(job: Callable[[], str]) -> None:
    assert job() == "opened"


# ---------------------------------------------------------------- the guard


def refusal(place: Place, query: str) -> BadQuery:
    """Return what a stranger is told who sends a query."""
    with pytest.raises(BadQuery) as caught:
        guarded(place, query)
    return caught.value


def guarded(place: Place, query: str) -> None:
    check(query, Bounds())
    Dataset().of(query, EmbeddedStore.read_only(place.store))


ASKED_FOR = "FROM a graph that is asked for"  # which is allowed, and finds nothing
STRANGERS = {name: text for name, text in {**QUERIES, **UPDATES}.items() if name != ASKED_FOR}


@pytest.mark.parametrize("query", STRANGERS.values(), ids=STRANGERS)
def test_each_spelling_is_refused_with_a_remedy_before_any_engine_sees_it(place: Place, query: str) -> None:
    assert refusal(place, place.spell(query)).remedy


@pytest.mark.parametrize("query", STRANGERS.values(), ids=STRANGERS)
def test_each_refusal_has_the_line_and_column_of_a_place_in_the_text(place: Place, query: str) -> None:
    spelled = place.spell(query)
    error = refusal(place, spelled)
    lines = spelled.split("\n")
    assert 1 <= error.line <= len(lines)
    assert 1 <= error.column <= len(lines[error.line - 1])
