"""Things that may be one thing under two addresses: alike in name, in one country, of one kind."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from clusterkb.extra import extra
from clusterkb.namespaces import expand, shorten
from clusterkb.quality.hygiene import Fault
from clusterkb.quality.triples import Facts

_FOLDERS = ("ckorg", "cluster", "scheme", "person")
_ALIKE = 92.0
"""Of 100. Below it stand University of X and University of Y; above, one name with and without its town."""

_NUMBER = re.compile(r"\d+")


def duplicates(facts: Facts) -> Iterator[Fault]:
    """Yield every pair that is alike and that nobody has looked at.

    A pair that was looked at and is two things says so: ``ckorg:a owl:differentFrom ckorg:b``.

    Raises:
        MissingPart: rapidfuzz is not there.
    """
    fuzz = extra("rapidfuzz.fuzz", "Names cannot be compared without rapidfuzz.", "checking")
    process = extra("rapidfuzz.process", "Names cannot be compared without rapidfuzz.", "checking")
    different = {frozenset(pair) for pair in facts["owl:differentFrom"]}
    registered = _registered(facts)
    for names in _groups(facts).values():
        words = [name for name, _ in names]
        scores = process.cdist(words, words, scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE)
        seen = set()
        for one, other in zip(*scores.nonzero(), strict=True):
            pair = frozenset((names[one][1], names[other][1]))
            known = (
                len(pair) == 1
                or pair in different
                or pair in seen
                or _are_two(names[one][1], names[other][1], registered)
            )
            if one < other and not known and _same_numbers(words[one], words[other]):
                seen.add(pair)
                yield _fault(names[one], names[other])


def _groups(facts: Facts) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Return name and address of what can be the same, by folder and country."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for thing, name in facts["skos:prefLabel"]:
        folder = next((folder for folder in _FOLDERS if thing.startswith(expand(f"{folder}:"))), "")
        if folder:
            found[folder, facts.first(thing, "ckb:country")].append((name.casefold(), thing))
    return found


def _registered(facts: Facts) -> dict[str, set[str]]:
    """Return the registers that have given a thing an identifier."""
    found: dict[str, set[str]] = defaultdict(set)
    for fact, thing in facts["ckb:identifierOf"]:
        found[thing].add(facts.first(fact, "ckb:identifierScheme"))
    return found


def _are_two(one: str, other: str, registered: dict[str, set[str]]) -> bool:
    """Tell whether one register knows both: then it tells them apart; equal identifiers break another rule."""
    return bool(registered[one] & registered[other])


def _same_numbers(one: str, other: str) -> bool:
    """Tell whether two names have the same numbers: College No. 1 and College No. 2 are two."""
    return _NUMBER.findall(one) == _NUMBER.findall(other)


def _fault(one: tuple[str, str], other: tuple[str, str]) -> Fault:
    (name, first), (alike, second) = sorted((one, other), key=lambda pair: pair[1])
    message = (
        f"{shorten(first)} (“{name}”) may be {shorten(second)} (“{alike}”). Make them one; or, if they are two, say "
        f"so in ontology/kb/different.ttl: {shorten(first)} owl:differentFrom {shorten(second)} ."
    )
    return Fault("alike", "error", first, message)
