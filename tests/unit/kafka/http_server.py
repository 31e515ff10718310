"""An HTTP server on this machine whose answers a test makes."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

Answer = tuple[int, Any]
"""HTTP's status, and what is sent as JSON; text as it is, nothing for None. A status of 0: no answer, for long."""


@dataclass(frozen=True)
class Asked:
    """A request, its body read as JSON."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: Any


@contextmanager
def http_server(answer: Callable[[Asked], Answer], hangs: threading.Event) -> Iterator[str]:
    """Its address.

    Args:
        hangs: set at the end, for those that got no answer.
    """

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            """Nothing."""

        def _take(self) -> None:
            parts = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            asked = Asked(self.command, parts.path.strip("/"), parts.query, dict(self.headers), body)
            status, said = answer(asked)
            if status == 0:
                hangs.wait(60)
                return
            data = b"" if said is None else said.encode() if isinstance(said, str) else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _take  # noqa: N815  # as http.server calls them

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        hangs.set()
        server.shutdown()
        server.server_close()
