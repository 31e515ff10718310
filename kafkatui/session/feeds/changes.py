"""What nobody keeps fresh and what the timeline tells of, read now and then."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from kafkatui.model.observed import Observed
from kafkatui.session.feeds.base import Feed

if TYPE_CHECKING:
    from kafkatui.session.clients import Clients


class ChangesFeed(Feed[int], frozen=True):
    """Reads what is due, for its changes; the value counts what was read."""

    interval_seconds: ClassVar[float] = 2.0
    cost_factor: ClassVar[float] = 0.0  # each reading has its own
    lane: ClassVar[str] = "changes"

    def read(self, clients: Clients, previous: Observed[int], publish: Callable[[int], None]) -> int:
        return (previous.value or 0) + clients.look_for_changes()
