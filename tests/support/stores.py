"""Stores made for one test."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from clusterkb.store import EmbeddedStore


def stored(folder: Path, trig: str) -> EmbeddedStore:
    """Write a TriG document into an empty folder and open it as the site does."""
    written = EmbeddedStore.writable(folder)
    written.engine.load(trig.encode(), format=ox.RdfFormat.TRIG)
    written.close()
    return EmbeddedStore.read_only(folder)
