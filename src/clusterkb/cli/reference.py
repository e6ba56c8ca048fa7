"""The generated pages of ``docs/reference/``: every command, setting and rule of the check, from the code itself."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pyoxigraph as ox

from clusterkb import assets, settings
from clusterkb.catalogue import Reader, RuleGroup, rules
from clusterkb.errors import NotFound
from clusterkb.rdf.files import Deviation, deviation
from clusterkb.rdf.formats import TURTLE
from clusterkb.store import EmbeddedStore

_NOTE = "<!-- Generated from the code. Renew with: clusterkb check docs --fix -->\n"


def stale(root: click.Group) -> Iterator[Deviation]:
    """Yield every generated page that is not as the code says.

    Raises:
        NotFound: There is no checkout to look into.
    """
    checkout = assets.checkout()
    if checkout is None:
        raise NotFound("The documentation is not part of the package.", remedy="Run this in a checkout.")
    for name, wanted in (("commands", commands(root)), ("settings", setting_rows()), ("rules", rule_rows())):
        path = checkout / "docs" / "reference" / f"{name}.md"
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        yield from deviation(path, text, wanted, "is not as the code says")


def commands(root: click.Group) -> str:
    """Return the page of all commands, each with the help it prints."""
    parts = [_NOTE, "# Commands\n", "Exit codes: 0 fine, 1 does not conform, 2 cannot run.\n"]
    for path, command in _leaves(root, ("clusterkb",)):
        # A fixed width, so that the page does not depend on the terminal it was made in.
        shown = {**root.context_settings, "info_name": " ".join(path), "terminal_width": 80}
        context = click.Context(command, **shown)
        parts.append(f"## {' '.join(path)}\n\n```text\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


def setting_rows() -> str:
    """Return the page of all settings."""
    rows = [f"| `CLUSTERKB_{row.name.upper()}` | `{row.default or ' '}` | {row.help} |" for row in settings.TABLE]
    head = "# Settings\n\nEach is read from the environment.\n\n| variable | default | meaning |\n|---|---|---|\n"
    return f"{_NOTE}\n{head}" + "\n".join(rows) + "\n"


def rule_rows() -> str:
    """Return the page of all rules that a finding can name."""
    store = ox.Store()
    for path in sorted(assets.folder("shapes").glob("*.ttl")):
        store.load(path=path, format=TURTLE.engine)
    head = [
        "# Rules of the check\n",
        "A finding names its rule by a code, which keeps its meaning from version to version. Each has a page,",
        "`https://w3id.org/clusterkb/rule/{code}`: what it asks for, and why, with examples. “…” stands for what the",
        "description says.\n",
    ]
    return "\n".join([_NOTE, *head, *map(_section, rules(Reader(EmbeddedStore(store))))])


def _section(group: RuleGroup) -> str:
    rows = [f"| `{row.code}` | {row.severity} | {row.message.value.replace('|', '&#124;')} |" for row in group.rules]
    return f"## {group.name.value}\n\n| code | severity | meaning |\n|---|---|---|\n" + "\n".join(rows) + "\n"


def _leaves(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            yield from _leaves(command.commands[name], (*path, name))
    else:
        yield path, command
