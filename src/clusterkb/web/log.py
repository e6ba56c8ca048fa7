"""One line of JSON a request; who asked and what stands in it only where the operator wants it."""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from functools import partial
from typing import TextIO

from flask import Flask, Response, g, request

from clusterkb.settings import Settings


def install(app: Flask, settings: Settings) -> None:
    """Make ``app`` write a line for every request, where the settings say so."""
    if settings.log_requests:
        app.after_request(partial(_write, settings))


def _write(settings: Settings, response: Response) -> Response:
    line: dict[str, object] = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "method": request.method,
        "path": request.path,
        "status": response.status_code,
        "ms": round(1000 * (time.perf_counter() - g.begun), 1) if "begun" in g else None,
        "bytes": response.content_length,
    }
    if settings.log_clients:
        line["client"] = request.remote_addr
    if settings.log_queries and "query" in g:
        line["query"] = g.query
    _print(line, sys.stderr)
    return response


def _print(line: dict[str, object], to: TextIO) -> None:
    # In one write, so that the lines of two threads never mix.
    to.write(json.dumps(line) + "\n")
    to.flush()
