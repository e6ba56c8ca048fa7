"""Descriptions of any size, in bounded memory and on all cores."""

from clusterkb.validation.bulk.run import Source, large, validate_large

__all__ = ["Source", "large", "validate_large"]
