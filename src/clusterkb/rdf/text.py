"""A text with its language, as people read it."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("en", "ru", "uz")
"""The languages of our labels and of the interface; where a text lacks the wanted one, the next of these is taken."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text and the BCP 47 tag of its language, or an empty tag."""

    value: str
    language: str = ""
