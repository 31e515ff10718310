"""What a tail says of itself."""

from __future__ import annotations

from kafkatui.model.tail import TailPhase, TailState, TailStatistics
from kafkatui.model.tail_start import TailStart
from kafkatui.view.tail_lines import foot_spans, placeholder_cells


def foot(state: TailState, statistics: TailStatistics) -> str:
    return "".join(text for text, _ in foot_spans(state, statistics, is_following=True, new_count=0))


def test_each_way_in_which_records_are_not_there_is_counted_by_itself() -> None:
    statistics = TailStatistics(
        read_count=47_650, kept_count=40_000, evicted_count=7_650, skipped_count=1_200, deleted_count=4_800
    )
    assert foot(TailState(TailPhase.FOLLOWING), statistics) == (
        "following · 0.0 msg/s · 47,650 read · 40,000 kept · 1,200 skipped to keep up · 7,650 passed by"
        " · 4,800 deleted before they were read"
    )


def test_nobody_who_leads_it_answers_is_not_following() -> None:
    state = TailState(TailPhase.WAITING, "brokers 1, 2 do not answer; what they lead waits for new leaders")
    assert foot(state, TailStatistics()).startswith("waiting · ")
    cells = placeholder_cells(state, TailStart.end())
    assert [each.text for each in cells] == [f"✗ {state.error}", "It goes on when one answers."]
