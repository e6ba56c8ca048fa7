"""The interface's words: gettext catalogues, read from their .po files when the site starts."""

from __future__ import annotations

from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from clusterkb.rdf.text import LANGUAGES


def translations(folder: Path) -> dict[str, NullTranslations]:
    """Return the translations of every interface language; English stands in the templates themselves.

    >>> from clusterkb import assets
    >>> translations(assets.folder("web") / "locale")["ru"].gettext("Search")
    'Поиск'
    """
    return {language: _read(folder / language / "LC_MESSAGES" / "messages.po") for language in LANGUAGES}


def _read(path: Path) -> NullTranslations:
    if not path.is_file():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file))
    compiled.seek(0)
    return GNUTranslations(compiled)
