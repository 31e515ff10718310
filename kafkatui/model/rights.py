"""What the brokers let us do."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field


class Rights(Struct, frozen=True):
    """What is allowed to whom the brokers take us for; everything where they have no authorizer.

    Attributes:
        cluster: operations on the cluster, in the words of ACLs; None when not told.
        topics: on how many topics each operation is allowed; empty when not asked.
        topic_count: topics that may be seen.
    """

    cluster: tuple[str, ...] | None
    topics: Mapping[str, int] = field(default_factory=dict)
    topic_count: int = 0
