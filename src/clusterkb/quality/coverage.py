"""What the records hold and what they lack, in numbers: for the report on the data and for the page on quality."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from clusterkb.namespaces import expand, shorten
from clusterkb.quality.triples import Facts

_FORMS = (
    ("schemes", ("ckb:Scheme",)),
    ("holdings", ("ckb:EducationalHolding",)),
    ("consortia", ("ckb:EducationalConsortium",)),
    ("networks", ("ckb:EducationalClusterNetwork",)),
    ("hubs", ("ckb:KnowledgeHub",)),
    ("clusters", ("ckb:EducationalCluster", "ckb:SchoolCluster", "ckb:IndustrialCluster")),
)
"""What a record is counted as → its classes; of several the first in this order, so that each counts once."""

_HAS = {
    "an event with a year": "ckb:eventOf",
    "a named member": "ckb:membershipOrganization",
    "a coordinator": "ckb:coordinationOf",
    "a patron": "ckb:auspicesOf",
    "a territory": "ckb:territoryOf",
    "a figure": "ckb:figureOf",
    "a legal form": "ckb:legalFormOf",
    "a field of work": "ckb:statementAbout",
}
"""What a record can have → the property that leads from the fact to it."""

COUNTED = (
    "ckb:recordConfidence",
    "rdf:type",
    "ckb:country",
    "ckb:membershipMember",
    "ckb:checkedOn",
    "ckb:sourceKind",
    *_HAS.values(),
)
"""The properties that are looked at."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What there is.

    Attributes:
        forms: Clusters, holdings, hubs, consortia, networks, schemes → how many records.
        countries: Prefixed name of the place → how many records, most first.
        members: How many organizations are named as members.
        facts: How many facts.
        sources: How many sources.
        having: What a record can have → how many records have it, and how many there are.
        confidence: High, medium, low → how many records.
    """

    forms: dict[str, int]
    countries: dict[str, int]
    members: int
    facts: int
    sources: int
    having: dict[str, tuple[int, int]]
    confidence: dict[str, int]


def coverage(facts: Facts) -> Coverage:
    """Count what records hold, from what is stated with the properties ``COUNTED``."""
    records = dict(facts["ckb:recordConfidence"])
    kinds: dict[str, set[str]] = {}
    for thing, kind in facts["rdf:type"]:
        if thing in records:
            kinds.setdefault(thing, set()).add(kind)
    places = Counter(shorten(country) for record, country in facts["ckb:country"] if record in records)
    return Coverage(
        forms=_counted([_form(kinds.get(record, set())) for record in records], [form for form, _ in _FORMS]),
        countries=dict(sorted(places.items(), key=lambda pair: (-pair[1], pair[0]))),
        members=len({member for _, member in facts["ckb:membershipMember"]}),
        facts=len({fact for fact, _ in facts["ckb:checkedOn"] if fact.startswith(expand("fact:"))}),
        sources=len({source for source, _ in facts["ckb:sourceKind"]}),
        having={
            name: (len({thing for _, thing in facts[prop]} & records.keys()), len(records))
            for name, prop in _HAS.items()
        },
        confidence=_counted(
            [confidence.rpartition("/")[2] for confidence in records.values()], ["high", "medium", "low"]
        ),
    )


def _form(kinds: set[str]) -> str:
    return next((form for form, classes in _FORMS if kinds & {expand(name) for name in classes}), "others")


def _counted(values: list[str], names: list[str]) -> dict[str, int]:
    return {name: count for name in (*names, "others") if (count := values.count(name)) or name != "others"}
