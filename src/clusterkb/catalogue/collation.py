"""The order of names in a list, and the letters they stand under: a small alphabet a language.

No library at hand has this. What is here is less than the Unicode Collation Algorithm: capitals, marks on Latin letters
and signs count only where all letters are equal; a shorter word goes before a longer one, numbers go by their value.

- Russian: the 33 letters of the alphabet, ё with е as in dictionaries; names in Latin letters follow.
- Uzbek: o', g', sh, ch after z, as in the Unicode CLDR (common/collation/uz.xml). It takes ng and the sign ' for no
  letters of their own, and so does this, though the alphabet of 1995 lists ng: n and g may also merely meet.
- Two letters are read as one in Uzbek names only: the English "Chapada" stands under C in every list.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, TypeVar

from clusterkb.rdf.text import Text

_Row = TypeVar("_Row")

Order = tuple[tuple[tuple[int, int], ...], str]
"""What names are sorted by: each sign by group and place, then the name itself."""

NUMBERS, OTHERS = "0–9", "…"
"""Headings for names that begin with a digit, or with a sign of another script."""

_GAP, _NUMBER, _FIRST, _SECOND, _OTHER = range(5)
_LATIN = (*"abcdefghijklmnopqrstuvwxyz", "o'", "g'", "sh", "ch")
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
_PLACES = {letter: place for alphabet in (_LATIN, _CYRILLIC) for place, letter in enumerate(alphabet)}
_SIGNS = re.compile(r"\d+|[^\W_]|'|[^\w']+|_")
_UZBEK_SIGNS = re.compile(rf"[og]'|[sc]h|{_SIGNS.pattern}")
_MARKED = re.compile("([a-z])[\u0300-\u036f]+")
_SAME = str.maketrans(
    {"ё": "е", "ł": "l", "ø": "o", "đ": "d", "ı": "i"} | dict.fromkeys("‘’ʻʼ`", "'")
)  # no mark can be taken off these


@dataclass(frozen=True, slots=True)
class Letter(Generic[_Row]):
    """A letter and what stands under it."""

    name: str
    rows: list[_Row]


def order(name: Text, language: str) -> Order:
    """Return what to sort ``name`` by in a list in ``language``.

    >>> words = [Text(word, "uz") for word in ("shahar", "zamin", "o'quv", "olim", "suv", "chet")]
    >>> [word.value for word in sorted(words, key=lambda word: order(word, "uz"))]
    ['olim', 'suv', 'zamin', "o'quv", 'shahar', 'chet']
    """
    signs = tuple(_place(sign, language) for sign in _signs(name))
    return signs[1:] if signs[:1] == ((_GAP, 0),) else signs, name.value.casefold()


def letter(name: Text, language: str) -> str:
    """Return the heading that ``name`` stands under in a list in ``language``.

    >>> letter(Text("«Shahar»", "uz"), "uz"), letter(Text("Sheffield", "en"), "uz"), letter(Text("Ёлка", "ru"), "ru")
    ('Sh', 'S', 'Е')
    """
    for sign in _signs(name):
        group, _ = _place(sign, language)
        if group != _GAP:
            return {_NUMBER: NUMBERS, _OTHER: OTHERS}.get(group, sign.capitalize())
    return OTHERS


def by_letter(rows: Iterable[_Row], letter_of: Callable[[_Row], str]) -> list[Letter[_Row]]:
    """Return sorted ``rows`` under their letters."""
    return [Letter(name, list(group)) for name, group in groupby(rows, key=letter_of)]


def _signs(name: Text) -> Iterator[str]:
    bare = _MARKED.sub(r"\1", unicodedata.normalize("NFD", name.value.casefold()))
    text = unicodedata.normalize("NFC", bare).translate(_SAME)
    pattern = _UZBEK_SIGNS if name.language == "uz" else _SIGNS
    return (found[0] for found in pattern.finditer(text) if found[0] != "'")


def _place(sign: str, language: str) -> tuple[int, int]:
    if sign.isdecimal():
        return _NUMBER, int(sign)
    if not sign[0].isalnum():
        return _GAP, 0
    cyrillic = "\u0400" <= sign[0] <= "\u052f"
    if not cyrillic and sign not in _PLACES:
        return _OTHER, ord(sign)
    # Letters that Russian lacks follow those it has: their numbers in Unicode are far above 32.
    return _FIRST if cyrillic == (language == "ru") else _SECOND, _PLACES.get(sign, ord(sign[0]))
