"""Who waits for a worker: first come, first served, so many a client, some workers kept for those who use little."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from clusterkb.errors import BadRequest, Cancelled, OutOfLimits, TooMany
from clusterkb.sandbox.limits import Limits

_COME_AGAIN = 5.0  # seconds

_Server = TypeVar("_Server")


def busy() -> OutOfLimits:
    """Return the error for whoever comes too late or waits too long."""
    return OutOfLimits("All workers are busy.", remedy="Try again in a few seconds.", retry_seconds=_COME_AGAIN)


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks for a job.

    Attributes:
        client: Whose share it counts against; empty for nobody's.
        name: What it can be cancelled by; empty for nothing.
        gone: Returns whether nobody waits for the answer any more; asked a few times a second.
    """

    client: str = ""
    name: str = ""
    gone: Callable[[], bool] = _never


@dataclass(slots=True, eq=False)
class Place(Generic[_Server]):
    """One job's place, from when it joins the line to when it has left its server.

    Attributes:
        caller: Who asks.
        heavy: Whether the caller has used much of late; the last free servers are not for it.
        turn: Set when there is a server, or when the job is cancelled.
        server: What serves it; None while it waits.
        cancelled: Whether it is to end.
    """

    caller: Caller
    heavy: bool
    turn: threading.Event = field(default_factory=threading.Event)
    server: _Server | None = None
    cancelled: bool = False

    def require_caller(self) -> None:
        """Go on where somebody still waits for the answer.

        Raises:
            Cancelled: The caller has gone.
        """
        if self.caller.gone():
            raise Cancelled("Whoever asked has gone.")


class Line(Generic[_Server]):
    """The line in front of ``size`` servers, of which a third is kept for callers who have used little.

    It has no lock: who owns it holds one around every call.

    >>> line = Line(1, Limits(seconds=1, megabytes=1))
    >>> line.open("window 1")
    >>> first, second = line.join(Caller("a"), heavy=False), line.join(Caller("b"), heavy=False)
    >>> first.server, second.server
    ('window 1', None)
    >>> line.leave(first, reusable=True)
    >>> second.server
    'window 1'
    """

    def __init__(self, size: int, limits: Limits) -> None:
        self.size = size
        self.limits = limits
        self.kept = size // 3 or size // 2
        self.busy = 0
        self._free: list[_Server] = []
        self._waiting: deque[Place[_Server]] = deque()
        self._places: set[Place[_Server]] = set()

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._waiting)

    def open(self, server: _Server) -> None:
        """Add a server that is free."""
        self._free.append(server)
        self._advance()

    def withdraw(self, unfit: Callable[[_Server], bool]) -> Iterator[_Server]:
        """Take out and yield the free servers that are ``unfit``."""
        for server in [server for server in self._free if unfit(server)]:
            self._free.remove(server)
            yield server

    def join(self, caller: Caller, *, heavy: bool) -> Place[_Server]:
        """Join the line, and be served at once where that is possible.

        Raises:
            TooMany: The caller has as many jobs here as one client may have.
            OutOfLimits: The line is full.
            BadRequest: A job of this name is under way.
        """
        self._require_share(caller)
        place: Place[_Server] = Place(caller, heavy)
        self._waiting.append(place)
        self._places.add(place)
        self._advance()
        if place.server is None and len(self._waiting) > self.limits.queue:
            self.leave(place, reusable=True)
            raise busy()
        return place

    def leave(self, place: Place[_Server], *, reusable: bool) -> None:
        """Leave; a server that is reusable serves the next one."""
        self._places.discard(place)
        if place.server is None:
            self._waiting.remove(place)
            return
        self.busy -= 1
        if reusable:
            self._free.append(place.server)
        self._advance()

    def named(self, name: str) -> Place[_Server] | None:
        """Return the place of the job called ``name``, if it is under way."""
        return next((place for place in self._places if name and place.caller.name == name), None)

    def _require_share(self, caller: Caller) -> None:
        if self.named(caller.name):
            raise BadRequest(f"Something called {caller.name!r} is under way.", remedy="Choose another name.")
        share = self.limits.per_client
        if share and caller.client and sum(place.caller.client == caller.client for place in self._places) >= share:
            raise TooMany(
                f"{share} jobs of yours are under way; more are not taken.",
                remedy="Wait for one to end.",
                retry_seconds=1,
            )

    def _advance(self) -> None:
        for place in list(self._waiting):
            room = min(len(self._free), self.size - self.busy)
            if not room:
                return
            if place.heavy and self.size - self.busy <= self.kept:
                continue
            # The one that was used last: its caches are warm.
            place.server = self._free.pop()
            self.busy += 1
            self._waiting.remove(place)
            place.turn.set()
