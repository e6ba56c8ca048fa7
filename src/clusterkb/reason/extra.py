"""The libraries that reasoning needs and the package does not: installed apart, as ``clusterkb[reasoning]``."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from clusterkb.errors import MissingPart


def extra(module: str, complaint: str) -> Any:
    """Return a module of the extra.

    Args:
        module: Its full name.
        complaint: What to say when it is not there.

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
        remedy = "Install what reasoning needs: pip install 'clusterkb[reasoning]'"
        raise MissingPart(complaint, remedy=remedy) from error
