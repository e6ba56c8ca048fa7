"""Which name was meant by one that is misspelt, if that is beyond doubt."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

_LEAST, _CLEARLY = 0.8, 0.05
_BETWEEN = re.compile(r"[-_\s]+")


def nearest(name: str, names: Iterable[str]) -> str | None:
    """Return the one name that is clearly nearest; None if there is none or more than one.

    >>> nearest("membership_role", ["membershipRole", "membershipMember"])
    'membershipRole'
    >>> nearest("yaer", ["year", "pages"])
    'year'
    >>> nearest("leaden", ["leader", "leaded"]) is None
    True
    """
    known = list(names)
    same = [one for one in known if plain(one) == plain(name)]
    if same:
        return same[0] if len(same) == 1 else None
    slips = [one for one in known if one_slip(plain(name), plain(one))]
    if slips:
        return slips[0] if len(slips) == 1 else None
    match = difflib.SequenceMatcher(b=name)
    ratios = []
    for one in known:
        match.set_seq1(one)
        if match.real_quick_ratio() >= _LEAST - _CLEARLY and match.quick_ratio() >= _LEAST - _CLEARLY:
            ratios.append((match.ratio(), one))
    best = sorted(ratios, reverse=True)[:2]
    if not best or best[0][0] < _LEAST or (len(best) == 2 and best[0][0] - best[1][0] < _CLEARLY):
        return None
    return best[0][1]


def plain(name: str) -> str:
    """Return a name without what is only spelling: case, hyphens, spaces.

    >>> plain("membership_role") == plain("membershipRole") == plain("Membership Role")
    True
    """
    return _BETWEEN.sub("", name).casefold()


def one_slip(left: str, right: str) -> bool:
    """Return whether one letter is missing, too many or wrong, or two neighbours have changed places.

    >>> one_slip("ckbb", "ckb"), one_slip("yaer", "year"), one_slip("cbk", "ckbs")
    (True, True, False)
    """
    if len(left) > len(right):
        left, right = right, left
    if len(right) - len(left) > 1 or left == right or len(left) < 2:
        return False
    start = next((n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), len(left))
    a, b = left[start:], right[start:]
    if len(left) < len(right):
        return a == b[1:]
    return a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
