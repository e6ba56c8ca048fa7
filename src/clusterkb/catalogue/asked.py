"""What somebody typed to name things, and the things meant, side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from clusterkb.catalogue.compare import Compared, Comparison, Partners, compare, compared, partners, suggested
from clusterkb.catalogue.kinds import kind_of
from clusterkb.catalogue.reader import Reader
from clusterkb.errors import BadRequest, NotFound
from clusterkb.search import Hit, search

_NEAREST = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed: the IRI it means, or an empty string and the nearest things by label."""

    typed: str
    iri: str
    nearest: list[Hit]


@dataclass(frozen=True, slots=True)
class Beside:
    """Things to compare.

    Attributes:
        asked: What was typed, and the things meant.
        comparison: The things side by side; None when there are fewer than two, or one is not known.
        alone: The one thing that was named; None where there are others, or none.
        partners: What that one is worth comparing with.
        suggested: Pairs worth a look.
    """

    asked: list[Asked]
    comparison: Comparison | None
    alone: Compared | None
    partners: list[Partners]
    suggested: list[list[Compared]]


def asked(reader: Reader, index: Path, typed: str) -> Asked:
    """Return the thing that is called exactly so, by its name or by a label; else the nearest things.

    Args:
        reader: Reads the store.
        index: The label index of the same version.
        typed: An IRI, a prefixed name, the last part of one, or a label in any language.

    >>> from clusterkb import KnowledgeBase
    >>> kb = KnowledgeBase.open()
    >>> asked(kb.reader(), kb.version.search, "Educational holding").iri
    'https://w3id.org/clusterkb/onto/EducationalHolding'
    >>> [hit.label for hit in asked(kb.reader(), kb.version.search, "ulyanovsk hold").nearest]
    ['Ulyanovsk regional educational holding']
    """
    iri = _named(reader, typed)
    nearest = [] if iri else [hit for hit in _hits(index, typed) if kind_of(hit.iri) != "source"]
    exact = next((hit.iri for hit in nearest if hit.label.casefold() == typed.casefold()), "")
    return Asked(typed, iri or exact, [] if iri or exact else nearest)


def beside(reader: Reader, index: Path, typed: Iterable[str]) -> Beside:
    """Return the things that were typed, side by side; what is worth comparing with the one that stands alone."""
    names = [asked(reader, index, one) for one in typed]
    things = list(dict.fromkeys(one.iri for one in names))
    alone = things[0] if len(things) == 1 else ""
    return Beside(
        names,
        compare(reader, things) if len(things) > 1 and all(things) else None,
        compared(reader, alone) if alone else None,
        partners(reader, alone),
        suggested(reader),
    )


def _named(reader: Reader, typed: str) -> str:
    try:
        iri = reader.resolve(typed)
    except NotFound:
        return ""
    return iri if kind_of(iri) not in ("", "source") else ""


def _hits(index: Path, typed: str) -> list[Hit]:
    try:
        return search(index, typed, limit=_NEAREST)
    except BadRequest:  # no letter and no digit: nothing is called so
        return []
