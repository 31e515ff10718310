"""Who answers: looked at all the time, since nobody says so when a broker stops to."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping

from kafkatui.model.profile import Profile
from kafkatui.session.clients import Clients
from kafkatui.session.feeds import METADATA, ZOOKEEPER
from kafkatui.session.poller import Poller
from kafkatui.session.timeline import Timeline

ZOOKEEPER_DELAY_SECONDS = 0.35
"""ZooKeeper is asked after Kafka: importing its client beside Textual would put off the first frame."""

INTERVAL_SECONDS = 0.25
"""How often it is looked whether a broker stopped or started to answer."""

PATIENCE_SECONDS = 1.0
"""What the client complains of is shown from then on, while the first answer is still awaited."""

SILENCE_SECONDS = 3.0
"""So long without an answer or a complaint is worth saying, too."""

BROKER_LANES = ("kafka", "log dirs")
"""Lanes whose reads wait for certain brokers: leaders, coordinators, all of them."""


class Reachability:
    """Which brokers do not answer, and why nobody has answered yet. `start` looks from then on, in a thread.

    Args:
        on_change: called from that thread when who answers has changed.
    """

    def __init__(
        self, profile: Profile, clients: Clients, poller: Poller, timeline: Timeline, on_change: Callable[[], None]
    ) -> None:
        self._profile = profile
        self._clients = clients
        self._poller = poller
        self._timeline = timeline
        self._on_change = on_change
        self._started_at_seconds = time.time()
        self._stop = threading.Event()
        self._seen: Mapping[int, float] = {}
        self._is_watching = False

    @property
    def unreachable(self) -> Mapping[int, float]:
        """Brokers that do not answer kafkatui: id → since when (Unix seconds)."""
        return self._seen if self._is_watching else self._clients.kafka.unreachable_brokers

    def start(self) -> None:
        """Look from now on."""
        self._is_watching = True
        threading.Thread(target=self._watch, name="reachability", daemon=True).start()

    def stop(self) -> None:
        """Look no more."""
        self._stop.set()

    def settle(self) -> Mapping[int, float]:
        """For whoever looks once: waits until each broker has answered or failed to, 4 s at most."""
        return self._clients.kafka.settle_reachability()

    def _watch(self) -> None:
        self._stop.wait(ZOOKEEPER_DELAY_SECONDS)
        if self._profile.zookeeper is not None:
            self._poller.hold(ZOOKEEPER)
        while not self._stop.wait(INTERVAL_SECONDS):
            if self._clients.kafka.is_disconnected or not self._profile.bootstrap_servers:
                continue
            self._explain_silence()
            before, self._seen = self._seen, dict(self._clients.kafka.unreachable_brokers)
            if before.keys() != self._seen.keys():
                metadata = self._poller.observed(METADATA).value
                live = metadata.brokers.keys() if metadata else set()
                self._timeline.see_reachability(before.keys(), self._seen.keys(), live)
                self._poller.refresh(METADATA)
                self._poller.restart(BROKER_LANES)
                self._on_change()

    def _explain_silence(self) -> None:
        """A first answer that does not come is explained at once: the request itself fails only after its time-out."""
        waited = time.time() - self._started_at_seconds
        if self._poller.observed(METADATA).has_value or waited < PATIENCE_SECONDS:
            return
        complaints = self._clients.kafka.last_errors()
        if complaints or waited >= SILENCE_SECONDS:
            why = complaints[0] if complaints else f"no answer within {SILENCE_SECONDS:.0f} s"
            self._poller.doubt(METADATA, f"No connection to Kafka at {self._profile.bootstrap_servers}: {why}.")
