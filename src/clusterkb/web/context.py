"""What a view may ask of the request it serves."""

from __future__ import annotations

from typing import cast

from flask import current_app, g

from clusterkb.kb import KnowledgeBase
from clusterkb.web.site import Site


def site() -> Site:
    """Return the site this application serves."""
    return cast("Site", current_app.extensions["clusterkb"])


def kb() -> KnowledgeBase:
    """Return the version of the knowledge base that this request began with."""
    if "kb" not in g:
        g.kb = site().knowledge()
    return cast("KnowledgeBase", g.kb)
