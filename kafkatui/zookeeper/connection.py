"""A ZooKeeper session that never blocks without bound and never prints."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from kazoo.client import KazooClient
from kazoo.exceptions import AuthFailedError, ConfigurationError, NoAuthError
from kazoo.protocol.states import KazooState, KeeperState

from kafkatui.model.errors import ConfigError, ConnectError, KafkatuiError, NotAuthorized, NotFound, TimedOut
from kafkatui.model.profile import ZooKeeperSettings
from kafkatui.zookeeper.errors import translate
from kafkatui.zookeeper.handler import ConnectDiary, WatchedHandler, quiet_logger
from kafkatui.zookeeper.hang_up import HUNG_UP, NO_MORE_CONNECTIONS
from kafkatui.zookeeper.settings import ClientOptions, client_options

CONNECTING = "connecting"
CONNECTED = "connected"
READ_ONLY = "read-only"
SUSPENDED = "suspended"
LOST = "lost"
CLOSED = "closed"

USABLE_STATES = (CONNECTED, READ_ONLY)
"""The states in which requests are answered."""

# Reconnect quickly after a restart, yet never more often than every 3 s for long.
_RETRY = {"max_tries": -1, "delay": 0.1, "backoff": 2, "max_delay": 3.0}

_GIVE_UP_SECONDS = 0.2


class ZooKeeperConnection:
    """One session with an ensemble. Thread-safe; every wait is bounded.

    Args:
        settings: where, and how to authenticate.
        on_state: called with the new state on every change, on kazoo's connection thread: it must only post.
        request_timeout_seconds: bound on a single request.

    Raises:
        ConfigError: the connect string or a property is malformed, or a TLS file cannot be loaded.
    """

    def __init__(
        self,
        settings: ZooKeeperSettings,
        on_state: Callable[[str], None],
        request_timeout_seconds: float = 5.0,
    ) -> None:
        self.settings = settings
        self.options: ClientOptions = client_options(settings)
        self.options.check_files()
        self.request_timeout_seconds = request_timeout_seconds
        self._on_state = on_state
        self._listeners: list[Callable[[str], None]] = []
        self._diary = ConnectDiary(uses_tls=self.options.use_tls)
        self._lock = threading.Lock()
        self._state = CONNECTING
        self._usable = threading.Event()
        self._closing = False
        self._auth_failed = False
        self._refused_zxid = 0
        self._set_back_at_seconds: float | None = None
        self.client = self._create_client()

    def _create_client(self) -> KazooClient:
        hosts = self.settings.connect.strip().partition("/")[0]
        handler = WatchedHandler(self._diary, self._round_over)
        retry = {**_RETRY, "sleep_func": handler.sleep_func}
        try:
            client = KazooClient(
                hosts=hosts + self.options.chroot,
                handler=handler,
                logger=quiet_logger(self._diary),
                read_only=True,
                connection_retry=dict(retry),
                command_retry=dict(retry),
                **self.options.kazoo_arguments(),
            )
        except (ConfigurationError, ValueError) as error:
            raise ConfigError(f"The ZooKeeper settings do not fit together: {error}.") from error
        client.add_listener(self._kazoo_state)
        return client

    @property
    def state(self) -> str:
        """One of "connecting", "connected", "read-only", "suspended", "lost", "closed"."""
        return self._state

    @property
    def is_usable(self) -> bool:
        """True while requests are answered."""
        return self._usable.is_set()

    @property
    def server(self) -> str:
        """host:port of the server in use; empty before the first connect."""
        endpoint = self._diary.server
        return f"{endpoint[0]}:{endpoint[2]}" if endpoint else ""

    @property
    def endpoint(self) -> tuple[str, str, int] | None:
        """(host as configured, address, port) of the server in use."""
        return self._diary.server

    @property
    def chroot(self) -> str:
        """ "" or "/path"; every path given to and returned by this room is relative to it."""
        return self.options.chroot

    @property
    def session_id(self) -> int | None:
        """The session's id, None while there is none."""
        identity = self.client.client_id
        return identity[0] if identity else None

    @property
    def set_back_at_seconds(self) -> float | None:
        """Unix time at which the ensemble was found in an older state than it had shown; None when it never was.

        Known once a request was answered after the reconnect.
        """
        with self._lock:
            seen, now = self._refused_zxid, self.client.last_zxid
            if seen and now and self._usable.is_set():
                self._refused_zxid = 0
                if now < seen:
                    self._set_back_at_seconds = time.time()
            return self._set_back_at_seconds

    def add_state_listener(self, listener: Callable[[str], None]) -> None:
        """A further receiver of states, under the same rule: it must only post or send asynchronously."""
        self._listeners.append(listener)

    def start(self, timeout_seconds: float | None = None, *, keep_trying: bool = False) -> None:
        """Connects, waiting at most `timeout_seconds` (the request time-out when None).

        Args:
            keep_trying: go on in the background after a failure; the state callback then tells of success.

        Raises:
            ConnectError: no server could be reached; says why, server by server. TimedOut when they did not answer.
            NotAuthorized: the credentials were refused.
            NotFound: the chroot does not exist.
        """
        timeout = self.request_timeout_seconds if timeout_seconds is None else timeout_seconds
        self._set_state(CONNECTING)  # before kazoo's thread begins: it may tell "connected" before this one goes on
        with self._lock:
            if self._closing:
                raise ConnectError("The connection was closed.")
            self.client.start_async()
        try:
            self._await_connection(time.monotonic() + timeout, give_up_early=not keep_trying)
            # Credentials are checked only after kazoo reports "connected", so a first request is part of connecting.
            if not self.root_exists():
                raise self.chroot_missing()
        except KafkatuiError:
            if not keep_trying:
                self.close(_GIVE_UP_SECONDS)
            raise

    def _await_connection(self, deadline: float, *, give_up_early: bool) -> None:
        """Until usable; with `give_up_early` no longer than until every server has failed once."""
        while not self._usable.is_set():
            if self._closing:
                raise ConnectError("The connection was closed.")
            remaining = deadline - time.monotonic()
            if self._auth_failed or remaining <= 0 or (give_up_early and self._diary.has_tried_all):
                raise self._connect_failure()
            self._usable.wait(min(remaining, 0.05))

    def _connect_failure(self) -> KafkatuiError:
        where = self.settings.connect
        reason = self._diary.reason()
        if self._auth_failed:
            return translate_auth_failure(where)
        if self.options.sasl is not None and HUNG_UP in reason:  # which is all that a server says of a wrong password
            return NotAuthorized(
                f"ZooKeeper at {where} hung up on the SASL login, as it does on a wrong name or password.",
                "Check the profile's `sasl.*`; a server without an authProvider for SASL hangs up, too.",
            )
        advice = "Check --zookeeper, or leave ZooKeeper out."
        if NO_MORE_CONNECTIONS in reason:
            advice = "Close other clients on this machine, or raise the server's maxClientCnxns."
        elif "TLS" in reason:
            advice = "Check the connect string's port and the profile's `tls.*` settings."
        if reason:
            return ConnectError(f"ZooKeeper at {where} cannot be reached: {reason}.", advice)
        return TimedOut(f"ZooKeeper at {where} does not answer.", advice)

    def root_exists(self) -> bool:
        """True when the chroot (or, without one, the root) is there, even if this session may not read it.

        Raises:
            KafkatuiError: as `errors.translate` names it.
        """
        outcome = self.outcomes([lambda client: client.exists_async("/")], "read /")[0]
        if isinstance(outcome, NoAuthError):
            return True
        if isinstance(outcome, Exception):
            raise translate(outcome, "read /", self.server) from outcome
        return outcome is not None

    def chroot_missing(self) -> NotFound:
        """The error that says so."""
        hosts = self.settings.connect.partition("/")[0]
        return NotFound(
            f"The chroot {self.chroot} does not exist on {hosts}.",
            "Check the end of the connect string against the brokers' zookeeper.connect.",
        )

    def request(self, send: Callable[[KazooClient], Any], what: str, timeout_seconds: float | None = None) -> Any:
        """Sends one asynchronous request and waits for its answer, bounded.

        Args:
            send: calls one of kazoo's `*_async` methods and returns its result object.
            what: as it reads after "Could not", for the error.

        Raises:
            KafkatuiError: as `errors.translate` names it.
        """
        return self.request_all([send], what, timeout_seconds)[0]

    def request_all(
        self, sends: Sequence[Callable[[KazooClient], Any]], what: str, timeout_seconds: float | None = None
    ) -> list[Any]:
        """Sends several requests at once and waits for all; one time-out bounds them together.

        Raises:
            KafkatuiError: the first failure, as `errors.translate` names it.
        """
        outcomes = self.outcomes(sends, what, timeout_seconds)
        for outcome in outcomes:
            if isinstance(outcome, Exception):
                raise translate(outcome, what, self.server) from outcome
        return outcomes

    def outcomes(
        self, sends: Sequence[Callable[[KazooClient], Any]], what: str, timeout_seconds: float | None = None
    ) -> list[Any]:
        """Like `request_all`, with a failed request's exception in its place; a time-out still raises.

        Raises:
            ConnectError: there is no connection; TimedOut when the answers do not come in time.
        """
        timeout = self.request_timeout_seconds if timeout_seconds is None else timeout_seconds
        deadline = time.monotonic() + timeout
        # kazoo would queue the request and send it whenever the connection is back, long after anyone asked.
        if not self._usable.wait(timeout):
            raise self._no_connection(what)
        pending = [send(self.client) for send in sends]
        answers: list[Any] = []
        for result in pending:
            try:
                answers.append(result.get(timeout=max(0.0, deadline - time.monotonic())))
            except self.client.handler.timeout_exception as error:
                raise translate(error, what, self.server) from error
            except Exception as error:  # kazoo hands out whatever the connection thread met; the caller translates it
                answers.append(error)
        return answers

    def _no_connection(self, what: str) -> KafkatuiError:
        if self._auth_failed:
            return translate_auth_failure(self.settings.connect)
        reason = self._diary.reason()
        why = f" ({reason})" if reason else ""
        return ConnectError(f"Could not {what}: ZooKeeper is {_STATE_WORDS[self._state]}{why}.")

    def close(self, timeout_seconds: float = 2.0) -> None:
        """Ends the session; returns after `timeout_seconds` at the latest, leaving the rest to a daemon thread."""
        with self._lock:
            self._closing = True
        worker = threading.Thread(target=self._stop_client, name="zookeeper-close", daemon=True)
        worker.start()
        worker.join(timeout_seconds)
        self._set_state(CLOSED)

    def _stop_client(self) -> None:
        try:
            self.client.stop()
            self.client.close()
        except Exception:  # kazoo raises bare Exception when its writer hangs: the process holds it until its exit
            return

    def _round_over(self) -> None:
        """Forget what was seen where every server hangs up on it: one that was restored from a backup, or made anew,
        takes nobody who has seen a later transaction, and kazoo would come with it for ever."""
        if self._diary.is_turned_away and self.client.last_zxid:
            with self._lock:
                self._refused_zxid = max(self._refused_zxid, self.client.last_zxid)
                self.client.last_zxid = 0

    def _kazoo_state(self, state: str) -> None:
        if self._closing:
            return
        if state == KazooState.CONNECTED:
            self._diary.stands()
            read_only = self.client.client_state == KeeperState.CONNECTED_RO
            self._set_state(READ_ONLY if read_only else CONNECTED)
        elif state == KazooState.SUSPENDED:
            self._set_state(SUSPENDED)
        else:
            self._auth_failed = self.client.client_state == KeeperState.AUTH_FAILED
            self._set_state(LOST)

    def _set_state(self, state: str) -> None:
        with self._lock:
            if self._state == state or self._state == CLOSED:
                return
            self._state = state
            if state in USABLE_STATES:
                self._usable.set()
            else:
                self._usable.clear()
        self._on_state(state)
        for listener in tuple(self._listeners):
            listener(state)


_STATE_WORDS = {
    CONNECTING: "not connected yet",
    SUSPENDED: "not connected at the moment",
    LOST: "not connected: the session was lost",
    CLOSED: "closed",
    CONNECTED: "connected",
    READ_ONLY: "connected",
}


def translate_auth_failure(where: str) -> KafkatuiError:
    """The error for refused credentials."""
    return translate(AuthFailedError(), "connect", where)
