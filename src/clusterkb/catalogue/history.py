"""The releases, as the changelog tells of them, and the last day that the data knows of."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pyoxigraph as ox

from clusterkb.sparql import select
from clusterkb.store import EmbeddedStore

_RELEASE = re.compile(r"## (?P<version>\d+\.\d+\.\d+\S*), (?:(?P<date>\d{4}-\d\d-\d\d)|not yet released)")
_LAST_LOOK = "SELECT (MAX(?day) AS ?last) WHERE { ?thing ckb:checkedOn ?day }"


@dataclass(frozen=True, slots=True)
class Part:
    """What changed in one part of the whole; a note may have words between backticks, which are code."""

    heading: str
    notes: list[str]


@dataclass(frozen=True, slots=True)
class Release:
    """A release: its version, its day as ``YYYY-MM-DD`` (empty while it is not released), what changed."""

    version: str
    date: str
    parts: list[Part]


def releases(changelog: str) -> list[Release]:
    r"""Return the releases of a changelog, in its order.

    Raises:
        ValueError: A heading is not of the form that is agreed on, or a line stands where no line can.

    >>> releases("# Changelog\n\n## 1.0.0, 2027-01-31\n\n### Site\n\n- A page\n  more.\n")
    [Release(version='1.0.0', date='2027-01-31', parts=[Part(heading='Site', notes=['A page more.'])])]
    """
    found: list[Release] = []
    for line in changelog[changelog.find("\n## ") + 1 :].splitlines():
        if line.startswith("## "):
            found.append(_release(line))
        elif line.startswith("### ") and found:
            found[-1].parts.append(Part(line[4:].strip(), []))
        elif line.strip():
            _add(found, line)
    return found


def last_look(store: EmbeddedStore) -> str:
    """Return the latest day on which a fact was held against its source, as ``YYYY-MM-DD``; empty for no facts.

    >>> from clusterkb import KnowledgeBase
    >>> last_look(KnowledgeBase.open().store) >= "2026-11-23"
    True
    """
    found = (row.get("last") for row in select(store, _LAST_LOOK))
    return next((day.value for day in found if isinstance(day, ox.Literal)), "")


def _release(line: str) -> Release:
    head = _RELEASE.fullmatch(line.strip())
    if head is None:
        raise ValueError(f"Write the heading as '## 1.2.3, 2027-01-31' or '## 1.2.3, not yet released': {line}")
    return Release(head["version"], head["date"] or "", [])


def _add(found: list[Release], line: str) -> None:
    if not (found and found[-1].parts):
        raise ValueError(f"A note stands below a heading: {line}")
    notes = found[-1].parts[-1].notes
    if line.startswith("- "):
        notes.append(line[2:].strip())
    elif line.startswith("  ") and notes:
        notes[-1] += f" {line.strip()}"
    else:
        raise ValueError(f"A note begins with '- ' and goes on with two spaces: {line}")
