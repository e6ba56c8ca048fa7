"""Settings: one table of name, default and help; each is read from the environment as CLUSTERKB_NAME."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from clusterkb import assets
from clusterkb.errors import BadRequest


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table."""

    name: str
    default: str
    help: str


TABLE = (
    Setting("data_dir", "", "Folder of the built store. Empty: var/ in a checkout, else the user's cache folder."),
    Setting("host", "127.0.0.1", "Address the site listens on."),
    Setting("port", "8095", "Port the site listens on."),
    Setting("query_seconds", "10", "Longest time one public query may take."),
    Setting("query_bytes", "16384", "Longest public query, in bytes."),
    Setting("result_bytes", "33554432", "Largest result of one public query, in bytes."),
    Setting("worker_megabytes", "2048", "Address space of one worker process beyond what it starts with, in MiB."),
    Setting("upload_bytes", "5242880", "Largest description the site checks, in bytes."),
    Setting("validate_seconds", "60", "Longest time one check of a description may take."),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The values in force."""

    data_dir: Path
    host: str
    port: int
    query_seconds: float
    query_bytes: int
    result_bytes: int
    worker_megabytes: int
    upload_bytes: int
    validate_seconds: float


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings in force.

    Raises:
        BadRequest: A number is not a number.

    >>> load({"CLUSTERKB_PORT": "8080"}).port
    8080
    """
    given = os.environ if environment is None else environment
    values = {row.name: given.get(f"CLUSTERKB_{row.name.upper()}", row.default) for row in TABLE}
    return Settings(
        data_dir=Path(values["data_dir"]) if values["data_dir"] else _default_data_dir(),
        host=values["host"],
        port=_whole(values, "port"),
        query_seconds=_number(values, "query_seconds"),
        query_bytes=_whole(values, "query_bytes"),
        result_bytes=_whole(values, "result_bytes"),
        worker_megabytes=_whole(values, "worker_megabytes"),
        upload_bytes=_whole(values, "upload_bytes"),
        validate_seconds=_number(values, "validate_seconds"),
    )


def _whole(values: Mapping[str, str], name: str) -> int:
    return int(_number(values, name, least=1))


def _number(values: Mapping[str, str], name: str, *, least: float = 0) -> float:
    try:
        number = float(values[name])
    except ValueError:
        number = -1.0
    if not (0 < number < float("inf") and number >= least):
        raise BadRequest(
            f"CLUSTERKB_{name.upper()} is {values[name]!r}, which is not a number above 0.",
            remedy="Set it to a number, or unset it for the default.",
        )
    return number


def _default_data_dir() -> Path:
    checkout = assets.checkout()
    if checkout is not None:
        return checkout / "var"
    cache = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(cache) / "clusterkb"
