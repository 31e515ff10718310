"""What a member commits: only what was handed on, once, and again when nobody acknowledged it before it leaves."""

from __future__ import annotations

import time
from typing import Any

from confluent_kafka import KafkaError, KafkaException
from confluent_kafka import TopicPartition as ClientTopicPartition

from kafkatui.kafka.stream.group_commits import COMMIT_INTERVAL_SECONDS, GroupCommits

A, B = ("t", 0), ("t", 1)


class Coordinator:
    """Takes commits as a Consumer hands them over."""

    def __init__(self) -> None:
        self.taken: list[tuple[dict[tuple[str, int], int], bool]] = []
        self.error: KafkaError | None = None

    def commit(self, *, offsets: list[ClientTopicPartition], asynchronous: bool) -> list[ClientTopicPartition] | None:
        self.taken.append(({(each.topic, each.partition): each.offset for each in offsets}, asynchronous))
        if self.error is not None:
            raise KafkaException(self.error)
        return None if asynchronous else offsets


def due(commits: GroupCommits) -> GroupCommits:
    commits._due = time.monotonic() - COMMIT_INTERVAL_SECONDS
    return commits


def test_what_was_handed_on_is_committed_once_and_only_of_what_is_assigned() -> None:
    coordinator: Any = Coordinator()
    commits = GroupCommits(True)
    commits.hand_on({A: 3, B: 9})
    due(commits).commit_some(coordinator, [A])
    due(commits).commit_some(coordinator, [A])
    assert coordinator.taken == [({A: 3}, True)]
    commits.hand_on({A: 4})
    due(commits).commit_some(coordinator, [A])
    assert coordinator.taken[1:] == [({A: 4}, True)]


def test_what_is_on_its_way_is_committed_again_before_it_leaves_what_arrived_is_not() -> None:
    coordinator: Any = Coordinator()
    commits = GroupCommits(True)
    commits.hand_on({A: 3, B: 9})
    due(commits).commit_some(coordinator, [A, B])
    commits.took(None, [ClientTopicPartition(*B, 9)])
    commits.commit_last(coordinator, [A, B])
    assert coordinator.taken[1:] == [({A: 3}, False)]
    commits.commit_last(coordinator, [A, B])
    assert len(coordinator.taken) == 2, "what was given back is somebody else's"


def test_a_commit_that_failed_is_told_and_tried_again() -> None:
    coordinator: Any = Coordinator()
    commits = GroupCommits(True)
    commits.hand_on({A: 3})
    due(commits).commit_some(coordinator, [A])
    commits.took(KafkaError(KafkaError.NOT_COORDINATOR), [])
    assert commits.problem
    due(commits).commit_some(coordinator, [A])
    assert len(coordinator.taken) == 2
    commits.took(None, [ClientTopicPartition(*A, 3)])
    assert not commits.problem
    commits.hand_on({A: 4})
    coordinator.error = KafkaError(KafkaError.ILLEGAL_GENERATION)
    commits.commit_last(coordinator, [A])
    assert commits.problem


def test_nothing_is_committed_unasked() -> None:
    coordinator: Any = Coordinator()
    commits = GroupCommits(False)
    commits.hand_on({A: 3})
    due(commits).commit_some(coordinator, [A])
    commits.commit_last(coordinator, [A])
    assert coordinator.taken == []
