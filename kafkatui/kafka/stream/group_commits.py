"""What a member of a group commits: only what has been handed on."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Mapping
from typing import Any

from confluent_kafka import Consumer, KafkaError, KafkaException
from confluent_kafka import TopicPartition as ClientTopicPartition

from kafkatui.kafka.connect.errors import error_words, kafka_error_of
from kafkatui.model.cluster import TopicPartition

COMMIT_INTERVAL_SECONDS = 1.0


class GroupCommits:
    """Commits every `COMMIT_INTERVAL_SECONDS`, and before partitions are given back.

    `hand_on` may be called from any thread, everything else from the one that owns the Consumer.

    Args:
        is_wanted: whether anything is committed at all.
    """

    def __init__(self, is_wanted: bool) -> None:
        self.problem = ""
        """Why the last commit failed."""
        self._is_wanted = is_wanted
        self._lock = threading.Lock()
        self._handed: dict[TopicPartition, int] = {}
        self._sent: dict[TopicPartition, int] = {}
        self._acknowledged: dict[TopicPartition, int] = {}
        self._due = time.monotonic() + COMMIT_INTERVAL_SECONDS

    def hand_on(self, positions: Mapping[TopicPartition, int]) -> None:
        """Everything before these offsets has reached whom it is for."""
        if self._is_wanted:
            with self._lock:
                self._handed.update(positions)

    def commit_some(self, consumer: Consumer, assigned: Collection[TopicPartition]) -> None:
        """Commit when it is time to, without waiting for the answer, which `took` is told."""
        now = time.monotonic()
        if now < self._due:
            return
        self._due = now + COMMIT_INTERVAL_SECONDS
        offsets = self._open(assigned, self._sent)
        if offsets:
            consumer.commit(offsets=_as_client(offsets), asynchronous=True)
            self._sent.update(offsets)

    def commit_last(self, consumer: Consumer, keys: Collection[TopicPartition]) -> None:
        """Commit what nobody acknowledged of partitions that are given back, and forget them.

        A commit that is still on its way when the group is left may never arrive: it is sent again, and waited for.
        """
        offsets = self._open(keys, self._acknowledged)
        try:
            if offsets:
                self.took(None, consumer.commit(offsets=_as_client(offsets), asynchronous=False) or ())
        except KafkaException as error:
            inner = kafka_error_of(error)
            self.problem = str(error) if inner is None else error_words(inner)
        self.forget(keys)

    def forget(self, keys: Collection[TopicPartition]) -> None:
        """These partitions are somebody else's now."""
        with self._lock:
            for key in keys:
                self._handed.pop(key, None)
                self._sent.pop(key, None)
                self._acknowledged.pop(key, None)

    def took(self, error: KafkaError | None, partitions: Collection[Any]) -> None:
        """The group's coordinator answered a commit."""
        if error is None:
            taken = {(each.topic, each.partition): each.offset for each in partitions if each.error is None}
            self._acknowledged.update(taken)
        errors = [error, *(each.error for each in partitions)]
        found = next((each for each in errors if each is not None and each.code() != KafkaError._NO_OFFSET), None)
        self.problem = "" if found is None else error_words(found)
        if found is not None:
            self._sent.clear()  # it is tried again

    def _open(self, keys: Collection[TopicPartition], but: Mapping[TopicPartition, int]) -> dict[TopicPartition, int]:
        """What was handed on of these, where `but` does not say it already."""
        with self._lock:
            return {key: self._handed[key] for key in keys if self._handed.get(key) not in (None, but.get(key))}


def _as_client(offsets: Mapping[TopicPartition, int]) -> list[ClientTopicPartition]:
    return [ClientTopicPartition(*key, offset) for key, offset in offsets.items()]
