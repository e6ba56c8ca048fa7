"""A report as a table, one finding a row (RFC 4180), safe to open in a spreadsheet program."""

from __future__ import annotations

import csv
import io

from clusterkb.validation.findings import Finding, Report, in_language
from clusterkb.validation.renderers.remedies import remedies
from clusterkb.validation.renderers.sentences import thing_called
from clusterkb.validation.renderers.sources import NO_SOURCES, Sources
from clusterkb.validation.renderers.visible import encodable

COLUMNS = (
    *("file", "line", "column", "cell", "severity", "code"),
    *("thing", "label", "property", "value", "message", "fix"),
)

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_table(report: Report, language: str, sources: Sources = NO_SOURCES) -> str:
    r"""Return the findings of a report as CSV.

    >>> csv_table(Report((), "conforms", (), "engine 1.0", 0), "en")
    'file,line,column,cell,severity,code,thing,label,property,value,message,fix\r\n'
    """
    table = io.StringIO(newline="")
    rows = csv.writer(table, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    rows.writerows(_row(finding, language) for finding in report.findings)
    return encodable(table.getvalue())


def _row(finding: Finding, language: str) -> list[str]:
    place = finding.place
    cells = (
        *(place.file, str(place.line or ""), str(place.column or ""), place.cell),
        *(finding.severity, finding.code, thing_called(finding.focus, language), in_language(finding.labels, language)),
        *(finding.path, finding.value, finding.message(language)),
        " ".join(line.strip() for line in remedies(finding, language)),
    )
    return [_guarded(cell) for cell in cells]


def _guarded(cell: str) -> str:
    """Return a cell that no spreadsheet program takes for a formula (CWE-1236).

    >>> _guarded("=1+1")
    "'=1+1"
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
