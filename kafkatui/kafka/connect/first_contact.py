"""Waiting for the first answer of a cluster, no longer than there is hope.

librdkafka tries for ever, whatever is wrong. A wrong password, a foreign certificate or a TLS port taken for a plain
one do not mend themselves while a request waits for its time-out.
"""

from __future__ import annotations

import threading
import time

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from kafkatui.config.addresses import split_servers
from kafkatui.kafka.connect.complaints import Complaints
from kafkatui.kafka.connect.errors import failure
from kafkatui.kafka.connect.listener_probe import look_at
from kafkatui.kafka.connect.refusals import Refusal
from kafkatui.model.errors import KafkatuiError, TimedOut
from kafkatui.model.profile import Profile

PATIENCE_SECONDS = 1.5
"""So long another of the bootstrap servers may still answer."""

LOOK_INTERVAL_SECONDS = 5.0
"""How long what a look at the listener told holds."""

SERVERS_NAMED = 3
"""So many of those that did not answer."""

_WAIT_SECONDS = 0.25

_ADVICE = "Check bootstrap.servers, that they can be reached from here, and that they do not hang."


class FirstContact:
    """Knows whether a broker has ever answered. Thread-safe.

    Args:
        complaints: what librdkafka says; what is found out beside is added to it.
    """

    def __init__(self, profile: Profile, complaints: Complaints) -> None:
        self._profile = profile
        self._complaints = complaints
        self._has_answered = False
        self._look_lock = threading.Lock()
        self._looked_at = float("-inf")
        self._seen: Refusal | None = None

    def await_answer(self, admin: AdminClient, doing: str, timeout_seconds: float) -> None:
        """Wait for the first answer; returns at once when there was one.

        Raises:
            KafkatuiError: TLS or the login do not fit, or nobody answered in time.
        """
        started = time.monotonic()
        deadline = started + timeout_seconds
        while not self._has_answered:
            remaining = deadline - time.monotonic()
            try:
                # Waits for any metadata, which the client asks for by itself; sends nothing.
                admin.cluster_id(timeout=max(0.05, min(_WAIT_SECONDS, remaining)))
                self._has_answered = True
            except KafkaException as error:
                if remaining <= 0:
                    raise self._silence(error, doing) from None
                refusal = self._refusal() if time.monotonic() - started >= PATIENCE_SECONDS else None
                if refusal is not None and not refusal.may_pass:
                    raise refusal.failure(doing) from None

    def _silence(self, error: KafkaException, doing: str) -> KafkatuiError:
        """Nobody answered: why, as far as librdkafka has told, else who was asked."""
        if causes := self._complaints.recent():
            return failure(error, doing, causes)
        servers = split_servers(self._profile.bootstrap_servers)
        asked = ", ".join(f"{host}:{port}" for host, port in servers[:SERVERS_NAMED])
        more = " …" if len(servers) > SERVERS_NAMED else ""
        return TimedOut(f"Could not {doing}: no answer in time from {asked}{more}.", _ADVICE)

    def _refusal(self) -> Refusal | None:
        """Why there is no hope; None while there is some."""
        newest = next(iter(self._complaints.recent()), None)
        told = newest.refusal if newest is not None else None
        if told is not None and not told.is_vague:
            return told
        if newest is not None and told is None:
            return None  # refused, unknown, cut off: it may come up
        return self.look() or told

    def look(self) -> Refusal | None:
        """Why there is no hope, as a connection by hand shows, made at most every few seconds."""
        with self._look_lock:
            if time.monotonic() - self._looked_at > LOOK_INTERVAL_SECONDS:
                self._seen = look_at(split_servers(self._profile.bootstrap_servers), self._profile.kafka)
                self._looked_at = time.monotonic()
                if self._seen is not None:
                    self._complaints.add(self._seen)
            return self._seen
