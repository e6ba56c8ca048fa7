"""SPARQL: the guard before the engine, the dataset, the run, the result."""

from clusterkb.sparql.dataset import Dataset
from clusterkb.sparql.results import MEDIA_TYPES, Cell, Result, Table
from clusterkb.sparql.run import answer, select, table

__all__ = ["MEDIA_TYPES", "Cell", "Dataset", "Result", "Table", "answer", "select", "table"]
