"""What several commands share: options, opening the knowledge base, writing results."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from clusterkb.kb import KnowledgeBase
from clusterkb.rdf.text import LANGUAGES

_Command = TypeVar("_Command", bound=Callable[..., Any])


def format_option(*more: str) -> Callable[[_Command], _Command]:
    """Return the option ``--format``: text for people, JSON for programs, and ``more``."""
    choices = click.Choice(["text", "json", *more])
    return click.option("--format", "form", type=choices, default="text", show_default=True, help="How to write it.")


language_option = click.option(
    "--language", "-l", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of labels."
)


def open_kb() -> KnowledgeBase:
    """Open the knowledge base, saying on standard error what has to be built first."""
    return KnowledgeBase.open(progress=say)


def say(phase: str, what: str) -> None:
    """Tell the user what a build is doing."""
    click.echo(f"{phase}: {what}", err=True)


def write(value: Any, form: str, text: Callable[[Any], str]) -> None:
    """Write a value as JSON, or as the text that ``text`` makes of it."""
    click.echo(as_json(value) if form == "json" else text(value))


def as_json(value: Any) -> str:
    """Return dataclasses, or lists of them, as JSON."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=_plain)


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
