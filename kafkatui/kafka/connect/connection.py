"""One Kafka cluster's connection: properties checked, one AdminClient for life, what went wrong lately."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from confluent_kafka import KafkaError, KafkaException
from confluent_kafka.admin import AdminClient

from kafkatui.config.oauth import TokenKind, token_kind
from kafkatui.kafka.connect.complaints import Complaints
from kafkatui.kafka.connect.errors import failure
from kafkatui.kafka.connect.first_contact import FirstContact
from kafkatui.kafka.connect.kafka_python import KafkaPython
from kafkatui.kafka.connect.manager import avoid, brokers_known_to
from kafkatui.kafka.connect.meter import Meter
from kafkatui.kafka.connect.properties import check_properties, quiet
from kafkatui.kafka.connect.reachability import SETTLE_SECONDS, Reachability
from kafkatui.kafka.connect.tokens import token_source
from kafkatui.model.cluster import Broker
from kafkatui.model.errors import ConnectError, KafkatuiError, NotSupported
from kafkatui.model.profile import Profile
from kafkatui.model.side import Side, disconnected_by_you

STATISTICS_INTERVAL_MS = 5_000
"""How often librdkafka tells its totals; they only feed the meter."""

_POLL_SECONDS = 0.1

NO_KAFKA = "No broker is registered in ZooKeeper, and the profile names none, so there is no Kafka to ask."
NO_KAFKA_ADVICE = "Give bootstrap_servers, or the chroot of Kafka's znodes; open it anew once it is up."


class KafkaConnection:
    """The shared connection to one cluster. Thread-safe.

    Attributes:
        looks_once: it serves a verb: who does not answer has to be found out first, nobody has watched them till now.

    Args:
        profile: whose `kafka` properties are used.

    Raises:
        ConfigError: a property is unknown or its value is not valid; the message names it. Found out without a network.
    """

    def __init__(self, profile: Profile) -> None:
        if profile.bootstrap_servers:
            check_properties(profile.kafka)
        self.profile = profile
        self.looks_once = False
        self.meter = Meter()
        self._tokens = token_source(profile.kafka, profile.request_timeout_seconds)
        self.kafka_python = self._kafka_python()
        self.metadata_client = self._kafka_python()
        """Another of the same kind, so that the metadata waits for nothing else; not connected before it is used."""
        self._complaints = Complaints(profile, self._tokens)
        self._first_contact = FirstContact(profile, self._complaints)
        self._lock = threading.Lock()
        self._admin: AdminClient | None = None
        self._pump: threading.Thread | None = None
        self._closing = threading.Event()
        self._is_disconnected = False
        self._close_hooks: list[Callable[[float], None]] = []
        self._reachability = self._new_reachability()

    def admin(self) -> AdminClient:
        """The one AdminClient, built on first use.

        Raises:
            ConnectError: the connection has been closed, or disconnected by hand.
            NotSupported: the profile has no Kafka, only an ensemble.
            ConfigError: librdkafka refuses the properties together.
        """
        with self._lock:
            self._require_connected()
            if self._closing.is_set():
                raise ConnectError("The connection was closed.")
            if self._admin is None:
                self._admin = self._build_admin()
                # Complaints and statistics arrive only while somebody polls.
                self._pump = threading.Thread(target=self._poll, args=(self._admin,), name="kafka-poll", daemon=True)
                self._pump.start()
            return self._admin

    def await_broker(self, doing: str, timeout_seconds: float | None = None) -> None:
        """Wait until a broker has answered for the first time in the connection's life; returns at once after that.

        Args:
            timeout_seconds: None takes the profile's.

        Raises:
            KafkatuiError: why none will, as soon as that is clear, or that none did within the time-out.
        """
        timeout = self.timeout_seconds if timeout_seconds is None else timeout_seconds
        self._first_contact.await_answer(self.admin(), doing, timeout)

    def client_config(self, **extra: str | int | float | bool) -> dict[str, Any]:
        """Properties for a consumer or a producer: the profile's, silent on the terminal, with `extra` on top.

        The client reports complaints and statistics to this connection whenever it is polled.

        Raises:
            ConnectError: it was disconnected by hand.
            NotSupported: the profile has no Kafka.
        """
        self._require_connected()
        return {
            **quiet(self.profile.kafka),
            "statistics.interval.ms": STATISTICS_INTERVAL_MS,
            "error_cb": self.note_error,
            "stats_cb": self._note_statistics,
            **self._token_config(),
            **extra,
        }

    @property
    def timeout_seconds(self) -> float:
        """The bound on a single request."""
        return self.profile.request_timeout_seconds

    def last_errors(self) -> tuple[str, ...]:
        """What librdkafka complained of lately, newest first, each complaint once, secrets masked."""
        return self._complaints.texts()

    def failure(self, error: BaseException, doing: str) -> KafkatuiError:
        """A client library's exception as the `KafkatuiError` to raise; `doing` follows "Could not"."""
        return failure(error, doing, self._complaints.recent(), self.unreachable_brokers)

    @property
    def unreachable_brokers(self) -> Mapping[int, float]:
        """Brokers that do not answer us: id → Unix time since when. Only brokers named to `watch_brokers` are in it."""
        return self._reachability.unreachable()

    def settle_reachability(self) -> Mapping[int, float]:
        """`unreachable_brokers` as soon as every broker has answered or failed to, or after `SETTLE_SECONDS`."""
        return self._reachability.settle(SETTLE_SECONDS)

    def silent_brokers(self) -> Collection[int]:
        """Whom not to ask now: a question to a broker that hangs takes a request's whole time-out.

        Who looks only once waits until it is known of each.
        """
        return self.settle_reachability().keys() if self.looks_once else self.unreachable_brokers.keys()

    def watch_brokers(self, brokers: Iterable[Broker]) -> None:
        """Watch whether these brokers, and no longer others, can be reached."""
        if not self._closing.is_set() and not self._is_disconnected:
            self._reachability.watch(brokers)

    def on_close(self, hook: Callable[[float], None]) -> None:
        """Have `hook(timeout_seconds)` called by `close`, for what lives as long as this connection."""
        with self._lock:
            self._close_hooks.append(hook)

    @property
    def is_disconnected(self) -> bool:
        """Whether somebody has closed it by hand; it may be connected again."""
        return self._is_disconnected

    def disconnect(self, timeout_seconds: float = 2.0) -> None:
        """Close what is open, within `timeout_seconds`; until `connect`, what needs a broker raises ConnectError."""
        deadline = time.monotonic() + timeout_seconds
        with self._lock:
            self._is_disconnected = True
            pump, self._pump, self._admin = self._pump, None, None
        for client in (self.kafka_python, self.metadata_client):
            client.disconnect(max(0.0, deadline - time.monotonic()))
        self._reachability.close(max(0.0, deadline - time.monotonic()))
        if pump is not None:
            pump.join(max(0.0, deadline - time.monotonic()))

    def connect(self) -> None:
        """Connect again when it is next used, after `disconnect`."""
        with self._lock:
            if not self._is_disconnected:
                return
            self._first_contact = FirstContact(self.profile, self._complaints)
            self._reachability = self._new_reachability()
            self._is_disconnected = False
        self.kafka_python.connect()
        self.metadata_client.connect()

    def _kafka_python(self) -> KafkaPython:
        return KafkaPython(self.profile, self.meter, self.await_broker, self._tokens, self._meet, self._explain)

    def _meet(self, client: Any) -> None:
        """Has the second client ask those that answer, where any broker will do."""
        avoid(client, lambda: self.unreachable_brokers)
        if not self._reachability.has_targets:
            self.watch_brokers(brokers_known_to(client))
        self.silent_brokers()

    def _explain(self, error: BaseException, doing: str) -> KafkatuiError:
        silent = self.unreachable_brokers
        problem = failure(error, doing, silent=silent)
        if problem is error or silent or not isinstance(problem, ConnectError):
            return problem
        refusal = self._first_contact.look()
        return problem if refusal is None else refusal.failure(doing)

    def _require_connected(self) -> None:
        if not self.profile.bootstrap_servers:
            raise NotSupported(NO_KAFKA, NO_KAFKA_ADVICE)
        if self._is_disconnected:
            raise ConnectError(disconnected_by_you(Side.KAFKA))

    def _new_reachability(self) -> Reachability:
        speaks_plaintext = self.profile.kafka.get("security.protocol", "plaintext").lower() == "plaintext"
        return Reachability(speaks_plaintext=speaks_plaintext)

    def close(self, timeout_seconds: float = 2.0) -> None:
        """Give everything up, within `timeout_seconds`; later calls raise ConnectError."""
        deadline = time.monotonic() + timeout_seconds
        with self._lock:
            self._closing.set()
            pump, self._pump, self._admin = self._pump, None, None
            hooks, self._close_hooks = self._close_hooks, []
        for hook in hooks:
            hook(max(0.0, deadline - time.monotonic()))
        for client in (self.kafka_python, self.metadata_client):
            client.close(max(0.0, deadline - time.monotonic()))
        self._reachability.close(max(0.0, deadline - time.monotonic()))
        if pump is not None and pump is not threading.current_thread():
            pump.join(max(0.0, deadline - time.monotonic()))

    def note_error(self, error: KafkaError) -> None:
        """Keep a complaint: the `error_cb` of every client of this connection."""
        self._complaints.note(error)

    def _token_config(self) -> dict[str, Any]:
        """Where librdkafka asks for the token, if it cannot get one itself.

        Raises:
            KafkatuiError: there is none: a client made without waits for it for 10 s, and says nothing then.
        """
        tokens = self._tokens
        if tokens is None or token_kind(self.profile.kafka) not in (TokenKind.GIVEN, TokenKind.AWS):
            return {}
        tokens.current()

        def tell(_: str | None) -> tuple[str, float, str, dict[str, str]]:
            token = tokens.current()
            return token.text, token.expires_at, token.claims.subject, tokens.extensions

        return {"oauth_cb": tell}

    def _build_admin(self) -> AdminClient:
        try:
            return AdminClient(self.client_config())
        except (KafkaException, TypeError, ValueError) as error:
            raise self.failure(error, "set up the Kafka client") from None

    def _poll(self, admin: AdminClient) -> None:
        while not self._closing.is_set() and self._admin is admin:
            admin.poll(_POLL_SECONDS)

    def _note_statistics(self, text: str) -> None:
        totals = json.loads(text)
        self.meter.set_wire_totals(totals["name"], totals["tx"], totals["tx_bytes"], totals["rx_bytes"])
