"""Imported in a worker before it shuts its door to the network, this leaves a thread behind that was there before."""

from __future__ import annotations

import os
import threading
from queue import SimpleQueue

from tests.support.jobs import open_socket

_asked: SimpleQueue[None] = SimpleQueue()
_said: SimpleQueue[str] = SimpleQueue()


def reach() -> str:
    """Open a socket in the thread that was there before; return how that ended."""
    _asked.put(None)
    return _said.get(timeout=20)


def _serve() -> None:
    while True:
        _asked.get()
        _said.put(open_socket())


def _begin() -> None:
    threading.Thread(target=_serve, daemon=True).start()


_begin()
os.register_at_fork(after_in_child=_begin)  # threads stay behind in the process that a worker is forked from
