"""How a document is laid out, so that what is added looks like what is there."""

from __future__ import annotations


def line_end(text: str, place: int) -> str:
    r"""Return how the line before a place ends; a document may mix line ends.

    >>> line_end("a\r\nb\nc", 4), line_end("a\r\nb\nc", 5)
    ('\r\n', '\n')
    """
    end = text.rfind("\n", 0, place)
    return "\r\n" if end > 0 and text[end - 1] == "\r" else "\n"


def indent(text: str, place: int) -> str | None:
    r"""Return the line end and the indentation before a place; None where something else stands before it on its line.

    >>> indent("a\n  b c", 4), indent("a\n  b c", 6)
    ('\n  ', None)
    """
    begin = text.rfind("\n", 0, place) + 1
    before = text[begin:place]
    return None if before.strip() or not begin else line_end(text, place) + before
