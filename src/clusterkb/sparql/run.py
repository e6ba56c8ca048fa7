"""Running a query on a store: the dataset, the engine, the serialized result."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from itertools import islice
from typing import IO, Protocol, cast

import pyoxigraph as ox

from clusterkb.errors import BadInput, NotAcceptable
from clusterkb.namespaces import PREFIXES
from clusterkb.rdf.canonical import canonical
from clusterkb.rdf.formats import by_name
from clusterkb.sparql.complaints import said_in_words
from clusterkb.sparql.dataset import Dataset
from clusterkb.sparql.results import MEDIA_TYPES, Result, Table, Term, cell
from clusterkb.sparql.spool import Bounded
from clusterkb.store import EmbeddedStore

_ENGINE_TABLE = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}


class Sink(Protocol):
    """What a result can be written to."""

    def write(self, data: bytes, /) -> int:
        """Append."""

    def flush(self) -> None:
        """Called once all is written."""


_FORMS = {"graph": "CONSTRUCT and DESCRIBE", "table": "SELECT", "boolean": "ASK"}


def answer(store: EmbeddedStore, query: str, *, forms: Sequence[str] = (), dataset: Dataset | None = None) -> Result:
    """Run ``query`` and serialize what it gives.

    Args:
        store: The store to ask.
        query: SPARQL 1.1 Query; our prefixes need no declaration.
        forms: Keys of ``MEDIA_TYPES``, best first: the first that fits the query's form is taken. Empty for JSON
            (SELECT, ASK) or Turtle (CONSTRUCT, DESCRIBE).
        dataset: The graphs it sees; when None those that FROM names, else all.

    Raises:
        BadQuery: The query is not SPARQL, or names a graph that is not there.
        NotAcceptable: None of ``forms`` fits the query's form.
    """
    sink = BytesIO()
    shape, form = write(store, query, sink, forms=forms, dataset=dataset)
    return Result(shape, form, sink.getvalue())


def write(
    store: EmbeddedStore, query: str, sink: Sink, *, forms: Sequence[str] = (), dataset: Dataset | None = None
) -> tuple[str, str]:
    """Run ``query``, write its result to ``sink``, and return its shape and form; see ``answer``.

    What the sink raises ends the query.
    """
    with said_in_words(query):
        return _serialize(_run(store, query, dataset or Dataset()), forms, sink)


def table(
    store: EmbeddedStore, query: str, *, dataset: Dataset | None = None, max_rows: int, max_bytes: int
) -> Table | Result:
    """Run ``query`` for a page: the first rows of a SELECT, or the whole result of any other form.

    Raises:
        BadQuery: The query is not SPARQL, or names a graph that is not there.
        OutOfLimits: The result of a CONSTRUCT or DESCRIBE is longer than ``max_bytes``.
    """
    with said_in_words(query):
        solutions = _run(store, query, dataset or Dataset())
        if not isinstance(solutions, ox.QuerySolutions):
            sink = Bounded(max_bytes)
            shape, form = _serialize(solutions, (), sink)
            return Result(shape, form, _readable(sink.value) if form == "ttl" else sink.value)
        names = tuple(variable.value for variable in solutions.variables)
        rows = [tuple(cell(solution[name]) for name in names) for solution in islice(solutions, max_rows + 1)]
    return Table(names, tuple(rows[:max_rows]), complete=len(rows) <= max_rows)


def _serialize(
    solutions: ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean, forms: Sequence[str], sink: Sink
) -> tuple[str, str]:
    if isinstance(solutions, ox.QueryTriples):
        shape, fitting = "graph", tuple(form for form, (_, holds) in MEDIA_TYPES.items() if holds == "graph")
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
    output = cast("IO[bytes]", sink)  # the engine only writes
    if isinstance(solutions, ox.QueryTriples):
        ox.serialize(solutions, output, format=by_name(form).engine, prefixes=PREFIXES)
    else:
        solutions.serialize(output, format=_ENGINE_TABLE[form])
    return shape, form


def _readable(turtle: bytes) -> bytes:
    """Return Turtle as our own files are written: in order, and with the prefixes it uses rather than all."""
    try:
        return canonical(turtle.decode()).encode()
    except BadInput:  # it quotes triples, which our files never do
        return turtle


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
    engine, graphs = dataset.of(query, store)
    return engine.query(
        query,
        prefixes=PREFIXES,
        substitutions={ox.Variable(name): value for name, value in values.items()} if values else None,
        **graphs,
    )
