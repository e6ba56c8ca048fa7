"""What the data tests share: the source files with the place of everything in them, and all that follows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from tests.support.lines import first_lines

from clusterkb import assets
from clusterkb.build.sources import SourceFile, find
from clusterkb.namespaces import PREFIXES, expand, shorten
from clusterkb.reason.consistency import Verdict, check_consistency

if TYPE_CHECKING:
    from clusterkb.kb import KnowledgeBase

ROOT = assets.folder("ontology").parent

_BY_FOLDER = {
    "turtle_file": ("ontology/**/*.ttl", "shapes/**/*.ttl"),
    "axiom_file": ("ontology/axioms/*.ttl", "ontology/theory/*.ttl"),
    "record_file": ("ontology/kb/clusters-*.ttl",),
    "example": ("shapes/examples/**/*.ttl",),
    "valid_example": ("shapes/examples/valid/*.ttl",),
    "invalid_example": ("shapes/examples/invalid/*.ttl",),
}
"""Argument of a test → the files it runs on, one test a file."""

_RECORDS = tuple(
    f"<{PREFIXES[name]}".encode() for name in ("cluster", "ckorg", "fact", "person", "place", "scheme", "src", "work")
)

Row = dict[str, str]
Fact = tuple[str, str, str]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test that asks for one of the arguments above every file there is; none found is an error."""
    for argument in set(_BY_FOLDER) & set(metafunc.fixturenames):
        files = sorted(path for pattern in _BY_FOLDER[argument] for path in ROOT.glob(pattern))
        assert files, f"No file matches {' or '.join(_BY_FOLDER[argument])} in {ROOT}."
        metafunc.parametrize(argument, files, ids=[path.relative_to(ROOT).as_posix() for path in files])


class Sources:
    """All files a store is made from, a graph a file, readable by SPARQL and with the line of every statement."""

    def __init__(self, files: list[SourceFile]) -> None:
        self.store = ox.Store()
        self.files = {file.name: ox.NamedNode(f"file:{file.name}") for file in files}
        self._places: dict[str, dict[tuple[str, str], int]] = {}
        for file in files:
            graph = self.files[file.name]
            self.store.extend(ox.Quad(t.subject, t.predicate, t.object, graph) for t in file.triples())
            if file.name.endswith(".ttl"):
                self._places[file.name] = first_lines(file.path.read_text(encoding="utf-8"))

    def select(self, query: str) -> list[Row]:
        """Return the rows of a SELECT over all files: IRIs as prefixed names, literals as their text, unbound as ''."""
        found = self.store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
        assert isinstance(found, ox.QuerySolutions)
        names = [variable.value for variable in found.variables]
        rows = [{name: named(row[name]) for name in names} for row in found]
        return sorted(rows, key=lambda row: list(row.values()))

    def quads(self, folder: str = "") -> Iterator[ox.Quad]:
        """Yield what stands in the files below ``folder``, file by file."""
        for name, graph in self.files.items():
            if name.startswith(folder):
                yield from self.store.quads_for_pattern(None, None, None, graph)

    def at(self, subject: str, predicate: str = "") -> str:
        """Return ``file:line`` of a property of a thing, or of the thing itself; both as prefixed names."""
        keys = ((expand(subject), expand(predicate)), (expand(subject), ""))
        for key in keys:
            for name, known in self._places.items():
                if key in known:
                    return f"{name}:{known[key]}"
        return "nowhere"


def named(term: object) -> str:
    """Return a term as the messages show it."""
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return shorten(term.value)
    return term.value if isinstance(term, ox.Literal) else str(term)


@pytest.fixture(scope="session")
def sources() -> Sources:
    """Every source file, read without the build."""
    return Sources(find())


@pytest.fixture(scope="session")
def known(kb: KnowledgeBase) -> frozenset[Fact]:
    """All that is stated or follows, between things that have a name; as prefixed names."""
    return frozenset(
        (named(quad.subject), named(quad.predicate), named(quad.object))
        for quad in kb.store.engine
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
    )


@pytest.fixture(scope="session")
def document(kb: KnowledgeBase) -> bytes:
    """The ontology with its records, as reasoners get it."""
    return kb.ontology("nt")


@pytest.fixture(scope="session")
def terms(document: bytes) -> bytes:
    """The same without its records, for tests that close or check it again and again."""
    return b"".join(line for line in document.splitlines(keepends=True) if not line.startswith(_RECORDS))


@pytest.fixture(scope="session")
def verdict(document: bytes) -> Verdict:
    """What HermiT says of it."""
    return check_consistency(document)
