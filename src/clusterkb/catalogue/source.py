"""A cited source and what rests on it, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from clusterkb.catalogue.citations import page_address
from clusterkb.catalogue.facts import about
from clusterkb.catalogue.kinds import kind_of
from clusterkb.catalogue.reader import Reader, Ref
from clusterkb.errors import NotFound
from clusterkb.namespaces import shorten
from clusterkb.rdf.text import Text

_COPIES = ("dcterms:isFormatOf", "dcterms:isPartOf")
"""How a source leads to the work that it is a copy or a page of."""


@dataclass(frozen=True, slots=True)
class Citing:
    """A record that cites the source, and how many of its facts do."""

    record: Ref
    facts: int


@dataclass(frozen=True, slots=True)
class SourcePage:
    """Everything a source's page shows.

    Attributes:
        address: Where the source can be read, or an empty string.
        source_kind: What kind of source it is, where that is said.
        checked: Date of the last look at it, or an empty string.
        work: The work that it is a copy or a page of, if that is described.
        cited_by: The records that rest on it, those with most facts first.
    """

    iri: str
    name: str
    kind: str
    label: Text
    address: str
    source_kind: Ref | None
    checked: str
    work: Ref | None
    cited_by: list[Citing]


def source(reader: Reader, iri: str) -> SourcePage:
    """Read a source.

    Raises:
        NotFound: No source has this IRI.
    """
    if kind_of(iri) != "source" or not reader.exists(iri):
        raise NotFound(f"There is no source {shorten(iri)}.", remedy="Search for it by name.")
    return SourcePage(
        iri=iri,
        name=shorten(iri),
        kind="source",
        label=reader.label(iri),
        address=page_address(reader, iri),
        source_kind=reader.thing(iri, "ckb:sourceKind"),
        checked=reader.plain(iri, "ckb:checkedOn"),
        work=next((ref for link in _COPIES if (ref := reader.thing(iri, link))), None),
        cited_by=citing(reader, iri),
    )


def copies(reader: Reader, work: str) -> list[Ref]:
    """Return the sources that are copies or pages of a work."""
    return reader.refs({iri for link in _COPIES for iri in reader.subjects(link, work) if kind_of(iri) == "source"})


def citing(reader: Reader, iri: str) -> list[Citing]:
    """Return the records that rest on a source, those with most facts first."""
    counts: dict[str, int] = {}
    for subject in reader.subjects("dcterms:source", iri):
        record = subject if kind_of(subject) else about(reader, subject)
        if record:
            counts[record] = counts.get(record, 0) + (subject != record)
    rows = [Citing(ref, counts[ref.iri]) for ref in reader.refs(counts)]
    return sorted(rows, key=lambda row: -row.facts)
