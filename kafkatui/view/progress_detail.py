"""What is to be said of a group in the partition under the cursor, line by line."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from kafkatui.codec.sanitise import sanitise
from kafkatui.insight.verdict import span
from kafkatui.model.group_track import CommitMove, PartitionTrack
from kafkatui.model.lag import PartitionProgress
from kafkatui.model.time_lag import TimeLagMethod
from kafkatui.view import numbers
from kafkatui.view.cell import Cell, cell
from kafkatui.view.cells import EMPTY_CELL, optional_rate
from kafkatui.view.column import Align
from kafkatui.view.consumption_cells import time_lag_cell, verdict_mark, verdict_tone
from kafkatui.view.detail_lines import Line, labelled, told
from kafkatui.view.progress_table import committed_cell, eta_text, lag_cell, member_text
from kafkatui.view.span import Span, Tone
from kafkatui.view.text_table import table_lines
from kafkatui.view.verdict_lines import history_line, method_words

NO_PARTITION_TRACK = PartitionTrack(0.0)

_COMMIT_HEADINGS = (
    ("Seen at", Align.LEFT),
    ("Committed", Align.RIGHT),
    ("By", Align.RIGHT),
    ("Left to read", Align.RIGHT),
)


class ProgressFacts(Struct, frozen=True):
    """Everything the lines are made from.

    Attributes:
        track: what was seen of the group in this partition.
        reads: partitions that its member reads.
        read_at_seconds: Unix time of the reading that the row is of.
    """

    row: PartitionProgress
    track: PartitionTrack
    reads: int
    read_at_seconds: float


def progress_lines(facts: ProgressFacts) -> list[Line]:
    """The verdict and since when; the offsets; the lag over time and in time; who reads; the last commits."""
    row = facts.row
    lines = [_verdict(facts), _offsets(row), _lag(facts), _behind(row), _rates(row), _reader(facts)]
    return [*lines, *told("Note", row.metadata), *_commits(facts.track.moves)]


def _verdict(facts: ProgressFacts) -> Line:
    verdict = facts.row.verdict
    if verdict is None:
        return labelled("Verdict", ("…", Tone.DIM))
    tone = verdict_tone(verdict)
    words: Span = (f"{verdict_mark(verdict)} {sanitise(verdict.text)}", tone)
    held = facts.track.verdict
    if held is None or held.kind is not verdict.kind:
        return labelled("Verdict", words)
    since = f"  since {numbers.clock(held.since_seconds)}{' or before' if held.is_longer else ''}"
    age = span(max(0.0, facts.read_at_seconds - held.since_seconds))
    return labelled("Verdict", words, (f"{since}, {age}", Tone.DIM))


def _offsets(row: PartitionProgress) -> Line:
    spans: list[Span] = [*committed_cell(row).spans]
    begin, end = ("?" if offset is None else numbers.count(offset) for offset in (row.begin, row.end))
    spans.append((f"  the log holds {begin} to {end}", Tone.DIM))
    if row.retained_share is not None:
        spans.append((f", {numbers.percent(row.retained_share)} unread", Tone.DIM))
    if row.lost:
        spans.append((f", {numbers.count(row.lost)} records lost", Tone.BAD))
    return labelled("Committed", *spans)


def _lag(facts: ProgressFacts) -> Line:
    return labelled("Lag", *lag_cell(facts.row).spans, ("  ", Tone.PLAIN), *history_line(facts.track.looks))


def _behind(row: PartitionProgress) -> Line:
    lag = row.time_lag
    spans: list[Span] = [*time_lag_cell(lag).spans]
    if lag is not None and lag.method is not TimeLagMethod.NONE:
        spans.append((f"  {method_words(lag)}", Tone.DIM))
    return labelled("Behind", *spans)


def _rates(row: PartitionProgress) -> Line:
    spans: list[Span] = [*_rate(row.produce_rate), (" in  ", Tone.DIM)]
    spans += [*_rate(row.consume_rate), (" out", Tone.DIM)]
    if row.lag and row.eta_seconds is not None:
        eta = eta_text(row.eta_seconds)
        spans.append((f"  done {eta if eta in ('never', 'now') else f'in {eta}'}", Tone.DIM))
    return labelled("Rates", *spans)


def _rate(per_second: float | None) -> Sequence[Span]:
    shown = optional_rate(per_second)
    return shown.spans if per_second is None else (*shown.spans, ("/s", Tone.DIM))


def _reader(facts: ProgressFacts) -> Line:
    member = facts.row.member
    if member is None:
        return labelled("Reader", ("nobody reads it now", Tone.DIM))
    noun = "partition" if facts.reads == 1 else "partitions"
    return labelled(
        "Reader",
        (sanitise(member_text(facts.row)), Tone.BRIGHT),
        (f"  reads {numbers.count(facts.reads)} {noun}  {sanitise(member.member_id)}", Tone.DIM),
    )


def _commits(moves: Sequence[CommitMove]) -> list[Line]:
    """The last commits that were seen, the newest first."""
    if not moves:
        return []
    before: list[CommitMove | None] = [None, *moves[:-1]]
    rows = [_commit_cells(move, earlier) for move, earlier in zip(moves, before, strict=True)]
    return [(), *table_lines(_COMMIT_HEADINGS, rows[::-1])]


def _commit_cells(move: CommitMove, before: CommitMove | None) -> tuple[Cell, ...]:
    step = None if before is None else move.offset - before.offset
    tone = Tone.BAD if step is not None and step < 0 else Tone.PLAIN
    return (
        cell(numbers.clock(move.at_seconds), Tone.DIM),
        cell(numbers.count(move.offset), Tone.BRIGHT),
        EMPTY_CELL if step is None else cell(f"{step:+,}".replace("-", "−"), tone),
        cell(numbers.count(move.lag)),
    )
