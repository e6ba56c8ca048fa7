"""A record (cluster, holding, scheme, organization, person, place, work) with all its facts, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from clusterkb.catalogue.citations import Citation, citations, page_address
from clusterkb.catalogue.criteria import Candidate, Disputed, candidates, disputed
from clusterkb.catalogue.facts import Section, disagreements, facts_of
from clusterkb.catalogue.kinds import RECORDS, kind_of
from clusterkb.catalogue.nearby import Nearby, nearby
from clusterkb.catalogue.reader import Reader, Ref, Value
from clusterkb.catalogue.series import Series, series
from clusterkb.catalogue.source import copies
from clusterkb.errors import NotFound
from clusterkb.namespaces import shorten
from clusterkb.rdf.text import Text

# What one would look for on the page of a cluster.
_LOOKED_FOR = (
    "ckb:eventOf",
    "ckb:coordinationOf",
    "ckb:membershipOrganization",
    "ckb:territoryOf",
    "ckb:legalFormOf",
    "ckb:figureOf",
)
# What a record is told by, beside facts.
_DETAILS = (
    "ckb:country",
    "dcterms:title",
    "dcterms:creator",
    "ckb:writtenBy",
    "dcterms:date",
    "ckb:venue",
    "ckb:pages",
    "ckb:verification",
    "ckb:seemsToRetell",
    "skos:note",
)


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Everything a record page shows.

    Attributes:
        iri, name, kind, label: What it is; ``name`` is the prefixed name.
        labels: In all languages, the wanted one first.
        kinds, inferred_kinds: Its classes as stated, and those that only follow.
        candidates: Defined classes that it may be of, with the criteria that are not known.
        disputed: Classes that sources put it in and that do not follow.
        details: Property and values of what is said of it without a fact node.
        address: Web address where a work can be read, or an empty string.
        copies: Of a work, the sources that are copies or pages of it.
        sections: Its facts, a section a kind of fact.
        disagreements: Those that sources disagree about, a section a clash.
        unknown: Links of facts that one would look for here and that nothing is known of, as prefixed names.
        series: What was counted in several years.
        nearby: What it shares a region, members or a scheme with.
        completeness: What is known to be missing, and how its facts were matched with its sources.
        checked: Date of the last check, or an empty string.
        latitude, longitude: Decimal degrees (WGS 84), or empty strings.
        coordinate_basis: Where the coordinates come from and how exact they are.
    """

    iri: str
    name: str
    kind: str
    label: Text
    labels: list[Text]
    definition: Text | None
    kinds: list[Ref]
    inferred_kinds: list[Ref]
    candidates: list[Candidate]
    disputed: list[Disputed]
    details: list[tuple[Ref, list[Value]]]
    address: str
    copies: list[Ref]
    sections: list[Section]
    disagreements: list[Section]
    unknown: list[str]
    series: list[Series]
    nearby: list[Nearby]
    sources: list[Citation]
    confidence: Ref | None
    completeness: list[Text]
    checked: str
    latitude: str
    longitude: str
    coordinate_basis: Text | None


def record(reader: Reader, iri: str) -> RecordPage:
    """Read a record with its facts.

    Raises:
        NotFound: No record has this IRI.
    """
    kind = kind_of(iri)
    if kind not in RECORDS or not reader.exists(iri):
        raise NotFound(f"There is no record {shorten(iri)}.", remedy="Search for it by name.")
    sections = facts_of(reader, iri)
    return RecordPage(
        iri=iri,
        name=shorten(iri),
        kind=kind,
        label=reader.label(iri),
        labels=reader.texts(iri, "skos:prefLabel"),
        definition=reader.text(iri, "skos:definition"),
        kinds=reader.kinds(iri, inferred=False),
        inferred_kinds=[ref for ref in reader.kinds(iri, inferred=True) if kind_of(ref.iri)],
        candidates=candidates(reader, iri),
        disputed=disputed(reader, iri),
        details=reader.details(iri, _DETAILS),
        address=page_address(reader, iri),
        copies=copies(reader, iri) if kind == "work" else [],
        sections=sections,
        disagreements=disagreements(sections),
        unknown=_unknown(iri, sections),
        series=series(reader, iri),
        nearby=nearby(reader, iri),
        sources=citations(reader, iri),
        confidence=reader.thing(iri, "ckb:recordConfidence"),
        completeness=reader.texts(iri, "ckb:recordCompleteness") + reader.texts(iri, "ckb:sourceMapping"),
        checked=reader.plain(iri, "ckb:checkedOn"),
        latitude=reader.plain(iri, "wgs:lat"),
        longitude=reader.plain(iri, "wgs:long"),
        coordinate_basis=reader.text(iri, "ckb:coordinateBasis"),
    )


def _unknown(iri: str, sections: list[Section]) -> list[str]:
    known = {section.link for section in sections}
    return [link for link in _LOOKED_FOR if link not in known] if kind_of(iri) == "cluster" else []
