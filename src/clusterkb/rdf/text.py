"""A text with its language, as people read it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A text and the BCP 47 tag of its language, or an empty tag."""

    value: str
    language: str = ""
