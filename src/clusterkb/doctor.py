"""What this machine has, and what is wrong with it."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from clusterkb import settings
from clusterkb.build import sources
from clusterkb.errors import ClusterkbError
from clusterkb.reason.consistency import java
from clusterkb.sandbox import seccomp
from clusterkb.store import EmbeddedStore, current
from clusterkb.version import __version__

_LIBRARIES = ("pyoxigraph", "rdflib", "pyshacl", "flask", "waitress")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at.

    Attributes:
        name: What was looked at.
        state: ``ok``, ``missing`` (something optional) or ``broken`` (something needed).
        detail: What was found, and what to do where it is not well.
    """

    name: str
    state: str
    detail: str


def examine(home: Path | None = None) -> list[Check]:
    """Look at everything clusterkb relies on.

    >>> examine()[0].name
    'clusterkb'
    """
    folder = home or settings.load().data_dir
    return [*_software(), _search_engine(), _network_lock(), _java(), *_store(folder)]


def _software() -> Iterator[Check]:
    yield Check("clusterkb", "ok", __version__)
    yield Check("Python", "ok", sys.version.split()[0])
    for library in _LIBRARIES:
        yield _library(library)


def _library(name: str) -> Check:
    try:
        return Check(name, "ok", metadata.version(name))
    except metadata.PackageNotFoundError:
        return Check(name, "broken", "It is not installed. Run: pip install --force-reinstall clusterkb")


def _search_engine() -> Check:
    with closing(sqlite3.connect(":memory:")) as database:
        options = {row[0] for row in database.execute("PRAGMA compile_options")}
    if "ENABLE_FTS5" in options:
        return Check("SQLite FTS5", "ok", sqlite3.sqlite_version)
    return Check("SQLite FTS5", "broken", "This Python's SQLite has no FTS5; search needs it. Use another Python.")


def _network_lock() -> Check:
    if seccomp.works():
        return Check("network lock", "ok", "workers can open no socket (seccomp)")
    return Check("network lock", "missing", "No lock on this system: serve to this machine only.")


def _java() -> Check:
    try:
        return Check("Java", "ok", java())
    except ClusterkbError as error:
        return Check("Java", "missing", str(error))


def _store(home: Path) -> Iterator[Check]:
    try:
        version = current(home)
        EmbeddedStore.read_only(version.store)
        wanted = sources.manifest(sources.find())
    except ClusterkbError as error:
        yield Check("store", "broken", str(error))
        return
    counts = ", ".join(f"{number} {name}" for name, number in version.manifest.counts.items())
    yield Check("store", "ok", f"{version.path}: {counts} triples")
    fresh = wanted.digest == version.manifest.digest
    detail = "as the sources are" if fresh else "The sources have changed since. Run: clusterkb build"
    yield Check("up to date", "ok" if fresh else "broken", detail)
