"""Texts as a report shows them."""

from __future__ import annotations

from collections.abc import Mapping

from clusterkb.rdf.text import Text

LONGEST_VALUE = 200
"""What is longer is cut."""


def filled(words: Mapping[str, str], **fields: object) -> tuple[Text, ...]:
    """Return a sentence in every language that it is given in.

    >>> [text.value for text in filled({"en": "{what} is odd.", "ru": "{what} странно."}, what="x")]
    ['x is odd.', 'x странно.']
    """
    return tuple(Text(text.format(**fields), language) for language, text in words.items())


def cut(text: str, longest: int = LONGEST_VALUE) -> str:
    """Return ``text``, or its beginning and "…" when it is longer.

    >>> cut("abcdef", 4)
    'abc…'
    """
    return text if len(text) <= longest else text[: longest - 1] + "…"
