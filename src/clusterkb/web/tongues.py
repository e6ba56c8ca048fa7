"""In which languages a page speaks: its interface, and the names and texts it shows, which can be chosen apart.

Both stand in the first part of an address, so that every link and form keeps them without a cookie: ``ru`` for all in
Russian, ``en+ru`` for Russian names and texts in an English interface.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from flask import g
from werkzeug.routing import AnyConverter, Map

from clusterkb.rdf.text import LANGUAGES

PREFIX = "/<tongues:language>"
"""First part of the address of every page. A view is given the language of names and texts."""


@dataclass(frozen=True, slots=True)
class Tongues:
    """The language of the interface, and that of names and texts."""

    interface: str = "en"
    content: str = "en"

    def __str__(self) -> str:
        """Return the part of an address that says so.

        >>> str(Tongues("en", "ru")), str(Tongues("uz", "uz"))
        ('en+ru', 'uz')
        """
        return f"{self.interface}+{self.content}" if self.mixed else self.interface

    @property
    def mixed(self) -> bool:
        """Whether they differ."""
        return self.interface != self.content

    @property
    def all(self) -> list[str]:
        """Each of the two once.

        >>> Tongues("en", "ru").all, Tongues("ru", "ru").all
        (['en', 'ru'], ['ru'])
        """
        return list(dict.fromkeys((self.interface, self.content)))


@lru_cache(maxsize=1)
def by_address() -> dict[str, Tongues]:
    """Return all there are, by the part of an address that names them.

    >>> sorted(by_address())
    ['en', 'en+ru', 'en+uz', 'ru', 'ru+en', 'ru+uz', 'uz', 'uz+en', 'uz+ru']
    """
    return {str(one): one for one in (Tongues(spoken, read) for spoken in LANGUAGES for read in LANGUAGES)}


class TonguesConverter(AnyConverter):
    """The first part of an address, as the application's routes have it."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, *by_address())

    def to_url(self, value: object) -> str:
        """Return the part of an address for what a view or a template names."""
        return super().to_url(str(value))


def tongues() -> Tongues:
    """Return the languages of the page being made; English before an address has said."""
    found: Tongues = g.get("tongues", Tongues())
    return found


def speak(language: str) -> None:
    """Let the answer being made speak one language, whatever its address."""
    g.tongues = Tongues(language, language)
