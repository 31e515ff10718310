"""What `produce` says of records that were sent, and of those that were not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kafkatui.cli.produce import _Reports, send_all
from kafkatui.model.errors import QueueFull
from kafkatui.model.record import Delivery, OutgoingRecord

RECORDS = [OutgoingRecord("t", None, b"%d" % number) for number in range(3)]


def test_what_found_no_room_before_ctrl_c_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def send(record: OutgoingRecord, on_delivery: Callable[[Delivery], None]) -> int:
        if record is not RECORDS[0]:
            raise QueueFull("Full.")
        on_delivery(Delivery(1, record, 0, 7, 0.0))
        return 1

    def ctrl_c(reports: _Reports) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(_Reports, "wait_for_report", ctrl_c)
    with pytest.raises(KeyboardInterrupt):
        send_all(send, RECORDS, 60.0)
    assert capsys.readouterr().out == "Delivered message to t[0]@7\nNothing was sent from record 2 on\n"
