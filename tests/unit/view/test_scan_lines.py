"""What a search says of itself: to people while it runs and at its end, and to programs."""

from __future__ import annotations

from kafkatui.model.scan import ScanState
from kafkatui.view.scan_lines import left_text, scan_json, scan_spans

RUNNING = ScanState(
    scanned=500, matched=3, passed=500, total=1_700, seconds=1.0,
    remaining={("orders", 0): 300, ("orders", 1): 500, ("orders", 2): 300, ("orders", 3): 100},
)  # fmt: skip


def test_what_is_left_of_each_partition_is_told_the_most_first() -> None:
    assert left_text(RUNNING, is_of_several=False) == "left 1: 500, 0: 300, 2: 300, 1 more"
    both = ScanState(remaining={("a", 0): 1_000, ("b", 0): 7})
    assert left_text(both, is_of_several=True) == "left a-0: 1,000, b-0: 7"
    assert left_text(ScanState(remaining={("b", 0): 7}), is_of_several=True) == "left b-0: 7", "a is done"
    assert left_text(ScanState(), is_of_several=False) == ""
    line = "".join(text for text, _ in scan_spans(RUNNING, has_ended=False, is_of_several=False))
    assert line.startswith("500 scanned · 3 found · 29 %")
    assert line.endswith(" · Esc ends it · left 1: 500, 0: 300, 2: 300, 1 more")


def test_a_program_is_told_the_same() -> None:
    ended = ScanState(
        500, 3, 2, 1_200, 1_300, 2.0, {("orders", 1): 100}, {("orders", 1): "the partition has no leader"}
    )  # fmt: skip
    assert scan_json(ended) == {
        "scanned": 500,
        "matched": 3,
        "not_decodable": 2,
        "offsets": 1_300,
        "offsets_passed": 1_200,
        "remaining": [{"topic": "orders", "partition": 1, "offsets": 100}],
        "not_read": [{"topic": "orders", "partition": 1, "reason": "the partition has no leader"}],
        "seconds": 2.0,
        "records_per_second": 250.0,
        "complete": False,
        "stopped": None,
    }
    assert scan_json(ScanState(scanned=1, stopped="limit"))["stopped"] == "limit"
    assert scan_json(ScanState())["complete"] is True
