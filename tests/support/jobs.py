"""What tests have worker processes do; a worker finds these by name."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from clusterkb.namespaces import PREFIXES

NOBODY = 65534


class StrangeError(Exception):
    """An error that is none of ours, and that no pickle can carry."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{reason} at {place}")
        self.lock = threading.Lock()


_KEPT: list[bytes] = []


def keep(size: int) -> int:
    """Fill memory that is not given back, and return how many bytes are held so."""
    _KEPT.append(b"x" * size)
    return sum(map(len, _KEPT))


def note(path: str, word: str) -> None:
    """Add a line to a file."""
    with Path(path).open("a") as file:
        file.write(word + "\n")


def hold(path: str) -> int:
    """Say by a file named ``….held`` who holds, wait until the file is there, and return the worker's number."""
    said = Path(f"{path}.said")
    said.write_text(str(os.getpid()))
    said.rename(f"{path}.held")  # whoever sees the file sees all of it
    while not Path(path).exists():
        time.sleep(0.01)
    return os.getpid()


def fail_strangely() -> None:
    """Raise what is none of ours."""
    raise StrangeError("noon", "the moon is out")


def dive() -> None:
    """Call itself for ever."""
    dive()


def unpicklable() -> Callable[[], int]:
    """Return what no pickle can carry."""
    return lambda: 1


def answer_by_half() -> None:
    """Send the first bytes of an answer, as one who is killed while sending does, and die."""
    for path in list(Path("/proc/self/fd").iterdir()):
        if path.is_socket() and int(path.name) > 2:
            os.write(int(path.name), (1000).to_bytes(4, "big") + b"the first of a thousand")
    os.kill(os.getpid(), 9)


def identity() -> int:
    """Return the number of the user the worker is."""
    return os.getuid()


def reach(kind: int, address: str | tuple[str, int]) -> str:
    """Open a socket from Python and connect it; return how that ended."""
    try:
        with socket.socket(kind) as opened:
            opened.connect(address)
    except OSError as error:
        return type(error).__name__
    return "connected"


def ask_engine(folder: str, query: str) -> str:
    """Run a query on the engine with no guard before it; return all it says."""
    try:
        found = ox.Store.read_only(folder).query(query, prefixes=PREFIXES)
        if isinstance(found, ox.QueryTriples):
            return str(list(found))
        return (found.serialize(format=ox.QueryResultsFormat.JSON) or b"").decode()
    except Exception as error:  # noqa: BLE001 - whatever it is, the test looks at its words
        return f"{type(error).__name__}: {error}"


def update_engine(update: str) -> str:
    """Run an update on an empty store in memory; return all that is in it then, and what the engine says."""
    store = ox.Store()
    said = ""
    try:
        store.update(update, prefixes=PREFIXES)
    except Exception as error:  # noqa: BLE001 - whatever it is, the test looks at its words
        said = f"{type(error).__name__}: {error}"
    return f"{list(store)} {said}"


def ask_empty_engine(query: str) -> str:
    """Run a query on an empty store in memory; return its result as JSON."""
    found = ox.Store().query(query)
    assert isinstance(found, ox.QuerySolutions)
    return (found.serialize(format=ox.QueryResultsFormat.JSON) or b"").decode()


def reach_by_socketpair() -> str:
    """Open two sockets at once."""
    try:
        for end in socket.socketpair():
            end.close()
    except OSError as error:
        return type(error).__name__
    return "opened"


def reach_by_thread() -> str:
    """Open a socket in a thread begun now."""
    said: list[str] = []
    thread = threading.Thread(target=lambda: said.append(open_socket()))
    thread.start()
    thread.join()
    return said[0]


def open_socket() -> str:
    """Open a socket; return how that ended."""
    try:
        socket.socket().close()
    except OSError as error:
        return type(error).__name__
    return "opened"
