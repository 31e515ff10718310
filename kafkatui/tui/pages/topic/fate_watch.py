"""Asks what became of the transactions of the records in view, and of no others."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from textual.message import Message

from kafkatui.model.cluster import TopicPartition
from kafkatui.model.log_bounds import LogBounds
from kafkatui.model.record import Record
from kafkatui.model.transaction import RecordPlace, TransactionFate
from kafkatui.session.cluster_view import ClusterView

if TYPE_CHECKING:
    from kafkatui.tui.pages.topic.records_pane import RecordsPane

LOOK_SECONDS = 0.2
"""How often it is looked at what is in view."""


class FatesTold(Message):
    """More is known of transactions; posted from the thread that asks."""

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, FatesTold)


class FateWatch:
    """For one pane's table of records.

    Attributes:
        is_on: False where only committed records are read: there is nothing to be told of those.

    Args:
        pane: gets a `FatesTold` when more is known.
    """

    def __init__(self, session: ClusterView, pane: RecordsPane) -> None:
        self._session = session
        self._pane = pane
        self.is_on = True

    def of(self, record: Record) -> TransactionFate | None:
        """What became of a record's transaction, as far as it is known; None where there is nothing to say."""
        if not self.is_on or record.note:
            return None
        return self._session.fates.of(_place(record))

    def look(
        self,
        bounds: Mapping[TopicPartition, LogBounds] | None = None,
        *,
        wants_markers: bool = False,
        begins: Collection[RecordPlace] = (),
    ) -> None:
        """Ask about what is in view and not known yet.

        Args:
            bounds: an open transaction among them hints at more.
            wants_markers: also what stands behind the last record of a transaction.
            begins: where logs begin that are in view.
        """
        if not self.is_on:
            return
        table = self._pane.table
        rows = [table.row_at(index) for index in table.visible_range]
        places = [_place(row.record) for row in rows if row is not None and not row.record.note]
        if places:
            signs = self._has_signs(places, bounds or {})
            self._session.fates.ask(places, self._tell, has_signs=signs, wants_markers=wants_markers, begins=begins)

    def _tell(self) -> Any:
        self._pane.post_message(FatesTold())

    def _has_signs(self, places: list[RecordPlace], bounds: Mapping[TopicPartition, LogBounds]) -> bool:
        """Whether a transaction is open, or an offset belongs to no record, as a marker's."""
        known = (bounds.get(key) for key in {place[:2] for place in places})
        if any(each is not None and each.has_open for each in known):
            return True
        if self._pane.table.is_filtered:
            return False
        last: dict[TopicPartition, int] = {}
        for topic, partition, offset in places:
            before = last.get((topic, partition))
            if before is not None and offset > before + 1:
                return True
            last[topic, partition] = offset
        return False


def _place(record: Record) -> RecordPlace:
    return record.topic, record.partition, record.offset
