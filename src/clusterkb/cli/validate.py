"""The command for publishers: check descriptions, and mend them."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from clusterkb.cli.options import language_option, open_kb, say
from clusterkb.errors import BadInput
from clusterkb.kb import KnowledgeBase
from clusterkb.validation import Report, Sent, documents, large
from clusterkb.validation.engines import ENGINES
from clusterkb.validation.findings import CONFORMS, SEVERITIES
from clusterkb.validation.fixes.patch import diff
from clusterkb.validation.renderers import RENDERERS

_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_STANDARD_INPUT = Path("-")


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@language_option
@click.option("--input", "input_format", default="", help="Format of the files, where their names do not tell.")
@click.option("--format", "form", type=click.Choice(list(RENDERERS)), default="text", help="How to write the report.")
@click.option("--engine", type=click.Choice(list(ENGINES)), help="Which SHACL engine to ask.")
@click.option(
    "--shapes",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Shapes of your own to check against, in place of ours.",
)
@click.option(
    "--fail-on",
    type=click.Choice([severity.lower() for severity in SEVERITIES]),
    default="violation",
    help="From which severity on the exit code is 1.",
)
@click.option("--fix", is_flag=True, help="Make every fix that is certain, in the files, and report what is left.")
@click.option("--dry-run", is_flag=True, help="Show what --fix would change, as a patch, and change nothing.")
@click.pass_context
def validate(context: click.Context, /, files: tuple[Path, ...], **options: Any) -> None:
    """Check descriptions of clusters: exit code 0 conforms, 1 does not conform, 2 could not be checked.

    Several files are taken together: one may describe what another names. A zip archive stands for the files in it,
    and - for standard input.

    Example: clusterkb validate my-cluster.ttl
    """
    if options["shapes"] and (options["fix"] or options["dry_run"]):
        raise click.UsageError("--fix knows our shapes only; leave out --shapes.")
    files = tuple({file.resolve(): file for file in files}.values())  # each once, however often it is named
    kb = open_kb()
    if options["fix"] or options["dry_run"]:
        report, sent = _mended(kb, files, options)
    else:
        report, sent = _checked(kb, files, options)
    if not options["dry_run"]:
        sources = {one.name: one.data.decode("utf-8-sig", errors="replace") for one in sent}
        click.echo(RENDERERS[options["form"]].write(report, options["language"], sources).rstrip("\n"))
    context.exit(_exit_code(report, options["fail_on"]))


def _checked(kb: KnowledgeBase, files: Sequence[Path], options: Mapping[str, Any]) -> tuple[Report, list[Sent]]:
    if not options["shapes"] and large(files, options["input_format"]):
        report = kb.validate(files, form=options["input_format"], engine=options["engine"] or "", progress=say)
        return report, []
    sent = _sent(files, options["input_format"])
    return kb.validate(sent, engine=options["engine"] or "", shapes=options["shapes"]), sent


def _mended(kb: KnowledgeBase, files: Sequence[Path], options: Mapping[str, Any]) -> tuple[Report, list[Sent]]:
    sent = _sent(files, options["input_format"])
    mended, report, number = kb.mend(sent, engine=options["engine"] or "")
    changed = [(old, new) for old, new in zip(sent, mended, strict=True) if old.data != new.data]
    if options["dry_run"]:
        patches = (diff(_in_a_patch(old.name), old.data.decode(), new.data.decode()) for old, new in changed)
        click.echo("".join(patches), nl=False)
        say("fix", f"{number} would be made; nothing was changed" if changed else "nothing to fix")
        return kb.validate(sent, engine=options["engine"] or ""), sent
    # All are looked at before the first is written: a file in an archive, say, leaves the others as they were.
    for file, data in [(_writable(Path(new.name)), new.data) for _, new in changed]:
        _write(file, data)
    say("fix", f"{number} made in {', '.join(new.name for _, new in changed)}" if changed else "nothing to fix")
    return report, mended


def _in_a_patch(name: str) -> str:
    """Return the name of a file as ``patch -p1`` finds it from here; of one elsewhere, from the root on."""
    here = os.path.relpath(name)
    return (Path(name).resolve() if here.startswith("..") else Path(here)).as_posix().lstrip("/")


def _sent(files: Sequence[Path], form: str) -> list[Sent]:
    return [one for file in files for one in _document(file, form)]


def _document(file: Path, form: str) -> Iterator[Sent]:
    if file == _STANDARD_INPUT:
        yield from documents([sys.stdin.buffer.read()], form, "standard input")
    else:
        yield from documents([file], form)


def _writable(file: Path) -> Path:
    """Return the file itself, of which ``file`` may be a link that is to stay one.

    Raises:
        BadInput: It cannot be changed.
    """
    if not file.is_file():
        raise BadInput(f"{file} is no file that could be changed.", remedy="Make it one first, or use --dry-run.")
    file = file.resolve()
    if not (os.access(file, os.W_OK) and file.stat().st_mode & _WRITABLE):
        raise BadInput(f"{file} may not be written to.", remedy="Make it writable, or use --dry-run.")
    return file


def _write(file: Path, data: bytes) -> None:
    """Replace a file by another in one step, so that a full disk loses nothing."""
    with tempfile.NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}-", delete=False) as fresh:
        fresh.write(data)
    Path(fresh.name).chmod(file.stat().st_mode)
    Path(fresh.name).replace(file)


def _exit_code(report: Report, fail_on: str) -> int:
    failing = SEVERITIES[: [severity.lower() for severity in SEVERITIES].index(fail_on) + 1]
    if report.verdict == CONFORMS and any(finding.severity in failing for finding in report.findings):
        return 1
    return report.exit_code
