"""Commands that check: descriptions of others, and the repository itself."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from clusterkb import assets
from clusterkb.cli import text
from clusterkb.cli.options import as_json, format_option, language_option, open_kb
from clusterkb.cli.reference import stale
from clusterkb.errors import ClusterkbError
from clusterkb.rdf.files import Deviation, deviations
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
