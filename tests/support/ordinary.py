"""Imported first in a worker that root starts, this makes it an ordinary user; anywhere else it does nothing.

All that such a worker needs is imported before: an ordinary user may not be able to read root's Python.
"""

from __future__ import annotations

import multiprocessing
import os

from tests.support import jobs

if multiprocessing.parent_process() is not None and os.getuid() == 0:
    os.setgroups([])
    os.setgid(jobs.NOBODY)
    os.setuid(jobs.NOBODY)
