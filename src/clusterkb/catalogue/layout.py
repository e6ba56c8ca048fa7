"""The drawing of a concept map: where its boxes, words and arrows stand, in units of a sixteenth of the page's rem.

What is wider stands above the term. What else is tied to it stands below it in a narrow drawing, beside it in a wide
one. Each term with something tied to it has a line of its own to the left of a column, from which the arrows go.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from clusterkb.catalogue.reader import Reader, Ref
from clusterkb.catalogue.surroundings import Group, Relation, Surroundings, surroundings

COLUMN, GUTTER, BOX_WIDTH, BOX_HEIGHT = 292, 30, 260, 40
TEXT, SMALL = 14, 13
"""Sizes of the type in boxes and beside arrows, as in the style sheet."""

_PADDING, _GAP, _CAPTION, _BETWEEN = 10, 6, 20, 10
_TOP, _BUS = 18, 8
_LANE, _LANES = 15, 12
_ONE_COLUMN = 8  # so many rows beside the term stand in one column

_THIN = frozenset("iljtfrI.,:;'’|!()[] -–/1")
_BROAD = frozenset("mwMWшщжюыфмдШЩЖЮЫФМДЁ@%—…")
_PIECES = re.compile(r"[^\s/-]*[\s/-]?")


@dataclass(frozen=True, slots=True)
class Box:
    """A term on the map.

    Attributes:
        thing: The term.
        x, y: Its upper left corner.
        rows: Its label, one or two rows, each with the height of its baseline.
        cut: Whether the label is longer than its box.
        manner: ``here`` for the term in the middle, ``not`` for what it is not, else empty.
        width, height: Its size.
    """

    thing: Ref
    x: int
    y: int
    rows: list[tuple[int, str]]
    cut: bool
    manner: str
    width: int = BOX_WIDTH
    height: int = BOX_HEIGHT

    @property
    def indent(self) -> int:
        """Where its label begins."""
        return self.x + _PADDING


@dataclass(frozen=True, slots=True)
class Caption:
    """The name of the relation of the boxes next to it, and where it begins."""

    name: Ref
    x: int
    y: int
    shown: str


@dataclass(frozen=True, slots=True)
class Arrow:
    """A relation as two paths of SVG: the line, and its head, which stands next to the box at its outer end."""

    relation: Relation
    line: str
    head: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A map of one, two or three columns."""

    columns: int
    width: int
    height: int
    boxes: list[Box]
    captions: list[Caption]
    arrows: list[Arrow]


@dataclass(frozen=True, slots=True)
class ConceptMap:
    """What is around a term, as relations and drawn: narrow first, then wide where that is another drawing."""

    relations: list[Relation]
    drawings: list[Drawing]


def concept_map(reader: Reader, iri: str) -> ConceptMap | None:
    """Return the map of a term, or None where there is nothing to draw; see ``surroundings``."""
    around = surroundings(reader, iri)
    return ConceptMap(around.relations, drawings(around)) if around else None


def drawings(around: Surroundings) -> list[Drawing]:
    """Return the map in one column and, where something stands beside the term, in two or three."""
    beside = [group for group in around.others if group.things]
    narrow = _drawn(around, [], beside)
    return [narrow, _drawn(around, _columns(beside), [])] if beside else [narrow]


def text_width(text: str, size: int) -> float:
    """Return how wide a text is at most in the common sans serif faces; nobody knows which one a reader has.

    >>> text_width("ill", 10) < text_width("see", 10) < text_width("щит", 10) < text_width("щам", 10)
    True
    """
    return size * sum(
        0.4 if sign in _THIN else 0.94 if sign in _BROAD else 0.63 + 0.12 * sign.isupper() for sign in text
    )


def wrapped(text: str, width: int, size: int, rows: int = 2) -> list[str]:
    """Return a text in so many rows at most, broken after spaces and hyphens, or in words that fill a row alone.

    >>> wrapped("cluster of science, education and production", 160, 14)
    ['cluster of science,', 'education and prod…']
    >>> wrapped("научно-образовательный", 160, 14)
    ['научно-', 'образовательный']
    >>> wrapped("Rindfleischetikettierung", 100, 14)
    ['Rindfleische', 'tikettierung']
    """
    if text_width(text, size) <= width:
        return [text]
    found = [""]
    for piece in _pieces(text, width, size):
        if found[-1] and text_width((found[-1] + piece).rstrip(), size) > width:
            found.append("")
        found[-1] += piece
    shown = [row.rstrip() for row in found]
    return shown if len(shown) <= rows else [*shown[: rows - 1], shortened("".join(found[rows - 1 :]), width, size)]


def shortened(text: str, width: int, size: int) -> str:
    """Return a text that is no wider, with dots for what was left out.

    >>> shortened("is a kind of", 200, 13), shortened("is a kind of", 60, 13)
    ('is a kind of', 'is a ki…')
    """
    if text_width(text, size) <= width:
        return text
    while text and text_width(f"{text}…", size) > width:
        text = text[:-1]
    return f"{text.rstrip(' ,-')}…"


def _pieces(text: str, width: int, size: int) -> Iterator[str]:
    for piece in _PIECES.findall(text):
        rest = piece
        while text_width(rest.rstrip(), size) > width:
            end = next(end for end in range(len(rest), 0, -1) if end == 1 or text_width(rest[:end], size) <= width)
            yield rest[:end]
            rest = rest[end:]
        yield rest


def _columns(groups: list[Group]) -> list[list[Group]]:
    """Return the groups in one column or, where that were long, in two of about the same length."""
    total = sum(len(group.names) + len(group.things) for group in groups)
    if total <= _ONE_COLUMN:
        return [groups]
    first: list[Group] = []
    left = total / 2
    for place, group in enumerate(groups):
        size = len(group.names) + len(group.things)
        if size > left:
            fitting = round(left) - len(group.names)
            whole = min(fitting, len(group.things) - fitting) < 2  # none stands alone below its heading
            end = (len(group.things) if size / 2 < left else 0) if whole else fitting
            return [
                [*first, *_part(group, group.things[:end])],
                [*_part(group, group.things[end:]), *groups[place + 1 :]],
            ]
        first.append(group)
        left -= size
    return [first]


def _part(group: Group, things: list[Ref]) -> list[Group]:
    return [replace(group, things=things)] if things else []


class _Sheet:
    """A drawing being made: what stands on it, and where each column ends."""

    def __init__(self) -> None:
        self.boxes: dict[str, Box] = {}
        self.captions: list[Caption] = []

    def put(self, thing: Ref, column: int, y: int, manner: str) -> int:
        """Put a box in a column and return where the next one goes."""
        rows = wrapped(thing.label.value, BOX_WIDTH - 2 * _PADDING, TEXT)
        baselines = [(y + 25 if len(rows) == 1 else y + 17 + 16 * row, text) for row, text in enumerate(rows)]
        cut = rows[-1].endswith("…") and not thing.label.value.endswith("…")
        self.boxes[thing.iri] = Box(thing, column * COLUMN + GUTTER, y, baselines, cut, manner)
        return y + BOX_HEIGHT + _GAP

    def put_groups(self, groups: Iterable[Group], column: int, y: int, *, upwards: bool = False) -> int:
        """Put groups below each other: names above the boxes, or below them where they lead up to them."""
        for group in groups:
            y = y if upwards else self._put_names(group, column, y)
            for thing in group.things:
                y = self.put(thing, column, y, "not" if group.negative else "")
            y = (self._put_names(group, column, y) if upwards else y) + _BETWEEN
        return y

    def _put_names(self, group: Group, column: int, y: int) -> int:
        x = column * COLUMN + GUTTER
        for name in group.names:
            shown = shortened(name.label.value, BOX_WIDTH, SMALL)
            self.captions.append(Caption(name, x, y + 14, shown))
            y += _CAPTION
        return y


def _drawn(around: Surroundings, beside: list[list[Group]], below: list[Group]) -> Drawing:
    sheet, top = _Sheet(), _TOP
    y = sheet.put_groups(around.farther, 0, top, upwards=True)
    y = sheet.put_groups(around.wider, 0, y, upwards=True)
    y = sheet.put(around.term, 0, y, "here") + _BETWEEN
    sheet.put_groups(below, 0, y)
    columns = [column for column in beside if column]
    for number, groups in enumerate(columns, 1):
        sheet.put_groups(groups, number, top)
    bottom = max(box.y + BOX_HEIGHT for box in sheet.boxes.values())
    return Drawing(
        columns=len(columns) + 1,
        width=(len(columns) + 1) * COLUMN,
        height=bottom + 2,
        boxes=list(sheet.boxes.values()),
        captions=sheet.captions,
        arrows=_arrows(around, sheet.boxes),
    )


def _arrows(around: Surroundings, boxes: Mapping[str, Box]) -> list[Arrow]:
    term = around.term.iri
    owners = dict.fromkeys(one.source.iri for one in around.relations if term not in (one.source.iri, one.target.iri))
    lanes = {term: _LANE} | {
        iri: round(_LANE - _LANES / max(2, len(owners)) * number) for number, iri in enumerate(owners, 1)
    }
    return [_arrow(one, boxes, term, lanes) for one in around.relations]


def _arrow(relation: Relation, boxes: Mapping[str, Box], term: str, lanes: Mapping[str, int]) -> Arrow:
    out = relation.target.iri != term
    owner, other = relation.source.iri, boxes[relation.target.iri]
    if not out:
        owner, other = relation.target.iri, boxes[relation.source.iri]
    start, y = boxes[owner], other.y + BOX_HEIGHT // 2
    lane = lanes[owner] + other.x - GUTTER
    # A term between its own wider ones and the one in the middle sends its line off above the arrow to it.
    leave = start.y + BOX_HEIGHT // 2 - (0 if owner == term else 10)
    if start.x == other.x:
        line = f"M{start.x} {leave}H{lane}V{y}H{other.x}"
    elif other.x - start.x == COLUMN:
        line = f"M{start.x + BOX_WIDTH} {leave}H{lane}V{y}H{other.x}"
    else:
        line = f"M{start.x + BOX_WIDTH} {leave}H{_LANE + COLUMN}V{_BUS}H{lane}V{y}H{other.x}"
    head = f"M{other.x - 7} {y - 4}l7 4-7 4z" if out else f"M{lane + 7} {y - 4}l-7 4 7 4z"
    return Arrow(relation, line, head)
