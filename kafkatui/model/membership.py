"""Reading as a member of a consumer group: what was asked for, and how it stands."""

from __future__ import annotations

from msgspec import Struct

from kafkatui.model.cluster import TopicPartition

RESETS = ("latest", "earliest")
"""Where a partition may be read that a group has committed nothing of; the first unless something else is said."""


class Membership(Struct, frozen=True):
    """As what some topics are read.

    Attributes:
        group: the group's id.
        topics: names and /expressions/ as they were typed.
        subscription: the same as librdkafka takes it.
        resets_to: "earliest" or "latest": where a partition is read that the group has committed nothing of.
        commits: whether what was read is committed for the group.
        finds_internal: whether an expression may mean internal topics.
        uses_new_protocol: whether the group is one of KIP-848, whose partitions the broker deals out.
    """

    group: str
    topics: tuple[str, ...]
    subscription: tuple[str, ...]
    resets_to: str
    commits: bool
    finds_internal: bool = False
    uses_new_protocol: bool = False


class MemberState(Struct, frozen=True):
    """How a membership stands now.

    Attributes:
        assigned: the partitions that are this member's; None while it joins, or waits for a rebalance to end.
        problem: why the last commit failed; empty when it did not.
    """

    membership: Membership
    assigned: frozenset[TopicPartition] | None = None
    problem: str = ""
