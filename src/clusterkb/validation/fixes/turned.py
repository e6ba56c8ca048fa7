"""Relations that go the wrong way."""

from __future__ import annotations

import pyoxigraph as ox

from clusterkb.namespaces import shorten
from clusterkb.rdf.places import Written
from clusterkb.validation.findings import Edit, Fault, Fix
from clusterkb.validation.fixes.desk import Desk, fix
from clusterkb.validation.fixes.hands import Hand


def turned(fault: Fault, desk: Desk) -> Fix | None:
    """Turn the statement round, else take it out and say it of its value."""
    if fault.path is None or not isinstance(fault.focus, ox.NamedNode) or not isinstance(fault.value, ox.NamedNode):
        return None
    edits: list[Edit] = []
    for hand, one in desk.written(fault.focus, fault.path, fault.value):
        made = hand.turn(one) or _moved(one, hand, fault, desk)
        if not made:
            return None
        edits += made
    return fix("turn", edits, new=shorten(fault.path.value))


def _moved(one: Written, home: Hand, fault: Fault, desk: Desk) -> list[Edit]:
    """Return the edits that say it of the value: in the same document if that is described there."""
    if fault.path is None or not isinstance(fault.focus, ox.NamedNode):
        return []
    for hand, triple in sorted(desk.said(fault.value), key=lambda found: found[0] is not home):
        target = hand.document.places.statement(triple)
        if target is None:
            continue
        if hand is home and (edits := hand.move(one, target)):
            return edits
        taken, added = home.remove(one), hand.add(target, fault.path.value, fault.focus)
        if taken and added:
            return [*taken, *added]
    return []
