"""A feed: one thing that can be read from a cluster again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from msgspec import Struct

from kafkatui.model.observed import Observed

if TYPE_CHECKING:
    from collections.abc import Callable

    from kafkatui.session.clients import Clients

T = TypeVar("T")


class Feed(Struct, Generic[T], frozen=True):
    """What to read, as a frozen value: two equal feeds share one cache entry, one poll and one failure.

    Subclasses are frozen structs; their fields say which object is meant.
    """

    interval_seconds: ClassVar[float] = 5.0
    """Time between the end of one read and the next while somebody holds the feed."""

    cost_factor: ClassVar[float] = 20.0
    """The interval grows to this many times what a read takes, so that a large cluster is not polled harder."""

    lane: ClassVar[str] = "kafka"
    """Which threads read it: one of the names of the poller's `LANES`."""

    def read(self, clients: Clients, previous: Observed[T], publish: Callable[[T], None]) -> T:
        """Read it now, blocking, with a time-out.

        Args:
            clients: the connections.
            previous: what the last read gave, for rates.
            publish: shows a part of the value before all of it is there.

        Raises:
            KafkatuiError: it could not be read.
        """
        raise NotImplementedError
