"""The sources that a thing or a fact cites, and where each can be read."""

from __future__ import annotations

from dataclasses import dataclass

from clusterkb.catalogue.reader import Reader, Ref


@dataclass(frozen=True, slots=True)
class Citation:
    """A cited source.

    Attributes:
        ref: The source with its label.
        page: Web address where it can be read, or an empty string.
    """

    ref: Ref
    page: str


def citations(reader: Reader, iri: str) -> list[Citation]:
    """Return the sources that ``iri`` cites, by label."""
    return [Citation(ref, page_address(reader, ref.iri)) for ref in reader.things(iri, "dcterms:source")]


def page_address(reader: Reader, source: str) -> str:
    """Return the web address of a source, or an empty string."""
    pages = (ref.iri for ref in reader.things(source, "foaf:page"))
    return next((page for page in pages if page.startswith(("http://", "https://"))), "")
