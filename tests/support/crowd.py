"""A crowd in front of a running server: ordinary clients, hostile ones, and readers of pages beside them."""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import quote

from tests.support.hostile import RUNAWAY
from tests.support.http_crowd import Answer, Client

ORDINARY = {
    "a point": "SELECT ?l { ckb:EducationalHolding skos:prefLabel ?l }",
    "an ask": "ASK { cluster:ulyanovsk-holding a ckb:HoldingInArticleSense }",
    "a join": "SELECT ?m ?r { ?f a ckb:Membership ; ckb:membershipMember ?m ; ckb:membershipRole ?r } ORDER BY ?m",
    "counts": "SELECT ?k (COUNT(?x) AS ?n) { ?x a ?k } GROUP BY ?k ORDER BY DESC(?n)",
    "much": "SELECT * { ?s ?p ?o } LIMIT 3000",
}
HUGE = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
LARGE = "SELECT * { ?a ?b ?c . ckb:Cluster ?e ?f } LIMIT 20000"
MALFORMED = ("SELECT * {", "SELECT ?x { ?x a foo:Bar }", "}" * 500, "ASK { SERVICE <http://127.0.0.1:9/> {} }", "\x00")
PAGES = ("/en/", "/ru/clusters", "/uz/terms", "/en/page/cluster/ulyanovsk-holding", "/en/page/onto/EducationalHolding")
_PAGES_A_SECOND = 5
_MEMORY = re.compile(r"^(?:process_resident|clusterkb_worker)_memory_bytes\S* (\S+)$", re.MULTILINE)


@dataclass(slots=True)
class Seen:
    """What the crowd saw.

    Attributes:
        statuses: Kind of client → status → how often.
        wrong: What no client should see: a status out of place, a broken answer; the first few in words.
        pages: Seconds that each page took.
        memory: Bytes that the server and its workers held, second by second.
    """

    statuses: dict[str, Counter[int]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    def note(self, kind: str, answer: Answer, expected: set[int]) -> None:
        """Keep what one client got."""
        self.statuses.setdefault(kind, Counter())[answer.status] += 1
        if answer.status not in expected:
            self.wrong.append(f"{kind}: {answer.status} {answer.body[:200]!r}")
        elif not answer.whole:
            self.wrong.append(f"{kind}: {answer.status} broke off after {len(answer.body)} bytes")
        elif answer.status in (429, 503) and "limits" not in json.loads(answer.body):
            self.wrong.append(f"{kind}: {answer.status} does not say the limits")


async def crowd(port: int, seconds: float, *, thinking: float) -> Seen:
    """Let 36 ordinary and 12 hostile clients, each with an address of its own, at a server beside readers of pages.

    Args:
        port: Of the server, on this machine.
        seconds: How long.
        thinking: How long an ordinary client pauses between two queries at most, in seconds.
    """
    seen, until = Seen(), time.perf_counter() + seconds
    clients: list[Awaitable[None]] = [_readers(seen, port, until), _watcher(seen, port, until)]
    clients += [_ordinary(seen, Client(port, f"127.1.0.{n}"), until, thinking) for n in range(1, 37)]
    for kind, deed in enumerate((_runaway, _huge, _malformed, _never_reading)):
        clients += [deed(seen, Client(port, f"127.2.{kind}.{n}"), until) for n in range(1, 4)]
    await asyncio.gather(*clients)
    return seen


async def _ordinary(seen: Seen, client: Client, until: float, thinking: float) -> None:
    chance = random.Random(client.address)
    while time.perf_counter() < until:
        query = ORDINARY[chance.choice(list(ORDINARY))]
        answer = await client.query(query)
        seen.note("ordinary", answer, {200, 503})
        if answer.status == 200:
            _parse(seen, answer)
        elif "retry-after" not in answer.headers:  # the server may be busy, but the query is a good one
            seen.wrong.append(f"ordinary: {answer.status} {answer.body[:300]!r}")
        await asyncio.sleep(chance.uniform(0, thinking))
    await client.close()


def _parse(seen: Seen, answer: Answer) -> None:
    try:
        json.loads(answer.body)
    except ValueError as error:
        seen.wrong.append(f"a 200 that is not JSON: {error}")


async def _runaway(seen: Seen, client: Client, until: float) -> None:
    await _again(seen, "runaway", client, until, lambda: client.query(RUNAWAY), {503, 429})


async def _huge(seen: Seen, client: Client, until: float) -> None:
    await _again(seen, "huge", client, until, lambda: client.query(HUGE), {503, 429})


async def _malformed(seen: Seen, client: Client, until: float) -> None:
    chance = random.Random(client.address)
    await _again(seen, "malformed", client, until, lambda: client.query(chance.choice(MALFORMED)), {400, 429, 503})


async def _again(
    seen: Seen, kind: str, client: Client, until: float, deed: Callable[[], Awaitable[Answer]], expected: set[int]
) -> None:
    while time.perf_counter() < until:
        seen.note(kind, await deed(), expected)
        await asyncio.sleep(0.02)
    await client.close()


async def _never_reading(seen: Seen, client: Client, until: float) -> None:
    """Ask for much and read nothing of it; when the server closes the connection, do it again."""
    while time.perf_counter() < until:
        _, writer = await asyncio.open_connection("127.0.0.1", client.port, local_addr=(client.address, 0), limit=1)
        writer.write(f"GET /sparql?query={quote(LARGE)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        while time.perf_counter() < until and not writer.transport.is_closing():
            await asyncio.sleep(0.5)
        seen.statuses.setdefault("never reading", Counter())[0] += 1
        writer.transport.abort()


def growth(seen: Seen) -> float:
    """Return the memory held in the last quarter of the time, as a share of that in the second."""
    quarter = len(seen.memory) // 4
    return sum(seen.memory[-quarter:]) / sum(seen.memory[quarter : 2 * quarter])


async def _watcher(seen: Seen, port: int, until: float) -> None:
    async with Client(port, "127.0.0.1") as client:
        while time.perf_counter() < until:
            answer = await client.get("/metrics", "text/plain")
            found = _MEMORY.findall(answer.body.decode())
            assert len(found) == 4, "the server and its three pools"
            seen.memory.append(sum(map(float, found)))
            await asyncio.sleep(1)


async def readers(port: int, seconds: float) -> Seen:
    """Let readers of pages have the server to themselves."""
    seen = Seen()
    await _readers(seen, port, time.perf_counter() + seconds)
    return seen


async def slow(port: int, seconds: float) -> Seen:
    """Let 300 clients stall, each in the middle of its headers, of its body, or of reading, beside ordinary ones."""
    seen, until = Seen(), time.perf_counter() + seconds
    large = f"GET /sparql?query={quote(LARGE)} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    starts = (
        b"GET /en/ HTTP/1.1\r\nHost: x\r\nX-Half",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 500\r\n\r\nASK",
        b"POST /check HTTP/1.1\r\nHost: x\r\nContent-Type: text/turtle\r\nContent-Length: 4000000\r\n\r\n@prefix",
        large,
    )
    stalled = [_stalled(port, f"127.4.{n % 100}.1", starts[n % len(starts)], until) for n in range(300)]
    served = [_ordinary(seen, Client(port, f"127.1.0.{n}"), until, 0.2) for n in range(1, 5)]
    await asyncio.gather(_readers(seen, port, until), *served, *stalled)
    return seen


async def _stalled(port: int, address: str, start: bytes, until: float) -> None:
    while time.perf_counter() < until:
        _, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(address, 0), limit=1)
        writer.write(start)
        while time.perf_counter() < until and not writer.transport.is_closing():
            await asyncio.sleep(0.5)
        writer.transport.abort()


async def _readers(seen: Seen, port: int, until: float) -> None:
    """Ask for pages at a steady rate, whether or not the ones before have come."""
    waiting = set()
    for number in range(10**6):
        if time.perf_counter() >= until:
            break
        waiting.add(asyncio.create_task(_page(seen, port, PAGES[number % len(PAGES)])))
        await asyncio.sleep(1 / _PAGES_A_SECOND)
    await asyncio.gather(*waiting)


async def _page(seen: Seen, port: int, path: str) -> None:
    async with Client(port, "127.3.0.1") as client:
        answer = await client.get(path, "text/html")
    seen.note("page", answer, {200})
    seen.pages.append(answer.seconds)
