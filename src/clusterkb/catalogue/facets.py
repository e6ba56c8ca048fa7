"""Narrowing a list by facets: what can be chosen, how many that leaves, what is chosen, how to undo it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from clusterkb.rdf.text import Text

Row = TypeVar("Row")

NONE = "none"
"""The value of an entry about which nothing is recorded that a facet asks for."""


@dataclass(frozen=True, slots=True)
class Entry(Generic[Row]):
    """A row of a list and its values: facet → values."""

    row: Row
    values: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Listing(Generic[Row]):
    """A list that can be narrowed.

    Attributes:
        entries: All of them, in the order of the list.
        labels: Facet → value → what to call it, in the order to show them; ``NONE`` is called nothing.
    """

    entries: list[Entry[Row]]
    labels: dict[str, dict[str, Text]]


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet.

    Attributes:
        value: As it stands in an address.
        label: What it is called.
        count: How many entries have it and all that is chosen in other facets.
        chosen: Whether it is chosen now.
        choices: All choices once this one is taken, or, when it is chosen, taken back.
    """

    value: str
    label: Text
    count: int
    chosen: bool
    choices: dict[str, str]


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet and its values that leave something to find."""

    name: str
    options: list[Option]


@dataclass(frozen=True, slots=True)
class Choice:
    """What is chosen in a facet.

    Attributes:
        facet: Name of the facet.
        value: As it stands in the address.
        label: What it is called; the value itself when nothing is called so.
        known: Whether any entry of the whole list has this value.
        without: How many entries there are when this choice alone is taken back.
        choices: The choices that are left then.
    """

    facet: str
    value: str
    label: Text
    known: bool
    without: int
    choices: dict[str, str]


@dataclass(frozen=True, slots=True)
class Narrowed(Generic[Row]):
    """What is left of a list: its rows, how many there were, the facets, the choices."""

    rows: list[Row]
    total: int
    facets: list[Facet]
    chosen: list[Choice]

    @property
    def known(self) -> bool:
        """Whether everything chosen is a value that some entry has."""
        return all(choice.known for choice in self.chosen)

    @property
    def choices(self) -> dict[str, str]:
        """Facet → value, as chosen."""
        return {choice.facet: choice.value for choice in self.chosen}


def narrow(listing: Listing[Row], choices: Mapping[str, str]) -> Narrowed[Row]:
    """Return the entries that have every chosen value.

    Args:
        listing: The whole list.
        choices: Facet → the one value wanted. A value or facet that is not known leaves nothing.

    >>> entries = [Entry("a", {"x": frozenset("1")}), Entry("b", {"x": frozenset("12")})]
    >>> found = narrow(Listing(entries, {"x": {"1": Text("one"), "2": Text("two")}}), {"x": "2"})
    >>> found.rows, [(option.value, option.count) for option in found.facets[0].options]
    (['b'], [('1', 2), ('2', 1)])
    """
    return Narrowed(
        rows=[entry.row for entry in _having(listing, choices)],
        total=len(listing.entries),
        facets=[Facet(name, options) for name in listing.labels if (options := _options(listing, name, choices))],
        chosen=[_choice(listing, name, choices) for name in choices],
    )


def values_or_none(values: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    """Return the values of an entry, ``NONE`` where there are none.

    >>> values_or_none({"scheme": set()})
    {'scheme': frozenset({'none'})}
    """
    return {name: frozenset(found) or frozenset((NONE,)) for name, found in values.items()}


def by_frequency(entries: list[Entry[Row]], facet: str, labels: Mapping[str, Text]) -> dict[str, Text]:
    """Return the labels of the values in use, most frequent first, ``NONE`` last."""
    counts = Counter(value for entry in entries for value in entry.values[facet])
    order = sorted(counts, key=lambda value: (value == NONE, -counts[value], labels.get(value, Text(value)).value))
    return {value: labels.get(value, Text("" if value == NONE else value)) for value in order}


def _having(listing: Listing[Row], choices: Mapping[str, str]) -> list[Entry[Row]]:
    return [
        entry
        for entry in listing.entries
        if all(value in entry.values.get(name, ()) for name, value in choices.items())
    ]


def _without(choices: Mapping[str, str], name: str) -> dict[str, str]:
    return {other: value for other, value in choices.items() if other != name}


def _options(listing: Listing[Row], name: str, choices: Mapping[str, str]) -> list[Option]:
    others = _without(choices, name)
    counts = Counter(value for entry in _having(listing, others) for value in entry.values[name])
    return [
        Option(value, label, counts[value], chosen, others if chosen else _ordered(listing, {**others, name: value}))
        for value, label in listing.labels[name].items()
        if (chosen := choices.get(name) == value) or counts[value]
    ]


def _ordered(listing: Listing[Row], choices: Mapping[str, str]) -> dict[str, str]:
    """Return ``choices`` in the order of the facets, so that one selection has one address."""
    known = [name for name in listing.labels if name in choices]
    return {name: choices[name] for name in [*known, *(name for name in choices if name not in known)]}


def _choice(listing: Listing[Row], name: str, choices: Mapping[str, str]) -> Choice:
    value, others = choices[name], _without(choices, name)
    label = listing.labels.get(name, {}).get(value)
    return Choice(name, value, label or Text(value), label is not None, len(_having(listing, others)), others)
