from __future__ import annotations

import errno
import gzip
import os
import random
from collections.abc import Callable
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterkb.errors import OutOfLimits
from clusterkb.sparql.spool import Bounded, Spool, Spooled, Target

FULL = Path("/dev/full")  # a real disk with no room
MEMORY = 65536
NOISE = random.Random(1).randbytes(200_000)


def spooled(path: Path, *parts: bytes, compress: bool = False, bound: int = 10**9) -> Spooled:
    with closing(Spool(Target(path, bound, compress))) as spool:
        for part in parts:
            spool.write(part)
        return spool.finish("csv")


def content(found: Spooled, path: Path) -> bytes:
    data = path.read_bytes() if found.data is None else found.data
    return gzip.decompress(data) if found.compressed else data


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "result"


# ---------------------------------------------------------------- memory or file


@pytest.mark.parametrize("compress", [False, True])
@pytest.mark.parametrize("size", [0, 1, 1023, 1024, MEMORY - 1, MEMORY])
def test_a_small_result_stays_in_memory(path: Path, size: int, compress: bool) -> None:
    found = spooled(path, b"a" * size, compress=compress)
    assert (found.data is not None, path.exists()) == (True, False)


@pytest.mark.parametrize("compress", [False, True])
def test_one_byte_more_goes_to_the_file(path: Path, compress: bool) -> None:
    found = spooled(path, b"a" * (MEMORY + 1), compress=compress)
    assert (found.data, path.exists()) == (None, True)


def test_the_byte_that_is_too_much_may_come_last(path: Path) -> None:
    found = spooled(path, b"a" * MEMORY, b"b")
    assert content(found, path) == b"a" * MEMORY + b"b"


def test_what_was_in_memory_stands_in_the_file_before_the_rest(path: Path) -> None:
    parts = [bytes([letter]) * 30_000 for letter in b"abcd"]
    assert content(spooled(path, *parts), path) == b"".join(parts)


def test_a_file_that_is_there_already_is_overwritten(path: Path) -> None:
    path.write_bytes(b"old" * 100_000)
    assert content(spooled(path, NOISE), path) == NOISE


@pytest.mark.parametrize("size", [0, 10, MEMORY + 1])
@pytest.mark.parametrize("compress", [False, True])
def test_the_size_is_that_before_compression(path: Path, size: int, compress: bool) -> None:
    assert spooled(path, b"a" * size, compress=compress).size == size


def test_the_form_is_kept(path: Path) -> None:
    assert spooled(path, b"a").form == "csv"


# ---------------------------------------------------------------- compression


@pytest.mark.parametrize(("size", "compressed"), [(0, False), (1023, False), (1024, True), (MEMORY + 1, True)])
def test_only_what_gains_by_it_is_compressed(path: Path, size: int, compressed: bool) -> None:
    assert spooled(path, b"a" * size, compress=True).compressed is compressed


@pytest.mark.parametrize("size", [0, 2000, MEMORY + 1])
def test_nothing_is_compressed_for_a_client_that_does_not_take_it(path: Path, size: int) -> None:
    found = spooled(path, b"a" * size)
    assert (found.compressed, content(found, path)) == (False, b"a" * size)


@pytest.mark.parametrize("size", [2000, 200_000])
def test_what_repeats_itself_takes_less_room_compressed(path: Path, size: int) -> None:
    found = spooled(path, b"a" * size, compress=True)
    assert len(path.read_bytes() if found.data is None else found.data) < size / 10


@pytest.mark.parametrize("size", [2000, 200_000])
def test_the_same_result_is_compressed_to_the_same_bytes(tmp_path: Path, size: int) -> None:
    paths = [tmp_path / "first", tmp_path / "second"]
    first, second = (spooled(path, NOISE[:size], compress=True) for path in paths)
    assert (first.data or paths[0].read_bytes()) == (second.data or paths[1].read_bytes())


@settings(max_examples=60, deadline=None)
@given(cuts=st.lists(st.integers(0, 100_000), max_size=8), compress=st.booleans(), size=st.integers(0, 100_000))
def test_every_byte_comes_back_however_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, cuts: list[int], compress: bool, size: int
) -> None:
    path = tmp_path_factory.mktemp("spool") / "result"
    edges = sorted({0, size, *(cut for cut in cuts if cut < size)})
    parts = [NOISE[begin:end] for begin, end in pairwise(edges)]
    assert content(spooled(path, *parts, compress=compress), path) == NOISE[:size]


# ---------------------------------------------------------------- the bound


@pytest.mark.parametrize("compress", [False, True])
@pytest.mark.parametrize("bound", [0, 10, MEMORY, MEMORY + 1, 100_000])
def test_a_result_may_be_as_long_as_its_bound(path: Path, bound: int, compress: bool) -> None:
    assert content(spooled(path, b"a" * bound, compress=compress, bound=bound), path) == b"a" * bound


@pytest.mark.parametrize("compress", [False, True])
@pytest.mark.parametrize("bound", [0, 10, MEMORY, MEMORY + 1, 100_000])
def test_a_result_one_byte_longer_is_refused_with_the_bound_and_the_way_out(
    path: Path, bound: int, compress: bool
) -> None:
    with pytest.raises(OutOfLimits, match=rf"longer than {bound} bytes.*LIMIT"):
        spooled(path, b"a" * bound, b"b", compress=compress, bound=bound)


def test_what_would_pass_the_bound_is_not_written_in_part(path: Path) -> None:
    sink = Bounded(10)
    sink.write(b"short")
    with pytest.raises(OutOfLimits):
        sink.write(b"too long")
    assert sink.value == b"short"


def test_a_write_says_how_much_it_took() -> None:
    assert Bounded(10).write(b"short") == 5


# ---------------------------------------------------------------- disks


@pytest.mark.parametrize("compress", [False, True])
@pytest.mark.parametrize("size", [MEMORY + 1, 200_000])
def test_a_full_disk_is_told_in_words(size: int, compress: bool) -> None:
    with pytest.raises(OutOfLimits, match="no room for the result: No space left on device") as caught:
        spooled(FULL, NOISE[:size], compress=compress)
    assert caught.value.remedy


def test_a_small_result_needs_no_disk() -> None:
    assert spooled(FULL, b"a" * MEMORY).data == b"a" * MEMORY


def test_a_folder_that_is_gone_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(OutOfLimits, match="No such file or directory"):
        spooled(tmp_path / "gone" / "result", NOISE)


@pytest.mark.parametrize("compress", [False, True])
def test_closing_an_unfinished_spool_leaves_no_file_open(path: Path, compress: bool) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    with closing(Spool(Target(path, 10**9, compress))) as spool:
        spool.write(NOISE)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


@pytest.mark.parametrize("compress", [False, True])
def test_a_refused_spool_can_be_closed_though_the_disk_is_full(compress: bool) -> None:
    spool = Spool(Target(FULL, 10**9, compress))
    with pytest.raises(OutOfLimits):
        fill(spool)
    assert closes(spool.close)


def fill(spool: Spool) -> None:
    for _ in range(20):
        spool.write(NOISE)
    spool.finish("csv")


def closes(close: Callable[[], None]) -> bool:
    """Return whether closing does nothing worse than say once more that there is no room."""
    try:
        close()
    except OSError as error:
        return error.errno == errno.ENOSPC and os.strerror(errno.ENOSPC) in str(error)
    return True
