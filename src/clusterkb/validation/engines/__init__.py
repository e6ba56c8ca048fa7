"""The engines behind one interface: N-Triples and shapes in, faults out.

All give the same faults for the same data, by test; which is the default, and why, is in docs/decisions/0009.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata

from clusterkb.errors import BadInput, BadRequest
from clusterkb.validation.engines.shapes import Shapes
from clusterkb.validation.findings import Fault

__all__ = ["COMPILED", "ENGINES", "REFERENCE", "Engine", "Shapes", "engine"]

_Run = Callable[[bytes, Shapes], set[Fault]]

_REMEDY = "Look for values that do not fit their datatype; another engine may say more: --engine pyshacl."


@dataclass(frozen=True, slots=True)
class Engine:
    """A SHACL engine.

    Attributes:
        key: What it is chosen by.
        package: The package it comes from.
        score: How many of the 120 SHACL Core and SPARQL tests of the W3C it passes, as measured for this version.
        module: The module of ours that runs it, loaded when first used: pySHACL takes a third of a second.
    """

    key: str
    package: str
    score: int
    module: str

    @property
    def name(self) -> str:
        """Name, version and W3C score, as reports print them."""
        return f"{self._called()} (W3C tests: {self.score} of 120)"

    def run(self, data: bytes, shapes: Shapes, file: str = "input") -> set[Fault]:
        """Validate N-Triples.

        Args:
            data: The description and the subclass closure of the ontology, as N-Triples.
            shapes: What to check against.
            file: What to call the description in messages.

        Raises:
            BadInput: The engine failed; then nothing is said about the description.
        """
        try:
            run: _Run = importlib.import_module(self.module).run
            return run(data, shapes)
        except MemoryError:
            raise
        except BaseException as error:  # a panic of a Rust engine is no Exception
            if isinstance(error, KeyboardInterrupt | SystemExit):
                raise
            reason = f"{type(error).__name__}: {error}"[:300]
            message = f"{file} could not be checked; the engine {self._called()} failed ({reason})."
            raise BadInput(message, remedy=_REMEDY) from error

    def _called(self) -> str:
        return f"{self.package} {metadata.version(self.package)}"


COMPILED = Engine("compiled", "shacl", 119, "clusterkb.validation.engines.compiled")
REFERENCE = Engine("pyshacl", "pySHACL", 117, "clusterkb.validation.engines.reference")

ENGINES = {engine.key: engine for engine in (COMPILED, REFERENCE)}
"""Every engine by its key; the first is the default."""


def engine(key: str) -> Engine:
    """Return the engine called ``key``; for an empty key the default one, which is the first that is installed.

    Raises:
        BadRequest: No engine has this name, or it is not installed.
    """
    known = {one.key: one for one in ENGINES.values() if importlib.util.find_spec(one.package.lower())}
    if key and key not in known:
        raise BadRequest(f"No engine is called {key!r}.", remedy=f"Use one of: {', '.join(known)}.")
    return known[key] if key else next(iter(known.values()))
