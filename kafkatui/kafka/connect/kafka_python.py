"""The second client, kafka-python, for the requests librdkafka lacks; imported when the first of them is made."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from kafkatui.config.client_properties import client_properties
from kafkatui.kafka.connect.errors import failure
from kafkatui.kafka.connect.meter import Meter
from kafkatui.kafka.connect.tokens import TokenSource
from kafkatui.model.errors import ConnectError, KafkatuiError, NotSupported, TimedOut
from kafkatui.model.profile import Profile
from kafkatui.model.side import Side, disconnected_by_you

T = TypeVar("T")

LOCK_GRACE_SECONDS = 5.0
"""How much longer than a request's own time-out another thread's request is waited for."""

TRIES = 4
"""How often one client makes a request that changes nothing: each try may meet another dead broker."""

RETRIED_WITHIN_SECONDS = 2.0
"""A broker that refuses does so at once; one that keeps us waiting this long is not followed by another."""

FIRST_TRY_MS = 2_500
"""A broker that hangs takes a connection and answers nothing: after so long another bootstrap server is tried."""

SERVERS_TRIED = 3

_NO_CONNECTION = frozenset({"KafkaConnectionError", "NodeNotReadyError"})
"""kafka-python's errors for it, by name: importing the library takes long."""


class KafkaPython:
    """One kafka-python AdminClient, shared under a lock and made anew after a failure. Thread-safe.

    It can be used by one thread at a time only, so requests wait for each other.

    Args:
        await_broker: raises when librdkafka cannot connect either; it says why sooner and in more words.
        tokens: what to log in with, where that is by token.
        meet: is given each new client before it is used.
        explain: makes what is raised of what kafka-python raised, and of what was tried.
    """

    def __init__(
        self,
        profile: Profile,
        meter: Meter,
        await_broker: Callable[[str], None],
        tokens: TokenSource | None = None,
        meet: Callable[[Any], None] = lambda _: None,
        explain: Callable[[BaseException, str], KafkatuiError] = failure,
    ) -> None:
        self._profile = profile
        self._meter = meter
        self._await_broker = await_broker
        self._tokens = tokens
        self._meet = meet
        self._explain = explain
        self._lock = threading.Lock()
        self._client: Any = None
        self._closed = False
        self._is_disconnected = False

    def call(self, doing: str, request: Callable[[Any], T]) -> T:
        """Make `request`, a function of kafka-python's `KafkaAdminClient`, connecting first where needed.

        Args:
            doing: what is tried, as it follows "Could not".

        Raises:
            NotSupported: the broker does not know the request.
            NotWithThisProfile: kafka-python has no counterpart to a property.
            TimedOut, ConnectError, NotAuthorized, RequestFailed: as the failure has it.
        """
        if self._is_disconnected:
            raise ConnectError(disconnected_by_you(Side.KAFKA))
        self._meter.count("kafka-python")
        if not self._lock.acquire(timeout=self._profile.request_timeout_seconds + LOCK_GRACE_SECONDS):
            raise TimedOut(f"Could not {doing}: an earlier request is still waiting for its answer.")
        try:
            if self._closed:
                raise ConnectError("The connection was closed.")
            if self._client is None:
                self._client = self._connect(doing)
                self._meet(self._client)
            return request(self._client)
        except Exception as error:  # kafka-python raises many kinds, OSError and RuntimeError among them
            problem = self._explain(error, doing)
            if not isinstance(problem, NotSupported):
                self._drop()
            raise problem from error
        finally:
            if self._is_disconnected:
                self._drop()
            self._lock.release()

    def read(self, doing: str, request: Callable[[Any], T]) -> T:
        """`call` for a request that changes nothing: made again when there was no connection to make it with.

        kafka-python picks a broker for itself, also inside requests to a certain one, and does not know yet who is
        dead; whom it could not reach it leaves alone for a while. A broker that dies also takes connections to others
        along, hence another client at last.
        """
        started = time.monotonic()

        def is_worth_another(error: BaseException | None) -> bool:
            soon = time.monotonic() - started < RETRIED_WITHIN_SECONDS
            return soon and type(error).__name__ in _NO_CONNECTION

        def patiently(client: Any) -> T:
            for _ in range(TRIES - 1):
                try:
                    return request(client)
                except Exception as error:
                    if not is_worth_another(error):
                        raise
            return request(client)

        try:
            return self.call(doing, patiently)
        except ConnectError as error:
            if not is_worth_another(error.__cause__):
                raise
        return self.call(doing, patiently)

    def disconnect(self, timeout_seconds: float) -> None:
        """Close the client, one that is busy as soon as it is not; requests raise ConnectError until `connect`."""
        self._is_disconnected = True
        if self._lock.acquire(timeout=timeout_seconds):
            try:
                self._drop()
            finally:
                self._lock.release()

    def connect(self) -> None:
        """Connect again with the next request."""
        self._is_disconnected = False

    def close(self, timeout_seconds: float) -> None:
        """Close the client; one that is busy is left to its own time-out."""
        if self._lock.acquire(timeout=timeout_seconds):
            try:
                self._closed = True
                self._drop()
            finally:
                self._lock.release()

    def _connect(self, doing: str) -> Any:
        arguments = client_properties(self._profile.kafka, self._profile.request_timeout_seconds)
        self._await_broker(doing)
        _silence()
        import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
        from kafka.admin import KafkaAdminClient
        from kafka.errors import KafkaTimeoutError

        if self._tokens is not None:
            arguments["sasl_oauth_token_provider"] = _token_provider(self._tokens)
        for tried in _impatient(arguments):
            try:
                return KafkaAdminClient(**tried)
            except KafkaTimeoutError:
                continue
        return KafkaAdminClient(**arguments)

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            # close() waits for connections to end; nobody needs to wait for that.
            threading.Thread(target=client.close, name="kafka-python-close", daemon=True).start()


def _token_provider(tokens: TokenSource) -> Any:
    """kafka-python's way of asking for a token, once there is one; it logs in anew before a broker ends the session.

    Raises:
        KafkatuiError: why there is none.
    """
    tokens.current()
    import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
    from kafka.net.sasl.oauth import AbstractTokenProvider

    class Provider(AbstractTokenProvider):  # type: ignore[misc]
        def token(self) -> str:
            return tokens.current().text

        def extensions(self) -> dict[str, str]:
            return tokens.extensions

    return Provider()


def _impatient(arguments: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Arguments of clients that give up soon: kafka-python picks one of the bootstrap servers, and waits for that alone
    as long as it may. First all of them, of which those that refuse cost nothing, then each."""
    servers = arguments["bootstrap_servers"]
    if len(servers) > 1:
        soon = {**arguments, "bootstrap_timeout_ms": min(FIRST_TRY_MS, arguments["bootstrap_timeout_ms"])}
        yield soon
        for server in servers[:SERVERS_TRIED]:
            yield {**soon, "bootstrap_servers": [server]}


def _silence() -> None:
    """kafka-python reports through logging, whose last resort is stderr, that is the screen."""
    logger = logging.getLogger("kafka")
    logger.addHandler(logging.NullHandler())
    logger.propagate = False


def import_ahead() -> None:
    """Import the client in a thread, for who needs it soon and waits for brokers first: it takes 0.1 s."""
    threading.Thread(target=_import_all, name="import of kafka-python").start()


def _import_all() -> None:
    import kafka
    import kafka.admin  # noqa: F401
