"""Runs of nine words as hashes: they show that a text was copied without our holding a copy of it.

The hashes of the article were made with: python -m tests.support.shingles < ARTICLE > tests/data/article-shingles.txt
"""

from __future__ import annotations

import re
import sys
from hashlib import blake2b

WORDS = 9
"""One more than what may be quoted in a row."""


def shingles(text: str) -> dict[str, str]:
    """Return hash → words of every run of so many words, whatever its case, digits and punctuation.

    >>> list(shingles("One, two; three four 5 five six SEVEN eight nine ten").values())
    ['one two three four five six seven eight nine', 'two three four five six seven eight nine ten']
    """
    words = re.findall(r"[^\W\d_]+", text.lower())
    runs = (" ".join(words[at : at + WORDS]) for at in range(len(words) - WORDS + 1))
    return {blake2b(run.encode(), digest_size=8).hexdigest(): run for run in runs}


if __name__ == "__main__":
    print("\n".join(sorted(shingles(sys.stdin.read()))))
