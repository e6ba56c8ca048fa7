"""Where the ontology, the shapes and the site's files are: in the checkout, or inside the installed package."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

_PARTS = ("ontology", "shapes", "web")


def checkout() -> Path | None:
    """Return the root of the source checkout this package runs from, or None when it is installed."""
    root = Path(__file__).resolve().parents[2]
    return root if (root / "pyproject.toml").is_file() and (root / "ontology").is_dir() else None


def folder(part: str) -> Path:
    """Return the folder of ``part``: ``ontology``, ``shapes`` or ``web``.

    >>> folder("ontology").name
    'ontology'
    """
    if part not in _PARTS:
        raise ValueError(part)
    root = checkout()
    return root / part if root is not None else Path(str(resources.files("clusterkb") / "_assets" / part))


def changelog() -> Path:
    """Return the file that tells what changed in each release."""
    return folder("web").parent / "CHANGELOG.md"
