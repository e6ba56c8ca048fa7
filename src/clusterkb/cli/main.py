"""The ``clusterkb`` command."""

from __future__ import annotations

from typing import Any

import click

from clusterkb.cli import ask, check, run, validate
from clusterkb.errors import ClusterkbError
from clusterkb.version import __version__


class _Group(click.Group):
    """A group whose commands may raise our errors: said in one line, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ClusterkbError as error:
            click.echo(f"clusterkb: {error}", err=True)
            ctx.exit(error.exit_code)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="clusterkb")
def main() -> None:
    """Ask, read, check and serve the knowledge base on educational clusters."""


_READING = (ask.query, ask.ask, ask.show, ask.search, ask.explain)
_CHECKING = (validate.validate, check.check)
for _command in (*_READING, *_CHECKING, run.build, run.release, run.serve, run.doctor):
    main.add_command(_command)
