"""Typed reads: each noun of the knowledge base with the dataclass its page is made of."""

from clusterkb.catalogue.common import Reader, Ref
from clusterkb.catalogue.concept import ConceptPage, concept
from clusterkb.catalogue.kinds import kind_of
from clusterkb.catalogue.record import Fact, RecordPage, Section, record
from clusterkb.catalogue.triples import describe
from clusterkb.rdf.text import Text

__all__ = [
    "ConceptPage",
    "Fact",
    "Reader",
    "RecordPage",
    "Ref",
    "Section",
    "Text",
    "concept",
    "describe",
    "kind_of",
    "record",
]
