"""A group's verdict in a few lines: in words, in figures, and its lag over time."""

from __future__ import annotations

from collections.abc import Sequence

from kafkatui.codec.sanitise import sanitise
from kafkatui.insight.lag_trend import lag_trend
from kafkatui.insight.verdict import span
from kafkatui.model.group_track import LagLook
from kafkatui.model.time_lag import TimeLag, TimeLagMethod
from kafkatui.report.consumption import ConsumptionRow
from kafkatui.view import numbers
from kafkatui.view.consumption_cells import lag_bars, time_lag_text, trend_spans, verdict_mark, verdict_tone
from kafkatui.view.progress_table import eta_text
from kafkatui.view.span import Span, Tone

BARS_WIDTH = 48

METHOD_WORDS = {
    TimeLagMethod.NONE: "",
    TimeLagMethod.READ: "the age of the oldest record still to be read",
    TimeLagMethod.INTERPOLATED: "told from when the log's end was there",
    TimeLagMethod.EXTRAPOLATED: "worked out beyond what was seen of the log",
}

Line = tuple[Span, ...]


def verdict_lines(row: ConsumptionRow, looks: Sequence[LagLook]) -> list[Line]:
    """What stands above a group's partitions."""
    tone = verdict_tone(row.verdict)
    lines: list[Line] = [((verdict_mark(row.verdict), tone), (f" {sanitise(row.verdict.text)}", tone))]
    if row.progress:
        lines.append(_figures(row))
        lines.append(history_line(looks))
    return lines


def _figures(row: ConsumptionRow) -> Line:
    parts = [f"in {_rate(row.produce_rate)}", f"out {_rate(row.consume_rate)}"]
    if row.lag.exact and row.eta_seconds is not None:
        parts.append(f"done {_eta(row.eta_seconds)}")
    if row.retained_share is not None:
        parts.append(f"{numbers.percent(row.retained_share)} of the log unread at most")
    if row.lost:
        parts.append(f"{numbers.count(row.lost)} records lost")
    return ((_behind(row.time_lag), Tone.PLAIN), (" · ".join(parts), Tone.DIM))


def _behind(lag: TimeLag | None) -> str:
    if lag is None or lag.method is TimeLagMethod.NONE:
        return ""
    return f"behind {time_lag_text(lag)} ({method_words(lag)}) · "


def method_words(lag: TimeLag) -> str:
    """How a lag in time was found out."""
    return METHOD_WORDS[lag.method] + (f": {lag.note}" if lag.note else "")


def history_line(looks: Sequence[LagLook]) -> Line:
    """A lag over time: bars, how fast it changes, and its least and most."""
    known = [look.lag for look in looks if look.lag is not None]
    if len(known) < 2:
        return (("lag over time: looking …", Tone.DIM),)
    seconds = looks[-1].at_seconds - looks[0].at_seconds
    bars: Span = (lag_bars(looks, BARS_WIDTH), Tone.KAFKA)
    between = f"{numbers.count(min(known))} to {numbers.count(max(known))}"
    trend = lag_trend(looks)
    if trend is None:
        return (bars, (f" lag over {span(seconds)}, {between}", Tone.DIM))
    since = "" if span(seconds) == span(trend.over_seconds) else f" over {span(seconds)}"
    return (bars, ("  ", Tone.DIM), *trend_spans(trend), (f", {between}{since}", Tone.DIM))


def _rate(per_second: float | None) -> str:
    return "?" if per_second is None else f"{numbers.rate(per_second)}/s"


def _eta(seconds: float) -> str:
    text = eta_text(seconds)
    return text if text in ("never", "now") else f"in {text}"
