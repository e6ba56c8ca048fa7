"""Libraries that only some commands need: installed apart, as ``clusterkb[reasoning]`` and ``clusterkb[checking]``."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from clusterkb.errors import MissingPart


def extra(module: str, complaint: str, group: str = "reasoning") -> Any:
    """Return a module of the extra.

    Args:
        module: Its full name.
        complaint: What to say when it is not there.
        group: The extra that it belongs to.

    Raises:
        MissingPart: It is not there; the error says how to install it.

    >>> extra("no_such_module", "It is not installed.")
    Traceback (most recent call last):
    ...
    clusterkb.errors.MissingPart: It is not installed. Install what reasoning needs: pip install 'clusterkb[reasoning]'
    """
    try:
        return import_module(module)
    except ImportError as error:
        remedy = f"Install what {group} needs: pip install 'clusterkb[{group}]'"
        raise MissingPart(complaint, remedy=remedy) from error
