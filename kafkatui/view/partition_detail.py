"""What is to be said of one partition, line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from kafkatui.codec.sanitise import sanitise
from kafkatui.insight.changes import PartitionChange
from kafkatui.model.observed import ObservedState
from kafkatui.model.offset_sample import KnownRange
from kafkatui.model.presence import BrokerPresence, PresenceState
from kafkatui.model.rate_history import RateHistory
from kafkatui.report.partition_groups import GroupAtPartition
from kafkatui.report.partitions import PartitionRow
from kafkatui.view import numbers
from kafkatui.view.events_table import SEVERITY_TONES
from kafkatui.view.group_columns import lag_text
from kafkatui.view.replica_columns import id_list
from kafkatui.view.span import Span, Tone
from kafkatui.view.sparkline import sparkline
from kafkatui.view.text_width import cut, padded, text_width

Line = tuple[Span, ...]

LABEL_WIDTH = 13
SPARKLINE_WIDTH = 40
MAX_GROUP_WIDTH = 40
HISTORY_SHOWN = 12
"""Of a partition's changes; the rest is on the Events tab."""


class PartitionFacts(Struct, frozen=True):
    """Everything the lines are made from.

    Attributes:
        min_insync_replicas: None when the configuration was not read.
        history: of the partition's rate, one sample a poll.
        groups: that read it; None where that is not looked at.
        changes: of its leader and ISR, as far as they were seen, oldest first.
        last_known: the newest begin and end that were read; None when they never were.
    """

    row: PartitionRow
    brokers: Mapping[int, BrokerPresence]
    min_insync_replicas: int | None
    history: RateHistory
    groups: Sequence[GroupAtPartition] | None
    now_seconds: float
    last_known: KnownRange | None = None
    changes: Sequence[PartitionChange] = ()


def partition_lines(facts: PartitionFacts) -> list[Line]:
    """Leader, in-sync replicas, minimum, rate, and a small table of groups."""
    lines = [_leader_line(facts), _isr_line(facts), _minimum_line(facts), _rate_line(facts)]
    if facts.row.offsets.value is not None and facts.row.end.value is None:
        lines.append(_last_known_line(facts))
    if facts.groups is not None:
        lines += [(), *_group_lines(facts.groups)]
    if facts.changes:
        lines += [(), *_history_lines(facts)]
    return lines


def _history_lines(facts: PartitionFacts) -> list[Line]:
    """The newest changes first; a flapping partition is told as such before them."""
    newest = list(reversed(facts.changes))[:HISTORY_SHOWN]
    lines: list[Line] = []
    if facts.row.flaps:
        words = f"flaps: leader or ISR changed {facts.row.flaps} times in ten minutes"
        lines.append((_label("History"), (f"↯ {words}", Tone.WARNING)))
    for number, change in enumerate(newest):
        label = _label("History" if not number and not facts.row.flaps else "")
        when = f"{numbers.clock(change.at_seconds)}  "
        lines.append((label, (when, Tone.DIM), (change.text, SEVERITY_TONES[change.severity])))
    return lines


def _label(text: str) -> Span:
    return (text.ljust(LABEL_WIDTH), Tone.DIM)


def _leader_line(facts: PartitionFacts) -> Line:
    partition = facts.row.partition
    if partition.is_leaderless:
        text = "none: the partition can be neither read nor written until one of its replicas comes back"
        return (_label("Leader"), (text, Tone.BAD))
    presence = facts.brokers.get(partition.leader)
    spans: list[Span] = [_label("Leader"), (str(partition.leader), Tone.BRIGHT)]
    if presence is not None:
        spans.append((f"  {sanitise(presence.broker.address)}", Tone.PLAIN))
        if presence.broker.rack:
            spans.append((f"  rack {sanitise(presence.broker.rack)}", Tone.DIM))
        if presence.state is not PresenceState.UP:
            spans.append((f"  {presence.state.value}: leader by the metadata only", Tone.BAD))
    preferred = "preferred ✓" if partition.has_preferred_leader else f"preferred is {partition.replicas[0]}"
    spans.append((f"  {preferred}", Tone.DIM))
    return tuple(spans)


def _isr_line(facts: PartitionFacts) -> Line:
    partition = facts.row.partition
    count = f"{len(partition.isr)} of {len(partition.replicas)}"
    silent = [broker for broker in partition.isr if _is_unreachable(facts, broker)]
    doubt = f"  of these {id_list(tuple(silent))} unreachable: in sync by the metadata only" if silent else ""
    if not partition.is_under_replicated:
        return (_label("In sync"), (count, Tone.PLAIN), (f"  {id_list(partition.isr)}", Tone.DIM), (doubt, Tone.BAD))
    text = f"  missing {id_list(partition.missing_from_isr)}"
    change = facts.row.change
    if change is not None and (since := change.missing_since_seconds) is not None:
        text += f" since {numbers.clock(since)}"
    reasons = [
        f"broker {broker} {facts.brokers[broker].state.value}"
        for broker in partition.missing_from_isr
        if broker in facts.brokers and facts.brokers[broker].state is not PresenceState.UP
    ]
    if reasons:
        text += f" ({', '.join(reasons)})"
    return (_label("In sync"), (count, Tone.WARNING), (text, Tone.PLAIN), (doubt, Tone.BAD))


def _is_unreachable(facts: PartitionFacts, broker_id: int) -> bool:
    presence = facts.brokers.get(broker_id)
    return presence is not None and presence.state is PresenceState.UNREACHABLE


def _minimum_line(facts: PartitionFacts) -> Line:
    minimum = facts.min_insync_replicas
    if minimum is None:
        return (_label("min.insync"), ("…", Tone.DIM))
    in_sync = len(facts.row.partition.isr)
    spans: list[Span] = [_label("min.insync"), (str(minimum), Tone.PLAIN)]
    if in_sync < minimum:
        spans.append(("  below minimum: acks=all producers fail", Tone.BAD))
    elif in_sync == minimum and facts.row.partition.is_under_replicated:
        spans.append(("  at minimum: one more loss and acks=all producers fail", Tone.WARNING))
    return tuple(spans)


def _rate_line(facts: PartitionFacts) -> Line:
    rate = facts.history.last
    observed = facts.row.rate
    if observed.state is ObservedState.FAILED:
        return (_label("msg/s"), ("?", Tone.WARNING), (f"  {sanitise(observed.reason)}", Tone.PLAIN))
    if rate is None:
        return (_label("msg/s"), ("…", Tone.DIM))
    bars = sparkline(facts.history.samples, min(SPARKLINE_WIDTH, len(facts.history.samples)))
    if observed.state is ObservedState.STALE and observed.as_of_seconds is not None:
        when = numbers.clock(observed.as_of_seconds)
        return (_label("msg/s"), (bars, Tone.DIM), (f" {numbers.rate(rate)} @{when}", Tone.DIM))
    return (_label("msg/s"), (bars, Tone.KAFKA), (f" {numbers.rate(rate)}", Tone.PLAIN))


def _last_known_line(facts: PartitionFacts) -> Line:
    known = facts.last_known
    if known is None or known.offsets.begin is None or known.offsets.end is None:
        return (_label("Offsets"), ("never read", Tone.DIM))
    text = f"{numbers.count(known.offsets.begin)} to {numbers.count(known.offsets.end)}"
    when = f"  as of {numbers.clock(known.read_at_seconds)}, not known since"
    return (_label("Offsets"), (text, Tone.DIM), (when, Tone.WARNING))


def _group_lines(groups: Sequence[GroupAtPartition]) -> list[Line]:
    """A table as wide as its contents, so that it fits narrow panels too."""
    if not groups:
        return [(("No group has committed an offset for it or reads it.", Tone.DIM),)]
    rows = [("Group", "Committed", "Lag", "State", "Member"), *(_group_cells(group) for group in groups)]
    name, committed, lag, state, _ = (max(map(text_width, column)) for column in zip(*rows, strict=True))
    lines: list[Line] = []
    for row, group in zip(rows, (None, *groups), strict=True):
        tone = Tone.DIM if group is None else Tone.PLAIN
        lines.append(
            (
                (padded(row[0], name), tone),
                (f"  {row[1].rjust(committed)}", tone),
                (f"  {row[2].rjust(lag)}", Tone.BRIGHT if group is not None and group.lag else tone),
                (f"  {padded(row[3], state)}", Tone.DIM),
                (f"  {row[4]}", tone),
            )
        )
    return lines


def _group_cells(group: GroupAtPartition) -> tuple[str, str, str, str, str]:
    return (
        cut(sanitise(group.group_id), MAX_GROUP_WIDTH),
        "none" if group.committed is None else numbers.count(group.committed),
        "?" if group.lag is None else lag_text(group.lag),
        group.state,
        sanitise(group.member),
    )
