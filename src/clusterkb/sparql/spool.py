"""Where a stranger's result is written: to memory while it is small, then to a file, and never past its bound."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO

from clusterkb.errors import OutOfLimits

_IN_MEMORY = 65536
_WORTH_IT = 1024  # a shorter text gains nothing from compression
_LEVEL = 4


@dataclass(frozen=True, slots=True)
class Target:
    """Where to, and how.

    Attributes:
        path: The file for a result that does not stay small; it need not exist.
        bound: Most bytes of a result, before compression.
        compress: Whether the client takes gzip.
    """

    path: Path
    bound: int
    compress: bool


@dataclass(frozen=True, slots=True)
class Spooled:
    """A complete result.

    Attributes:
        form: Key of ``MEDIA_TYPES``.
        data: The bytes, where they stayed in memory; else None, and they are in the target's file.
        compressed: Whether they are gzip.
        size: How many bytes the result has, before compression.
    """

    form: str
    data: bytes | None
    compressed: bool
    size: int


class Bounded:
    """A writable in memory, for so many bytes.

    >>> sink = Bounded(10)
    >>> sink.write(b"short")
    5
    >>> sink.value
    b'short'
    """

    def __init__(self, bound: int) -> None:
        self.bound = bound
        self.size = 0
        self._memory = BytesIO()

    @property
    def value(self) -> bytes:
        """What was written and is still in memory."""
        return self._memory.getvalue()

    def write(self, data: bytes, /) -> int:
        """Append.

        Raises:
            OutOfLimits: The bound is reached.
        """
        self.size += len(data)
        if self.size > self.bound:
            raise OutOfLimits(
                f"The result is longer than {self.bound} bytes.",
                remedy="Ask for less: add LIMIT, or fewer variables, and fetch it in parts with ORDER BY and OFFSET.",
            )
        self._put(data)
        return len(data)

    def flush(self) -> None:
        """Do nothing: the engine flushes when it has written all, and there is no more to do then."""

    def _put(self, data: bytes) -> None:
        self._memory.write(data)


class Spool(Bounded):
    """A writable for one result: in memory while it is small, then in its target's file."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.bound)
        self.target = target
        self._files = ExitStack()
        self._file: IO[bytes] | gzip.GzipFile | None = None

    def finish(self, form: str) -> Spooled:
        """Close the spool and return what is in it.

        Raises:
            OutOfLimits: The disk is full.
        """
        if self._file is not None:
            with _room():
                self._files.close()  # what was compressed is written only now
            return Spooled(form, None, self.target.compress, self.size)
        compress = self.target.compress and self.size >= _WORTH_IT
        data = gzip.compress(self.value, _LEVEL, mtime=0) if compress else self.value
        return Spooled(form, data, compress, self.size)

    def close(self) -> None:
        """Let go of the file, if there is one; what could not be written is of a result that was refused."""
        with suppress(OSError):
            self._files.close()

    def _put(self, data: bytes) -> None:
        with _room():
            if self._file is None and self.size > _IN_MEMORY:
                self._file = self._roll()
                self._file.write(self.value)
            (self._file or self._memory).write(data)

    def _roll(self) -> IO[bytes] | gzip.GzipFile:
        plain = self._files.enter_context(self.target.path.open("wb"))
        if not self.target.compress:
            return plain
        packed = gzip.GzipFile(filename="", mode="wb", compresslevel=_LEVEL, fileobj=plain, mtime=0)
        return self._files.enter_context(packed)


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutOfLimits(
            f"The server has no room for the result: {error.strerror}.", remedy="Ask for less, or try again later."
        ) from error
