"""Sources to a new store version, and nothing half done in between."""

from clusterkb.build.run import PHASES, Report, run

__all__ = ["PHASES", "Report", "run"]
