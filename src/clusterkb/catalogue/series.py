"""What was counted of a record in several years, for a small chart."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from clusterkb.catalogue.reader import Reader, Ref

_TOLD_APART_BY = ("ckb:figureCounts", "ckb:figureQualifier", "ckb:figureUnit", "ckb:figureOutcome")


@dataclass(frozen=True, slots=True)
class Point:
    """A number of one year; ``share`` is its part of the largest in the series, in hundredths."""

    fact: str
    year: str
    value: Decimal
    share: int


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers of the same thing, counted the same way.

    Attributes:
        counts: What was counted.
        told: How: about or exactly, in which unit.
        points: In order of years.
    """

    counts: Ref
    told: list[Ref]
    points: list[Point]

    @property
    def doubtful(self) -> list[str]:
        """The years of which sources give different numbers."""
        return [year for year, times in Counter(point.year for point in self.points).items() if times > 1]


def series(reader: Reader, iri: str) -> list[Series]:
    """Return what was counted of a record in more than one year.

    Two numbers of a year stand side by side where their sources disagree. Else they count different things, which only
    their remarks tell apart: no series.

    >>> from clusterkb import KnowledgeBase, expand
    >>> found = series(Reader(KnowledgeBase.open().store), expand("cluster:united-learning"))
    >>> [(one.counts.label.value, [str(point.value) for point in one.points]) for one in found]
    [('academies', ['45', '90'])]
    """
    groups: dict[tuple[Ref, ...], list[tuple[str, str, Decimal]]] = {}
    for fact in reader.subjects("ckb:figureOf", iri):
        year, value = reader.plain(fact, "ckb:year"), _number(reader.plain(fact, "ckb:figureValue"))
        told = tuple(ref for name in _TOLD_APART_BY for ref in reader.things(fact, name))
        if year and value is not None and told and reader.plain(fact, "ckb:figurePlanned") != "true":
            groups.setdefault(told, []).append((year, fact, value))
    return [_series(told, sorted(rows)) for told, rows in groups.items() if _is_one(reader, rows)]


def _is_one(reader: Reader, rows: list[tuple[str, str, Decimal]]) -> bool:
    by_year: dict[str, set[str]] = {}
    for year, fact, _ in rows:
        by_year.setdefault(year, set()).add(fact)
    return len(by_year) > 1 and all(
        facts - {fact} <= {other.iri for other in reader.things(fact, "ckb:conflictsWith")}
        for facts in by_year.values()
        for fact in facts
    )


def _series(told: tuple[Ref, ...], rows: list[tuple[str, str, Decimal]]) -> Series:
    most = max(value for _, _, value in rows) or 1
    return Series(
        told[0], [*told[1:]], [Point(fact, year, value, round(100 * value / most)) for year, fact, value in rows]
    )


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
