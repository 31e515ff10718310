"""A port in front of a server, which can be shut and opened: an outage that harms nobody else."""

from __future__ import annotations

import socket
import threading
from types import TracebackType


class Gate:
    """Forwards TCP connections from `address` to a server while it is open; a context manager.

    Args:
        target: `host:port` of the server.
        is_open: whether it is open at the start; a shut gate refuses connections as a dead server does.
    """

    def __init__(self, target: str, *, is_open: bool = True) -> None:
        host, _, port = target.rpartition(":")
        self._target = (host, int(port))
        self._sockets: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener: socket.socket | None = None
        self._port = 0
        self.open()
        if not is_open:
            self.shut()

    @property
    def address(self) -> str:
        """`host:port` to connect to."""
        return f"127.0.0.1:{self._port}"

    def open(self) -> None:
        """Listens again, on the same port."""
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self._port))
        listener.listen()
        self._port = listener.getsockname()[1]
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), name="gate", daemon=True).start()

    def shut(self) -> None:
        """Refuses new connections and breaks those there are."""
        if self._listener is not None:
            self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None
        with self._lock:
            sockets, self._sockets = self._sockets, set()
        for one in sockets:
            _break(one)

    def __enter__(self) -> Gate:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shut()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(self._target, 5)
            except OSError:
                client.close()
                continue
            with self._lock:
                self._sockets |= {client, server}
            for source, sink in ((client, server), (server, client)):
                threading.Thread(target=_pump, args=(source, sink), name="gate", daemon=True).start()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    try:
        source.settimeout(None)
        while data := source.recv(65536):
            sink.sendall(data)
    except OSError:
        pass  # broken on purpose, or by either end: both are closed below
    _break(source)
    _break(sink)


def _break(one: socket.socket) -> None:
    try:
        one.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it is broken already
    finally:
        one.close()
