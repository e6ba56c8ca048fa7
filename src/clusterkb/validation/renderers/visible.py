"""What comes from a file and goes to a terminal, a log or XML, so that it can do nothing there but be seen."""

from __future__ import annotations

import re
import unicodedata

# Beside the control characters: half characters, and those that turn the direction of reading round.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SHORT = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}


def visible(text: str) -> str:
    r"""Return ``text`` in one line, its control characters in the way Python writes them.

    >>> visible("a\x1b[31mred\nb")
    'a\\x1b[31mred\\nb'
    """
    return _UNSEEN.sub(lambda found: _SHORT.get(found[0]) or _escaped(found[0]), text)


def in_json(text: str) -> str:
    r"""Return a JSON text with escapes for all that a terminal could act on; it says the same.

    >>> in_json('["\x9b31m"]')
    '["\\u009b31m"]'
    """
    return _UNSEEN.sub(lambda found: found[0] if found[0] == "\n" else f"\\u{ord(found[0]):04x}", text)


def in_xml(text: str) -> str:
    r"""Return ``text`` without the characters that XML cannot hold, not even escaped.

    >>> in_xml("a\x1b[31m\n")
    'a\\x1b[31m\n'
    """
    return _NOT_IN_XML.sub(lambda found: _escaped(found[0]), text)


def encodable(text: str) -> str:
    r"""Return ``text`` with escapes for the halves of characters that names of files may hold and UTF-8 may not.

    >>> encodable("a\udc80")
    'a\\udc80'
    """
    return text.encode("utf-8", "backslashreplace").decode()


def width(text: str) -> int:
    """Return how many cells of a terminal ``text`` fills.

    >>> width("ab"), width("中文")
    (2, 4)
    """
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.combining(character) > 0 for character in text)


def _escaped(character: str) -> str:
    number = ord(character)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"
