"""The ``clusterkb`` command."""

from __future__ import annotations

import click

from clusterkb.cli.check import check
from clusterkb.version import __version__


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="clusterkb")
def main() -> None:
    """Ask, read, check and serve the knowledge base on educational clusters."""


main.add_command(check)
