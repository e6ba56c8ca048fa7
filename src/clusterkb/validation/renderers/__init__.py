"""A report in every format there is: one table, one module a format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from clusterkb.validation.findings import Report
from clusterkb.validation.renderers.csv_table import csv_table
from clusterkb.validation.renderers.github import github
from clusterkb.validation.renderers.json_report import json_report
from clusterkb.validation.renderers.junit import junit
from clusterkb.validation.renderers.rdf_report import jsonld, ntriples, rdfxml, turtle
from clusterkb.validation.renderers.sarif import sarif
from clusterkb.validation.renderers.sources import NO_SOURCES, Sources
from clusterkb.validation.renderers.text import text

__all__ = ["NO_SOURCES", "RENDERERS", "Renderer", "Sources"]


class Write(Protocol):
    """A function that writes a report."""

    def __call__(self, report: Report, language: str, sources: Sources = NO_SOURCES) -> str:
        """Return ``report`` as text, in a language where the format has room for one only.

        Args:
            report: What to write.
            language: ``en``, ``ru`` or ``uz``.
            sources: Name of a file → its text, for the formats that show a piece of it or tell the lines of a fix.
        """
        ...


@dataclass(frozen=True, slots=True)
class Renderer:
    """One format of a report.

    Attributes:
        media_type: As it is served.
        suffix: Ending of a file of this format, without the dot.
        write: What writes it.
    """

    media_type: str
    suffix: str
    write: Write


RENDERERS: dict[str, Renderer] = {
    "text": Renderer("text/plain", "txt", text),
    "json": Renderer("application/json", "json", json_report),
    "sarif": Renderer("application/sarif+json", "sarif", sarif),
    "junit": Renderer("application/xml", "xml", junit),
    "github": Renderer("text/plain", "txt", github),
    "csv": Renderer("text/csv", "csv", csv_table),
    "ttl": Renderer("text/turtle", "ttl", turtle),
    "nt": Renderer("application/n-triples", "nt", ntriples),
    "jsonld": Renderer("application/ld+json", "jsonld", jsonld),
    "rdf": Renderer("application/rdf+xml", "rdf", rdfxml),
}
"""Name → format."""
