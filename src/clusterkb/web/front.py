"""The scripts and fonts that make pages more comfortable, and which page loads which; without them all works."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

_EVERYWHERE = ("suggest",)  # the search box stands on every page
_FAMILIES = ("literata", "golos-text")
_LETTERS = {"ru": "cyrillic"}  # Latin for all else
FONTS = "fonts.css"


def built(web: Path, ending: str) -> frozenset[str]:
    """Return the files of one kind that are built; none where only Python is installed."""
    return frozenset(path.name for path in (web / "dist").glob(f"*.{ending}"))


def loaded(scripts: Iterable[str], markup: str) -> list[str]:
    """Return those of ``scripts`` that a page loads: an element asks for one with an attribute of its name.

    >>> loaded({"copy.js", "suggest.js", "tree.js"}, '<code data-copy="Copy">')
    ['copy.js', 'suggest.js']
    """
    return sorted(
        name for name in scripts if (stem := name.removesuffix(".js")) in _EVERYWHERE or f" data-{stem}=" in markup
    )


def first_fonts(fonts: Iterable[str], languages: Iterable[str]) -> list[str]:
    """Return those of ``fonts`` that a page in some languages cannot do without.

    >>> first_fonts({"literata-latin-wght-normal-A.woff2", "literata-cyrillic-wght-normal-B.woff2"}, ["ru"])
    ['literata-cyrillic-wght-normal-B.woff2']
    """
    letters = {_LETTERS.get(language, "latin") for language in languages}
    beginnings = tuple(f"{family}-{script}-wght-" for family in _FAMILIES for script in letters)
    return sorted(name for name in fonts if name.startswith(beginnings))


def folder(web: Path, name: str) -> Path:
    """Return where the file called ``name`` lies: what is built where the bundles are, all else beside the style sheet.

    >>> folder(Path("web"), "copy.js").as_posix(), folder(Path("web"), "icon.svg").as_posix()
    ('web/dist', 'web/src')
    """
    return web / ("dist" if name.endswith((".js", ".woff2")) or name == FONTS else "src")


def lasting(name: str) -> bool:
    """Return whether a file never changes, as its name has a digest of what is in it."""
    return name.endswith(".woff2")
