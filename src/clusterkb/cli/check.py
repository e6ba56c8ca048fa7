"""Commands that check: descriptions of others, and the repository itself."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from clusterkb import assets
from clusterkb.catalogue import clash_lines
from clusterkb.cli import verdicts
from clusterkb.cli.options import as_json, format_option, open_kb
from clusterkb.cli.reference import stale
from clusterkb.rdf.files import Deviation, deviations
from clusterkb.rdf.text import LANGUAGES


@click.group()
def check() -> None:
    """Check the ontology, the shapes and the records themselves.  Example: clusterkb check turtle."""


@check.command()
@click.option("--fix", is_flag=True, help="Rewrite the files that deviate.")
@click.pass_context
def turtle(context: click.Context, fix: bool) -> None:
    """Compare every Turtle file with its canonical form.  Example: clusterkb check turtle --fix."""
    _compare(context, deviations([assets.folder("ontology"), assets.folder("shapes")]), fix)


@check.command()
@click.option("--fix", is_flag=True, help="Rewrite the pages that deviate.")
@click.pass_context
def docs(context: click.Context, fix: bool) -> None:
    """Compare the generated pages of docs/reference with the code.  Example: clusterkb check docs --fix."""
    root = context.find_root().command
    _compare(context, stale(root) if isinstance(root, click.Group) else (), fix)


def _compare(context: click.Context, found: Iterable[Deviation], fix: bool) -> None:
    """Report every deviation, or mend it, and exit."""
    left = 0
    for one in found:
        if fix and one.wanted is not None:
            one.path.write_text(one.wanted, encoding="utf-8")
            click.echo(f"{one.path}: rewritten")
            continue
        left += 1
        remedy = f"Mend it with: {context.command_path} --fix" if one.wanted else "Correct it by hand."
        click.echo(f"{one.path}:{one.line}: {one.reason}. {remedy}")
    context.exit(1 if left else 0)


@check.command()
@format_option()
@click.pass_context
def ontology(context: click.Context, form: str) -> None:
    """Check the ontology: OWL 2 DL, HermiT, the closure, rules of hygiene, coverage; exit code 1 if anything is wrong.

    Example: clusterkb check ontology
    """
    report = open_kb().check_ontology()
    click.echo(as_json(report.document()) if form == "json" else verdicts.ontology(report))
    context.exit(0 if report.sound else 1)


@check.command()
@format_option()
@click.pass_context
def data(context: click.Context, form: str) -> None:
    """Check the records: shapes, duplicates, dates, points, links, languages, completeness; exit code 1 for an error.

    Example: clusterkb check data
    """
    kb = open_kb()
    report = kb.check_data()
    places = kb.places({fault.thing for fault in report.faults if fault.thing.startswith("http")})
    click.echo(as_json({**report.document(), "places": places}) if form == "json" else verdicts.data(report, places))
    context.exit(0 if report.sound else 1)


@check.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--language", "-l", type=click.Choice(LANGUAGES), help="Name things in this language.")
@format_option()
@click.pass_context
def consistency(context: click.Context, file: Path, language: str | None, form: str) -> None:
    """Say what of a description contradicts the ontology or the records: exit code 1 when something does.

    Each contradiction comes with the fewest statements that cannot all hold.

    Example: clusterkb check consistency my-cluster.ttl
    """
    kb = open_kb()
    said = [
        (clash.rule, clash_lines(kb.reader(language), clash) if language else clash.lines())
        for clash in kb.clashes(file)
    ]
    click.echo(
        as_json([{"rule": rule, "statements": statements} for rule, statements in said])
        if form == "json"
        else verdicts.clashes(str(file), said)
    )
    context.exit(1 if said else 0)
