"""The site: a blueprint a door, pure content negotiation, the server launcher."""

from clusterkb.web.app import create_app
from clusterkb.web.site import Site

__all__ = ["Site", "create_app"]
