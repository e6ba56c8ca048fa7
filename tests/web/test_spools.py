from __future__ import annotations

import gc
import resource
import time
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from io import FileIO
from pathlib import Path
from threading import Barrier

import pytest

from clusterkb.errors import OutOfLimits, TooMany
from clusterkb.sandbox import Caller
from clusterkb.sparql import Dataset
from clusterkb.web import Site
from clusterkb.web.spools import Spools

BOUND = 800
SHARE = 100  # an eighth of it
CROWD = 16

Take = Callable[[str, int], FileIO]


@pytest.fixture
def spools() -> Iterator[Spools]:
    with Spools(BOUND) as made:
        yield made


@pytest.fixture
def take(spools: Spools) -> Iterator[Take]:
    """Take a result of so many bytes for a client; it waits until the test closes it or ends."""
    with ExitStack() as waiting:
        yield lambda client, size: waiting.enter_context(spools.take(result(spools, size), client))


class Name(str):
    """A client's name; whoever looks it up lets all other threads run first."""

    def __hash__(self) -> int:
        time.sleep(1e-5)
        return super().__hash__()


def result(spools: Spools, size: int) -> Path:
    path = spools.new()
    path.write_bytes(b"a" * size)
    return path


def folder(spools: Spools) -> Path:
    return spools.new().parent


# ---------------------------------------------------------------- an eighth for one client


@pytest.mark.parametrize(("waiting", "more"), [(1, SHARE), (SHARE - 1, 2), (SHARE, 1)])
def test_a_client_is_refused_what_passes_its_share_and_told_when_to_come_again(
    take: Take, waiting: int, more: int
) -> None:
    take("a", waiting)
    with pytest.raises(TooMany) as caught:
        take("a", more)
    assert caught.value.retry_seconds > 0


def test_a_client_may_have_exactly_its_share_in_parts(spools: Spools, take: Take) -> None:
    take("a", 1)
    take("a", SHARE - 1)
    assert spools.bytes == SHARE


def test_the_first_result_of_a_client_may_be_larger_than_its_share(spools: Spools, take: Take) -> None:
    take("a", BOUND)
    assert spools.bytes == BOUND


def test_a_client_whose_first_result_was_larger_gets_no_second(take: Take) -> None:
    take("a", SHARE + 1)
    with pytest.raises(TooMany):
        take("a", 1)


def test_one_client_with_its_share_keeps_no_other_out(spools: Spools, take: Take) -> None:
    take("a", SHARE)
    take("b", SHARE)
    assert spools.bytes == 2 * SHARE


def test_a_client_over_its_share_is_told_so_though_there_is_no_room_for_anyone(take: Take) -> None:
    take("a", BOUND)
    with pytest.raises(TooMany):
        take("a", 1)


# ---------------------------------------------------------------- the bound for all


def test_all_clients_together_may_fill_the_bound(spools: Spools, take: Take) -> None:
    for client in "abcdefgh":
        take(client, SHARE)
    assert spools.bytes == BOUND


def test_one_byte_over_the_bound_is_refused_as_nobody_s_fault_and_with_a_time_to_come_again(take: Take) -> None:
    take("a", BOUND - SHARE)
    with pytest.raises(OutOfLimits) as caught:
        take("b", SHARE + 1)
    assert (type(caught.value), caught.value.retry_seconds > 0) == (OutOfLimits, True)


# ---------------------------------------------------------------- free again


def test_a_client_has_its_share_again_when_its_result_is_closed(spools: Spools, take: Take) -> None:
    take("a", SHARE).close()
    take("a", 1)
    take("a", SHARE - 1)
    assert spools.bytes == SHARE


def test_there_is_room_for_others_again_when_a_result_is_closed(spools: Spools, take: Take) -> None:
    take("a", BOUND).close()
    take("b", BOUND)
    assert spools.bytes == BOUND


def test_closing_twice_frees_the_space_once(spools: Spools, take: Take) -> None:
    first, _ = take("a", 30), take("a", 50)
    first.close()
    first.close()
    assert spools.bytes == 50


def test_closing_the_result_of_one_client_leaves_the_share_of_another_used(take: Take) -> None:
    first, _ = take("a", SHARE), take("b", SHARE)
    first.close()
    with pytest.raises(TooMany):
        take("b", 1)


def test_a_client_with_nothing_waiting_is_not_remembered(spools: Spools) -> None:
    client = Name("a")
    seen = weakref.ref(client)
    spools.take(result(spools, 1), client).close()
    del client
    gc.collect()
    assert seen() is None


# ---------------------------------------------------------------- refused


@pytest.mark.parametrize("client", ["a", "b"])
def test_what_is_refused_is_not_counted(spools: Spools, take: Take, client: str) -> None:
    take("a", BOUND)
    with pytest.raises(OutOfLimits):
        take(client, 1)
    assert spools.bytes == BOUND


def test_a_refusal_uses_up_none_of_the_share(spools: Spools, take: Take) -> None:
    take("a", SHARE - 1)
    with pytest.raises(TooMany):
        take("a", SHARE)
    take("a", 1)
    assert spools.bytes == SHARE


def test_a_client_refused_for_want_of_room_has_nothing_waiting_afterwards(spools: Spools, take: Take) -> None:
    large = take("a", BOUND)
    with pytest.raises(OutOfLimits):
        take("b", 1)
    large.close()
    take("b", BOUND)
    assert spools.bytes == BOUND


@pytest.mark.parametrize("client", ["a", "b"])
def test_a_refused_result_stays_whole_until_whoever_asked_discards_it(spools: Spools, take: Take, client: str) -> None:
    take("a", BOUND)
    path = result(spools, 1)
    with pytest.raises(OutOfLimits):
        spools.take(path, client)
    kept = path.read_bytes()
    spools.discard(path)
    assert (kept, path.exists()) == (b"a", False)


def test_the_site_leaves_no_refused_result_behind(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site.spools, "bound", 0)
    with pytest.raises(OutOfLimits, match="wait to be sent"):
        site.query(site.version(), "SELECT * { ?s ?p ?o } LIMIT 2000", Dataset(), (("csv",), False), Caller())
    assert list(folder(site.spools).iterdir()) == []


def test_a_result_that_is_not_there_takes_no_space(spools: Spools) -> None:
    with pytest.raises(FileNotFoundError):
        spools.take(spools.new(), "a")
    assert spools.bytes == 0


# ---------------------------------------------------------------- files


def test_discarding_what_was_never_written_is_no_fault(spools: Spools) -> None:
    path = spools.new()
    spools.discard(path)
    assert not path.exists()


def test_each_result_has_a_path_of_its_own(spools: Spools) -> None:
    with ThreadPoolExecutor(CROWD) as crowd:
        paths = list(crowd.map(lambda _: spools.new(), range(1000)))
    assert len(set(paths)) == 1000


def test_a_taken_result_has_left_the_disk_and_is_read_whole(spools: Spools) -> None:
    path = result(spools, SHARE)
    with spools.take(path, "a") as file:
        assert (path.exists(), file.read()) == (False, b"a" * SHARE)


def test_the_folder_goes_with_the_spools_and_whatever_was_left_in_it(spools: Spools, take: Take) -> None:
    take("a", 1)
    left = result(spools, 1)
    spools.close()
    assert not left.parent.exists()


def test_after_its_block_the_folder_is_gone() -> None:
    with Spools(BOUND) as spools:
        there = folder(spools)
        assert there.is_dir()
    assert not there.exists()


# ---------------------------------------------------------------- threads


@pytest.mark.parametrize(
    ("clients", "size", "fit"),
    [([Name(number) for number in range(CROWD)], SHARE, BOUND // SHARE), ([Name("a")] * CROWD, SHARE // 2, 2)],
    ids=["bound", "share"],
)
def test_of_many_that_come_at_once_so_many_are_let_in_as_fit(
    spools: Spools, clients: list[Name], size: int, fit: int
) -> None:
    together = Barrier(CROWD)

    def come(client: Name) -> FileIO | None:
        path = result(spools, size)
        together.wait()
        try:
            return spools.take(path, client)
        except OutOfLimits:
            return None

    let_in = []
    with ThreadPoolExecutor(CROWD) as crowd:
        for _ in range(50):
            files = [file for file in crowd.map(come, clients) if file is not None]
            let_in.append((len(files), spools.bytes))
            for file in files:
                file.close()
    assert set(let_in) == {(fit, fit * size)}


def test_however_many_come_and_go_the_bound_holds_and_nothing_is_left(spools: Spools) -> None:
    def come_and_go(number: int) -> tuple[int, int]:
        most = taken = 0
        for turn in range(100):
            path = result(spools, 1 + (number * 37 + turn * 61) % 200)
            try:
                file = spools.take(path, Name(number % 12))
            except OutOfLimits:
                spools.discard(path)
                continue
            with file:
                most, taken = max(most, spools.bytes), taken + 1
        return most, taken

    with ThreadPoolExecutor(CROWD) as crowd:
        seen = list(crowd.map(come_and_go, range(CROWD)))
    assert all(most <= BOUND for most, _ in seen)
    assert all(taken for _, taken in seen)
    assert (spools.bytes, list(folder(spools).iterdir())) == (0, [])


def test_a_result_that_cannot_be_opened_is_refused_and_takes_no_space(spools: Spools) -> None:
    waiting = result(spools, 10)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
    try:
        with pytest.raises(OutOfLimits):
            spools.take(waiting, "192.0.2.1")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert spools.bytes == 0
    assert waiting.exists()
