"""Relative addresses made absolute, as RFC 3986 has it, for every scheme.

``urllib.parse.urljoin`` knows a few schemes only, and drops a lone ``#`` or ``?``.
"""

from __future__ import annotations

import re

_PARTS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*:)?(//[^/?#]*)?([^?#]*)(\?[^#]*)?(#.*)?", re.DOTALL)


def resolved(reference: str, base: str) -> str:
    """Return an address; one that is absolute, or has no base, as it is.

    >>> resolved("../b#c", "https://e.org/x/y/z"), resolved("#c", "urn:x"), resolved("", "http://e/a?q#f")
    ('https://e.org/x/b#c', 'urn:x#c', 'http://e/a?q')
    """
    own_scheme, own_host, own_path, own_query, own_fragment = _parts(reference)
    if own_scheme or not base:
        return reference
    scheme, host, path, query, _ = _parts(base)
    if own_host:
        host, path, query = own_host, _without_dots(own_path), own_query
    elif own_path:
        path, query = _without_dots(_merged(own_path, host, path)), own_query
    elif own_query:
        query = own_query
    return scheme + host + path + query + own_fragment


def _parts(address: str) -> tuple[str, ...]:
    """Return scheme, host, path, query and fragment, each with the signs that mark it."""
    found = _PARTS.fullmatch(address)
    return found.groups("") if found else ("", "", address, "", "")


def _merged(reference: str, host: str, path: str) -> str:
    if reference.startswith("/"):
        return reference
    return "/" + reference if host and not path else path[: path.rfind("/") + 1] + reference


def _without_dots(path: str) -> str:
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == ".." and len(kept) > 1:
            kept.pop()
        if segment not in (".", ".."):
            kept.append(segment)
    if path.endswith(("/.", "/..")) or path in (".", ".."):
        kept.append("")
    return "/".join(kept)
