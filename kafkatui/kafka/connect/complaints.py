"""What librdkafka complained of lately, and what we found out about it."""

from __future__ import annotations

import re
import threading
import time
from collections import deque

from confluent_kafka import KafkaError
from msgspec import Struct

from kafkatui.config.oauth import uses_oauth
from kafkatui.kafka.connect.refusals import Refusal, refusal_of
from kafkatui.kafka.connect.token_refusals import token_refusal
from kafkatui.kafka.connect.tokens import TokenSource
from kafkatui.model.profile import Profile
from kafkatui.model.secrets import mask_text, secret_values

COUNT_KEPT = 20
"""How many different complaints are kept."""

RECENT_SECONDS = 60.0
"""An older complaint explains no failure of now: librdkafka repeats itself with every attempt to connect."""

_AGE_IN_STATE = re.compile(r"\s*\(after \d+ms in state \w+(?:, \d+ identical error\(s\) suppressed)?\)")
_NO_NEWS = frozenset({"_ALL_BROKERS_DOWN"})
"""Says that nothing works but not why."""


class Complaint(Struct, frozen=True):
    """One complaint, without secrets.

    Attributes:
        at_seconds: when it was last heard, monotonic.
        refusal: what it means when TLS or the login do not fit; None for anything else.
    """

    text: str
    at_seconds: float = 0.0
    refusal: Refusal | None = None


class Complaints:
    """The newest complaints of one cluster's clients, each once. Thread-safe."""

    def __init__(self, profile: Profile, tokens: TokenSource | None = None) -> None:
        self._secrets = secret_values(profile.kafka)
        self._kafka = profile.kafka
        self._tokens = tokens
        self._lock = threading.Lock()
        self._kept: deque[Complaint] = deque(maxlen=COUNT_KEPT)

    def note(self, error: KafkaError) -> None:
        """Keep what librdkafka says."""
        if error.name() in _NO_NEWS:
            return
        text = mask_text(_AGE_IN_STATE.sub("", " ".join(error.str().split())), self._secrets)
        refusal = refusal_of(text)
        if uses_oauth(self._kafka):
            refusal = token_refusal(text, refusal, self._kafka, self._tokens)
        self._keep(Complaint(text, time.monotonic(), refusal))

    def add(self, refusal: Refusal) -> None:
        """Keep what we found out ourselves."""
        text = mask_text(f"{refusal.server} {refusal.reason}", self._secrets)
        self._keep(Complaint(text, time.monotonic(), refusal))

    def texts(self) -> tuple[str, ...]:
        """All of them, newest first."""
        with self._lock:
            return tuple(complaint.text for complaint in reversed(self._kept))

    def recent(self) -> tuple[Complaint, ...]:
        """Those of the last minute, what tells most first, then newest first."""
        since = time.monotonic() - RECENT_SECONDS
        with self._lock:
            found = [complaint for complaint in reversed(self._kept) if complaint.at_seconds > since]
        newest = found[0].refusal if found else None
        if newest is None or not newest.is_vague:
            return tuple(found)
        return tuple(sorted(found, key=lambda complaint: complaint.refusal is None or complaint.refusal.is_vague))

    def _keep(self, complaint: Complaint) -> None:
        with self._lock:
            same = [kept for kept in self._kept if kept.text == complaint.text]
            for kept in same:
                self._kept.remove(kept)
            self._kept.append(complaint)
