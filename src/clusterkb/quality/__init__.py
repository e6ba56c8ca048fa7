"""What makes an ontology good beyond being true: rules of hygiene, coverage, numbers, all in one report."""

from clusterkb.quality.hygiene import Fault, Rule, faults, rules
from clusterkb.quality.report import OntologyReport, check_ontology

__all__ = ["Fault", "OntologyReport", "Rule", "check_ontology", "faults", "rules"]
