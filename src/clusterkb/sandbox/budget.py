"""How much worker time each client has used of late: a leaky bucket a client."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable

from clusterkb.errors import TooMany

_MINUTE = 60.0
_FORGET_EVERY = 1000


class Budget:
    """Seconds of worker time per minute for each client; unused time does not add up beyond one minute's worth.

    >>> budget = Budget(30.0)
    >>> budget.spend("a", 31.0)
    >>> budget.require("b")
    >>> budget.require("a")
    Traceback (most recent call last):
    ...
    clusterkb.errors.TooMany: You have used more than 30 seconds of query time a minute. Come again in 3 seconds.
    """

    def __init__(self, seconds_per_minute: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.seconds = seconds_per_minute
        self._rate = seconds_per_minute / _MINUTE
        self._clock = clock
        self._lock = threading.Lock()
        self._full: dict[str, float] = {}  # client → when its bucket will have run empty
        self._spent = 0

    def used(self, client: str) -> float:
        """Return how much of its time a client has used, in seconds."""
        return max(0.0, (self._full.get(client, 0.0) - self._clock()) * self._rate)

    def spend(self, client: str, seconds: float) -> None:
        """Charge a client."""
        with self._lock:
            now = self._clock()
            self._full[client] = max(self._full.get(client, 0.0), now) + seconds / self._rate
            self._spent += 1
            if self._spent % _FORGET_EVERY == 0:
                self._full = {name: empty for name, empty in self._full.items() if empty > now}

    def require(self, client: str) -> None:
        """Let a client pass that has time left.

        Raises:
            TooMany: It has used it up; says when to come again.
        """
        over = self.used(client) - self.seconds
        if over >= 0:
            wait = math.ceil(over / self._rate) + 1
            raise TooMany(
                f"You have used more than {self.seconds:g} seconds of query time a minute.",
                remedy=f"Come again in {wait} seconds.",
                retry_seconds=wait,
            )
