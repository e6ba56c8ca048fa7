"""Commands that check: descriptions of others, and the repository itself."""

from __future__ import annotations

from pathlib import Path

import click

from clusterkb import assets
from clusterkb.cli import text
from clusterkb.cli.options import as_json, format_option, language_option, open_kb
from clusterkb.errors import ClusterkbError
from clusterkb.rdf.files import deviations
from clusterkb.reason.consistency import check_consistency
from clusterkb.reason.profile import profile_violations


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@language_option
@click.option("--input", "input_format", default="", help="Format of the files, where their names do not tell.")
@format_option()
@click.pass_context
def validate(context: click.Context, files: tuple[Path, ...], language: str, input_format: str, form: str) -> None:
    """Check descriptions of clusters: exit code 0 conforms, 1 does not conform, 2 could not be checked.

    Example: clusterkb validate my-cluster.ttl
    """
    kb = open_kb()
    reports = []
    codes = []
    for file in files:
        try:
            reports.append(kb.validate(file, form=input_format))
        except ClusterkbError as error:
            click.echo(f"clusterkb: {file}: {error}", err=True)
            codes.append(error.exit_code)
    click.echo(as_json(reports) if form == "json" else "\n\n".join(text.report(report, language) for report in reports))
    context.exit(max([*codes, *(report.exit_code for report in reports)]))


@click.group()
def check() -> None:
    """Check the ontology, the shapes and the records themselves.  Example: clusterkb check turtle."""


@check.command()
@click.option("--fix", is_flag=True, help="Rewrite the files that deviate.")
@click.pass_context
def turtle(context: click.Context, fix: bool) -> None:
    """Compare every Turtle file with its canonical form.  Example: clusterkb check turtle --fix."""
    left = 0
    for found in deviations([assets.folder("ontology"), assets.folder("shapes")]):
        if fix and found.wanted is not None:
            found.path.write_text(found.wanted, encoding="utf-8")
            click.echo(f"{found.path}: rewritten")
            continue
        left += 1
        remedy = "Mend it with: clusterkb check turtle --fix" if found.wanted else "Correct it by hand."
        click.echo(f"{found.path}:{found.line}: {found.reason}. {remedy}")
    context.exit(1 if left else 0)


@check.command()
@click.pass_context
def ontology(context: click.Context) -> None:
    """Ask HermiT whether the ontology is consistent, and whether it is OWL 2 DL.  Example: clusterkb check ontology."""
    kb = open_kb()
    violations = profile_violations(kb.ontology("rdf").decode())
    verdict = check_consistency(kb.ontology("nt"))
    click.echo("OWL 2 DL: yes" if not violations else "OWL 2 DL: no")
    for violation in violations:
        click.echo(f"  {violation}")
    click.echo("consistent: yes" if verdict.consistent else "consistent: no")
    for name in verdict.unsatisfiable:
        click.echo(f"  nothing can be a {name}")
    context.exit(0 if verdict.consistent and not violations and not verdict.unsatisfiable else 1)
