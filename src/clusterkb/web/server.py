"""The server launcher: build what is out of date, open the site, hand it to waitress."""

from __future__ import annotations

import errno
import logging
import signal
import socket
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import waitress

from clusterkb import build, settings
from clusterkb.errors import BadRequest
from clusterkb.settings import Settings
from clusterkb.web.app import create_app
from clusterkb.web.site import CHECKS, Site

_THREADS = 8


def serve(
    *, host: str | None, port: int | None, progress: Callable[[str, str], None], announce: Callable[[str], None]
) -> None:
    """Serve the site until interrupted.

    Args:
        host: Address to listen on; the setting when None.
        port: Port to listen on; the setting when None.
        progress: Told of each phase of a build.
        announce: Told the address once the site answers.

    Raises:
        BadRequest: The address is taken or not ours.
    """
    # It says how many requests wait, which /metrics does better and which is no line of JSON.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    chosen = settings.load()
    chosen = replace(chosen, host=host or chosen.host, port=port or chosen.port)
    # An orderly end for whoever stops the service: the pools are closed, and their workers with them.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    listener = _listen(chosen)
    build.run(chosen.data_dir, wait_seconds=60, progress=progress)
    with listener, Site(chosen) as site:
        shown = f"[{chosen.host}]" if ":" in chosen.host else chosen.host
        announce(f"clusterkb serves http://{shown}:{chosen.port}/  (stop with Ctrl-C)")
        # Measured against half-open headers, stalled bodies and readers that stop: architecture, decision 8.
        waitress.serve(
            create_app(site),
            sockets=[listener],
            # Whoever waits for a query or a check holds a thread; these are always left for the rest.
            threads=_THREADS + chosen.query_workers + chosen.query_queue + CHECKS,
            # To read ahead is how the server notices that a client has gone.
            channel_request_lookahead=1,
            connection_limit=2000,
            channel_timeout=15,
            cleanup_interval=5,
            asyncore_use_poll=True,
            # Flask refuses sooner, and in words; this is for what never ends.
            max_request_body_size=4 * chosen.upload_bytes,
            ident=None,
            _quiet=True,
            **_proxy(chosen.trusted_proxy),
        )


def _proxy(address: str) -> dict[str, Any]:
    """Return what the server needs to know of the proxy before it, if there is one."""
    if not address:
        return {}
    believed = {"x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"}
    return {
        "trusted_proxy": address,
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": believed,
        "clear_untrusted_proxy_headers": True,
    }


def _listen(chosen: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in chosen.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((chosen.host, chosen.port))
        listener.listen(1024)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            remedy = f"Choose another one: clusterkb serve --port {chosen.port + 1}"
            raise BadRequest(f"Port {chosen.port} on {chosen.host} is taken.", remedy=remedy) from error
        raise BadRequest(
            f"Cannot listen on {chosen.host} port {chosen.port}: {error.strerror}.",
            remedy="Choose another address: clusterkb serve --host 127.0.0.1",
        ) from error
    return listener
