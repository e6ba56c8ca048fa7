"""Settings: one table of name, default and help; each is read from the environment as CLUSTERKB_NAME."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clusterkb import assets
from clusterkb.errors import BadRequest

_LAST_PORT = 65535
_TRUTH = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False, "": False}


class _Unreadable(ValueError):
    """Says what a value should have been."""


def _number(text: str, *, least: float = 0.0) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not (0 < number < float("inf") and number >= least):
        raise _Unreadable("a number above 0")
    return number


def _whole(text: str) -> int:
    number = _number(text, least=1)
    if number != int(number):
        raise _Unreadable("a whole number above 0")
    return int(number)


def _port(text: str) -> int:
    number = _whole(text)
    if number > _LAST_PORT:
        raise _Unreadable(f"a port, 1 to {_LAST_PORT}")
    return number


def _host(text: str) -> str:
    # An empty address would mean every one the machine has.
    if not text.strip():
        raise _Unreadable("an address of this machine")
    return text


def _truth(text: str) -> bool:
    if text.strip().lower() not in _TRUTH:
        raise _Unreadable("yes or no")
    return _TRUTH[text.strip().lower()]


def _template(text: str) -> str:
    """Return an address that a title and a body can be put into, or nothing."""
    whole = text.startswith(("https://", "http://", "mailto:")) and "{title}" in text and "{body}" in text
    if text and (not whole or any(sign.isspace() for sign in text)):
        raise _Unreadable("an address (https:, http: or mailto:) with {title} and {body} in it")
    return text


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())


def _folder(text: str) -> Path:
    return Path(text) if text else _default_data_dir()


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table; ``read`` makes its value from text."""

    name: str
    default: str
    help: str
    read: Callable[[str], object] = _whole


TABLE = (
    Setting(
        "data_dir", "", "Folder of the built store. Empty: var/ in a checkout, else the user's cache folder.", _folder
    ),
    Setting("host", "127.0.0.1", "Address the site listens on.", _host),
    Setting("port", "8095", "Port the site listens on.", _port),
    Setting("trusted_proxy", "", "Address of the proxy whose X-Forwarded headers are believed; * for any.", str),
    Setting("query_seconds", "10", "Longest time one public query may take.", _number),
    Setting("query_bytes", "16384", "Longest public query, in bytes."),
    Setting("query_depth", "100", "How deep braces, brackets and parentheses may nest in a public query."),
    Setting("query_patterns", "120", "How many triple patterns a public query may have."),
    Setting("result_bytes", "33554432", "Largest result of one public query, in bytes before compression."),
    Setting("spool_bytes", "1073741824", "Largest sum of all results that wait to be sent, in bytes on disk."),
    Setting("query_workers", "6", "How many public queries run at once."),
    Setting("query_queue", "40", "How many public queries may wait for a worker; each holds a thread of the server."),
    Setting("query_wait_seconds", "15", "How long a public query may wait for a worker.", _number),
    Setting("client_queries", "8", "How many public queries of one client (address) may run or wait at once."),
    Setting("client_seconds", "60", "How many seconds of query time one client may use in a minute.", _number),
    Setting("read_workers", "2", "How many pages are read from the store at once."),
    Setting("read_seconds", "10", "Longest time reading one page may take.", _number),
    Setting("worker_megabytes", "2048", "Address space of one worker process beyond what it starts with, in MiB."),
    Setting("upload_bytes", "5242880", "Largest description the site checks, in bytes."),
    Setting("validate_seconds", "60", "Longest time one check of a description may take.", _number),
    Setting(
        "suggestions",
        "",
        "Where readers suggest a change: the address of a tracker's form or mailto:, with {title} and {body} in it.",
        _template,
    ),
    Setting(
        "unlocked", "no", "Answer queries of other machines even where workers cannot be kept off the network.", _truth
    ),
    Setting("metrics_clients", "127.0.0.1 ::1", "Addresses that may read /metrics; * for any.", _names),
    Setting("log_requests", "yes", "Write one line of JSON a request to standard error.", _truth),
    Setting("log_clients", "no", "Put the client's address into that line.", _truth),
    Setting("log_queries", "no", "Put the text of public queries into that line.", _truth),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The values in force."""

    data_dir: Path
    host: str
    port: int
    trusted_proxy: str
    query_seconds: float
    query_bytes: int
    query_depth: int
    query_patterns: int
    result_bytes: int
    spool_bytes: int
    query_workers: int
    query_queue: int
    query_wait_seconds: float
    client_queries: int
    client_seconds: float
    read_workers: int
    read_seconds: float
    worker_megabytes: int
    upload_bytes: int
    validate_seconds: float
    suggestions: str
    unlocked: bool
    metrics_clients: tuple[str, ...]
    log_requests: bool
    log_clients: bool
    log_queries: bool


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings in force.

    Raises:
        BadRequest: A value is not what its setting takes.

    >>> load({"CLUSTERKB_PORT": "8080"}).port
    8080
    """
    given = os.environ if environment is None else environment
    values: dict[str, Any] = {row.name: _read(row, given) for row in TABLE}
    return Settings(**values)


def _read(row: Setting, given: Mapping[str, str]) -> object:
    variable = f"CLUSTERKB_{row.name.upper()}"
    text = given.get(variable, row.default)
    try:
        return row.read(text)
    except _Unreadable as error:
        raise BadRequest(
            f"{variable} is {text!r}, which is not {error}.", remedy=f"Set it to {error}, or unset it for the default."
        ) from error


def _default_data_dir() -> Path:
    checkout = assets.checkout()
    if checkout is not None:
        return checkout / "var"
    cache = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(cache) / "clusterkb"
