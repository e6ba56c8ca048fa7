"""The files a store is made from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from clusterkb import assets
from clusterkb.errors import BadInput, StoreUnusable
from clusterkb.namespaces import ONTOLOGY, expand
from clusterkb.rdf import sssom
from clusterkb.rdf.formats import TURTLE
from clusterkb.rdf.parse import parse, text_of
from clusterkb.rdf.places import first_lines
from clusterkb.store import EmbeddedStore, Manifest
from clusterkb.store.embedded import graph_name, source_name
from clusterkb.version import __version__

REASONED = ("ontology/modules/", "ontology/axioms/", "ontology/vocab/", "ontology/external.ttl", "ontology/kb/")
"""What the closure and the consistency check see; claims, shapes, example queries and the description stay out."""

MAPPINGS = "ontology/mappings/"
"""Where the mapping sets stand."""

_LAYOUT = 5
"""Raise it when the same sources would give another store: a rule, an index, a table that changed."""

_TYPE, _ONTOLOGY_KIND, _IMPORTS = (ox.NamedNode(expand(name)) for name in ("rdf:type", "owl:Ontology", "owl:imports"))


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One Turtle file or mapping set: its repository path, where it is, the SHA-256 of its bytes."""

    name: str
    path: Path
    digest: str

    def triples(self) -> list[ox.Triple]:
        """Parse the file.

        Raises:
            BadInput: With the file's name and the place of the fault.
        """
        data = _bytes(self.path, self.name)
        if self.name.endswith(sssom.SUFFIX):
            return list(sssom.triples(text_of(data, self.name), name=self.name))
        quads = parse(data, TURTLE, name=self.name)
        return [quad.triple for quad in quads]


def _bytes(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(
            f"{name} cannot be read: {error.strerror}.", remedy="Make it readable, or remove it: editors leave links."
        ) from error


def find() -> list[SourceFile]:
    """Return all source files in a stable order.

    Raises:
        BadInput: One cannot be read.
        StoreUnusable: There are none.
    """
    files = []
    for part in ("ontology", "shapes"):
        root = assets.folder(part)
        for path in sorted(path for suffix in (".ttl", sssom.SUFFIX) for path in root.rglob(f"*{suffix}")):
            name = f"{part}/{path.relative_to(root).as_posix()}"
            if not name.startswith("shapes/examples/"):
                files.append(SourceFile(name, path, hashlib.sha256(_bytes(path, name)).hexdigest()))
    if not files:
        raise StoreUnusable("No ontology files were found.", remedy="Install clusterkb again, or run it in a checkout.")
    return files


def manifest(files: list[SourceFile]) -> Manifest:
    """Return the manifest of a store made from ``files`` by this software; counts are filled in by the build."""
    sources = {file.name: file.digest for file in files}
    software = f"{__version__} layout {_LAYOUT}"
    lines = "\n".join([software, *(f"{name} {digest}" for name, digest in sources.items())])
    return Manifest(software, hashlib.sha256(lines.encode()).hexdigest(), sources)


def reasoned(store: EmbeddedStore, names: Iterable[str]) -> list[ox.Triple]:
    """Return all that reasoners see, as one ontology: the headers and imports of its files are left out."""
    triples = [
        quad.triple
        for name in sorted(names)
        if name.startswith(REASONED)
        for quad in store.triples(graph_name(name))
        if quad.object != _ONTOLOGY_KIND and quad.predicate != _IMPORTS
    ]
    return [ox.Triple(ox.NamedNode(ONTOLOGY), _TYPE, _ONTOLOGY_KIND), *triples]


def places(store: EmbeddedStore, things: Iterable[str]) -> dict[str, str]:
    """Return ``file:line`` where each thing, given by its IRI, is described; some are in no file."""
    files = {file.name: file.path for file in find()}
    described: dict[str, list[str]] = {}
    for thing in things:
        quads = store.engine.quads_for_pattern(ox.NamedNode(thing), _TYPE, None, None)
        names = {source_name(str(quad.graph_name.value)) for quad in quads if isinstance(quad.graph_name, ox.NamedNode)}
        for name in sorted(names & files.keys())[:1]:
            described.setdefault(name, []).append(thing)
    found = {}
    for name, here in described.items():
        first = first_lines(files[name].read_text(encoding="utf-8"))
        found.update({thing: f"{name}:{first.get(thing, 1)}" for thing in here})
    return found


def read(files: list[SourceFile]) -> dict[str, list[ox.Triple]]:
    """Parse ``files``; report the faults of all of them at once.

    Raises:
        BadInput: One or more files cannot be read.
    """
    parsed: dict[str, list[ox.Triple]] = {}
    faults: list[BadInput] = []
    for file in files:
        try:
            parsed[file.name] = file.triples()
        except BadInput as error:
            faults.append(error)
    if faults:
        raise BadInput("\n".join(f"{fault}" for fault in faults), remedy="Nothing was built.")
    return parsed
