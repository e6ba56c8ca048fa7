"""A question to check oneself by: its answers, and which of them is right, are read from the store when it is asked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from clusterkb.catalogue.reader import Reader, Ref
from clusterkb.catalogue.why import Why
from clusterkb.namespaces import PREFIXES, expand, shorten
from clusterkb.rdf.text import Text


@dataclass(frozen=True, slots=True)
class Basis:
    """What questions are made from.

    Attributes:
        reader: The catalogue.
        why: Returns why a thing is of each kind that was inferred.
    """

    reader: Reader
    why: Callable[[str], list[Why]]


@dataclass(frozen=True, slots=True)
class Answer:
    """A possible answer.

    Attributes:
        name: What an address calls it: a prefixed name, or what it says.
        shown: What people see; without an IRI where it is no thing.
        right: Whether it is the right one.
    """

    name: str
    shown: Ref
    right: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where the right answer can be seen: on the page of a thing, in the part with this id, if one is named."""

    thing: Ref
    part: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A question with its answers, of which exactly one is right.

    Attributes:
        about: What the question speaks of, in the order of its words.
        answers: By label.
        proof: Where the right one can be seen.
        because: What the store says of the right one, or None.
    """

    about: list[Text]
    answers: list[Answer]
    proof: Place
    because: Text | None = None

    @property
    def right(self) -> Answer:
        """The right answer."""
        return next(answer for answer in self.answers if answer.right)


def among(reader: Reader, things: Iterable[str], right: Collection[str]) -> list[Answer]:
    """Return things as answers, by label; those in ``right`` are right."""
    return [Answer(shorten(ref.iri), ref, ref.iri in right) for ref in reader.refs(set(things))]


def asked(about: list[Text], answers: list[Answer], proof: Place, because: Text | None = None) -> Check | None:
    """Return a question, or None where the store does not allow it: not one answer is right, or none is wrong."""
    right = sum(answer.right for answer in answers)
    return Check(about, answers, proof, because) if right == 1 < len(answers) else None


def best_described(reader: Reader, records: Iterable[str], beside: Iterable[str] = ()) -> list[str]:
    """Return of each country the record that most facts speak of, those with most facts first.

    Args:
        reader: The catalogue.
        records: What to choose from.
        beside: Records from whose countries none is taken.
    """
    taken = {_country(reader, record) for record in beside}
    found = []
    for record in sorted(records, key=lambda iri: (-_facts(reader, iri), iri)):
        if (country := _country(reader, record)) not in taken:
            taken.add(country)
            found.append(record)
    return found


def fullest(reader: Reader, kinds: Iterable[str]) -> list[str]:
    """Return classes, those of which most things are first."""
    return sorted(kinds, key=lambda kind: (-len(reader.subjects("rdf:type", kind)), kind))


def reached(reader: Reader, subject: str, predicate: str) -> list[str]:
    """Return the IRIs that a property leads to."""
    return [ref.iri for ref in reader.things(subject, predicate)]


def _facts(reader: Reader, record: str) -> int:
    quads = reader.store.engine.quads_for_pattern(None, None, ox.NamedNode(record), None)
    named = {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}
    return sum(iri.startswith(PREFIXES["fact"]) for iri in named)


def _country(reader: Reader, record: str) -> str:
    return next(iter(sorted(reached(reader, record, "ckb:country"))), expand(record))
