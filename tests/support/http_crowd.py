"""Many HTTP clients in one thread, each with an address of its own, for tests under load and for benchmarks.

All of 127.0.0.0/8 is this machine, so that a client can have any address of it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back.

    Attributes:
        status: The HTTP status; 0 when the connection ended before one came.
        headers: Header names in lower case → values.
        body: What came of the body.
        whole: Whether as much came as the headers say.
        seconds: From the first byte sent to the last received.
    """

    status: int
    headers: dict[str, str]
    body: bytes
    whole: bool
    seconds: float


class Client:
    """One client with one connection, which it keeps while the server does."""

    def __init__(self, port: int, address: str = "127.0.0.1") -> None:
        self.port = port
        self.address = address
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def get(self, path: str, accept: str = "*/*") -> Answer:
        """Ask for a path."""
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {accept}\r\n\r\n"
        return await self.send(request.encode())

    async def query(self, query: str, accept: str = "application/sparql-results+json", path: str = "/sparql") -> Answer:
        """Ask a SPARQL query."""
        return await self.get(f"{path}?query={quote(query)}", accept)

    async def post(self, query: str) -> Answer:
        """Post a SPARQL query as itself."""
        body = query.encode()
        head = (
            f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: {len(body)}"
        )
        return await self.send(f"{head}\r\n\r\n".encode() + body)

    async def send(self, request: bytes) -> Answer:
        """Send a whole request and read the answer."""
        begun = time.perf_counter()
        try:
            reader = await self._open()
            assert self._writer is not None
            self._writer.write(request)
            await self._writer.drain()
            return await _read(reader, begun, self)
        except (OSError, asyncio.IncompleteReadError):
            await self.close()
            return Answer(0, {}, b"", whole=False, seconds=time.perf_counter() - begun)

    async def _open(self) -> asyncio.StreamReader:
        if self._reader is None or self._reader.at_eof():
            await self.close()
            self._reader, self._writer = await asyncio.open_connection(
                "127.0.0.1", self.port, local_addr=(self.address, 0), limit=2**20
            )
        return self._reader

    async def close(self) -> None:
        """Close the connection."""
        writer, self._reader, self._writer = self._writer, None, None
        if writer is not None:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


def post(port: int, query: str, address: str = "127.0.0.1") -> Answer:
    """Post one query and return the answer; for code that is not asynchronous."""

    async def once() -> Answer:
        async with Client(port, address) as client:
            return await client.post(query)

    return run(once())


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run ``work`` to its end in a loop of its own; the browser's tests leave theirs running in the main thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


async def _read(reader: asyncio.StreamReader, begun: float, client: Client) -> Answer:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    status = int(head[0].split()[1])
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
    body, whole = b"", True
    try:
        if "content-length" in headers:
            body = await reader.readexactly(int(headers["content-length"]))
        elif headers.get("transfer-encoding", "").lower() == "chunked":
            body = await _chunks(reader)
        elif status not in (204, 304):
            body = await reader.read()
            await client.close()
    except asyncio.IncompleteReadError as error:
        body, whole = error.partial, False
    if headers.get("connection", "").lower() == "close":
        await client.close()
    return Answer(status, headers, body, whole, time.perf_counter() - begun)


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    parts = []
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        parts.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readuntil(b"\r\n")
    return b"".join(parts)


def percentile(values: list[float], share: float) -> float:
    """Return the value below which ``share`` of the values lie; not a number when there are none.

    >>> percentile([3.0, 1.0, 2.0], 0.5)
    2.0
    """
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")
