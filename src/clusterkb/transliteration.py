"""Russian as it is typed in Latin letters, and Uzbek in Cyrillic ones: for a search, not for a page.

Russian by the table that English maps and passports use, without its signs; Uzbek by its alphabet of 1995.
"""

from __future__ import annotations

import re

_RUSSIAN_LETTERS = """
а=a б=b в=v г=g д=d е=e ё=yo ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f
х=kh ц=ts ч=ch ш=sh щ=shch ъ= ы=y ь= э=e ю=yu я=ya
"""
_UZBEK_LETTERS = """
o'=ў g'=ғ sh=ш ch=ч yo=ё yu=ю ya=я ye=е a=а b=б d=д e=е f=ф g=г h=ҳ i=и j=ж k=к l=л m=м
n=н o=о p=п q=қ r=р s=с t=т u=у v=в x=х y=й z=з '=ъ
"""
_RUSSIAN = str.maketrans({pair[0]: pair[2:] for pair in _RUSSIAN_LETTERS.split()})
_UZBEK = dict(pair.split("=") for pair in _UZBEK_LETTERS.split())
_UZBEK_PIECE = re.compile("|".join(map(re.escape, _UZBEK)))
_APOSTROPHES = str.maketrans("ʻʼ‘’`", "'" * 5)


def transliterated(text: str, language: str) -> str:
    """Return a Russian or Uzbek text in the other script, in small letters; an empty string for any other.

    >>> transliterated("Образовательный кластер", "ru"), transliterated("Taʼlim klasteri", "uz")
    ('obrazovatelnyy klaster', 'таълим кластери')
    >>> transliterated("educational cluster", "en")
    ''
    """
    if language == "ru":
        return text.lower().translate(_RUSSIAN)
    if language == "uz":
        plain = text.lower().translate(_APOSTROPHES)
        # A word begins with э where Latin letters have e; within a word е stands for it.
        begun = re.sub(r"\be", "э", plain)
        return _UZBEK_PIECE.sub(lambda found: _UZBEK[found[0]], begun)
    return ""
