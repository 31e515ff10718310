"""Verdicts and lags in time as cells, for a partition and for a group."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import TypeVar

from kafkatui.insight.lag_trend import LagTrend
from kafkatui.insight.verdict import BEHIND_SECONDS, NEAR_LOSS_SHARE, span
from kafkatui.model.group_track import LagLook
from kafkatui.model.time_lag import TimeLag, TimeLagMethod
from kafkatui.model.verdict import Verdict, VerdictKind
from kafkatui.view import numbers
from kafkatui.view.cell import Cell, cell
from kafkatui.view.cells import UNKNOWN_CELL, optional_cell, text_cell
from kafkatui.view.column import Align, Column
from kafkatui.view.column_kinds import number_column
from kafkatui.view.span import Span, Tone
from kafkatui.view.sparkline import range_sparkline

R = TypeVar("R")

SEEN_SECONDS = 30.0
"""A look stands for the time after it, for so long at most."""

METHOD_MARKS = {
    TimeLagMethod.NONE: "",
    TimeLagMethod.READ: "",
    TimeLagMethod.INTERPOLATED: "~",
    TimeLagMethod.EXTRAPOLATED: "≈",
}
"""Before a lag in time: how it was found out."""

TIME_LAG_HELP = (
    "Age of the oldest record still to be read. ~ where its own time cannot be meant: told from when the log's end was "
    "there; ≈ the same, beyond what was seen of it; ≥ records before it were deleted unread."
)

_DIM = frozenset({VerdictKind.CAUGHT_UP, VerdictKind.WATCHING, VerdictKind.UNKNOWN})


def verdict_tone(verdict: Verdict) -> Tone:
    """How good it is."""
    if verdict.kind.is_wrong:
        return Tone.BAD
    if verdict.warnings or verdict.kind in (VerdictKind.BEHIND, VerdictKind.NOT_STARTED):
        return Tone.WARNING
    return Tone.DIM if verdict.kind in _DIM else Tone.GOOD


def verdict_mark(verdict: Verdict) -> str:
    """ "✗" for what needs somebody, "!" for what may, "●" for the rest."""
    return "✗" if verdict.kind.is_wrong else "!" if verdict_tone(verdict) is Tone.WARNING else "●"


def verdict_cell(verdict: Verdict | None) -> Cell:
    """The verdict in words."""
    return UNKNOWN_CELL if verdict is None else text_cell(verdict.text, verdict_tone(verdict))


def time_lag_text(lag: TimeLag) -> str:
    """ "3m02s", "~12s", "≥2d03h"; "now" where there is nothing to read."""
    if lag.method is TimeLagMethod.NONE:
        return "now"
    least = "≥" if lag.is_at_least else ""
    return f"{least}{METHOD_MARKS[lag.method]}{numbers.duration(lag.seconds)}"


def time_lag_cell(lag: TimeLag | None) -> Cell:
    """The lag in time, with a mark that says how it was found out."""
    if lag is None:
        return UNKNOWN_CELL
    tone = Tone.BAD if lag.seconds > BEHIND_SECONDS else Tone.DIM if not lag.seconds else Tone.PLAIN
    return cell(time_lag_text(lag), tone)


def share_cell(share: float | None) -> Cell:
    """How much of what is retained is unread."""
    tone = Tone.WARNING if share is not None and share > NEAR_LOSS_SHARE else Tone.PLAIN
    return optional_cell(share, numbers.percent, tone)


def verdict_column(verdict: Callable[[R], Verdict | None], sentence: str) -> Column[R]:
    """How the group does, in words."""

    def text(row: R) -> str | None:
        known = verdict(row)
        return None if known is None else known.text

    def kind(row: R) -> str | None:
        known = verdict(row)
        return None if known is None else known.kind.value

    def rank(row: R) -> int | None:
        known = verdict(row)
        return None if known is None else known.kind.rank

    return Column(
        "verdict", "Verdict", sentence, cell=lambda row: verdict_cell(verdict(row)), sort_key=rank,
        json_name="verdict", json_value=text, json_marks=(("verdict_kind", kind),), min_width=8, max_width=60,
    )  # fmt: skip


def time_lag_column(lag: Callable[[R], TimeLag | None]) -> Column[R]:
    """How old what is still to be read is."""

    def mark(take: Callable[[TimeLag], object]) -> Callable[[R], object]:
        def taken(row: R) -> object:
            known = lag(row)
            return None if known is None else take(known)

        return taken

    return Column(
        "time_lag",
        "Behind",
        TIME_LAG_HELP,
        cell=lambda row: time_lag_cell(lag(row)),
        align=Align.RIGHT,
        sort_key=mark(lambda known: known.seconds),
        json_name="time_lag_seconds",
        json_value=mark(lambda known: known.seconds),
        json_marks=(
            ("time_lag_method", mark(lambda known: known.method.value)),
            ("time_lag_is_at_least", mark(lambda known: known.is_at_least)),
            ("time_lag_note", mark(lambda known: known.note or None)),
        ),
        min_width=4,
        max_width=12,
    )


def share_column(share: Callable[[R], float | None], sentence: str) -> Column[R]:
    """How much of what is retained is still unread."""
    return number_column(
        "retained_share", "Of log", sentence, share, cell=lambda row: share_cell(share(row)), max_width=8
    )


def lost_column(lost: Callable[[R], int | None]) -> Column[R]:
    """Records that nobody of the group can read any more."""
    return number_column(
        "lost",
        "Lost",
        "Records that were deleted before the group had read them: the commit lies before the log's beginning.",
        lost,
        cell=lambda row: optional_cell(lost(row), numbers.count, Tone.BAD if lost(row) else Tone.DIM),
        json_name="records_lost",
    )


def trend_spans(trend: LagTrend | None) -> tuple[Span, ...]:
    """ "+2.1/s ↑ over 4 min"; nothing while it cannot be told."""
    return () if trend is None else (*rate_spans(trend), (f" over {span(trend.over_seconds)}", Tone.DIM))


def rate_spans(trend: LagTrend | None) -> tuple[Span, ...]:
    """ "+2.1/s ↑", "steady"; nothing while it cannot be told."""
    if trend is None:
        return ()
    if trend.is_level:
        return (("steady", Tone.DIM),)
    is_rising = trend.per_second > 0
    words = f"{numbers.signed_rate(trend.per_second)}/s {'↑' if is_rising else '↓'}"
    return ((words, Tone.WARNING if is_rising else Tone.GOOD),)


def lag_bars(looks: Sequence[LagLook], width: int) -> str:
    """The lag over time as bars of equal times, from its least to its most, the newest at the right; a blank where
    nobody looked for a while."""
    if len(looks) < 2 or width <= 0:
        return ""
    times = [look.at_seconds for look in looks]
    count = min(width, len(looks))
    step = (times[-1] - times[0]) / count
    slots: list[float | None] = []
    for number in range(1, count + 1):
        at_seconds = times[0] + number * step
        look = looks[bisect_right(times, at_seconds + step / 1000) - 1]
        slots.append(look.lag if at_seconds - look.at_seconds <= max(step, SEEN_SECONDS) else None)
    return range_sparkline(slots, count)
