"""What a tail has to do with the panel that produces beside it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial

from kafkatui.model.record import Delivery, Record
from kafkatui.session.cluster_view import TailView
from kafkatui.tui.messages import Hint
from kafkatui.tui.pages.topic.produce_panel import ProducePanel
from kafkatui.tui.pages.topic.records_pane import RecordsPane
from kafkatui.tui.pages.topic.sought_record import SoughtRecord
from kafkatui.tui.when_drawn import when_drawn


class ProducingPane(RecordsPane):
    """A tab where records are followed, and typed beside it."""

    tail: TailView | None

    @cached_property
    def produce_panel(self) -> ProducePanel:
        """Where a record for the topic is typed."""
        return ProducePanel(self.session, self.place.name, self._light, self._show_report)

    def take_resent(self) -> None:
        """Edit the record that another tab asked for, if one did."""
        if (record := self.surroundings.resent) is not None and not self.session.profile.read_only:
            when_drawn(self, partial(self._edit, record))
        self.surroundings.resent = None

    def open_editor(self) -> None:
        """Put the cursor where a record is typed."""
        self.screen.add_class("-produce-open")
        self.produce_panel.focus_value()

    def edit_and_resend(self) -> None:
        record = self.cursor_record
        if record is not None and record.topic == self.place.name:
            self._edit(record)
        else:
            super().edit_and_resend()

    def _edit(self, record: Record) -> None:
        self.open_editor()
        self.produce_panel.edit(record)

    def _light(self, deliveries: Sequence[Delivery]) -> None:
        """What was sent from here stands out for a while."""
        self.table.light(
            (each.record.topic, each.partition, each.offset)
            for each in deliveries
            if each.partition is not None and each.offset is not None
        )

    def _show_report(self, delivery: Delivery) -> None:
        """Put the cursor on the record that a report tells of."""
        tail, partition, offset = self.tail, delivery.partition, delivery.offset
        if not delivery.is_delivered or partition is None or offset is None or tail is None:
            words = "Ctrl+R sends it again." if not delivery.is_delivered else "No acknowledgement told where it is."
            self.post_message(Hint(words))
            return
        serial = SoughtRecord(delivery.record.topic, partition, offset, 0).find(tail.buffer)
        if serial is not None and self.table.move_cursor_to_serial(serial):
            self.table.stop_following()
            self.screen.remove_class("-produce-open")
            self.table.focus()
            self.show_record()
        else:
            advice = (
                "The filter hides it; Esc clears it." if serial is not None else f"f {partition}@{offset} reads it."
            )
            self.post_message(Hint(f"The record is not shown here. {advice}"))

    def unsent_draft(self) -> str:
        """What was typed and not sent."""
        return self.produce_panel.draft
