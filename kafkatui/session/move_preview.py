"""What a plan of moves looks like before it is carried out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kafkatui.insight.config_values import in_words
from kafkatui.insight.reassign.kafka_json import as_kafka_has_it
from kafkatui.insight.reassign.shares import Share, shares_of
from kafkatui.insight.reassign.throttling import seconds_at
from kafkatui.model.cluster import ClusterMetadata, Partition, TopicPartition, partition_text
from kafkatui.model.partition_move import PartitionMove
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.throttle import RATES

if TYPE_CHECKING:
    from kafkatui.model.profile import Profile
    from kafkatui.session.moving import Moves

COLUMNS = (
    PlanColumn("partition", "Partition", "The partition."),
    PlanColumn("replicas", "Replicas", "Its brokers now, the preferred leader first."),
    PlanColumn("then", "Then", "Its brokers afterwards."),
    PlanColumn("adding", "Gets it", "Brokers that its data are copied to."),
    PlanColumn("removing", "Gives it up", "Brokers that delete it once it is copied."),
    PlanColumn("moved_bytes", "Bytes", "What is copied; 0 where only the order changes, ? when the size is not known."),
)

BROKERS_SHOWN = 24

COMMAND_CHARACTERS = 2_000
"""A longer document is not shown on a command line."""


class Known(Struct, frozen=True):
    """What a plan was made of.

    Attributes:
        partitions: those that were to be planned.
        sizes: bytes of a replica.
        moving_count: partitions of the cluster that move already.
    """

    metadata: ClusterMetadata
    partitions: Sequence[Partition]
    sizes: Mapping[TopicPartition, int]
    moving_count: int


def preview(
    profile: Profile,
    plan: Moves,
    known: Known,
    rates_set: Mapping[int, str] | None = None,
    topics_set: Mapping[str, str] | None = None,
) -> Plan[Moves]:
    """The plan with its lines, figures and warnings.

    Args:
        rates_set, topics_set: throttles of somebody else, by broker and topic.
    """
    moves = plan.moves
    everything = [part for topic in known.metadata.topics.values() for part in topic.partitions]
    shares = shares_of(everything, moves, known.sizes, known.metadata.brokers)
    topics = {move.topic for move in moves}
    document = as_kafka_has_it(moves)
    return Plan(
        summary=_summary(moves),
        payload=plan,
        columns=COLUMNS,
        rows=tuple(_line(move, known) for move in moves),
        totals=(*_amounts(plan, known), *_share_lines(shares)),
        warnings=tuple(_warnings(plan, known, rates_set or {}, topics_set or {})),
        commands=_commands(profile, plan, document),
        undo="The partitions go back to where they are now, as long as nobody moves them in between." if moves else "",
        is_undoable=True,
        nothing_to_do="" if moves else _nothing(known),
        confirm_name=next(iter(topics)) if len(topics) == 1 else profile.name,
        cleanup=plan.as_json() if moves else None,
        details={"reassignment": document, "brokers": {str(broker): _both(*both) for broker, both in shares.items()}},
    )


def _summary(moves: Sequence[PartitionMove]) -> str:
    copied = sum(len(move.adding) for move in moves)
    topics = sorted({move.topic for move in moves})
    names = ", ".join(topics[:3]) + (f" and {len(topics) - 3} more topics" if len(topics) > 3 else "")
    count = f"{len(moves):,} partition{'s' if len(moves) != 1 else ''} of {names}"
    if not copied:
        gone = sum(len(move.removing) for move in moves)
        return f"Takes {gone:,} replicas away from {count}." if gone else f"Reorders the replicas of {count}."
    return f"Moves {copied:,} replica{'s' if copied != 1 else ''} of {count}."


def _nothing(known: Known) -> str:
    if not known.partitions:
        return "There is no partition to plan: nothing to do."
    return f"The {len(known.partitions):,} partitions are as wished already: no plan is better."


def _line(move: PartitionMove, known: Known) -> PlanLine:
    def ids(brokers: Sequence[int]) -> str:
        return ",".join(map(str, brokers))

    is_risky = move.adding != () and not any(broker in known.metadata.brokers for broker in move.before)
    return PlanLine(
        partition_text(move.key),
        (
            partition_text(move.key), ids(move.before), ids(move.after), ids(move.adding), ids(move.removing),
            move.moved_bytes,
        ),
        is_risky,
    )  # fmt: skip


def _amounts(plan: Moves, known: Known) -> list[str]:
    moves = plan.moves
    if not moves:
        return []
    sizes = [move.moved_bytes for move in moves]
    total = sum(size for size in sizes if size is not None)
    more = " and more, not all sizes are known" if None in sizes else ""
    lines = [f"{_amount(total)} to copy{more}."] if any(move.adding for move in moves) else ["No data move."]
    if plan.throttle is not None:
        leaders = {(part.topic, part.id): part.leader for part in known.partitions}
        seconds = seconds_at(moves, plan.throttle.rate, leaders)
        lasting = "how long that takes is not known" if seconds is None else f"that takes {_span(seconds)} at least"
        lines.append(f"At {_amount(plan.throttle.rate)} a second in and out of each broker {lasting}.")
    return lines


def _amount(count: int) -> str:
    """ "30,000,000 bytes (30 MB)"."""
    words = in_words(RATES[0], str(count))
    return f"{count:,} bytes" + (f" ({words})" if words else "")


def _span(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:,.0f} s"
    if seconds < 7_200:
        return f"{seconds / 60:,.0f} min"
    return f"{seconds / 3_600:,.1f} h"


def _share_lines(shares: Mapping[int, tuple[Share, Share]]) -> list[str]:
    """A line for each broker whose part changes."""
    changed = {broker: both for broker, both in shares.items() if both[0] != both[1]}
    lines = [
        f"broker {broker}: leaders {before.leaders:,} → {after.leaders:,}, replicas {before.replicas:,} → "
        f"{after.replicas:,}, data {_bytes(before)} → {_bytes(after)}"
        for broker, (before, after) in changed.items()
    ]
    hidden = len(lines) - BROKERS_SHOWN
    return lines[:BROKERS_SHOWN] + ([f"and {hidden:,} brokers more"] if hidden > 0 else [])


def _bytes(share: Share) -> str:
    size = in_words(RATES[0], str(share.size_bytes)).removeprefix("≈ ") or f"{share.size_bytes:,} B"
    return f"{'≥ ' if share.is_partial else ''}{size}"


def _both(before: Share, after: Share) -> dict[str, Any]:
    def figures(share: Share) -> dict[str, Any]:
        size = None if share.is_partial else share.size_bytes
        return {"leaders": share.leaders, "replicas": share.replicas, "size_bytes": size}

    return {"before": figures(before), "after": figures(after)}


def _warnings(plan: Moves, known: Known, rates_set: Mapping[int, str], topics_set: Mapping[str, str]) -> list[str]:
    warnings = []
    brokers = known.metadata.brokers
    away = Counter(broker for move in plan.moves for broker in move.removing if broker not in brokers)
    warnings += [
        f"Broker {broker} is not there: {count:,} replicas move off it. Leave it out of this if it comes back."
        for broker, count in sorted(away.items())
    ]
    if fewer := sum(_racks(move.after, known) < _racks(move.before, known) for move in plan.moves):
        warnings.append(f"{fewer:,} partitions would be in fewer racks than now: --keep-racks spreads them.")
    if leaderless := [part for part in known.partitions if part.is_leaderless]:
        warnings.append(f"{len(leaderless):,} partitions have no leader: they cannot be copied until one is there.")
    if known.moving_count:
        warnings.append(f"{known.moving_count:,} partitions move already: those are left as they are.")
    if plan.throttle is None and any(move.adding for move in plan.moves):
        warnings.append("Without a throttle copying may take all of the network from the clients.")
    if rates_set:
        names = ", ".join(f"broker {broker} ({rate})" for broker, rate in sorted(rates_set.items()))
        warnings.append(f"A throttle is set already and stays: {names}.")
    if topics_set:
        warnings.append(f"Throttled replicas are set already and stay: {', '.join(sorted(topics_set))}.")
    if plan.by_znode and plan.moves:
        warnings.append("Before Kafka 2.4 this goes through ZooKeeper, and what moves cannot be called off.")
    return warnings


def _racks(brokers: Sequence[int], known: Known) -> int:
    found = {known.metadata.brokers[broker].rack for broker in brokers if broker in known.metadata.brokers}
    return len(found - {None})


def _commands(profile: Profile, plan: Moves, document: Mapping[str, Any]) -> tuple[str, ...]:
    if not plan.moves:
        return ()
    text = json.dumps(document, separators=(",", ":"))
    source = f"<(echo '{text}')" if len(text) <= COMMAND_CHARACTERS else "plan.json"
    where = f"--bootstrap-server {profile.bootstrap_servers}"
    if plan.by_znode and profile.zookeeper is not None:
        where = f"--zookeeper {profile.zookeeper.connect}"
    throttle = "" if plan.throttle is None else f" --throttle {plan.throttle.rate}"
    command = f"kafka-reassign-partitions.sh {where} --reassignment-json-file {source} --execute{throttle}"
    if len(text) > COMMAND_CHARACTERS:
        return (command, "# plan.json is `reassignment` of --dry-run -o json")
    return (command,)
