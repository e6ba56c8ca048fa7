"""A description against the shapes: data in, a report out; it never prints and never edits its input."""

from clusterkb.validation.findings import Finding, Report
from clusterkb.validation.run import validate

__all__ = ["Finding", "Report", "validate"]
