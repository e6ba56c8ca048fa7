"""How long something takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Return the seconds that ``work`` took, and what it gave."""
    began = time.perf_counter()
    done = work()
    return time.perf_counter() - began, done
