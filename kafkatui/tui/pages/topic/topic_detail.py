"""What the panel below the topics says of the one under the cursor."""

from __future__ import annotations

import time
from typing import Any

from kafkatui.model.capabilities import Capability
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.report.derived import Derived
from kafkatui.report.topic_detail import group_ids_by_topic, sizes_by_broker, topic_detail
from kafkatui.report.topics import TopicRow
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import CapabilitiesFeed, Feed, GroupsFeed, LogDirsFeed, NewestRecordsFeed, OffsetsFeed
from kafkatui.tui.pages.base.row_detail import Detail
from kafkatui.view.topic_detail import LABEL_WIDTH, MOST_WRONG, topic_lines


class TopicDetails:
    """Details of topics, from what the session knows; what looks through much is remembered for the topic shown last.

    Args:
        session: the cluster.
    """

    def __init__(self, session: ClusterView) -> None:
        self._session = session
        self._group_ids = Derived(group_ids_by_topic)
        self._sizes: tuple[object, str, dict[int, int] | None] = (None, "", None)

    def feeds(self, name: str) -> tuple[Feed[Any], ...]:
        """What is read of a topic while its details are shown."""
        newest = (NewestRecordsFeed((name,)),) if self._tells_newest else ()
        return (OffsetsFeed((name,)), CapabilitiesFeed(), *newest)

    @property
    def _tells_newest(self) -> bool:
        known = self._session.observed(CapabilitiesFeed()).value
        return known is not None and known.has(Capability.NEWEST_TIMES)

    def of(self, row: TopicRow, *, has_rested: bool) -> Detail:
        """What is known of the topic of `row`; its sizes once the cursor rests: all replicas are looked at for them."""
        session, name = self._session, row.name
        groups = session.observed(GroupsFeed())
        ids = self._group_ids.of(groups).value or {}
        detail = topic_detail(
            row,
            sizes=self._sizes_of(name) if has_rested else None,
            offsets=session.observed(OffsetsFeed((name,))).value,
            groups=groups,
            group_ids=ids.get(name, frozenset()),
            metadata=session.metadata.value,
            newest_ms=self._newest(name),
        )
        foot = "⏎ open · m messages"
        lines, next_at = topic_lines(detail, time.time()), min(len(detail.wrong), MOST_WRONG + 1)
        return Detail(name, lines, foot, next_at=next_at, label_width=LABEL_WIDTH)

    def _sizes_of(self, name: str) -> dict[int, int] | None:
        log_dirs = self._session.observed(LogDirsFeed()).value
        if log_dirs is None:
            return None
        if self._sizes[0] is not log_dirs or self._sizes[1] != name:
            self._sizes = (log_dirs, name, sizes_by_broker(name, log_dirs))
        return self._sizes[2]

    def _newest(self, name: str) -> Observed[int]:
        capabilities = self._session.observed(CapabilitiesFeed()).value
        if capabilities is not None and (reason := capabilities.why_not(Capability.NEWEST_TIMES)):
            return Observed.not_supported(reason)
        observed = self._session.observed(NewestRecordsFeed((name,)))
        value = None if observed.value is None else observed.value.get(name)
        if observed.state is ObservedState.OK and observed.value is not None and name not in observed.value:
            return Observed.unknown()
        return Observed(observed.state, value, observed.as_of_seconds, observed.reason)
