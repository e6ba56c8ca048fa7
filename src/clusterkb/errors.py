"""Every error clusterkb raises on purpose.

::

    ClusterkbError            exit code 2: the command cannot run
    ├── BadInput              a document that cannot be read: file, line, column, remedy
    ├── BadRequest            a parameter or search text that makes no sense
    │   └── NotAcceptable     a result that none of the wanted formats can hold
    ├── BadQuery              a SPARQL query refused or malformed: line, column, hint
    ├── NotFound              no such thing in the knowledge base
    ├── OutOfLimits           time, memory, size or number over the limit
    │   └── TooMany           one client asks for more than its share
    ├── Cancelled             stopped on request, or because whoever asked has gone
    ├── StoreUnusable         no store, or one that cannot be opened
    ├── WorkerDied            a sandboxed worker ended without an answer
    ├── JobFailed             a sandboxed job met a fault of ours
    └── MissingPart           a part that is installed apart is not there

The web layer has the table from these classes to HTTP statuses; this module knows nothing of HTTP.
"""

from __future__ import annotations


class ClusterkbError(Exception):
    """Base of all errors that are meant for a person to read.

    Attributes:
        message: What is wrong, in one sentence.
        remedy: What to do about it, or an empty string.
    """

    exit_code = 2

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        """Return message and remedy in one line."""
        return f"{self.message} {self.remedy}".strip()

    def __reduce__(self) -> tuple[object, ...]:
        """Keep every attribute when an error crosses from a worker process."""
        return (_revive, (type(self), self.__dict__))


class PlacedError(ClusterkbError):
    """An error at a place in a text.

    Attributes:
        line: 1-based line, or 0 when unknown.
        column: 1-based column, or 0 when unknown.
    """

    def __init__(self, message: str, *, remedy: str = "", line: int = 0, column: int = 0) -> None:
        super().__init__(message, remedy=remedy)
        self.line = line
        self.column = column

    def __str__(self) -> str:
        """Return the place, when known, before message and remedy."""
        place = f"line {self.line}, column {self.column}: " if self.line else ""
        return place + super().__str__()


class BadInput(PlacedError):
    """A document that cannot be read.

    Attributes:
        code: Short name of the reason, stable between versions.
        texts: Message and remedy in one: pairs of language and text; empty where there is only English.
    """

    code = "syntax"
    texts: tuple[tuple[str, str], ...] = ()


class BadQuery(PlacedError):
    """A SPARQL query that is malformed or refused."""


class BadRequest(ClusterkbError):
    """A parameter that makes no sense."""


class NotAcceptable(BadRequest):
    """None of the wanted formats can hold the result."""


class NotFound(ClusterkbError):
    """Nothing in the knowledge base has this name."""


class OutOfLimits(ClusterkbError):
    """Time, memory, size or number over the limit.

    Attributes:
        retry_seconds: When the same may succeed, in seconds from now; 0 when it would fail again.
    """

    def __init__(self, message: str, *, remedy: str = "", retry_seconds: float = 0.0) -> None:
        super().__init__(message, remedy=remedy)
        self.retry_seconds = retry_seconds


class TooMany(OutOfLimits):
    """One client asks for more than its share."""


class Cancelled(ClusterkbError):
    """Stopped on request, or because whoever asked has gone."""


class StoreUnusable(ClusterkbError):
    """No store, or one that cannot be opened."""


class WorkerDied(ClusterkbError):
    """A sandboxed worker ended without an answer."""


class JobFailed(ClusterkbError):
    """A sandboxed job met a fault of ours."""


class MissingPart(ClusterkbError):
    """A part that is installed apart, such as Java for the reasoner, is not there."""


def _revive(kind: type[ClusterkbError], state: dict[str, object]) -> ClusterkbError:
    error = kind.__new__(kind)
    Exception.__init__(error, state["message"])
    error.__dict__.update(state)
    return error
