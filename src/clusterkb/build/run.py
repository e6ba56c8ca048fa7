"""The build: phases in order, each announced before it begins; killed in any of them, the old version serves on."""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from clusterkb.build import sources
from clusterkb.build.description import description
from clusterkb.build.labels import labels
from clusterkb.errors import BadInput, StoreUnusable
from clusterkb.namespaces import DESCRIPTION, INFERRED
from clusterkb.rdf.terms import read, statement
from clusterkb.reason.closure import Closure, close
from clusterkb.reason.proofs import write_proofs
from clusterkb.reason.schema import Triple
from clusterkb.search import write_index
from clusterkb.store import EmbeddedStore, Manifest, Version, current, home_lock, new_version, prune, publish
from clusterkb.store.embedded import graph_name, source_name
from clusterkb.store.versions import RULES
from clusterkb.validation.gate import require_conformance
from clusterkb.validation.rules import rules

PHASES = ("read", "copy", "edit", "closure", "describe", "shapes", "index", "publish", "prune")

Progress = Callable[[str, str], None]
"""Called with a phase's name and what it is about to do."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: the version in use now, the files that had changed, whether anything was made."""

    version: Version
    changed: tuple[str, ...]
    built: bool


def run(
    home: Path,
    *,
    full: bool = False,
    wait_seconds: float = 0.0,
    progress: Progress = lambda phase, what: None,
) -> Report:
    """Bring the store in ``home`` up to date with its sources.

    Args:
        home: The folder that holds all versions.
        full: Begin from nothing instead of from the version before.
        wait_seconds: How long to wait for another build that is under way; then it may have nothing left to do.
        progress: Told of each phase.

    Raises:
        BadInput: A source cannot be read, or the result breaks its own shapes; the old version stays.
        StoreUnusable: The folder cannot be written, or another build is under way.
    """
    files = sources.find()
    wanted = sources.manifest(files)
    before = None if full else _before(home)
    # Readers ask for this all the time: they need no lock, and no folder that can be written.
    if before is not None and before.manifest.digest == wanted.digest:
        return Report(before, (), built=False)
    with home_lock(home, wait_seconds=wait_seconds), _said_in_words(home):
        before = None if full else _before(home)
        if before is not None and before.manifest.digest == wanted.digest:  # another build was faster
            return Report(before, (), built=False)
        old = before.manifest.sources if before is not None and before.manifest.software == wanted.software else {}
        changed = [file for file in files if old.get(file.name) != file.digest]
        progress("read", f"{len(changed)} of {len(files)} files")
        parsed = sources.read(changed)
        gone = [name for name in old if name not in wanted.sources]
        with _uncollected():
            version = _make(home, before if old else None, parsed, gone, wanted, progress)
        progress("prune", "older versions")
        prune(home)
        return Report(version, tuple(parsed) + tuple(gone), built=True)


@contextmanager
def _said_in_words(home: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise StoreUnusable(
            f"The build in {home} stopped: {getattr(error, 'strerror', None) or error}.",
            remedy="Make room, or set CLUSTERKB_DATA_DIR to a folder you can write. The version before stays in use.",
        ) from error


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no circles among what a build makes: there are none, and looking takes a fourth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _before(home: Path) -> Version | None:
    try:
        version = current(home)
        EmbeddedStore.read_only(version.store)
    except StoreUnusable:
        return None
    return version


def _make(
    home: Path,
    before: Version | None,
    parsed: dict[str, list[ox.Triple]],
    gone: list[str],
    manifest: Manifest,
    progress: Progress,
) -> Version:
    fresh = new_version(home)
    progress("copy", "the version before" if before else "an empty store")
    if before is not None:
        EmbeddedStore.read_only(before.store).engine.backup(str(fresh / "store"))
    store = EmbeddedStore.writable(fresh / "store")
    progress("edit", f"{len(parsed) + len(gone)} graphs")
    for name in gone:
        store.engine.remove_graph(graph_name(name))
    for name, triples in parsed.items():
        store.replace(graph_name(name), triples)
    asserted = _asserted(store)
    progress("closure", "what follows")
    closure = _close(asserted)
    inferred = dict.fromkeys((t for fact in closure.named() if (t := _triple(fact)) not in asserted), INFERRED)
    store.replace(ox.NamedNode(INFERRED), inferred)
    progress("describe", "what there is, in numbers")
    described = description({**asserted, **inferred})
    store.replace(ox.NamedNode(DESCRIPTION), described)
    progress("shapes", "the knowledge base against its own shapes")
    ruleset = rules(store)
    require_conformance(store, ruleset, manifest.sources, None if before is None else [*parsed, *gone])
    (fresh / RULES).write_text(ruleset.to_json(), encoding="utf-8")
    progress("index", "labels and proofs")
    write_proofs(fresh / "proofs.sqlite", closure)
    write_index(fresh / "search.sqlite", labels(store))
    counts = {"asserted": len(asserted), "inferred": len(inferred), "description": len(described)}
    store.close()
    progress("publish", "the new version")
    return publish(home, fresh, replace(manifest, counts=counts))


def _asserted(store: EmbeddedStore) -> dict[ox.Triple, str]:
    """Return all asserted triples, each with the graph of the one file that states it: of two, a query counts both."""
    places: dict[ox.Triple, str] = {}
    repeated = []
    for name in sorted(store.graphs() - {INFERRED, DESCRIPTION}):
        for quad in store.triples(ox.NamedNode(name)):
            if quad.triple in places:
                files = " and ".join(map(source_name, (places[quad.triple], name)))
                repeated.append(f"{quad.triple} is stated in {files}.")
            places[quad.triple] = name
    if repeated:
        raise BadInput("\n".join(repeated), remedy="State it once. Nothing was built.")
    return places


def _close(asserted: dict[ox.Triple, str]) -> Closure:
    """Return the closure of what stands in the reasoned graphs."""
    graphs = {graph for graph in asserted.values() if source_name(graph).startswith(sources.REASONED)}
    return close(statement(triple) for triple, graph in asserted.items() if graph in graphs)


def _triple(fact: Triple) -> ox.Triple:
    s, p, o = fact
    return ox.Triple(ox.NamedNode(s), ox.NamedNode(p), read(o))
