"""Versions of the built store, and opening one of them."""

from clusterkb.store.embedded import EmbeddedStore
from clusterkb.store.versions import Manifest, Version, at, current, home_lock, new_version, prune, publish

__all__ = ["EmbeddedStore", "Manifest", "Version", "at", "current", "home_lock", "new_version", "prune", "publish"]
