"""The block of a thing in Turtle: its pairs of property and values, with what separates them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from clusterkb.errors import BadInput
from clusterkb.rdf.places import Span, Written
from clusterkb.rdf.tokens import located


@dataclass(slots=True)
class Pair:
    """A property and its values.

    Attributes:
        start, end: From the property to the end of the last value.
        objects: The values.
        mark_end: Behind the semicolon that follows; 0 without one.
    """

    start: int
    end: int
    objects: list[Span] = field(default_factory=list)
    mark_end: int = 0


@dataclass(slots=True)
class Block:
    """What is said of a thing in one statement.

    Attributes:
        start: Where the thing stands.
        stop: Where the mark stands that ends it: ``.``, ``]`` or ``}``.
        pairs: Its pairs.
        tight: Whether semicolons follow without a space.
        comments: Where comments in it begin.
    """

    start: int
    stop: int = 0
    pairs: list[Pair] = field(default_factory=list)
    tight: bool = False
    comments: list[int] = field(default_factory=list)

    def commented(self, start: int, end: int) -> bool:
        """Return whether a comment stands in a piece."""
        return any(start <= place < end for place in self.comments)

    def without(self, text: str, one: Written) -> Span | None:
        """Return what to take out so that ``one`` is no longer said; None where comments behind it would go with it."""
        number = next((n for n, pair in enumerate(self.pairs) if pair.start <= one.value_at.start < pair.end), None)
        if number is None:
            return None
        pair, inside = self.pairs[number], Span(one.predicate_at.start, one.value_at.end)
        if len(pair.objects) > 1:
            span = _of_several(pair.objects, one.value_at)
        elif len(self.pairs) == 1:
            if text[self.stop] in "])":
                return None
            span = _lines(text, Span(self.start, self.stop + (text[self.stop] == ".")))
        elif number + 1 < len(self.pairs):
            span = _lines(text, Span(pair.start, pair.mark_end))
            if span == (pair.start, pair.mark_end) and not self.commented(span.end, self.pairs[number + 1].start):
                span = Span(pair.start, self.pairs[number + 1].start)
        else:
            span = Span(self.pairs[number - 1].end, pair.end)
            if self.commented(*span):
                span = _lines(text, Span(pair.start, pair.mark_end or pair.end))
        lost = any(span.start <= place < span.end and not inside.start <= place < inside.end for place in self.comments)
        return None if lost else span


def block(text: str, one: Written) -> Block | None:
    r"""Return the block that a statement stands in.

    >>> text = "e:s a e:C ; e:p 1 , 2 ."
    >>> found = block(text, Written("", "", "", Span(0, 3), Span(4, 5), Span(6, 9)))
    >>> [text[pair.start : pair.end] for pair in found.pairs], text[found.stop]
    (['a e:C', 'e:p 1 , 2'], '.')
    """
    walk = _Walk(one.subject_at.start)
    try:
        for kind, token, place in located(text, one.subject_at.end):
            if walk.takes(kind, token, place, text):
                return walk.found
    except BadInput:
        return None
    return None


class _Walk:
    """Goes through the tokens behind a subject."""

    def __init__(self, start: int) -> None:
        self.found = Block(start)
        self.depth = 0
        self.verb_due = True

    def takes(self, kind: str, token: str, place: int, text: str) -> bool:
        """Take a token; return whether it ends the block."""
        if kind == "comment":
            self.found.comments.append(place)
            return False
        if kind == "mark" and self.depth == 0 and token in ".}])":
            self.found.stop = place
            return True
        self._inside(kind, token, place, text)
        return False

    def _inside(self, kind: str, token: str, place: int, text: str) -> None:
        end = place + len(token)
        if kind == "mark" and token in "])":
            self.depth -= 1
        if kind == "mark" and self.depth == 0 and token in ";,":
            self._separate(token, place, text)
        elif self.verb_due:
            self.found.pairs.append(Pair(place, end))
            self.verb_due = False
        else:
            self._extend(place, end)
        if kind == "mark" and token in "[(":
            self.depth += 1

    def _separate(self, token: str, place: int, text: str) -> None:
        pair = self.found.pairs[-1] if self.found.pairs else None
        if token == ",":
            if pair:
                pair.objects.append(Span(0, 0))
            return
        self.verb_due = True
        if pair and not pair.mark_end:
            pair.mark_end = place + 1
            self.found.tight = not text[place - 1].isspace()

    def _extend(self, place: int, end: int) -> None:
        pair = self.found.pairs[-1]
        pair.end = end
        if not pair.objects or pair.objects[-1] == (0, 0):
            pair.objects[-1:] = [Span(place, end)]
        else:
            pair.objects[-1] = Span(pair.objects[-1].start, end)


def _of_several(objects: list[Span], at: Span) -> Span:
    number = next(n for n, span in enumerate(objects) if span.start <= at.start < span.end)
    if number == 0:
        return Span(objects[0].start, objects[1].start)
    return Span(objects[number - 1].end, objects[number].end)


_BLANK_BEHIND = re.compile(r"[ \t]*(?:\r\n|\r|\n|\Z)")


def _lines(text: str, span: Span) -> Span:
    """Return a piece with the rest of its lines, where nothing else stands on them."""
    begin = max(text.rfind("\n", 0, span.start), text.rfind("\r", 0, span.start)) + 1
    behind = _BLANK_BEHIND.match(text, span.end)
    return Span(begin, behind.end()) if behind and not text[begin : span.start].strip() else span
