"""Label search over the knowledge base.

The index is SQLite FTS5; it is made anew with every store version and opened read-only.
"""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from clusterkb.errors import BadRequest
from clusterkb.store.tables import opened
from clusterkb.transliteration import transliterated

_SCHEMA = """
CREATE TABLE label
    (id INTEGER PRIMARY KEY, iri TEXT, kind TEXT, language TEXT, text TEXT, other TEXT, preferred INTEGER);
CREATE VIRTUAL TABLE words USING fts5(text, other, content='label', content_rowid='id',
    tokenize="unicode61 remove_diacritics 2 separators 'ʻʼ'", prefix='1 2 3');
"""
_SEARCH = """
SELECT label.iri, label.kind, label.text, label.language,
       bm25(words) - label.preferred - (label.text LIKE ?2 || '%') * 2 - (label.text = ?2 COLLATE NOCASE) * 4 AS rank
FROM words JOIN label ON label.id = words.rowid
WHERE words MATCH ?1 AND (?3 = '' OR label.kind = ?3)
ORDER BY rank, length(label.text), label.kind = 'concept', label.iri, label.language
"""
_TERMS = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.terms USING fts5vocab(main, words, row)"
_ALIKE = "SELECT term FROM temp.terms WHERE length(term) BETWEEN ? AND ?"

_LONGEST_TEXT = 200
_LONGEST_ENDING = 8
_SHORTEST_SLIP = 4  # of fewer letters too many words differ by one
_MOST_SLIPS = 6
_ALIKENESS = 0.75


@dataclass(frozen=True, slots=True)
class Label:
    """One name of one thing, as it goes into the index."""

    iri: str
    kind: str
    language: str
    text: str
    preferred: bool = True


@dataclass(frozen=True, slots=True)
class Hit:
    """One search result.

    Attributes:
        iri: The thing found.
        kind: What it is: ``class``, ``property``, ``concept``, ``cluster``, ``scheme``, ``organization``, …
        label: The label that matched best.
        language: BCP 47 tag of ``label``, or an empty string.
        rank: Smaller is better; comparable within one search only.
    """

    iri: str
    kind: str
    label: str
    language: str
    rank: float


def write_index(path: Path, labels: Iterable[Label]) -> int:
    """Write a new index file and return the number of labels in it."""
    rows = sorted({(row.iri, row.kind, row.language, row.text, int(row.preferred)) for row in labels})
    both = [(*row, transliterated(row[3], row[2])) for row in rows]
    with closing(sqlite3.connect(path)) as index, index:
        index.executescript(_SCHEMA)
        index.executemany(
            "INSERT INTO label (iri, kind, language, text, preferred, other) VALUES (?, ?, ?, ?, ?, ?)", both
        )
        index.execute("INSERT INTO words (words) VALUES ('rebuild')")
    return len(rows)


def search(path: Path, text: str, *, kind: str = "", limit: int = 20) -> list[Hit]:
    """Return the best hits for ``text``, best first, one a thing.

    Args:
        path: The index file of a store version.
        text: Words, in any language, Russian and Uzbek ones in either script; the last one may be unfinished. Where
            nothing has them as they are, endings are forgiven, and then slips.
        kind: Only things of this kind; empty for all.
        limit: At most so many hits.

    Raises:
        BadRequest: ``text`` holds no letter or digit, or ``limit`` is below 1.
        StoreUnusable: The index cannot be read.

    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp()) / "search.sqlite"
    >>> write_index(file, [Label("http://e/h", "class", "en", "educational holding")])
    1
    >>> [hit.label for hit in search(file, "HOLD")]
    ['educational holding']
    """
    text = text.encode("utf-8", "ignore").decode()  # half a character from a terminal is none
    words = _words(text)
    if not words:
        raise BadRequest("Type at least one letter or digit to search for.")
    if limit < 1:
        raise BadRequest(f"A search for {limit} hits finds nothing.", remedy="Ask for at least one.")
    typed = " ".join(f'"{word}"' for word in words[:-1]) + f' "{words[-1]}"*'
    label = " ".join(text.split())[:_LONGEST_TEXT]
    tries = (typed, *(_without_endings(words, letters) for letters in range(1, _LONGEST_ENDING + 1)))
    with opened(path, "label index") as index:
        found = next((hits for match in tries if (hits := _best(index, (match, label, kind), limit))), [])
        return found or _slipped(index, words, (label, kind), limit)


def _slipped(index: sqlite3.Connection, words: list[str], label_and_kind: tuple[str, str], limit: int) -> list[Hit]:
    """Return what has words that are nearly those typed: a letter too many, too few or another."""
    if len(words) > _MOST_SLIPS:  # each takes a look at all words there are
        return []
    index.execute(_TERMS)
    meant = []
    for word in map(str.lower, words):
        near = [word]
        if len(word) >= _SHORTEST_SLIP:
            terms = (term for (term,) in index.execute(_ALIKE, (len(word) - 2, len(word) + 2)))
            near = get_close_matches(word, terms, n=3, cutoff=_ALIKENESS)
        meant.append("({})".format(" OR ".join(f'"{term}"' for term in near)))
    return _best(index, (" AND ".join(meant), *label_and_kind), limit) if "()" not in meant else []


def _best(index: sqlite3.Connection, values: tuple[str, str, str], limit: int) -> list[Hit]:
    best: dict[str, Hit] = {}
    for row in index.execute(_SEARCH, values):
        best.setdefault(row[0], Hit(*row))
        if len(best) == limit:
            break
    return list(best.values())


def _without_endings(words: list[str], letters: int) -> str:
    """Match the words without their last ``letters``, as Russian and Uzbek inflect them, while four remain."""
    return " ".join(f'"{word[: max(len(word) - letters, min(len(word), 4))]}"*' for word in words)


def _words(text: str) -> list[str]:
    """Split as the index does: runs of letters, marks and digits; an apostrophe separates."""
    folded = unicodedata.normalize("NFKC", text)[:_LONGEST_TEXT]
    return "".join(" " if _separates(sign) else sign for sign in folded).split()


def _separates(sign: str) -> bool:
    # To Unicode the Uzbek apostrophes ʻ and ʼ are letters; people type ' or ‘ for them.
    return sign in "ʻʼ" or unicodedata.category(sign)[0] not in "LMN"
