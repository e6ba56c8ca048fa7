"""Everything that can be checked of the records, in one report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

import pyoxigraph as ox

from clusterkb.quality.coverage import Coverage, coverage
from clusterkb.quality.duplicates import duplicates
from clusterkb.quality.geography import misplaced
from clusterkb.quality.hygiene import Fault, faults, rules
from clusterkb.quality.triples import Facts


@dataclass(frozen=True, slots=True)
class DataReport:
    """What was found.

    Attributes:
        faults: What is wrong, errors first.
        checks: How many kinds of fault were looked for, beside the shapes.
        coverage: What there is.
    """

    faults: tuple[Fault, ...]
    checks: int
    coverage: Coverage

    @property
    def sound(self) -> bool:
        """Whether nothing was found but warnings."""
        return all(fault.severity == "warning" for fault in self.faults)

    def document(self) -> dict[str, Any]:
        """Return the report as plain data, for JSON."""
        return {"sound": self.sound, **asdict(self)}


def check_data(stated: list[ox.Triple], by_shapes: Iterable[Fault]) -> DataReport:
    """Check all that the files state about real things.

    Args:
        stated: All triples, of terms too: a rule may ask whether a term exists.
        by_shapes: What the shapes found.

    Raises:
        MissingPart: rapidfuzz or shapely is not there.
    """
    facts = Facts(stated)
    asked = rules("data")
    found = [*by_shapes, *faults(stated, asked), *duplicates(facts), *misplaced(facts)]
    ordered = sorted(found, key=lambda fault: (fault.severity, fault.rule, fault.thing))
    return DataReport(tuple(ordered), len(asked) + 2, coverage(facts))
