"""kazoo's threads, watched: which server is in use and why the last attempt failed, and nothing ever logged."""

from __future__ import annotations

import atexit
import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from kazoo.handlers.threading import SequentialThreadingHandler

from kafkatui.zookeeper.errors import explain_connect_failure
from kafkatui.zookeeper.hang_up import HUNG_UP, why_hung_up

LOOK_INTERVAL_SECONDS = 10.0
"""How long what a look at a server that hung up told holds."""

HANG_UPS, LONG_HANG_UPS = 5, 12
"""In a row, of each server: about 3 s and 25 s at the pace of reconnecting. One that is starting hangs up, too."""

_REASONS = {
    "Cannot resolve": "the name does not resolve",
    "Connection time-out": "no answer (a TLS port, or not a ZooKeeper?)",
    "AUTH_FAILED": "the credentials were refused",
    "Session has expired": "the session had expired",
}


class ConnectDiary:
    """What happened to the last attempts to connect, by server. Thread-safe.

    Args:
        uses_tls: what the connections are made with.
    """

    def __init__(self, *, uses_tls: bool = False) -> None:
        self._uses_tls = uses_tls
        self._lock = threading.Lock()
        self._seen: dict[tuple[str, int], tuple[float, str]] = {}
        self._failures: dict[str, str] = {}
        self._general = ""
        self._server: tuple[str, str, int] | None = None
        self._rounds = 0
        self._hang_ups: dict[tuple[str, str, int], int] = {}

    def connected(self, host: str, ip: str, port: int) -> None:
        """A socket to that server is open."""
        with self._lock:
            self._server = (host, ip, port)
            self._failures.pop(f"{host}:{port}", None)

    def failed(self, server: str, reason: str) -> None:
        """That server could not be used."""
        with self._lock:
            self._failures[server] = reason

    def dropped(self, reason: str) -> None:
        """The server in use ended the connection."""
        with self._lock:
            self._general = reason
            if self._server is not None:
                self._hang_ups[self._server] = self._hang_ups.get(self._server, 0) + 1

    def hung_up(self, otherwise: str) -> None:
        """The server in use ended the connection without a word; it is looked at, on this thread, why.

        Args:
            otherwise: what is said when nothing is found out.
        """
        with self._lock:
            server = self._server
        seen = self.look((server[1], server[2])) if server is not None else HUNG_UP
        self.dropped(otherwise if seen == HUNG_UP else seen)

    def look(self, server: tuple[str, int]) -> str:
        """Why an address hung up, as it was seen within the last seconds."""
        at, reason = self._seen.get(server, (float("-inf"), ""))
        if time.monotonic() - at > LOOK_INTERVAL_SECONDS:
            reason = why_hung_up(server, uses_tls=self._uses_tls)
            self._seen[server] = (time.monotonic(), reason)
        return reason

    def stands(self) -> None:
        """A server took the session."""
        with self._lock:
            self._hang_ups.clear()

    @property
    def is_turned_away(self) -> bool:
        """True when servers that are there hang up again and again: every one, or for long while others are away."""
        with self._lock:
            counts = self._hang_ups.values()
            return bool(counts) and min(counts) >= (LONG_HANG_UPS if self._failures else HANG_UPS)

    def said(self, reason: str) -> None:
        """kazoo said something that names no server."""
        with self._lock:
            self._general = reason

    @property
    def server(self) -> tuple[str, str, int] | None:
        """(host as configured, address, port) of the newest socket, None before the first."""
        with self._lock:
            return self._server

    def reason(self) -> str:
        """Why there is no connection, in words; empty when nothing failed yet."""
        with self._lock:
            if self._failures:
                return "; ".join(f"{server}: {reason}" for server, reason in sorted(self._failures.items()))
            return self._general

    def round_over(self) -> None:
        """Every address of every server was tried, and kazoo pauses before it tries again."""
        with self._lock:
            self._rounds += 1

    @property
    def has_tried_all(self) -> bool:
        """True when every address of every server was tried at least once."""
        with self._lock:
            return self._rounds > 0


class _DiaryLog(logging.Handler):
    """Takes the reasons out of kazoo's warnings instead of printing them."""

    def __init__(self, diary: ConnectDiary) -> None:
        super().__init__(logging.WARNING)
        self._diary = diary

    def emit(self, record: logging.LogRecord) -> None:
        template = str(record.msg)
        for start, reason in _REASONS.items():
            if template.startswith(start):
                if start == "Cannot resolve" and isinstance(record.args, tuple):
                    self._diary.failed(str(record.args[0]), reason)
                else:
                    self._diary.said(reason)
                return
        if template.startswith("Connection dropped"):
            self._diary.hung_up(HUNG_UP if "broken" in record.getMessage() else "connection dropped")


def quiet_logger(diary: ConnectDiary) -> logging.Logger:
    """A logger of its own for one client: nothing reaches the terminal or a root handler, warnings reach the diary."""
    logger = logging.Logger("kafkatui.zookeeper.kazoo", logging.WARNING)
    logger.addHandler(_DiaryLog(diary))
    logger.propagate = False
    for name in ("kazoo", "puresasl"):
        library = logging.getLogger(name)
        library.propagate = False
        if not library.handlers:
            library.addHandler(logging.NullHandler())
    return logger


class WatchedHandler(SequentialThreadingHandler):  # type: ignore[misc]
    """SequentialThreadingHandler that keeps a diary of connects and never delays the interpreter's exit.

    Args:
        on_round: called on kazoo's connection thread before every round over the servers but the first.
    """

    def __init__(self, diary: ConnectDiary, on_round: Callable[[], None]) -> None:
        super().__init__()
        self._diary = diary
        self._on_round = on_round
        self.sleep_func = self._pause

    def _pause(self, seconds: float) -> None:
        """What kazoo's retry sleeps with between two rounds over the servers."""
        self._diary.round_over()
        self._on_round()
        time.sleep(seconds)

    def start(self) -> None:
        """Starts the workers; kazoo's own atexit hook would join them, however long they take."""
        super().start()
        atexit.unregister(self.stop)

    def spawn(self, func: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """A daemon thread whose death goes to the diary; Python would print it across the screen."""

        def run() -> None:
            try:
                func(*args, **kwargs)
            except Exception as error:  # the end of a thread of kazoo's: there is nobody above to tell
                self._diary.said(f"the client stopped: {type(error).__name__}: {error}")

        return super().spawn(run)

    def create_connection(self, *args: Any, **kwargs: Any) -> Any:
        """Opens a socket as kazoo asks for it; `hostname` is given only for the session's own."""
        hostname = kwargs.get("hostname")
        address = kwargs.get("address") or (args[0] if args else ("", 0))
        try:
            sock = super().create_connection(*args, **kwargs)
        except (OSError, ValueError) as error:
            if hostname is not None:
                self._diary.failed(f"{hostname}:{address[1]}", self._explain(error, address))
            raise
        if hostname is not None:
            self._diary.connected(str(hostname), str(address[0]), int(address[1]))
        return sock

    def _explain(self, error: OSError | ValueError, address: tuple[str, int]) -> str:
        """One that takes no more connections may be gone before kazoo has looked at its socket."""
        if isinstance(error, ConnectionError) and not isinstance(error, ConnectionRefusedError):
            return self._diary.look((str(address[0]), int(address[1])))
        return explain_connect_failure(error)
