"""What the engine says of a query it cannot run, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from clusterkb.errors import BadQuery

_PLACE = re.compile(r"^error at (\d+):(\d+): expected (?:one of )?")
_SENTENCE = re.compile(r"\b[A-Z][a-z]+(?: [\w?$]+){2,}")
_NAME_BEFORE = re.compile(r"([\w.-]*):[\w.-]*$")


@contextmanager
def said_in_words(query: str) -> Iterator[None]:
    """Turn what the engine raises while it parses or runs ``query`` into a ``BadQuery``."""
    try:
        yield
    except SyntaxError as error:
        raise complaint(str(error), query) from error
    except (ValueError, RuntimeError, OSError) as error:
        raise BadQuery(f"The query cannot be run: {str(error).rstrip('.')}.", remedy="Correct it.") from error


def complaint(text: str, query: str) -> BadQuery:
    """Return the error for what the engine's parser says.

    >>> found = complaint("error at 1:15: expected one of Prefix not found, ['%']", "ASK { ?s foo:x 1 }")
    >>> found.message, found.column
    ('The prefix foo: is not declared.', 10)
    """
    if not query.strip():
        return BadQuery(
            "The query is empty.", remedy="Write one, for example: SELECT ?x { ?x a ckb:EducationalCluster }"
        )
    found = _PLACE.match(text)
    if found is None:
        return BadQuery(f"The query is not SPARQL: {text}.", remedy="Correct it.")
    line, column = int(found[1]), int(found[2])
    before, after = _around(query, line, column)
    if "Prefix not found" in text and (name := _NAME_BEFORE.search(before)):
        remedy = f"Add PREFIX {name[1]}: <…> at the top; only ours, such as ckb:, need no declaration."
        message = f"The prefix {name[1]}: is not declared."
        return BadQuery(message, remedy=remedy, line=line, column=name.start() + 1)
    expected = text[found.end() :]
    if sentence := _SENTENCE.search(expected):
        return BadQuery(f"{sentence[0]}.", remedy="Correct the query.", line=line, column=column)
    what = f"{after.split()[0][:30]!r} was not expected there." if after.strip() else "The query ends too early."
    # What else the engine would have taken there misleads more than it helps: it names every rule it tried last.
    return BadQuery(what, remedy="Correct it there, or shortly before.", line=line, column=column)


def _around(query: str, line: int, column: int) -> tuple[str, str]:
    """Return the text of the line before the place, and everything behind it."""
    lines = query.split("\n")
    here = lines[line - 1] if line <= len(lines) else ""
    return here[: column - 1], "\n".join([here[column - 1 :], *lines[line:]])
