"""Commands that check: descriptions of others, and the repository itself."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from clusterkb import assets
from clusterkb.catalogue import clash_lines
from clusterkb.cli import text
from clusterkb.cli.options import as_json, format_option, language_option, open_kb
from clusterkb.cli.reference import stale
from clusterkb.errors import BadInput, ClusterkbError
from clusterkb.kb import KnowledgeBase
from clusterkb.rdf.files import Deviation, deviations
from clusterkb.rdf.formats import guess
from clusterkb.rdf.text import LANGUAGES
from clusterkb.validation import Report

_STANDARD_INPUT = Path("-")


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@language_option
@click.option("--input", "input_format", default="", help="Format of the files, where their names do not tell.")
@format_option()
@click.pass_context
def validate(context: click.Context, files: tuple[Path, ...], language: str, input_format: str, form: str) -> None:
    """Check descriptions of clusters: exit code 0 conforms, 1 does not conform, 2 could not be checked.

    The file - is standard input.

    Example: clusterkb validate my-cluster.ttl
    """
    kb = open_kb()
    documents = []
    shown = []
    for file in files:
        try:
            report = _report(kb, file, input_format)
        except ClusterkbError as error:
            documents.append(_unchecked(file, error))
            place = "" if _named(file) in error.message else f"{_named(file)}: "
            click.echo(f"clusterkb: {place}{error}", err=True)
        else:
            documents.append(report.document())
            shown.append(text.report(report, language))
    if form == "json":
        click.echo(as_json(documents))
    elif shown:
        click.echo("\n\n".join(shown))
    context.exit(max(document["exitCode"] for document in documents))


def _report(kb: KnowledgeBase, file: Path, form: str) -> Report:
    if file == _STANDARD_INPUT:
        data = sys.stdin.buffer.read()
        return kb.validate(data, form=form or guess(data).name, name=_named(file))
    if file.is_dir():
        raise BadInput(f"{file} is a folder.", remedy=f"Name the files in it, for example: {file / '*.ttl'}")
    return kb.validate(file, form=form)


def _named(file: Path) -> str:
    return "standard input" if file == _STANDARD_INPUT else str(file)


def _unchecked(file: Path, error: ClusterkbError) -> dict[str, Any]:
    """Return what stands for the report on a file that could not be checked."""
    return {"file": _named(file), "verdict": "not checked", "error": str(error), "exitCode": error.exit_code}


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
    click.echo(as_json(report.document()) if form == "json" else text.ontology(report))
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
        else text.clashes(str(file), said)
    )
    context.exit(1 if said else 0)
