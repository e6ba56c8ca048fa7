"""A sentence whose names are references, with the sentences that stand below it; and the templates it is made from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from string import Formatter

from clusterkb.catalogue.reader import Ref
from clusterkb.rdf.text import Text

Part = str | Ref | Text


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence.

    Attributes:
        parts: Words, and between them the things and values they speak of.
        children: What it introduces, one by one.
        formal: Whether it is no sentence, but the notation of what there are no words for.
        only_with: The part of the ontology that says so, if that part is read only by those who ask for it.
    """

    parts: tuple[Part, ...]
    children: tuple[Said, ...] = ()
    formal: bool = False
    only_with: Ref | None = None

    def lines(self) -> Iterator[str]:
        """Yield the sentence without its references, what stands below it indented.

        >>> list(Said(("is ", Text("red")), (Said(("or blue",)),)).lines())
        ['is red', '  or blue']
        """
        yield "".join(_bare(part) for part in self.parts)
        yield from (f"  {line}" for child in self.children for line in child.lines())


def _bare(part: Part) -> str:
    return part if isinstance(part, str) else part.label.value if isinstance(part, Ref) else part.value


@cache
def table() -> dict[str, dict[str, str]]:
    """Return the templates: key → language → sentence with named fields."""
    found: dict[str, dict[str, str]] = json.loads(
        resources.files(__package__).joinpath("verbal.json").read_text("utf-8")
    )
    return found


def fill(template: str, /, *children: Said, **fields: Part) -> Said:
    """Return a template with its fields filled, and ``children`` below it.

    Raises:
        KeyError: The template has a field that is not given.

    >>> fill("{kind} is a kind of {other}.", kind=Text("holding"), other=Text("association")).parts
    (Text(value='holding', language=''), ' is a kind of ', Text(value='association', language=''), '.')
    """
    parts: list[Part] = []
    for words, name, _, _ in Formatter().parse(template):
        parts += [words] if words else []
        parts += [fields[name]] if name else []
    return Said(tuple(parts), children)
