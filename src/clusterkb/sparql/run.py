"""Running a query on a store: the dataset, the engine, the serialized result."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO

import pyoxigraph as ox

from clusterkb.errors import BadQuery, BadRequest, OutOfLimits
from clusterkb.namespaces import INFERRED, PREFIXES
from clusterkb.sparql.results import MEDIA_TYPES, Result
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
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
"""What a variable can be bound to."""

_PLACE = re.compile(r"^error at (\d+):(\d+): ")


@dataclass(frozen=True, slots=True)
class Dataset:
    """What the default graph of a query is: all that is asserted, with or without what follows from it."""

    inferred: bool = True

    def graphs(self, store: EmbeddedStore) -> list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]:
        """Return the graphs that make up the default graph."""
        names = sorted(store.graphs() - (set() if self.inferred else {INFERRED}))
        return [ox.NamedNode(name) for name in names]


def answer(
    store: EmbeddedStore, query: str, *, form: str = "", dataset: Dataset | None = None, max_bytes: int = 0
) -> Result:
    """Run ``query`` and serialize what it gives.

    Args:
        store: The store to ask.
        query: SPARQL 1.1 Query; our prefixes need no declaration.
        form: Key of ``MEDIA_TYPES``; empty for JSON (SELECT, ASK) or Turtle (CONSTRUCT, DESCRIBE).
        dataset: The default graph; everything when None.
        max_bytes: Refuse a longer result; 0 for no bound.

    Raises:
        BadQuery: The query is not SPARQL.
        BadRequest: The format does not fit the query's form.
        OutOfLimits: The result is longer than ``max_bytes``.
    """
    solutions = _run(store, query, dataset or Dataset())
    if isinstance(solutions, ox.QueryTriples):
        shape, allowed = "graph", "graph"
    else:
        shape, allowed = ("boolean" if isinstance(solutions, ox.QueryBoolean) else "table"), "table"
    form = form or ("ttl" if shape == "graph" else "json")
    if form not in MEDIA_TYPES or MEDIA_TYPES[form][1] != allowed or (shape == "boolean" and form in ("csv", "tsv")):
        raise BadRequest(_mismatch(shape, form, allowed))
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
    try:
        return store.engine.query(
            query,
            prefixes=PREFIXES,
            default_graph=dataset.graphs(store),
            named_graphs=[ox.NamedNode(name) for name in store.graphs()],
            substitutions={ox.Variable(name): value for name, value in values.items()} if values else None,
        )
    except SyntaxError as error:
        raise _complaint(str(error)) from error
    except (ValueError, RuntimeError, OSError) as error:
        raise BadQuery(f"The query cannot be run: {error}.", remedy="Correct it.") from error


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


def _mismatch(shape: str, form: str, allowed: str) -> str:
    fitting = [name for name, (_, kind) in MEDIA_TYPES.items() if kind == allowed]
    if shape == "boolean":
        fitting = ["json", "xml"]
    what = {"graph": "CONSTRUCT and DESCRIBE", "table": "SELECT", "boolean": "ASK"}[shape]
    return f"{form!r} cannot hold the result of {what}. Use one of: {', '.join(fitting)}."


def _complaint(text: str) -> BadQuery:
    found = _PLACE.match(text)
    line, column = (int(found[1]), int(found[2])) if found else (0, 0)
    cause = _PLACE.sub("", text)
    return BadQuery(f"The query is not SPARQL: {cause}.", remedy="Correct it there.", line=line, column=column)
