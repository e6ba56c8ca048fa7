"""SPARQL: the guard before the engine, the dataset, the run, the result."""

from clusterkb.sparql.results import Result
from clusterkb.sparql.run import Dataset, answer, select

__all__ = ["Dataset", "Result", "answer", "select"]
