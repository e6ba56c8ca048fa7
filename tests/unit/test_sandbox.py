from __future__ import annotations

import errno
import multiprocessing
import os
import pickle
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from clusterkb.errors import BadInput, Cancelled, ClusterkbError, JobFailed, OutOfLimits, TooMany, WorkerDied
from clusterkb.sandbox import Budget, Caller, Limits, Pool, Start
from clusterkb.sandbox.line import Place

JOBS = "tests.support.jobs"
PATIENT = Limits(seconds=120, megabytes=512, wait_seconds=120)


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(1, Limits(seconds=2, megabytes=256)) as made:
        yield made


@pytest.fixture(scope="module")
def patient() -> Iterator[Pool]:
    """A pool whose one worker is never late."""
    with Pool(1, PATIENT) as made:
        yield made


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(50) as made:
        yield made


def eventually(true: Callable[[], bool]) -> None:
    """Wait until something is true; half a minute is far more than any machine needs."""
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline, "It never came true."
        time.sleep(0.005)


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def children() -> set[int]:
    return {child.pid for child in multiprocessing.active_children() if child.pid is not None}


def ready(process: int) -> bool:
    """Return whether a worker has shut its door to the network, the last thing it does before it takes jobs."""
    return "Seccomp:\t2" in Path(f"/proc/{process}/status").read_text()


@contextmanager
def held(pool: Pool, folder: Path, threads: ThreadPoolExecutor) -> Iterator[Future[int]]:
    """Have a worker of ``pool`` do nothing else meanwhile."""
    gate = folder / "gate"
    holding = threads.submit(pool.run, f"{JOBS}:hold", str(gate))
    try:
        eventually(gate.with_name("gate.held").exists)
        yield holding
    finally:
        gate.touch()


# ---------------------------------------------------------------- the start


def test_a_worker_does_its_first_work_before_it_takes_a_job(tmp_path: Path) -> None:
    path = str(tmp_path / "told")
    with Pool(1, PATIENT, start=Start(job=lambda: (f"{JOBS}:note", path, "first"))) as pool:
        pool.run(f"{JOBS}:note", path, "second")
    assert Path(path).read_text().split() == ["first", "second"]


def test_each_new_worker_is_told_anew_what_to_begin_with(tmp_path: Path) -> None:
    path, words = str(tmp_path / "told"), iter(["one", "two"])
    with Pool(1, PATIENT, start=Start(job=lambda: (f"{JOBS}:note", path, next(words)))) as pool:
        with pytest.raises(WorkerDied):
            pool.run("os:_exit", 0)
        pool.run("operator:add", 1, 1)
    assert Path(path).read_text().split() == ["one", "two"]


def test_a_worker_whose_first_work_fails_takes_jobs_all_the_same() -> None:
    with Pool(1, PATIENT, start=Start(job=lambda: ("operator:truediv", 1, 0))) as pool:
        assert pool.run("operator:add", 2, 3) == 5


def test_what_a_worker_begins_with_does_not_count_toward_the_memory_of_a_job() -> None:
    limits = Limits(seconds=60, megabytes=256, wait_seconds=60)
    with Pool(1, limits, start=Start(job=lambda: (f"{JOBS}:keep", 300_000_000))) as pool:
        assert pool.run(f"{JOBS}:keep", 100_000_000) == 400_000_000
        with pytest.raises(OutOfLimits):
            pool.run(f"{JOBS}:keep", 300_000_000)


# ---------------------------------------------------------------- limits


def test_an_overlong_job_is_killed_and_the_next_one_runs(pool: Pool) -> None:
    with pytest.raises(OutOfLimits, match="2 seconds"):
        pool.run("time:sleep", 60)
    assert pool.run("operator:add", 2, 3) == 5


def test_too_much_memory_is_refused(pool: Pool) -> None:
    with pytest.raises(OutOfLimits, match="memory"):
        pool.run("builtins:bytearray", 4 * 1024**3)


def test_a_worker_opens_no_socket(pool: Pool) -> None:
    with pytest.raises(JobFailed, match="PermissionError"):
        pool.run("socket:socket")


def test_endless_recursion_is_refused_in_words(patient: Pool) -> None:
    with pytest.raises(OutOfLimits, match="nested too deeply"):
        patient.run(f"{JOBS}:dive")


def test_endless_recursion_ends_no_worker(patient: Pool) -> None:
    before = patient.run("os:getpid")
    with pytest.raises(OutOfLimits):
        patient.run(f"{JOBS}:dive")
    assert patient.run("os:getpid") == before


def test_native_code_has_a_stack_for_input_nested_four_thousand_deep(patient: Pool) -> None:
    query = "SELECT * {" + "{" * 4000 + "}" * 4000 + "}"
    assert '"results"' in patient.run(f"{JOBS}:ask_empty_engine", query)


# ---------------------------------------------------------------- workers that die


def test_a_worker_that_dies_is_reported_and_replaced(pool: Pool) -> None:
    with pytest.raises(WorkerDied, match="ended without an answer"):
        pool.run("os:abort")
    assert pool.run("operator:add", 1, 1) == 2


def test_a_worker_that_dies_while_it_answers_is_reported_as_any_other(patient: Pool) -> None:
    with pytest.raises(WorkerDied, match="ended without an answer"):
        patient.run(f"{JOBS}:answer_by_half")


def test_a_worker_killed_from_outside_while_idle_is_replaced_before_the_next_job() -> None:
    with Pool(1, PATIENT) as pool:
        worker = pool.run("os:getpid")
        os.kill(worker, signal.SIGKILL)
        eventually(lambda: pool.counts().alive == 0)
        assert pool.run("os:getpid") != worker


def test_a_spare_answers_the_job_after_a_kill() -> None:
    before = children()
    with Pool(1, Limits(seconds=2, megabytes=256, wait_seconds=120), spares=1) as pool:
        eventually(lambda: len(children() - before) == 2)
        workers = children() - before
        eventually(lambda: all(map(ready, workers)))
        killed = pool.run("os:getpid")
        with pytest.raises(OutOfLimits):
            pool.run("time:sleep", 60)
        assert pool.run("os:getpid") in workers - {killed}


def test_a_spare_runs_no_job_beside_the_others(tmp_path: Path, threads: ThreadPoolExecutor) -> None:
    before = children()
    with Pool(1, PATIENT, spares=2) as pool, held(pool, tmp_path, threads):
        waiting = threads.submit(pool.run, "os:getpid")
        eventually(lambda: pool.counts().waiting == 1)
        eventually(lambda: pool.counts().alive == 3 and all(map(ready, children() - before)))
        alone = not waiting.done()
        (tmp_path / "gate").touch()
        waiting.result()
    assert alone


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


# ---------------------------------------------------------------- what crosses the pipe


def test_our_errors_cross_the_pipe_whole(pool: Pool) -> None:
    with pytest.raises(BadInput) as caught:
        pool.run("clusterkb.rdf.canonical:canonical", "<a> <b>")
    assert caught.value.line == 1
    assert caught.value.remedy


def test_an_error_that_is_none_of_ours_is_told_in_words(patient: Pool) -> None:
    with pytest.raises(JobFailed, match="StrangeError: the moon is out at noon") as caught:
        patient.run(f"{JOBS}:fail_strangely")
    assert caught.value.remedy


def test_an_error_that_is_none_of_ours_ends_no_worker(patient: Pool) -> None:
    before = patient.run("os:getpid")
    with pytest.raises(JobFailed):
        patient.run(f"{JOBS}:fail_strangely")
    assert patient.run("os:getpid") == before


def test_a_job_that_is_not_there_is_told_in_words(patient: Pool) -> None:
    with pytest.raises(JobFailed, match="no_such_job"):
        patient.run(f"{JOBS}:no_such_job")


def test_a_result_that_cannot_be_pickled_is_told_in_words(patient: Pool) -> None:
    with pytest.raises(JobFailed, match="pickle"):
        patient.run(f"{JOBS}:unpicklable")


def test_a_result_that_cannot_be_pickled_ends_no_worker(patient: Pool) -> None:
    before = patient.run("os:getpid")
    with pytest.raises(ClusterkbError):
        patient.run(f"{JOBS}:unpicklable")
    assert patient.run("os:getpid") == before


def test_an_argument_that_cannot_be_pickled_is_the_callers_own_error(patient: Pool) -> None:
    with pytest.raises((pickle.PicklingError, AttributeError, TypeError)):
        patient.run("builtins:id", lambda: 1)


def test_an_argument_that_cannot_be_pickled_ends_no_worker(patient: Pool) -> None:
    before = patient.run("os:getpid")
    with pytest.raises((pickle.PicklingError, AttributeError, TypeError)):
        patient.run("builtins:id", lambda: 1)
    assert patient.run("os:getpid") == before


def test_an_answer_of_50_mb_arrives_whole(patient: Pool) -> None:
    assert patient.run("operator:mul", b"0123456789", 5_000_000) == b"0123456789" * 5_000_000


def test_an_argument_of_50_mb_arrives_whole(patient: Pool) -> None:
    assert patient.run("builtins:len", b"0123456789" * 5_000_000) == 50_000_000


def test_a_worker_that_was_never_asked_is_neither_killed_nor_charged_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_late(place: Place[object]) -> None:
        assert place.turn.wait(60)
        raise OutOfLimits("It came at the last moment.")

    budget = Budget(60)
    with Pool(1, PATIENT, budget=budget) as pool:
        first = pool.run("os:getpid")
        with monkeypatch.context() as patched:
            patched.setattr(pool, "_await_turn", too_late)
            with pytest.raises(OutOfLimits):
                pool.run("os:getpid", caller=Caller("a"))
        assert pool.run("os:getpid") == first
        assert pool.counts().jobs == {"done": 2, "refused": 1}
    assert budget.used("a") == 0


def test_a_worker_that_cannot_be_started_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with Pool(1, PATIENT) as pool:
        pool.run("os:getpid")
        real, tries = pool._context.Pipe, []

        def pipe() -> object:
            tries.append("one")
            if len(tries) == 1:
                raise OSError(errno.EMFILE, "Too many open files")
            return real()

        monkeypatch.setattr(pool._context, "Pipe", pipe)
        with pytest.raises(WorkerDied):
            pool.run("os:_exit", 0)
        assert pool.run("operator:add", 1, 1) == 2
    assert len(tries) == 2


# ---------------------------------------------------------------- who is served when


def test_jobs_of_many_threads_run_in_the_order_of_asking(
    patient: Pool, tmp_path: Path, threads: ThreadPoolExecutor
) -> None:
    order = tmp_path / "order"
    with held(patient, tmp_path, threads):
        jobs = []
        for number in range(20):
            jobs.append(threads.submit(patient.run, f"{JOBS}:note", str(order), str(number)))
            eventually(lambda: patient.counts().waiting == len(jobs))
    for job in jobs:
        job.result()
    assert order.read_text().split() == [str(number) for number in range(20)]


def test_a_client_with_its_share_under_way_is_told_it_has_too_many(tmp_path: Path, threads: ThreadPoolExecutor) -> None:
    limits = Limits(seconds=120, megabytes=256, wait_seconds=120, per_client=1)
    with Pool(1, limits) as pool, held(pool, tmp_path, threads):
        waiting = threads.submit(pool.run, "os:getpid", caller=Caller("a"))
        eventually(lambda: pool.counts().waiting == 1)
        with pytest.raises(TooMany) as caught:
            pool.run("os:getpid", caller=Caller("a"))
        (tmp_path / "gate").touch()
        waiting.result()
    assert caught.value.retry_seconds > 0


def test_a_client_that_has_used_its_time_is_told_when_to_come_again() -> None:
    with Pool(1, PATIENT, budget=Budget(0.001)) as pool:
        pool.run("os:getpid", caller=Caller("a"))
        with pytest.raises(TooMany) as caught:
            pool.run("os:getpid", caller=Caller("a"))
    assert caught.value.retry_seconds > 60


def test_a_client_that_has_used_its_time_keeps_no_other_out() -> None:
    with Pool(1, PATIENT, budget=Budget(0.001)) as pool:
        pool.run("os:getpid", caller=Caller("a"))
        assert pool.run("operator:add", 1, 1, caller=Caller("b")) == 2


def test_a_killed_job_costs_its_client_more_than_its_own_time() -> None:
    now = 0.0
    budget = Budget(60, clock=lambda: now)
    with Pool(1, Limits(seconds=0.2, megabytes=256), budget=budget) as pool, pytest.raises(OutOfLimits):
        pool.run("time:sleep", 60, caller=Caller("a"))
    assert budget.used("a") > 1


def test_a_job_that_no_worker_takes_in_time_is_told_to_come_again(tmp_path: Path, threads: ThreadPoolExecutor) -> None:
    with Pool(1, Limits(seconds=120, megabytes=256, wait_seconds=0.3)) as pool:
        pool.run("os:getpid")
        with held(pool, tmp_path, threads), pytest.raises(OutOfLimits, match="busy") as caught:
            pool.run("os:getpid")
    assert caught.value.retry_seconds > 0


# ---------------------------------------------------------------- cancelling


def test_a_job_that_waits_is_said_to_wait(patient: Pool, tmp_path: Path, threads: ThreadPoolExecutor) -> None:
    with held(patient, tmp_path, threads):
        threads.submit(patient.run, "os:getpid", caller=Caller(name="mine"))
        eventually(lambda: patient.counts().waiting == 1)
        assert patient.state("mine") == "waiting"


def test_a_job_that_runs_is_said_to_run(patient: Pool, tmp_path: Path, threads: ThreadPoolExecutor) -> None:
    gate = tmp_path / "gate"
    job = threads.submit(patient.run, f"{JOBS}:hold", str(gate), caller=Caller(name="mine"))
    eventually((tmp_path / "gate.held").exists)
    state = patient.state("mine")
    gate.touch()
    job.result()
    assert state == "running"


def test_a_job_that_has_ended_has_no_state(patient: Pool) -> None:
    patient.run("os:getpid", caller=Caller(name="mine"))
    assert patient.state("mine") == ""


def test_a_waiting_job_can_be_cancelled(patient: Pool, tmp_path: Path, threads: ThreadPoolExecutor) -> None:
    with held(patient, tmp_path, threads):
        job = threads.submit(patient.run, "os:getpid", caller=Caller(name="mine"))
        eventually(lambda: patient.cancel("mine"))
        with pytest.raises(Cancelled):
            job.result()


def test_cancelling_a_waiting_job_leaves_the_running_one_alone(
    patient: Pool, tmp_path: Path, threads: ThreadPoolExecutor
) -> None:
    with held(patient, tmp_path, threads) as running:
        job = threads.submit(patient.run, "os:getpid", caller=Caller(name="mine"))
        eventually(lambda: patient.cancel("mine"))
        assert job.exception() is not None
    assert running.result() == int((tmp_path / "gate.held").read_text())


def test_a_running_job_can_be_cancelled(patient: Pool, tmp_path: Path, threads: ThreadPoolExecutor) -> None:
    job = threads.submit(patient.run, f"{JOBS}:hold", str(tmp_path / "gate"), caller=Caller(name="mine"))
    eventually((tmp_path / "gate.held").exists)
    patient.cancel("mine")
    with pytest.raises(Cancelled):
        job.result()


def test_a_cancelled_job_is_ended_in_its_worker(patient: Pool, tmp_path: Path, threads: ThreadPoolExecutor) -> None:
    job = threads.submit(patient.run, f"{JOBS}:hold", str(tmp_path / "gate"), caller=Caller(name="mine"))
    eventually((tmp_path / "gate.held").exists)
    worker = int((tmp_path / "gate.held").read_text())
    patient.cancel("mine")
    assert job.exception() is not None
    eventually(lambda: not alive(worker))


def test_after_a_cancelled_job_the_next_one_runs(patient: Pool, tmp_path: Path, threads: ThreadPoolExecutor) -> None:
    job = threads.submit(patient.run, f"{JOBS}:hold", str(tmp_path / "gate"), caller=Caller(name="mine"))
    eventually((tmp_path / "gate.held").exists)
    patient.cancel("mine")
    assert job.exception() is not None
    assert patient.run("operator:add", 1, 2) == 3


def test_what_is_not_under_way_cannot_be_cancelled(patient: Pool) -> None:
    assert not patient.cancel("mine")


def test_a_running_job_ends_when_whoever_asked_has_gone(
    patient: Pool, tmp_path: Path, threads: ThreadPoolExecutor
) -> None:
    gone = threading.Event()
    job = threads.submit(patient.run, f"{JOBS}:hold", str(tmp_path / "gate"), caller=Caller(gone=gone.is_set))
    eventually((tmp_path / "gate.held").exists)
    gone.set()
    with pytest.raises(Cancelled, match="gone"):
        job.result()


def test_a_waiting_job_leaves_when_whoever_asked_has_gone(
    patient: Pool, tmp_path: Path, threads: ThreadPoolExecutor
) -> None:
    with held(patient, tmp_path, threads), pytest.raises(Cancelled, match="gone"):
        patient.run("os:getpid", caller=Caller(gone=lambda: True))


# ---------------------------------------------------------------- closing


def test_a_closed_pool_leaves_no_process() -> None:
    before = children()
    with Pool(3, PATIENT, spares=1) as pool:
        pool.run("os:getpid")
    eventually(lambda: children() <= before)


def test_a_pool_closed_while_its_workers_start_leaves_no_process() -> None:
    before = children()
    pool = Pool(3, PATIENT)
    eventually(lambda: children() != before)
    pool.close()
    eventually(lambda: children() <= before)


def test_a_job_that_runs_when_its_pool_closes_ends_with_an_error_of_ours(
    tmp_path: Path, threads: ThreadPoolExecutor
) -> None:
    with Pool(1, PATIENT) as pool:
        job = threads.submit(pool.run, f"{JOBS}:hold", str(tmp_path / "gate"))
        eventually((tmp_path / "gate.held").exists)
    with pytest.raises(ClusterkbError):
        job.result()


# ---------------------------------------------------------------- counting


def test_counts_tell_how_each_job_ended(tmp_path: Path, threads: ThreadPoolExecutor) -> None:
    limits = Limits(seconds=1, megabytes=256, wait_seconds=120, per_client=1)
    outcomes: list[tuple[str, tuple[object, ...]]] = [
        ("operator:add", (1, 1)),
        ("operator:add", (2, 2)),
        (f"{JOBS}:fail_strangely", ()),
        ("time:sleep", (60,)),
        ("os:abort", ()),
    ]
    with Pool(1, limits) as pool:
        for job, arguments in outcomes:
            threads.submit(pool.run, job, *arguments).exception()
        cancelled = threads.submit(pool.run, f"{JOBS}:hold", str(tmp_path / "gate"), caller=Caller("a", "mine"))
        eventually(lambda: pool.state("mine") != "")
        threads.submit(pool.run, "os:getpid", caller=Caller("a")).exception()
        pool.cancel("mine")
        cancelled.exception()
        assert pool.counts().jobs == {"done": 2, "failed": 1, "late": 1, "died": 1, "refused": 1, "cancelled": 1}


def test_counts_tell_how_many_workers_were_started_and_are_alive() -> None:
    with Pool(2, PATIENT, spares=1) as pool:
        eventually(lambda: pool.counts().alive == 3)
        with pytest.raises(WorkerDied):
            pool.run("os:abort")
        eventually(lambda: (pool.counts().started, pool.counts().alive) == (4, 3))


def test_counts_tell_what_runs_and_what_waits(patient: Pool, tmp_path: Path, threads: ThreadPoolExecutor) -> None:
    with held(patient, tmp_path, threads):
        threads.submit(patient.run, "os:getpid")
        eventually(lambda: patient.counts().waiting == 1)
        assert patient.counts().busy == 1


def test_counts_tell_the_time_spent_in_workers() -> None:
    with Pool(1, PATIENT) as pool:
        pool.run("time:sleep", 0.2)
        assert pool.counts().seconds >= 0.2


# ---------------------------------------------------------------- all at once


def outcome(pool: Pool, kind: str, number: int) -> str:
    """Run a job of a kind; return how it ended."""
    job, arguments = {
        "good": ("operator:add", (number, 1)),
        "late": ("time:sleep", (600,)),
        "dying": ("os:abort", ()),
        "failing": (f"{JOBS}:fail_strangely", ()),
        "cancelled": ("time:sleep", (600,)),
        "gone": ("time:sleep", (600,)),
    }[kind]
    caller = Caller(f"client {number}", f"job {number}", lambda: kind == "gone")
    try:
        found = pool.run(job, *arguments, caller=caller)
    except ClusterkbError as error:
        return type(error).__name__
    return "right" if found == number + 1 else f"wrong: {found}"


@pytest.mark.slow
def test_every_job_of_a_crowd_ends_as_it_must_and_all_workers_are_free_again() -> None:
    expected = {
        "good": "right",
        "late": "OutOfLimits",
        "dying": "WorkerDied",
        "failing": "JobFailed",
        "cancelled": "Cancelled",
        "gone": "Cancelled",
    }
    kinds = ["good"] * 120 + ["late"] * 3 + ["dying"] * 6 + ["failing"] * 30 + ["cancelled"] * 6 + ["gone"] * 4
    random.Random(7).shuffle(kinds)
    limits = Limits(seconds=2, megabytes=256, wait_seconds=300, queue=1000)
    with Pool(2, limits, spares=1) as pool, ThreadPoolExecutor(40) as crowd:
        jobs = [crowd.submit(outcome, pool, kind, number) for number, kind in enumerate(kinds)]
        for number, kind in enumerate(kinds):
            if kind == "cancelled":
                eventually_cancelled(pool, number, jobs[number])
        seen = Counter((kind, job.result()) for kind, job in zip(kinds, jobs, strict=True))
        eventually(lambda: pool.counts().alive == 3)
        counts = pool.counts()
        idle = [pool.run("operator:add", number, 1) for number in range(6)]
    assert seen == Counter((kind, expected[kind]) for kind in kinds)
    assert (counts.busy, counts.waiting, idle) == (0, 0, [1, 2, 3, 4, 5, 6])


def eventually_cancelled(pool: Pool, number: int, job: Future[str]) -> None:
    while not job.done() and not pool.cancel(f"job {number}"):
        time.sleep(0.002)
