from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from clusterkb.errors import BadInput, OutOfLimits, WorkerDied
from clusterkb.sandbox import Limits, Pool


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(1, Limits(seconds=2, megabytes=256)) as made:
        yield made


def test_an_overlong_job_is_killed_and_the_next_one_runs(pool: Pool) -> None:
    with pytest.raises(OutOfLimits, match="2 seconds"):
        pool.run("time:sleep", 60)
    assert pool.run("operator:add", 2, 3) == 5


def test_too_much_memory_is_refused(pool: Pool) -> None:
    with pytest.raises(OutOfLimits, match="memory"):
        pool.run("builtins:bytearray", 4 * 1024**3)


def test_a_worker_opens_no_socket(pool: Pool) -> None:
    with pytest.raises(WorkerDied, match="PermissionError"):
        pool.run("socket:socket")


def test_a_worker_that_dies_is_reported_and_replaced(pool: Pool) -> None:
    with pytest.raises(WorkerDied, match="ended without an answer"):
        pool.run("os:abort")
    assert pool.run("operator:add", 1, 1) == 2


def test_our_errors_cross_the_pipe_whole(pool: Pool) -> None:
    with pytest.raises(BadInput) as caught:
        pool.run("clusterkb.rdf.canonical:canonical", "<a> <b>")
    assert caught.value.line == 1
    assert caught.value.remedy


@pytest.mark.slow
def test_a_worker_whose_pool_died_ends_by_itself(tmp_path: Path) -> None:
    # The pool's own process is killed while its worker runs native code that never returns to Python.
    script = tmp_path / "orphan.py"
    script.write_text(
        "import os, sys, threading, time\n"
        "from clusterkb.sandbox import Limits, Pool\n"
        "if __name__ == '__main__':\n"
        "    pool = Pool(1, Limits(seconds=1, megabytes=256))\n"
        "    print(pool.run('os:getpid'), flush=True)\n"
        "    threading.Thread(target=pool.run, args=('time:sleep', 600), daemon=True).start()\n"
        "    time.sleep(0.3)\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    started = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True)
    worker = int(started.communicate()[0])
    for _ in range(100):
        if not alive(worker):
            break
        time.sleep(0.1)
    assert not alive(worker)


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
