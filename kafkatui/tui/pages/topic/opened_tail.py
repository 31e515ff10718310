"""A new tail for a page: of topics, or of what a group gives its new member."""

from __future__ import annotations

from collections.abc import Callable

from kafkatui.config.settings import Settings
from kafkatui.model.membership import Membership
from kafkatui.model.tail_range import TailRange
from kafkatui.session.cluster_view import ClusterView, TailView


def opened_tail(
    session: ClusterView,
    settings: Settings,
    what: tuple[tuple[str, ...], TailRange] | Membership,
    *,
    read_committed: bool,
    on_wake: Callable[[], None],
) -> TailView:
    """Begin to read.

    Args:
        settings: how much is kept.
        what: topics and their range, or the membership that was let in.

    Raises:
        KafkatuiError: a topic is not there, or the membership has been used.
    """
    most, bytes_ = settings.record_buffer_count, settings.record_buffer_bytes
    if isinstance(what, Membership):
        return session.open_member(
            what, read_committed=read_committed, on_wake=on_wake, max_count=most, max_bytes=bytes_
        )
    return session.open_tail(*what, read_committed=read_committed, on_wake=on_wake, max_count=most, max_bytes=bytes_)
