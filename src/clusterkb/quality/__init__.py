"""What makes an ontology and its data good beyond being true: rules, coverage, numbers, each in one report."""

from clusterkb.quality.coverage import COUNTED, Coverage, coverage
from clusterkb.quality.data import DataReport, check_data
from clusterkb.quality.hygiene import Fault, Rule, faults, rules
from clusterkb.quality.report import OntologyReport, check_ontology
from clusterkb.quality.triples import Facts

__all__ = [
    "COUNTED",
    "Coverage",
    "DataReport",
    "Facts",
    "Fault",
    "OntologyReport",
    "Rule",
    "check_data",
    "check_ontology",
    "coverage",
    "faults",
    "rules",
]
