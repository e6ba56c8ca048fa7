"""Lists of the records that are no clusters: organizations, people, works, places, schemes."""

from __future__ import annotations

from dataclasses import dataclass

from clusterkb.catalogue.collation import Letter, by_letter, letter, order
from clusterkb.catalogue.facets import Entry, Listing, Narrowed, by_frequency, values_or_none
from clusterkb.catalogue.index import by_kind
from clusterkb.catalogue.kinds import kind_of
from clusterkb.catalogue.listing import country, value_of
from clusterkb.catalogue.reader import Reader, Ref
from clusterkb.catalogue.source import citing, copies
from clusterkb.errors import NotFound
from clusterkb.namespaces import PREFIXES, shorten
from clusterkb.rdf.text import Text
from clusterkb.sparql import select

LISTS = {
    "organizations": "organization",
    "people": "person",
    "works": "work",
    "places": "place",
    "schemes": "scheme",
}
"""Name of a list → the kind of thing in it."""

PAGE_ROWS = 200
"""So many rows stand on a page of a list."""

_PARTS = f"""
SELECT ?thing (COUNT(DISTINCT ?record) AS ?number) WHERE {{
  ?record ckb:recordConfidence ?confidence .
  {{ ?record ?in ?thing }} UNION
  {{ ?fact ?of ?record ; ?names ?thing FILTER(STRSTARTS(STR(?fact), "{PREFIXES["fact"]}")) }}
  FILTER(?thing != ?record && isIRI(?thing))
}} GROUP BY ?thing
"""
_WRITTEN = "SELECT ?thing (COUNT(DISTINCT ?work) AS ?number) WHERE { ?work ckb:writtenBy ?thing } GROUP BY ?thing"


@dataclass(frozen=True, slots=True)
class Parts:
    """In how many clusters, holdings, networks and schemes each thing has a part, and how many works each person wrote.

    A thing has a part in a record when the record or one of its facts names or cites it.
    """

    records: dict[str, int]
    works: dict[str, int]


@dataclass(frozen=True, slots=True)
class Writing:
    """What a list says of a work: who wrote it, when, and how far it was verified that it is there."""

    authors: list[Text]
    year: str
    verification: Ref | None


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing in a list.

    Attributes:
        thing: The thing.
        letter: What it stands under.
        kinds: Its classes as stated; empty where the list itself says what it is.
        countries: Where it is.
        records, works: See ``Parts``.
        writing: What is known of a work; None for anything else.
    """

    thing: Ref
    letter: str
    kinds: list[Ref]
    countries: list[Ref]
    records: int
    works: int
    writing: Writing | None


@dataclass(frozen=True, slots=True)
class Jump:
    """A letter, how many names stand under it, and the page of the list where it begins."""

    letter: str
    count: int
    page: int


@dataclass(frozen=True, slots=True)
class ThingsPage:
    """One page of a list.

    Attributes:
        name: Name of the list.
        found: The whole list as narrowed, without its rows.
        count: How many rows it has.
        letters: The rows of this page under their letters.
        jumps: All letters of the list.
        page, pages: Number of this page, and of pages.
    """

    name: str
    found: Narrowed[Thing]
    count: int
    letters: list[Letter[Thing]]
    jumps: list[Jump]
    page: int
    pages: int


def parts(reader: Reader) -> Parts:
    """Return what part each thing has."""
    return Parts(_counted(reader, _PARTS), _counted(reader, _WRITTEN))


def things(reader: Reader, name: str, parts: Parts) -> Listing[Thing]:
    """Return the list called ``name``, by the names of the things in it."""
    rows = [_thing(reader, iri, parts) for iri in by_kind(reader)[LISTS[name]]]
    rows.sort(key=lambda row: (order(row.thing.label, reader.language), row.thing.iri))
    labels: dict[str, Text] = {}
    entries = [Entry(row, _facets(reader, row, labels)) for row in rows]
    found = {facet: by_frequency(entries, facet, labels) for facet in ("country", "kind")}
    return Listing(entries, {facet: values for facet, values in found.items() if len(values) > 1})


def leaf(name: str, found: Narrowed[Thing], page: int) -> ThingsPage:
    """Return one page of a narrowed list.

    Raises:
        NotFound: The list has fewer pages.
    """
    rows, pages = found.rows, max(1, -(-len(found.rows) // PAGE_ROWS))
    if not 1 <= page <= pages:
        raise NotFound(f"There is no page {page}: this list has {pages}.", remedy="Begin at its first page.")
    start = (page - 1) * PAGE_ROWS
    return ThingsPage(
        name=name,
        found=Narrowed([], found.total, found.facets, found.chosen),
        count=len(rows),
        letters=_lettered(rows[start : start + PAGE_ROWS]),
        jumps=_jumps(_lettered(rows)),
        page=page,
        pages=pages,
    )


def _lettered(rows: list[Thing]) -> list[Letter[Thing]]:
    return by_letter(rows, lambda row: row.letter)


def _jumps(letters: list[Letter[Thing]]) -> list[Jump]:
    jumps, before = [], 0
    for one in letters:
        jumps.append(Jump(one.name, len(one.rows), before // PAGE_ROWS + 1))
        before += len(one.rows)
    return jumps


def _thing(reader: Reader, iri: str, parts: Parts) -> Thing:
    kind = kind_of(iri)
    return Thing(
        thing=reader.ref(iri),
        letter=letter(reader.label(iri), reader.language),
        kinds=reader.kinds(iri, inferred=False) if kind == "organization" else [],
        countries=reader.things(iri, "ckb:country"),
        records=_citing(reader, iri) if kind == "work" else parts.records.get(iri, 0),
        works=parts.works.get(iri, 0),
        writing=_writing(reader, iri) if kind == "work" else None,
    )


def _writing(reader: Reader, iri: str) -> Writing:
    # Names as the work gives them; only some of its authors have a page.
    authors = reader.texts(iri, "dcterms:creator") or [ref.label for ref in reader.things(iri, "ckb:writtenBy")]
    return Writing(authors, reader.plain(iri, "dcterms:date"), reader.thing(iri, "ckb:verification"))


def _citing(reader: Reader, work: str) -> int:
    """Return in how many records a work has a part: those that rest on a copy or a page of it."""
    records = {row.record.iri for copy in copies(reader, work) for row in citing(reader, copy.iri)}
    return sum(kind_of(record) in ("cluster", "scheme") for record in records)


def _facets(reader: Reader, row: Thing, labels: dict[str, Text]) -> dict[str, frozenset[str]]:
    labels |= {shorten(ref.iri): ref.label for ref in row.kinds}
    kinds = {shorten(ref.iri) for ref in row.kinds}
    return values_or_none({"country": country(reader, row.thing.iri, labels), "kind": kinds})


def _counted(reader: Reader, query: str) -> dict[str, int]:
    return {value_of(row["thing"]): int(value_of(row["number"])) for row in select(reader.store, query)}
