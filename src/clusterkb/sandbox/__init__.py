"""Killable worker processes with a deadline, a memory cap and no network; knows no job."""

from clusterkb.sandbox.pool import Limits, Pool

__all__ = ["Limits", "Pool"]
