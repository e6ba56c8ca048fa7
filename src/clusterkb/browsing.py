"""What a worker process reads for lists and paths to learn by, as ``clusterkb.reading`` does for other pages.

A list or path is made once a version and language; a list is then narrowed and cut for each request.
"""

from __future__ import annotations

from functools import lru_cache, partial
from pathlib import Path

from clusterkb import catalogue
from clusterkb.catalogue import (
    Found,
    GlossaryEntry,
    Letter,
    Listing,
    Name,
    Narrowed,
    Parts,
    RecordRow,
    Thing,
    ThingsPage,
    Tree,
)
from clusterkb.catalogue.learning import PATHS, Basis, LearningPath, learning_path
from clusterkb.reading import opened

Choices = tuple[tuple[str, str], ...]
"""Facet and value, for each facet in which something is chosen."""

_LISTS = 6  # two versions in three languages


def clusters(folder: Path, language: str, choices: Choices, by_year: bool) -> Narrowed[RecordRow]:
    """Return the records that have every chosen value, by name or by the year of founding, unknown years last."""
    found = catalogue.narrow(_clusters(folder, language), dict(choices))
    if by_year:
        found.rows.sort(key=lambda row: (not row.founded, row.founded))
    return found


def terms_index(folder: Path, language: str) -> list[Letter[Name]]:
    """Return all terms by name."""
    return _terms_index(folder, language)


def terms_tree(folder: Path, language: str) -> Tree:
    """Return all terms as a tree."""
    return _terms_tree(folder, language)


def glossary(folder: Path, language: str) -> list[Letter[GlossaryEntry]]:
    """Return the glossary."""
    return _glossary(folder, language)


def glossary_table(folder: Path, language: str) -> bytes:
    """Return the glossary as CSV."""
    return catalogue.glossary_table(_glossary(folder, language))


def things(folder: Path, language: str, name: str, choices: Choices, page: int) -> ThingsPage:
    """Return one page of the list called ``name``, narrowed to what has every chosen value.

    Raises:
        NotFound: The list has fewer pages.
    """
    return catalogue.leaf(name, catalogue.narrow(_things(folder, language, name), dict(choices)), page)


def found(folder: Path, words: str, limit: int, language: str) -> list[Found]:
    """Return what a search finds, as its page shows it."""
    kb = opened(folder)
    return catalogue.found(kb.reader(language), kb.search(words, limit=limit))


def learning(folder: Path, language: str, name: str) -> LearningPath:
    """Return the path to learn by that is called ``name``, its questions asked of this version."""
    return _learning(folder, language, name)


@lru_cache(maxsize=_LISTS)
def _clusters(folder: Path, language: str) -> Listing[RecordRow]:
    return catalogue.listed(opened(folder).reader(language))


@lru_cache(maxsize=_LISTS)
def _terms_index(folder: Path, language: str) -> list[Letter[Name]]:
    return catalogue.index(opened(folder).reader(language))


@lru_cache(maxsize=_LISTS)
def _glossary(folder: Path, language: str) -> list[Letter[GlossaryEntry]]:
    return catalogue.glossary(opened(folder).reader(language))


@lru_cache(maxsize=_LISTS)
def _terms_tree(folder: Path, language: str) -> Tree:
    return catalogue.tree(opened(folder).reader(language))


@lru_cache(maxsize=_LISTS * len(catalogue.LISTS))
def _things(folder: Path, language: str, name: str) -> Listing[Thing]:
    return catalogue.things(opened(folder).reader(language), name, _parts(folder))


@lru_cache(maxsize=2)
def _parts(folder: Path) -> Parts:
    return catalogue.parts(opened(folder).reader())


@lru_cache(maxsize=_LISTS * len(PATHS))
def _learning(folder: Path, language: str, name: str) -> LearningPath:
    kb = opened(folder)
    return learning_path(Basis(kb.reader(language), partial(kb.why, language=language)), name)
