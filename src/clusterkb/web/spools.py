"""The files of results that wait to be sent: no client holds a thread or memory while it reads, however slowly."""

from __future__ import annotations

import itertools
import tempfile
import threading
from collections import Counter
from collections.abc import Callable
from io import FileIO
from pathlib import Path

from clusterkb.errors import OutOfLimits, TooMany

_SHARES = 8
_COME_AGAIN = 20.0  # seconds; a client that reads nothing is dropped sooner


class Spools:
    """A folder for results, and how many bytes of them there may be; an eighth of it for one client.

    >>> with Spools(100) as spools:
    ...     path = spools.new()
    ...     _ = path.write_bytes(b"result")
    ...     with spools.take(path, "192.0.2.1") as file:
    ...         print(file.read(), spools.bytes, path.exists())
    ...     print(spools.bytes)
    b'result' 6 False
    0
    """

    def __init__(self, bound: int) -> None:
        self.bound = bound
        self._held: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._numbers = itertools.count()
        self._folder = tempfile.TemporaryDirectory(prefix="clusterkb-")

    @property
    def bytes(self) -> int:
        """How much waits to be sent."""
        with self._lock:
            return self._held.total()

    def new(self) -> Path:
        """Return a path for a result; whoever asks takes or discards it."""
        return Path(self._folder.name, str(next(self._numbers)))

    def take(self, path: Path, client: str) -> FileIO:
        """Open a result for sending to a client; its space is free again when the file is closed.

        Raises:
            TooMany: Other results wait for this client to read them.
            OutOfLimits: Too much waits to be sent already.
        """
        size = path.stat().st_size
        self._reserve(client, size)
        try:
            file = _Counted(path, lambda: self._release(client, size))
        except OSError as error:  # the process has as many files open as it may
            self._release(client, size)
            raise _full() from error
        path.unlink()
        return file

    def discard(self, path: Path) -> None:
        """Remove what a killed worker may have left there."""
        path.unlink(missing_ok=True)

    def close(self) -> None:
        """Remove the folder."""
        self._folder.cleanup()

    def __enter__(self) -> Spools:
        """Return the spools themselves."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close them."""
        self.close()

    def _reserve(self, client: str, size: int) -> None:
        with self._lock:
            if self._held[client] and self._held[client] + size > self.bound // _SHARES:
                raise TooMany(
                    "Other large results wait for you to read them.",
                    remedy="Read them first.",
                    retry_seconds=_COME_AGAIN,
                )
            if self._held.total() + size > self.bound:
                raise _full()
            self._held[client] += size

    def _release(self, client: str, size: int) -> None:
        with self._lock:
            self._held[client] -= size
            if not self._held[client]:
                del self._held[client]


def _full() -> OutOfLimits:
    return OutOfLimits(
        "Too many large results wait to be sent.",
        remedy="Try again in a minute, or ask for less.",
        retry_seconds=_COME_AGAIN,
    )


class _Counted(FileIO):
    """A file for reading that tells when it is closed."""

    def __init__(self, path: Path, closed: Callable[[], None]) -> None:
        self._tell_closed = closed
        super().__init__(path)

    def close(self) -> None:
        """Close, and tell it once."""
        if not self.closed:
            super().close()
            self._tell_closed()
