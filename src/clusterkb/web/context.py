"""What a view may ask of the request it serves."""

from __future__ import annotations

from typing import cast

from flask import current_app, g, request

from clusterkb.kb import KnowledgeBase
from clusterkb.web.negotiation import language
from clusterkb.web.site import Site


def site() -> Site:
    """Return the site this application serves."""
    return cast("Site", current_app.extensions["clusterkb"])


def kb() -> KnowledgeBase:
    """Return the version of the knowledge base that this request began with."""
    if "kb" not in g:
        g.kb = site().knowledge()
    return cast("KnowledgeBase", g.kb)


def preferred_language() -> str:
    """Return the interface language that the client likes best."""
    return language(request.headers.get("Accept-Language", ""))


def question() -> str:
    """Return the question mark and what stands behind it in the address asked for, or an empty string."""
    return f"?{request.query_string.decode()}" if request.query_string else ""
