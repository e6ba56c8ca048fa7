"""Killable worker processes with a deadline, a memory cap and no network; knows no job."""

from clusterkb.sandbox.budget import Budget
from clusterkb.sandbox.limits import Counts, Job, Limits, Start
from clusterkb.sandbox.line import Caller
from clusterkb.sandbox.pool import Pool

__all__ = ["Budget", "Caller", "Counts", "Job", "Limits", "Pool", "Start"]
