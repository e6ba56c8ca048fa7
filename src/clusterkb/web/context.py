"""What a view may ask of the request it serves."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar, cast

from flask import current_app, g, request

from clusterkb.sandbox import Caller
from clusterkb.store import Version
from clusterkb.web.negotiation import language
from clusterkb.web.site import Site

_Arguments = ParamSpec("_Arguments")
_Found = TypeVar("_Found")

_IPV6_CUSTOMER = 64


def site() -> Site:
    """Return the site this application serves."""
    return cast("Site", current_app.extensions["clusterkb"])


def version() -> Version:
    """Return the version of the knowledge base that this request began with."""
    if "version" not in g:
        g.version = site().version()
    return cast("Version", g.version)


def read(
    job: Callable[Concatenate[Path, _Arguments], _Found], *arguments: _Arguments.args, **named: _Arguments.kwargs
) -> _Found:
    """Run a function of ``clusterkb.reading`` on this request's version."""
    return site().read(version(), job, *arguments, **named)


def caller(name: str = "") -> Caller:
    """Return who asks: the client's address, what the job can be cancelled by, whether the client has gone.

    An IPv6 customer has a whole network of addresses, which count as one.
    """
    gone = request.environ.get("waitress.client_disconnected", lambda: False)
    return Caller(client(request.remote_addr or ""), name, gone)


def client(address: str) -> str:
    """Return what an address counts as.

    >>> client("192.0.2.7"), client("2001:db8:1:2:3:4:5:6"), client("")
    ('192.0.2.7', '2001:db8:1:2::/64', '')
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, _IPV6_CUSTOMER), strict=False))
    return address


def today() -> date:
    """Return the day of this request (UTC), and remember that its answer is good for this day only."""
    g.setdefault("day", datetime.now(UTC).date())
    day: date = g.day
    return day


def preferred_language() -> str:
    """Return the interface language that the client likes best."""
    return language(request.headers.get("Accept-Language", ""))


def question() -> str:
    """Return the question mark and what stands behind it in the address asked for, or an empty string."""
    return f"?{request.query_string.decode()}" if request.query_string else ""
