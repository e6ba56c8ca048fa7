"""Typed reads: each noun of the knowledge base with the dataclass its page is made of."""

from clusterkb.catalogue.concept import ConceptPage, concept
from clusterkb.catalogue.criteria import Candidate, candidates
from clusterkb.catalogue.examples import Example, Parameter, choices, example, examples, examples_document
from clusterkb.catalogue.kinds import KINDS, RECORDS, kind_of
from clusterkb.catalogue.listing import RecordRow, Sense, TermGroup, records, senses, terms
from clusterkb.catalogue.reader import Reader, Ref
from clusterkb.catalogue.record import Fact, RecordPage, Section, about, record
from clusterkb.catalogue.service import service_document, void_document
from clusterkb.catalogue.source import SourcePage, source
from clusterkb.catalogue.triples import describe, document
from clusterkb.catalogue.why import Why, clash_lines, unproven, why

__all__ = [
    "KINDS",
    "RECORDS",
    "Candidate",
    "ConceptPage",
    "Example",
    "Fact",
    "Parameter",
    "Reader",
    "RecordPage",
    "RecordRow",
    "Ref",
    "Section",
    "Sense",
    "SourcePage",
    "TermGroup",
    "Why",
    "about",
    "candidates",
    "choices",
    "clash_lines",
    "concept",
    "describe",
    "document",
    "example",
    "examples",
    "examples_document",
    "kind_of",
    "record",
    "records",
    "senses",
    "service_document",
    "source",
    "terms",
    "unproven",
    "void_document",
    "why",
]
