"""``clusterkb check``: is the repository itself in order?"""

from __future__ import annotations

import click

from clusterkb import assets
from clusterkb.rdf.files import deviations


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
