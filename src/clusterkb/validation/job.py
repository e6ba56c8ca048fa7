"""What a worker process runs for an upload: the rules of one store version, and a document nobody trusts."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from clusterkb.rdf.formats import by_name
from clusterkb.store import EmbeddedStore
from clusterkb.validation.findings import Report
from clusterkb.validation.rules import Rules, rules
from clusterkb.validation.run import validate


def check(folder: str, data: bytes, form: str, name: str) -> Report:
    """Check ``data`` against the shapes of the store in ``folder``; see ``clusterkb.validation.validate``."""
    return validate(data, by_name(form), ready_rules(folder), name=name)


@lru_cache(maxsize=2)
def ready_rules(folder: str) -> Rules:
    """Return the rules of the store in ``folder``, read once a worker."""
    # The rules of a version never change, and reading them takes longer than checking a small description.
    return rules(EmbeddedStore.read_only(Path(folder)))
