"""The tails of a session: opened, closed one by one, and stopped together at its end."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from kafkatui.model.membership import Membership
from kafkatui.model.tail_range import TailRange
from kafkatui.session.tailing import BufferLimits, open_group_tail, open_tail

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext
    from kafkatui.session.clients import Clients
    from kafkatui.session.tailing import GroupTail, RecordQueue, Tail

LEAVE_SECONDS = 5.0
"""So long a last commit and the farewell to a group may take; their answers come in milliseconds where one comes."""

T = TypeVar("T", bound="Tail | GroupTail")


class Tails:
    """Those that are open, and members of groups that are on their way out.

    Args:
        context: says whether a group may be joined.
    """

    def __init__(self, clients: Clients, context: ActionContext) -> None:
        self._clients = clients
        self._context = context
        self._open: list[Tail | GroupTail] = []
        self._leaving: list[Tail | GroupTail] = []

    def open(
        self,
        topics: tuple[str, ...],
        what: TailRange,
        limits: BufferLimits,
        queue: RecordQueue | None,
        *,
        read_committed: bool,
        on_wake: Callable[[], None],
    ) -> Tail:
        """As `ClusterSession.open_tail`."""
        return self._add(
            open_tail(
                self._clients, topics, what, read_committed=read_committed, on_wake=on_wake, limits=limits, queue=queue
            )
        )

    def open_member(
        self,
        membership: Membership,
        limits: BufferLimits,
        queue: RecordQueue | None,
        *,
        read_committed: bool,
        on_wake: Callable[[], None],
    ) -> GroupTail:
        """As `ClusterSession.open_member`."""
        self._context.join(membership)
        return self._add(
            open_group_tail(
                self._clients, membership, read_committed=read_committed, on_wake=on_wake, limits=limits, queue=queue
            )
        )

    def close(self, tail: Tail | GroupTail) -> None:
        """Stop one; a member is still waited for at the end, so that its group hears of it."""
        tail.stop(timeout_seconds=0)
        if tail in self._open:
            self._open.remove(tail)
        self._leaving = [each for each in (*self._leaving, tail) if each.member is not None and not each.has_ended]

    @property
    def count(self) -> int:
        """How many are open and have not ended."""
        return sum(not tail.has_ended for tail in self._open)

    def stop(self, timeout_seconds: float) -> None:
        """Stop all. Each may take so long to close its consumer; members of groups `LEAVE_SECONDS`, all together."""
        tails = [*self._open, *self._leaving]
        for tail in tails:
            tail.stop(timeout_seconds=0)
        until = time.monotonic() + LEAVE_SECONDS
        for tail in tails:
            tail.stop(timeout_seconds if tail.member is None else max(0.0, until - time.monotonic()))

    def _add(self, tail: T) -> T:
        self._open.append(tail)
        return tail
