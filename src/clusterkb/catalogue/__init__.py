"""Typed reads: each noun of the knowledge base with the dataclass its page is made of."""

from clusterkb.catalogue.common import Reader, Ref
from clusterkb.catalogue.concept import ConceptPage, concept
from clusterkb.catalogue.kinds import RECORDS, kind_of
from clusterkb.catalogue.listing import RecordRow, Sense, TermGroup, records, senses, terms
from clusterkb.catalogue.record import Fact, RecordPage, Section, about, record
from clusterkb.catalogue.source import SourcePage, source
from clusterkb.catalogue.triples import describe
from clusterkb.catalogue.why import Why, why
from clusterkb.rdf.text import Text

__all__ = [
    "RECORDS",
    "ConceptPage",
    "Fact",
    "Reader",
    "RecordPage",
    "RecordRow",
    "Ref",
    "Section",
    "Sense",
    "SourcePage",
    "TermGroup",
    "Text",
    "Why",
    "about",
    "concept",
    "describe",
    "kind_of",
    "record",
    "records",
    "senses",
    "source",
    "terms",
    "why",
]
