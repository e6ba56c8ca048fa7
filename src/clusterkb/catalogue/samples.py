"""The examples of rules: what breaks one, and what conforms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from clusterkb import assets

_KINDS = re.compile(r"\bckb:([A-Z]\w+)")
_WHOLE = "whole-description"


@dataclass(frozen=True, slots=True)
class Sample:
    """An example: its text, and the name of its format; empty for one that is not checked as a description."""

    form: str
    text: str


def sample(form: str, text: str) -> Sample | None:
    """Return an example, or None where there is no text."""
    return Sample(form, text) if text else None


def wrong(code: str) -> Sample | None:
    """Return the example that breaks the shape with this code, or None.

    >>> wrong("Cluster-source").text.partition(" ")[0]
    '@prefix'
    """
    path = assets.folder("shapes") / "examples" / "invalid" / f"{_file(code)}.ttl"
    if not path.is_file():
        return None
    return sample("ttl", path.read_text(encoding="utf-8").partition("\n\n")[2])  # its first line is for our tests


def right(names: Iterable[str], texts: Iterable[str] = (), used: str = "") -> Sample:
    """Return a conforming example, of several the first that has a property.

    Args:
        names: What an example may be called, best first.
        texts: Texts that name kinds of things of which there may be examples.
        used: The property, as a prefixed name.

    >>> "ckb:Membership" in right(["Shortcut"], ["Write a ckb:Membership instead."]).text
    True
    """
    named = (kind for text in texts for kind in _KINDS.findall(text))
    found = list(_valid([*names, *named, _WHOLE]))
    return next((one for one in found if f" {used} " in one.text), found[0])


def _valid(names: Iterable[str]) -> Iterator[Sample]:
    folder = assets.folder("shapes") / "examples" / "valid"
    for name in dict.fromkeys(_file(name) for name in names):
        if (path := folder / f"{name}.ttl").is_file():
            yield Sample("ttl", path.read_text(encoding="utf-8"))


def _file(code: str) -> str:
    """Return the name of the example of a code.

    >>> _file("NameUse-name-language")
    'name-use-name-language'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", code).lower()
