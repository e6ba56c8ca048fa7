"""A record (cluster, holding, scheme, organization, person, place, work) with all its facts, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pyoxigraph as ox

from clusterkb.catalogue.citations import Citation, citations, page_address
from clusterkb.catalogue.criteria import Candidate, Disputed, candidates, disputed
from clusterkb.catalogue.kinds import RECORDS, kind_of
from clusterkb.catalogue.reader import Reader, Ref, Value
from clusterkb.errors import NotFound
from clusterkb.namespaces import expand, shorten
from clusterkb.rdf.text import Text

_PERIOD = ("ckb:fromYear", "ckb:untilYear")

# A kind of fact, the property that leads from the fact to the record, and the columns to show.
# A new kind of fact is a new row.
_SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("ckb:Event", "ckb:eventOf", ("ckb:year", "ckb:date", "ckb:eventKind", "ckb:eventScheme", "ckb:eventResult")),
    ("ckb:Event", "ckb:eventScheme", ("ckb:year", "ckb:date", "ckb:eventKind", "ckb:eventOf")),
    ("ckb:Coordination", "ckb:coordinationOf", ("ckb:coordinationCoordinator", "ckb:coordinationRole", *_PERIOD)),
    ("ckb:Coordination", "ckb:coordinationCoordinator", ("ckb:coordinationOf", "ckb:coordinationRole", *_PERIOD)),
    ("ckb:Membership", "ckb:membershipOrganization", ("ckb:membershipMember", "ckb:membershipRole", *_PERIOD)),
    ("ckb:Membership", "ckb:membershipMember", ("ckb:membershipOrganization", "ckb:membershipRole", *_PERIOD)),
    ("ckb:Nesting", "ckb:nestingInner", ("ckb:nestingOuter", *_PERIOD)),
    ("ckb:Nesting", "ckb:nestingOuter", ("ckb:nestingInner", *_PERIOD)),
    ("ckb:SchemeInclusion", "ckb:inclusionOf", ("ckb:inclusionScheme", *_PERIOD)),
    ("ckb:SchemeInclusion", "ckb:inclusionScheme", ("ckb:inclusionOf", *_PERIOD)),
    ("ckb:Candidacy", "ckb:candidacyFor", ("ckb:candidacyCandidate", *_PERIOD)),
    ("ckb:Candidacy", "ckb:candidacyCandidate", ("ckb:candidacyFor", *_PERIOD)),
    ("ckb:Involvement", "ckb:involvementOf", ("ckb:involvedAgent", "ckb:involvementRole", *_PERIOD)),
    ("ckb:Involvement", "ckb:involvedAgent", ("ckb:involvementOf", "ckb:involvementRole", *_PERIOD)),
    ("ckb:Auspices", "ckb:auspicesOf", ("ckb:patronagePatron", *_PERIOD)),
    ("ckb:Ownership", "ckb:ownershipOf", ("ckb:patronagePatron", *_PERIOD)),
    ("ckb:Sponsorship", "ckb:sponsorshipOf", ("ckb:patronagePatron", *_PERIOD)),
    ("ckb:Patronage", "ckb:patronagePatron", ("ckb:auspicesOf", "ckb:ownershipOf", "ckb:sponsorshipOf", *_PERIOD)),
    ("ckb:LegalForm", "ckb:legalFormOf", ("ckb:legalFormKind", "ckb:legalFormVehicle", *_PERIOD)),
    ("ckb:LegalForm", "ckb:legalFormVehicle", ("ckb:legalFormOf", "ckb:legalFormKind", *_PERIOD)),
    ("ckb:Territory", "ckb:territoryOf", ("ckb:territoryPlace", "ckb:territoryScope")),
    ("ckb:RatingObservation", "ckb:ratingOf", ("ckb:ratingZone", "ckb:year")),
    ("ckb:Territory", "ckb:territoryPlace", ("ckb:territoryOf", "ckb:territoryScope")),
    (
        "ckb:Figure",
        "ckb:figureOf",
        (
            "ckb:figureCounts",
            "ckb:figureQualifier",
            "ckb:figureValue",
            "ckb:figureUnit",
            "ckb:figurePlanned",
            "ckb:figureOutcome",
            "ckb:year",
            "ckb:date",
        ),
    ),
    ("ckb:NameUse", "ckb:nameUseOf", ("ckb:nameUseName", "ckb:nameUseKind", *_PERIOD)),
    ("ckb:Classification", "ckb:classificationOf", ("ckb:classificationKind", "ckb:statementHolder")),
    (
        "ckb:AttributedStatement",
        "ckb:statementAbout",
        ("ckb:statementText", "ckb:statementValue", "ckb:statementHolder"),
    ),
    ("ckb:Identifier", "ckb:identifierOf", ("ckb:identifierScheme", "ckb:identifierValue")),
    ("ckb:Work", "ckb:writtenBy", ("dcterms:date", "dcterms:title", "dcterms:creator")),
    ("ckb:Assertion", "ckb:namesAuthority", ("skos:definition", "dcterms:isPartOf")),
    ("ckb:BibliographyEntry", "ckb:entryWork", ("ckb:entryOf", "ckb:asPrinted", "ckb:correction")),
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
_IN_ONE_LANGUAGE = ("ckb:statementText", "skos:definition", "ckb:correction")
_LAST = "\uffff"  # sorts after every text: what is not known stands last
_NOTES = ("ckb:fromDate", "ckb:untilDate", "skos:note", "skos:scopeNote", "rdfs:comment")


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact node.

    Attributes:
        cells: One list of values for each column of its section.
        notes: Exact dates and remarks, in words.
        sources: Where it is known from.
        conflicts: Facts from other sources that say otherwise.
        checked: Date of the last check, or an empty string.
        confidence: Ref to the confidence of this fact where it is given.
    """

    iri: str
    cells: list[list[Value]]
    notes: list[Value]
    sources: list[Citation]
    conflicts: list[Ref]
    checked: str
    confidence: Ref | None


@dataclass(frozen=True, slots=True)
class Section:
    """All facts of one kind that speak of the record in one way.

    Attributes:
        link: The property that leads from a fact to the record, as a prefixed name.
        kind: The kind of fact.
        columns: The headings of the columns in use.
        facts: In order of their columns.
    """

    link: str
    kind: Ref
    columns: list[Ref]
    facts: list[Fact]


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
        sections: Its facts, a section a kind of fact.
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
    sections: list[Section]
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
        sections=[section for row in _SECTIONS if (section := _section(reader, iri, *row)).facts],
        sources=citations(reader, iri),
        confidence=reader.thing(iri, "ckb:recordConfidence"),
        completeness=reader.texts(iri, "ckb:recordCompleteness") + reader.texts(iri, "ckb:sourceMapping"),
        checked=reader.plain(iri, "ckb:checkedOn"),
        latitude=reader.plain(iri, "wgs:lat"),
        longitude=reader.plain(iri, "wgs:long"),
        coordinate_basis=reader.text(iri, "ckb:coordinateBasis"),
    )


def _section(reader: Reader, iri: str, kind: str, link: str, columns: tuple[str, ...]) -> Section:
    facts = sorted((_fact(reader, node, columns) for node in reader.subjects(link, iri, kind)), key=_order)
    used = [place for place in range(len(columns)) if any(fact.cells[place] for fact in facts)]
    shown = [replace(fact, cells=[fact.cells[place] for place in used]) for fact in facts]
    return Section(link, reader.ref(expand(kind)), [reader.ref(expand(columns[place])) for place in used], shown)


def _order(fact: Fact) -> tuple[str, ...]:
    cells = [cell[0] if cell else Text(_LAST) for cell in fact.cells]
    return tuple((cell.label if isinstance(cell, Ref) else cell).value for cell in cells)


def _fact(reader: Reader, iri: str, columns: tuple[str, ...]) -> Fact:
    return Fact(
        iri=iri,
        cells=[_cell(reader, iri, column) for column in columns],
        notes=[value for name in _NOTES for value in reader.values(iri, name)],
        # A work is its own source.
        sources=[Citation(reader.ref(iri), page_address(reader, iri))]
        if kind_of(iri) == "work"
        else citations(reader, iri),
        conflicts=reader.things(iri, "ckb:conflictsWith"),
        checked=reader.plain(iri, "ckb:checkedOn"),
        confidence=reader.thing(iri, "ckb:confidence"),
    )


def _cell(reader: Reader, iri: str, column: str) -> list[Value]:
    values = reader.values(iri, column)
    texts = [value for value in values if isinstance(value, Text)]
    # Of one text in several languages a cell shows the best; of several values without language it shows all.
    return [texts[0]] if texts and texts[0].language and column in _IN_ONE_LANGUAGE else values


def about(reader: Reader, fact: str) -> str:
    """Return the record a fact node speaks of first, or an empty string.

    >>> from clusterkb import KnowledgeBase, expand
    >>> about(Reader(KnowledgeBase.open().store), expand("fact:ulyanovsk-founding"))
    'https://w3id.org/clusterkb/id/cluster/ulyanovsk-holding'
    """
    links = dict.fromkeys(link for _, link, _ in _SECTIONS)
    found = (term.value for link in links for term in reader.objects(fact, link) if isinstance(term, ox.NamedNode))
    return next(found, "")
