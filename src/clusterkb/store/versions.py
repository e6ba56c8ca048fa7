"""The versions folder: numbered builds, one symlink to the one in use.

::

    home/lock                 held by the one build that may run
    home/current              -> versions/000003
    home/versions/000002/     the version before; kept, since a request may still read it
    home/versions/000003/     store/ (Oxigraph), search.sqlite, proofs.sqlite, rules.json, manifest.json
    home/versions/.new-…      a build under way, or one that was killed; the next build removes it

A version is complete before the symlink names it, and is never changed afterwards.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TextIO

from clusterkb.errors import StoreUnusable

RULES = "rules.json"
"""What the file is called that holds what descriptions are checked against."""

_KEPT = 2
_LOOK_AGAIN_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a version was made from.

    Attributes:
        software: The package's version and the layout it builds.
        digest: SHA-256 over all sources and the software's version; names the data version.
        sources: Repository path of every source file → SHA-256 of its bytes.
        counts: Number of triples, by ``asserted``, ``inferred`` and ``description``; empty until the build has
            counted them.
    """

    software: str
    digest: str
    sources: dict[str, str]
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Version:
    """One complete version on disk."""

    path: Path
    manifest: Manifest

    @property
    def store(self) -> Path:
        """Folder of the triple store."""
        return self.path / "store"

    @property
    def search(self) -> Path:
        """File of the label index."""
        return self.path / "search.sqlite"

    @property
    def rules(self) -> Path:
        """File of what descriptions are checked against."""
        return self.path / RULES

    @property
    def proofs(self) -> Path:
        """File of the recorded proofs."""
        return self.path / "proofs.sqlite"


def current(home: Path) -> Version:
    """Return the version in use.

    Raises:
        StoreUnusable: Nothing was built yet, or what was built cannot be read.
    """
    try:
        return at((home / "current").resolve(strict=True))
    except OSError as error:
        raise StoreUnusable(f"There is no built store in {home}.", remedy="Run: clusterkb build") from error


def at(path: Path) -> Version:
    """Return the version in a folder.

    Raises:
        StoreUnusable: There is none, or it cannot be read.
    """
    try:
        manifest = Manifest(**json.loads((path / "manifest.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise StoreUnusable(f"There is no built store in {path}.", remedy="Run: clusterkb build") from error
    return Version(path, manifest)


@contextmanager
def home_lock(home: Path, *, wait_seconds: float = 0.0) -> Iterator[None]:
    """Hold the build lock of ``home``.

    Args:
        home: The folder that holds all versions.
        wait_seconds: How long to wait for another build to end.

    Raises:
        StoreUnusable: Another build holds it, or the folder cannot be written.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        handle = (home / "lock").open("w")
    except OSError as error:
        raise StoreUnusable(
            f"Cannot write to {home}: {error.strerror}.", remedy="Set CLUSTERKB_DATA_DIR to a folder you can write."
        ) from error
    with handle:
        deadline = time.monotonic() + wait_seconds
        while not _locked(handle):
            if time.monotonic() >= deadline:
                raise StoreUnusable("Another build is under way.", remedy="Wait for it to end.")
            time.sleep(_LOOK_AGAIN_SECONDS)
        yield


def _locked(handle: TextIO) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def new_version(home: Path) -> Path:
    """Return a fresh folder to build the next version in; leftovers of killed builds go."""
    versions = home / "versions"
    versions.mkdir(exist_ok=True)
    for leftover in (*versions.glob(".new-*"), *_never_in_use(home)):
        shutil.rmtree(leftover)
    fresh = versions / f".new-{_next_number(versions):06d}"
    fresh.mkdir()
    return fresh


def publish(home: Path, fresh: Path, manifest: Manifest) -> Version:
    """Seal ``fresh`` (manifest, fsync, rename) and make it the version in use by one symlink swap."""
    (fresh / "manifest.json").write_text(json.dumps(asdict(manifest), indent=1, sort_keys=True), encoding="utf-8")
    for path in (*fresh.rglob("*"), fresh):
        _sync(path)
    final = fresh.with_name(fresh.name.removeprefix(".new-"))
    fresh.rename(final)
    _sync(final.parent)
    link = home / ".current.new"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("versions") / final.name)
    link.replace(home / "current")
    _sync(home)
    return Version(final, manifest)


def prune(home: Path) -> None:
    """Remove all versions but the one in use and the one before it."""
    in_use = (home / "current").resolve().name
    older = sorted(path for path in (home / "versions").iterdir() if path.name.isdigit() and path.name < in_use)
    for path in older[: -(_KEPT - 1)] + _never_in_use(home):
        shutil.rmtree(path)


def _never_in_use(home: Path) -> list[Path]:
    """Return versions that a build sealed and was killed before it swapped the link."""
    link = home / "current"
    in_use = link.resolve().name if link.is_symlink() else ""
    return [path for path in (home / "versions").iterdir() if path.name.isdigit() and in_use and path.name > in_use]


def _next_number(versions: Path) -> int:
    return 1 + max((int(path.name) for path in versions.iterdir() if path.name.isdigit()), default=0)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
