"""What the checks of the repository itself found, as plain text."""

from __future__ import annotations

from collections.abc import Mapping

from clusterkb.cli.text import number_of, table
from clusterkb.namespaces import shorten
from clusterkb.quality import DataReport, OntologyReport


def ontology(found: OntologyReport) -> str:
    """Return a report on the ontology: what is wrong, then what there is."""
    questions = (
        ("OWL 2 DL", found.outside_dl),
        ("datatypes that HermiT takes", found.datatypes),
        ("consistent", () if found.consistent else ("HermiT finds no world in which all of it holds.",)),
        ("every class can have members", [f"nothing can be a {shorten(name)}" for name in found.unsatisfiable]),
        ("the closure has all that HermiT infers", found.missed),
        (f"{found.rules} rules of hygiene", [f"{f.severity}: {f.message} [{f.rule}]" for f in found.faults]),
    )
    lines = []
    for question, faults in questions:
        lines += [
            f"{question}: {number_of(len(faults), 'fault') if faults else 'yes'}",
            *(f"  {line}" for line in faults),
        ]
    covered = [[name, f"{having} of {of}"] for name, (having, of) in found.coverage.items()]
    counted = [[name, str(number)] for name, number in found.metrics.items()]
    return "\n".join([*lines, "", table(["has", "how many"], covered), "", table(["what", "how many"], counted)])


def data(found: DataReport, places: Mapping[str, str]) -> str:
    """Return a report on the records: what is wrong and where, then what there is."""
    lines = [
        f"{places.get(fault.thing, fault.thing)}: {fault.severity}: {fault.message} [{fault.rule}]"
        for fault in found.faults
    ]
    there = found.coverage
    counted = [
        *there.forms.items(),
        ("countries", len(there.countries)),
        ("organizations named as members", there.members),
    ]
    counted += [("facts", there.facts), ("sources", there.sources)]
    numbers = [[name, str(number)] for name, number in counted]
    having = [[name, f"{number} of {of}"] for name, (number, of) in there.having.items()]
    state = number_of(len(found.faults), "fault") if found.faults else "no fault"
    return "\n".join(
        [
            *lines,
            f"{state} by {found.checks} rules and the shapes",
            "",
            table(["what", "how many"], numbers),
            "",
            table(["records with", "how many"], having),
        ]
    )


def clashes(name: str, found: list[tuple[str, list[str]]]) -> str:
    """Return what contradicts what: of each clash its rule and statements."""
    if not found:
        return f"{name}: no contradiction found by the rules of OWL 2 RL"
    lines = []
    for rule, statements in found:
        lines.append(f"{name}: these cannot all hold [{rule}]")
        lines += [f"  {line}" for line in statements]
    return "\n".join(lines)
