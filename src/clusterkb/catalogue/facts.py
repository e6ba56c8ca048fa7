"""The facts that speak of a record, a section a kind of fact."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox
from babel.numbers import format_decimal

from clusterkb.catalogue.citations import Citation, citations, page_address
from clusterkb.catalogue.kinds import kind_of
from clusterkb.catalogue.reader import Reader, Ref, Value
from clusterkb.namespaces import expand, shorten
from clusterkb.rdf.text import Text

_PERIOD = ("ckb:fromYear", "ckb:untilYear")

# A kind of fact, the property that leads from the fact to the record, and the columns to show.
# A new kind of fact is a new row.
_SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("ckb:Event", "ckb:eventOf", ("ckb:year", "ckb:eventKind", "ckb:eventScheme", "ckb:eventResult")),
    ("ckb:Event", "ckb:eventScheme", ("ckb:year", "ckb:eventKind", "ckb:eventOf")),
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
            "ckb:year",
            "ckb:figureValue",
            "ckb:figureUnit",
            "ckb:figurePlanned",
            "ckb:figureOutcome",
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
_MORE_EXACT = {"ckb:year": "ckb:date", "ckb:fromYear": "ckb:fromDate", "ckb:untilYear": "ckb:untilDate"}
"""A year → the date that stands in its place where it is known."""
_IN_ONE_LANGUAGE = ("ckb:statementText", "skos:definition", "ckb:correction")
_LAST = "\uffff"  # sorts after every text: what is not known stands last
_NOTES = ("skos:note", "skos:scopeNote", "rdfs:comment")


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact node.

    Attributes:
        cells: One list of values for each column of its section.
        notes: Remarks, in words.
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
class Moment:
    """A fact on a line of time: when it was, as exactly as is known, and the rest of what it says."""

    when: Value | None
    what: list[list[Value]]
    fact: Fact


def moments(section: Section) -> list[Moment]:
    """Return the facts of a section in order of time, those without a year last."""
    columns = [shorten(column.iri) for column in section.columns]
    found = []
    for fact in section.facts:
        cells = dict(zip(columns, fact.cells, strict=True))
        when = cells.pop("ckb:year", [])
        found.append(Moment(when[0] if when else None, [cell for cell in cells.values() if cell], fact))
    return sorted(found, key=lambda moment: moment.when.value if isinstance(moment.when, Text) else _LAST)


def facts_of(reader: Reader, iri: str) -> list[Section]:
    """Return the facts that speak of a record, the sections that have any."""
    return [section for row in _SECTIONS if (section := _section(reader, iri, *row)).facts]


def disagreements(sections: list[Section]) -> list[Section]:
    """Return the facts that sources disagree about, those that cannot all hold beside each other, a section a clash."""
    found = []
    for section in sections:
        here = {fact.iri: fact for fact in section.facts}
        seen: set[str] = set()
        for fact in section.facts:
            others = [other.iri for other in fact.conflicts if other.iri in here]
            if others and fact.iri not in seen:
                seen.update((fact.iri, *others))
                found.append(replace(section, facts=[fact, *(here[other] for other in others)]))
    return found


def disagreeing(reader: Reader) -> list[Ref]:
    """Return every record of which sources say what cannot all hold, by label."""
    conflicts = reader.store.engine.quads_for_pattern(None, ox.NamedNode(expand("ckb:conflictsWith")), None, None)
    records = {about(reader, quad.subject.value) for quad in conflicts if isinstance(quad.subject, ox.NamedNode)}
    return reader.refs(records - {""})


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
    values = (column in _MORE_EXACT and reader.values(iri, _MORE_EXACT[column])) or reader.values(iri, column)
    if column == "ckb:figureValue":
        return [Text(_grouped(value.value, reader.language)) for value in values if isinstance(value, Text)]
    if column == "ckb:figurePlanned":  # of what is not planned nothing need be said
        return [reader.ref(expand(column))] if values == [Text("true")] else []
    texts = [value for value in values if isinstance(value, Text)]
    # Of one text in several languages a cell shows the best; of several values without language it shows all.
    return [texts[0]] if texts and texts[0].language and column in _IN_ONE_LANGUAGE else values


def _grouped(number: str, language: str) -> str:
    """Return a number as it is written in a language.

    >>> _grouped("11000000000", "en"), _grouped("some", "en")
    ('11,000,000,000', 'some')
    """
    try:
        return format_decimal(Decimal(number), locale=language)
    except InvalidOperation:
        return number


def about(reader: Reader, fact: str) -> str:
    """Return the record a fact node speaks of first, or an empty string.

    >>> from clusterkb import KnowledgeBase, expand
    >>> about(Reader(KnowledgeBase.open().store), expand("fact:ulyanovsk-founding"))
    'https://w3id.org/clusterkb/id/cluster/ulyanovsk-holding'
    """
    links = dict.fromkeys(link for _, link, _ in _SECTIONS)
    found = (term.value for link in links for term in reader.objects(fact, link) if isinstance(term, ox.NamedNode))
    return next(found, "")
