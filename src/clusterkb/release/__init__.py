"""A release: everything there is, in files for all kinds of tools, the same bytes for the same sources."""

from clusterkb.release.run import Artefact, release

__all__ = ["Artefact", "release"]
