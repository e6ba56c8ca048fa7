"""Typed reads: each noun of the knowledge base with the dataclass its page is made of."""

from clusterkb.catalogue.article import ArticlePage, Neighbours, Sentence, article, neighbours
from clusterkb.catalogue.asked import Asked, Beside, asked, beside
from clusterkb.catalogue.cite import CITATION_FORMS, SITE, CiteAs, cite, gost_pieces, version_name
from clusterkb.catalogue.collation import Letter
from clusterkb.catalogue.compare import Comparison, Partners, compare, partners
from clusterkb.catalogue.concept import ConceptPage, concept
from clusterkb.catalogue.criteria import Candidate, candidates
from clusterkb.catalogue.examples import Example, Parameter, choices, example, examples, examples_document
from clusterkb.catalogue.facets import Listing, Narrowed, narrow
from clusterkb.catalogue.facts import Fact, Section, about, disagreeing, moments
from clusterkb.catalogue.glossary import Entry as GlossaryEntry
from clusterkb.catalogue.glossary import glossary, glossary_table
from clusterkb.catalogue.hits import Found, found
from clusterkb.catalogue.index import Name, index
from clusterkb.catalogue.itself import AboutPage, itself
from clusterkb.catalogue.kinds import KINDS, RECORDS, kind_of
from clusterkb.catalogue.listing import FACETS, RecordRow, Sense, TermGroup, listed, records, senses, terms
from clusterkb.catalogue.reader import Reader, Ref
from clusterkb.catalogue.record import RecordPage, record
from clusterkb.catalogue.rule import RuleGroup, RulePage, RuleRow, codes, rule, rules
from clusterkb.catalogue.samples import Sample
from clusterkb.catalogue.service import service_document, void_document
from clusterkb.catalogue.source import SourcePage, source
from clusterkb.catalogue.things import LISTS, Parts, Thing, ThingsPage, leaf, parts, things
from clusterkb.catalogue.tree import Branch, Tree, tree
from clusterkb.catalogue.triples import describe, document
from clusterkb.catalogue.why import Why, clash_lines, unproven, why

__all__ = [
    "CITATION_FORMS",
    "FACETS",
    "KINDS",
    "LISTS",
    "RECORDS",
    "SITE",
    "AboutPage",
    "ArticlePage",
    "Asked",
    "Beside",
    "Branch",
    "Candidate",
    "CiteAs",
    "Comparison",
    "ConceptPage",
    "Example",
    "Fact",
    "Found",
    "GlossaryEntry",
    "Letter",
    "Listing",
    "Name",
    "Narrowed",
    "Neighbours",
    "Parameter",
    "Partners",
    "Parts",
    "Reader",
    "RecordPage",
    "RecordRow",
    "Ref",
    "RuleGroup",
    "RulePage",
    "RuleRow",
    "Sample",
    "Section",
    "Sense",
    "Sentence",
    "SourcePage",
    "TermGroup",
    "Thing",
    "ThingsPage",
    "Tree",
    "Why",
    "about",
    "article",
    "asked",
    "beside",
    "candidates",
    "choices",
    "cite",
    "clash_lines",
    "codes",
    "compare",
    "concept",
    "describe",
    "disagreeing",
    "document",
    "example",
    "examples",
    "examples_document",
    "found",
    "glossary",
    "glossary_table",
    "gost_pieces",
    "index",
    "itself",
    "kind_of",
    "leaf",
    "listed",
    "moments",
    "narrow",
    "neighbours",
    "partners",
    "parts",
    "record",
    "records",
    "rule",
    "rules",
    "senses",
    "service_document",
    "source",
    "terms",
    "things",
    "tree",
    "unproven",
    "version_name",
    "void_document",
    "why",
]
