"""One HTTP exchange with a running server, by a client whose address one can choose.

All of 127.0.0.0/8 is this machine, so that a test can be several clients.
"""

from __future__ import annotations

import gzip
import json
import re
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage
from threading import Thread
from typing import Any
from urllib.parse import urlencode

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"

Parameters = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back.

    Attributes:
        status: The HTTP status.
        headers: The header fields.
        body: The body as it was sent.
        seconds: From asking to the last byte.
    """

    status: int
    headers: HTTPMessage
    body: bytes
    seconds: float

    @property
    def type(self) -> str:
        """The media type without parameters."""
        return self.headers.get_content_type() if "Content-Type" in self.headers else ""

    @property
    def plain(self) -> bytes:
        """The body, decompressed where it says that it is compressed."""
        return gzip.decompress(self.body) if self.headers["Content-Encoding"] == "gzip" else self.body

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.plain)

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """The values of a SELECT result in JSON; an empty string where a variable is unbound."""
        document = self.json
        names = document["head"]["vars"]
        return [
            tuple(row[name]["value"] if name in row else "" for name in names)
            for row in document["results"]["bindings"]
        ]

    @property
    def seen(self) -> tuple[int, str]:
        """Status and media type."""
        return self.status, self.type


def place(server: str) -> tuple[str, int]:
    """Return host and port of an address."""
    host, port = server.removeprefix("http://").split(":")
    return host, int(port)


def send(
    server: str,
    method: str,
    path: str = "/sparql",
    *,
    body: bytes | Iterable[bytes] | None = None,
    client: str = "127.0.0.1",
    **headers: str,
) -> Answer:
    """Send one request as ``client`` and read the whole answer; ``Content_Type="…"`` is a header."""
    begun = time.monotonic()
    connection = HTTPConnection(*place(server), timeout=60, source_address=(client, 0))
    try:
        connection.request(
            method, path, body=body, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        answer = connection.getresponse()
        return Answer(answer.status, answer.msg, answer.read(), time.monotonic() - begun)
    finally:
        connection.close()


def get(server: str, query: str, parameters: Parameters = (), *, method: str = "GET", **how: Any) -> Answer:
    """Ask a query in the address; for ``how`` see ``send``, here and below."""
    return send(server, method, f"/sparql?{urlencode([('query', query), *parameters])}", **how)


def form(server: str, query: str, parameters: Parameters = (), *, method: str = "POST", **how: Any) -> Answer:
    """Ask a query by a form."""
    body = urlencode([("query", query), *parameters]).encode()
    return send(server, method, body=body, Content_Type=FORM, **how)


def direct(server: str, query: str, parameters: Parameters = (), *, method: str = "POST", **how: Any) -> Answer:
    """Ask a query that is itself the body; the parameters stand in the address."""
    path = "/sparql?" + urlencode([*parameters]) if parameters else "/sparql"
    return send(server, method, path, body=query.encode(), Content_Type=DIRECT, **how)


def metrics(server: str, client: str = "127.0.0.1") -> dict[str, float]:
    """Return what the server measures of itself: each sample as written → its value."""
    text = send(server, "GET", "/metrics", client=client).body.decode()
    return {
        name: float(value) for name, value in re.findall(r"^(clusterkb_\S+?(?:\{.*?\})?) (\S+)$", text, re.MULTILINE)
    }


def jobs(server: str, outcome: str, client: str = "127.0.0.1") -> float:
    """Return how many public queries have ended so."""
    return metrics(server, client).get(f'clusterkb_jobs_total{{outcome="{outcome}",pool="query"}}', 0)


def running(server: str, client: str = "127.0.0.1") -> float:
    """Return how many public queries run."""
    return metrics(server, client)['clusterkb_jobs_running{pool="query"}']


def under_way(server: str, client: str = "127.0.0.1") -> float:
    """Return how many public queries run or wait for a worker."""
    return running(server, client) + metrics(server, client)['clusterkb_jobs_waiting{pool="query"}']


def until(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Wait for a condition; return whether it came to hold in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


@contextmanager
def meanwhile(deed: Callable[[], Answer]) -> Iterator[list[Answer]]:
    """Do something in another thread for as long as the block runs; its answer is in the list afterwards."""
    answers: list[Answer] = []
    thread = Thread(target=lambda: answers.append(deed()))
    thread.start()
    try:
        yield answers
    finally:
        thread.join()


def to_the_end(server: str, request: str) -> tuple[str, bytes]:
    """Send a request as text and read until the server closes; return the head and all that comes after it."""
    with socket.create_connection(place(server), timeout=60) as connection:
        connection.sendall(request.replace("\n", "\r\n").encode())
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
    head, _, rest = b"".join(parts).partition(b"\r\n\r\n")
    return head.decode("latin-1"), rest
