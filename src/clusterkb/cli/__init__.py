"""The command line: each command a few lines over the library."""

from clusterkb.cli.main import main

__all__ = ["main"]
