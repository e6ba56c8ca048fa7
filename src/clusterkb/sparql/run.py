"""Running a query on a store: the dataset, the engine, the serialized result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice

import pyoxigraph as ox

from clusterkb.errors import NotAcceptable, OutOfLimits
from clusterkb.namespaces import INFERRED, PREFIXES
from clusterkb.sparql.complaints import said_in_words
from clusterkb.sparql.results import Result, Table, Term, cell
from clusterkb.store import EmbeddedStore

_ENGINE_TABLE = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_ENGINE_GRAPH = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
_FORMS = {"graph": "CONSTRUCT and DESCRIBE", "table": "SELECT", "boolean": "ASK"}


@dataclass(frozen=True, slots=True)
class Dataset:
    """What the default graph of a query is: all that is asserted, with or without what follows from it."""

    inferred: bool = True

    def graphs(self, store: EmbeddedStore) -> list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]:
        """Return the graphs that make up the default graph."""
        return [ox.NamedNode(name) for name in self.names(store)]

    def names(self, store: EmbeddedStore) -> list[str]:
        """Return the names of the graphs that a query sees."""
        return sorted(store.graphs() - (set() if self.inferred else {INFERRED}))


def answer(
    store: EmbeddedStore,
    query: str,
    *,
    forms: Sequence[str] = (),
    dataset: Dataset | None = None,
    max_bytes: int = 0,
) -> Result:
    """Run ``query`` and serialize what it gives.

    Args:
        store: The store to ask.
        query: SPARQL 1.1 Query; our prefixes need no declaration.
        forms: Keys of ``MEDIA_TYPES``, best first: the first that fits the query's form is taken. Empty for JSON
            (SELECT, ASK) or Turtle (CONSTRUCT, DESCRIBE).
        dataset: The default graph; everything when None.
        max_bytes: Refuse a longer result; 0 for no bound.

    Raises:
        BadQuery: The query is not SPARQL.
        NotAcceptable: None of ``forms`` fits the query's form.
        OutOfLimits: The result is longer than ``max_bytes``.
    """
    with said_in_words(query):
        return _serialized(_run(store, query, dataset or Dataset()), forms, max_bytes)


def table(
    store: EmbeddedStore, query: str, *, dataset: Dataset | None = None, max_rows: int, max_bytes: int = 0
) -> Table | Result:
    """Run ``query`` for a page: the first rows of a SELECT, or the whole result of any other form.

    Raises:
        BadQuery: The query is not SPARQL.
        OutOfLimits: The result of a CONSTRUCT or DESCRIBE is longer than ``max_bytes``.
    """
    with said_in_words(query):
        solutions = _run(store, query, dataset or Dataset())
        if not isinstance(solutions, ox.QuerySolutions):
            return _serialized(solutions, (), max_bytes)
        names = tuple(variable.value for variable in solutions.variables)
        rows = [tuple(cell(solution[name]) for name in names) for solution in islice(solutions, max_rows + 1)]
    return Table(names, tuple(rows[:max_rows]), complete=len(rows) <= max_rows)


def _serialized(
    solutions: ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean, forms: Sequence[str], max_bytes: int
) -> Result:
    if isinstance(solutions, ox.QueryTriples):
        shape, fitting = "graph", tuple(_ENGINE_GRAPH)
    elif isinstance(solutions, ox.QueryBoolean):
        shape, fitting = "boolean", ("json", "xml")
    else:
        shape, fitting = "table", tuple(_ENGINE_TABLE)
    form = next((form for form in forms or fitting if form in fitting), None)
    if form is None:
        raise NotAcceptable(
            f"{', '.join(forms)} cannot hold the result of {_FORMS[shape]}.",
            remedy=f"Ask for one of: {', '.join(fitting)}.",
        )
    spool = _Spool(max_bytes)
    if isinstance(solutions, ox.QueryTriples):
        prefixes = PREFIXES if form in ("ttl", "rdf") else None
        ox.serialize(solutions, spool, format=_ENGINE_GRAPH[form], prefixes=prefixes)
    else:
        solutions.serialize(spool, format=_ENGINE_TABLE[form])
    return Result(shape, form, spool.getvalue())


def select(store: EmbeddedStore, query: str, **values: ox.NamedNode | ox.Literal) -> list[dict[str, Term]]:
    """Run one of our own SELECT queries with ``values`` put in for its variables; return rows without unbound ones."""
    solutions = _run(store, query, Dataset(), values)
    if not isinstance(solutions, ox.QuerySolutions):
        raise TypeError("select() takes a SELECT query")
    names = [variable.value for variable in solutions.variables]
    return [{name: row[name] for name in names if row[name] is not None} for row in solutions]


def _run(
    store: EmbeddedStore, query: str, dataset: Dataset, values: dict[str, ox.NamedNode | ox.Literal] | None = None
) -> ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean:
    return store.engine.query(
        query,
        prefixes=PREFIXES,
        default_graph=dataset.graphs(store),
        named_graphs=[ox.NamedNode(name) for name in dataset.names(store)],
        substitutions={ox.Variable(name): value for name, value in values.items()} if values else None,
    )


class _Spool(BytesIO):
    """A buffer that refuses to grow past its bound."""

    def __init__(self, bound: int) -> None:
        super().__init__()
        self.bound = bound

    def write(self, data: object) -> int:
        """Append, or say that the bound is reached."""
        written = super().write(data)  # type: ignore[arg-type]
        if self.bound and self.tell() > self.bound:
            raise OutOfLimits(
                f"The result is longer than {self.bound} bytes.",
                remedy="Ask for less: add LIMIT, or fewer variables, and fetch it in parts with ORDER BY and OFFSET.",
            )
        return written
