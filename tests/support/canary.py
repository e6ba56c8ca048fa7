"""An address and a file that nobody may ask for: what lies in wait while hostile documents are checked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SECRET = "the-canary-has-sung"


@dataclass(slots=True)
class Canary:
    """What lies in wait.

    Attributes:
        url: The address, with a slash at its end.
        file: The address of the file, which is a JSON-LD context and holds the secret.
        asked: The paths that somebody asked for.
    """

    url: str
    file: str
    asked: list[str] = field(default_factory=list)


@contextmanager
def canary(folder: Path) -> Iterator[Canary]:
    """Serve the secret, and put it into a file of ``folder``."""
    file = folder / "canary.jsonld"
    file.write_text(f'{{"@context": {{"e": "https://example.org/{SECRET}/"}}}}', encoding="utf-8")
    asked: list[str] = []

    class Counter(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "application/ld+json")
            self.end_headers()
            self.wfile.write(file.read_bytes())

        def log_message(self, *_: object) -> None:  # it would say the same in the output of the tests
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Counter) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield Canary(f"http://127.0.0.1:{server.server_port}/", file.as_uri(), asked)
        finally:
            server.shutdown()
            thread.join()
