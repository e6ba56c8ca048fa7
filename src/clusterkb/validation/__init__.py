"""Descriptions against the shapes: documents in, a report out; it never prints and never edits its input."""

from clusterkb.validation.bulk import large, validate_large
from clusterkb.validation.documents import Sent
from clusterkb.validation.findings import Finding, Report
from clusterkb.validation.gate import check_knowledge_base
from clusterkb.validation.intake import documents
from clusterkb.validation.mend import mend
from clusterkb.validation.run import validate

__all__ = [
    "Finding",
    "Report",
    "Sent",
    "check_knowledge_base",
    "documents",
    "large",
    "mend",
    "validate",
    "validate_large",
]
