"""Commands that do: build, serve, release, doctor."""

from __future__ import annotations

from pathlib import Path

import click

from clusterkb import build as builder
from clusterkb import settings
from clusterkb.cli import text
from clusterkb.cli.options import as_json, format_option, open_kb, say, write
from clusterkb.doctor import examine


@click.command()
@click.option("--full", is_flag=True, help="Begin from nothing instead of from the version before.")
@format_option()
def build(full: bool, form: str) -> None:
    """Bring the store up to date with the sources.

    Example: clusterkb build
    """
    report = builder.run(settings.load().data_dir, full=full, progress=say)
    write(report, form, text.built)


@click.command()
@click.option("--host", help="Address to listen on; else the setting host.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on; else the setting port.")
def serve(host: str | None, port: int | None) -> None:
    """Serve the site on this machine.

    Example: clusterkb serve --port 8080
    """
    from clusterkb.web.server import serve as run  # noqa: PLC0415 - only this command needs Flask

    run(host=host, port=port, progress=say, announce=click.echo)


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("dist/release"),
    show_default=True,
    help="Folder to write into.",
)
@click.option(
    "--against",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="clusterkb.nt of the release before, to say what changed.",
)
@format_option()
def release(out: Path, against: Path | None, form: str) -> None:
    """Write every file of a release: Turtle, OWL, JSON-LD, N-Quads, SSSOM, data dictionary, changes.

    Example: clusterkb release --out dist/release
    """
    before = against.read_bytes() if against else None
    made = open_kb().release(before, progress=lambda name: say("release", name))
    for artefact in made:
        file = out / artefact.name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(artefact.data)
    rows = [[artefact.name, str(len(artefact.data)), artefact.about] for artefact in made]
    listed = [{"name": name, "bytes": int(size), "about": about} for name, size, about in rows]
    click.echo(as_json(listed) if form == "json" else text.table(["file", "bytes", "what"], rows))


@click.command()
@format_option()
@click.pass_context
def doctor(context: click.Context, form: str) -> None:
    """Look at what clusterkb relies on; exit code 2 when something needed is broken.

    Example: clusterkb doctor
    """
    found = examine()
    write(found, form, text.checks)
    context.exit(2 if any(check.state == "broken" for check in found) else 0)
