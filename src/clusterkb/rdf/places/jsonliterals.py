"""Numbers and whole values of JSON as literals, spelt as the engine's parser spells them."""

from __future__ import annotations

import json
from decimal import Decimal

from clusterkb.errors import BadInput

_MOST_DIGITS = 20


def number(token: str, double: bool = False) -> str:
    """Return the text of the literal that a number becomes.

    Args:
        token: The number as it is written.
        double: Whether it is of type ``xsd:double`` even where it is whole.

    >>> number("1.50"), number("1.0"), number("12e2"), number("1e21"), number("10", double=True)
    ('1.5E0', '1', '1200', '1.0E21', '1.0E1')
    """
    try:
        negative, digits, exponent = Decimal(token).as_tuple()
    except ArithmeticError:
        return token
    written = "".join(map(str, digits)).lstrip("0")
    kept = written.rstrip("0")
    power = int(exponent) + len(written) - len(kept) if kept else 0
    sign = "-" if negative and kept else ""
    if not double and power >= 0 and len(kept) + power <= _MOST_DIGITS:
        return f"{sign}{kept or '0'}{'0' * power}"
    return f"{sign}{kept[:1] or '0'}.{kept[1:] or '0'}E{power + max(len(kept) - 1, 0)}"


def canonical(source: str) -> str:
    """Return a value of type ``rdf:JSON`` as one writes it without blanks and with sorted keys.

    >>> canonical('{"b": 1.0, "a": [true]}')
    '{"a":[true],"b":1}'
    """
    try:
        value = json.loads(source, parse_float=_plain, strict=False)
    except (ValueError, RecursionError) as error:
        raise BadInput("A value of type @json is not JSON.", remedy="Correct it.") from error
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _plain(token: str) -> int | float:
    value = float(token)
    return int(value) if value.is_integer() and abs(value) < 1e21 else value
