"""Answers kept: a page of a version is the same for whoever asks at its address, and so is made once.

What is kept is bounded by its bytes, so that nobody fills the memory by asking at ever other addresses.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from threading import Lock

from cachetools import LRUCache
from flask import Response, g, request
from werkzeug.datastructures import Headers

from clusterkb.web.context import version
from clusterkb.web.negotiation import takes_gzip

_BYTES = 48_000_000
READING = ("pages", "browse", "whole", "learn")
"""The blueprints of pages to read, which are the same until something changes."""

_Key = tuple[str, str, str, bool]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it was sent, and the day on which it is good; None where no day stands in it."""

    body: bytes
    headers: Headers
    day: date | None

    def __len__(self) -> int:
        """Return about how many bytes it takes."""
        return len(self.body) + sum(len(name) + len(value) for name, value in self.headers)


class Kept:
    """The answers last asked for, of all threads."""

    def __init__(self) -> None:
        self._answers: LRUCache[_Key, Answer] = LRUCache(_BYTES, getsizeof=len)
        self._lock = Lock()

    @property
    def size(self) -> int:
        """About how many bytes they take."""
        return int(self._answers.currsize)

    def find(self) -> Response | None:
        """Return the kept answer to this request, if there is one that is good today."""
        if not _may_be_kept():
            return None
        with self._lock:
            answer = self._answers.get(_key())
        if answer is None or answer.day not in (None, datetime.now(UTC).date()):
            return None
        g.kept = True
        response = Response(answer.body, headers=answer.headers.copy())
        response.make_conditional(request)
        return response

    def keep(self, response: Response) -> None:
        """Keep a whole answer to a request of a kind that is kept."""
        if "kept" in g or response.status_code != 200 or not response.get_etag()[0] or not _may_be_kept():
            return
        answer = Answer(response.get_data(), response.headers.copy(), g.get("day"))
        if len(answer) <= _BYTES:
            with self._lock:
                self._answers[_key()] = answer


def _may_be_kept() -> bool:
    return request.method == "GET" and request.blueprint in READING


def _key() -> _Key:
    return version().manifest.digest, request.url_root, request.full_path, takes_gzip(request.accept_encodings)
