"""Elect leaders: the preferred replicas, or any that is there where nobody can lead without loss."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.capabilities import Capability
from kafkatui.model.cluster import ClusterMetadata, Partition, TopicPartition, partition_text
from kafkatui.model.errors import FieldError, NotSupported
from kafkatui.model.field import Choice, Field, FieldKind, Values
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.election import elect, leader_name
from kafkatui.session.feeds import CapabilitiesFeed, MetadataFeed
from kafkatui.session.partition_targets import CHOICE_FIELDS, chosen_partitions, named_targets
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

PREFERRED, UNCLEAN = "preferred", "unclean"

TYPES = (
    Choice(PREFERRED, "preferred", "The first of each partition's replicas leads, where it is in sync."),
    Choice(UNCLEAN, "unclean", "Where nobody leads, a replica that is not in sync leads: records are lost."),
)

COLUMNS = (
    PlanColumn("partition", "Partition", "The partition."),
    PlanColumn("leader", "Leader", "The broker that leads it now; none where nobody does."),
    PlanColumn("then", "Then", "Who leads afterwards; - where nothing would change."),
    PlanColumn("replicas", "Replicas", "Its brokers, the preferred leader first."),
    PlanColumn("isr", "ISR", "Those that are in sync."),
    PlanColumn("note", "Note", "What is to be known of it."),
)


class Election(Struct, frozen=True):
    """What is asked for.

    Attributes:
        leaders: by partition, who led it when it was looked at.
        through_zookeeper: whether the controller is asked by a znode.
    """

    leaders: Mapping[TopicPartition, int]
    is_unclean: bool
    through_zookeeper: bool


class ElectLeaders(Action[Election]):
    """Says of every partition who leads it now and then, and of whom it cannot be."""

    spec = ActionSpec(
        id="partition.elect",
        title="Elect leaders",
        help="Have the preferred replicas lead again, or any replica where nobody can.",
        danger=Danger.CHANGES,
        acts_on=frozenset({PlaceKind.TOPIC, PlaceKind.CLUSTER}),
        takes_many=True,
        also_partitions=True,
        fields=(
            *CHOICE_FIELDS,
            Field("election_type", "Election", "Who may lead.", FieldKind.CHOICE, PREFERRED, choices=TYPES),
        ),
        verb="topic elect",
    )

    def targets_of(self, values: Values) -> Targets:
        return named_targets(values)

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Election]:
        metadata = context.metadata()
        partitions = chosen_partitions(metadata, targets, values)
        is_unclean = values.get("election_type") == UNCLEAN
        control.say("asking what the brokers can do")
        capabilities = context.known(CapabilitiesFeed()).value or context.read(CapabilitiesFeed())
        if is_unclean and (why_not := capabilities.why_not(Capability.UNCLEAN_ELECTION)):
            raise FieldError("election_type", f"Unclean election: not supported before 2.4. {why_not}")
        has_protocol = capabilities.has(Capability.LEADER_ELECTION)
        is_old = not capabilities.has(Capability.UNCLEAN_ELECTION)
        through_zookeeper = is_old and context.profile.zookeeper is not None
        if not has_protocol and not through_zookeeper:
            raise NotSupported(capabilities.why_not(Capability.LEADER_ELECTION), "Or give ZooKeeper's address.")
        verdicts = [(each, _verdict(each, metadata, is_unclean=is_unclean)) for each in partitions]
        rows = [(each, verdict) for each, verdict in verdicts if verdict is not None]
        wanted = {(each.topic, each.id): each.leader for each, verdict in rows if verdict.is_led}
        return _plan(context, Election(wanted, is_unclean, through_zookeeper), partitions, rows)

    def run(self, context: ActionContext, plan: Plan[Election], control: TaskControl) -> Outcome:
        election = plan.payload
        metadata = context.metadata()
        conflicts, wanted = [], []
        for partition, leader in election.leaders.items():
            now = _leader(metadata, partition)
            if now == leader:
                wanted.append(partition)
            else:
                why = (
                    "it is gone"
                    if now is None
                    else f"it was led by {leader_name(leader)} and is by {leader_name(now)} now"
                )
                conflicts.append(TargetOutcome(partition_text(partition), OutcomeState.CONFLICT, why))
        control.check()
        control.say(f"electing {len(wanted):,} leaders")
        outcomes = elect(context, wanted, control, is_unclean=election.is_unclean, by_znode=election.through_zookeeper)
        context.refresh(MetadataFeed())
        return Outcome((*outcomes, *conflicts))


class _Verdict(Struct, frozen=True):
    """What an election would come to for one partition."""

    then: str
    note: str
    is_led: bool


def _verdict(partition: Partition, metadata: ClusterMetadata, *, is_unclean: bool) -> _Verdict | None:
    """None where there is nothing to elect."""
    if is_unclean:
        if not partition.is_leaderless:
            return None
        there = [broker for broker in partition.replicas if broker in metadata.brokers]
        if not there:
            return _Verdict("-", "none of its brokers is there: nobody could lead", False)
        names = " or ".join(map(str, there))
        return _Verdict(names, "records that only its last leader had are lost", True)
    if partition.has_preferred_leader or not partition.replicas:
        return None
    preferred = partition.replicas[0]
    if preferred not in metadata.brokers:
        return _Verdict("-", f"skipped: broker {preferred} is not there", False)
    if preferred not in partition.isr:
        return _Verdict("-", f"skipped: {preferred} is not in sync, so it would not be elected", False)
    return _Verdict(str(preferred), "", True)


def _plan(
    context: ActionContext,
    election: Election,
    partitions: Sequence[Partition],
    rows: Sequence[tuple[Partition, _Verdict]],
) -> Plan[Election]:
    count, skipped = len(election.leaders), len(rows) - len(election.leaders)
    kind = UNCLEAN if election.is_unclean else PREFERRED
    where = {each.topic for each, verdict in rows if verdict.is_led}
    names = ", ".join(sorted(where)[:3]) + (f" and {len(where) - 3} more topics" if len(where) > 3 else "")
    some = f"{count:,} partition{'s' if count != 1 else ''}"
    what = "leaders, uncleanly," if election.is_unclean else "preferred leaders"
    return Plan(
        summary=f"Elects the {what} of {some} of {names}.",
        payload=election,
        columns=COLUMNS,
        rows=tuple(_line(partition, verdict, election) for partition, verdict in rows),
        totals=tuple(_totals(partitions, rows, election)),
        warnings=tuple(_warnings(rows, election, skipped)),
        commands=_commands(context, election, kind) if count else (),
        undo="" if not count else "Nothing takes it back: leaders are elected again when brokers go and come.",
        nothing_to_do="" if count else _nothing_to_do(partitions, skipped, election),
        confirm_name=next(iter(where)) if len(where) == 1 else context.profile.name,
        danger=Danger.DESTROYS if election.is_unclean else None,
    )


def _line(partition: Partition, verdict: _Verdict, election: Election) -> PlanLine:
    name = partition_text((partition.topic, partition.id))
    replicas, isr = (",".join(map(str, ids)) for ids in (partition.replicas, partition.isr))
    values = (name, leader_name(partition.leader), verdict.then, replicas, isr or "none", verdict.note)
    return PlanLine(name, values, is_risky=not verdict.is_led or election.is_unclean)


def _totals(
    partitions: Sequence[Partition], rows: Sequence[tuple[Partition, _Verdict]], election: Election
) -> list[str]:
    others = len(partitions) - len(rows)
    words = "have a leader" if election.is_unclean else "are led by their preferred replica already"
    lines = [f"{others:,} of {len(partitions):,} partitions {words}."] if others else []
    gained = Counter(verdict.then for _, verdict in rows if verdict.is_led and not election.is_unclean)
    if gained:
        moves = ", ".join(f"broker {broker} {count:+,}" for broker, count in sorted(gained.items()))
        lines.append(f"Leaders by broker: {moves}.")
    return lines


def _warnings(rows: Sequence[tuple[Partition, _Verdict]], election: Election, skipped: int) -> list[str]:
    warnings = []
    if skipped:
        warnings.append(f"{skipped:,} of these partitions {'is' if skipped == 1 else 'are'} not touched; see Note.")
    if election.is_unclean and election.leaders:
        last = sorted({broker for partition, _ in rows for broker in partition.isr})
        back = f" Brokers {', '.join(map(str, last))} were last in sync: back, they lead without loss." if last else ""
        warnings.append(f"Records that only the last leader had are lost, and consumers may have read them.{back}")
    return warnings


def _nothing_to_do(partitions: Sequence[Partition], skipped: int, election: Election) -> str:
    if skipped:
        return f"No partition could get another leader: {skipped:,} cannot; see Note."
    if election.is_unclean:
        return f"All {len(partitions):,} partitions have a leader: nothing to do."
    return f"All {len(partitions):,} partitions are led by their preferred replica: nothing to do."


def _commands(context: ActionContext, election: Election, kind: str) -> tuple[str, ...]:
    asked = [{"topic": topic, "partition": number} for topic, number in election.leaders]
    document = json.dumps({"partitions": asked}, separators=(",", ":"))
    if election.through_zookeeper and context.profile.zookeeper is not None:
        tool = f"kafka-preferred-replica-election.sh --zookeeper {context.profile.zookeeper.connect}"
        return (f"{tool} --path-to-json-file <(echo '{document}')",)
    tool = f"kafka-leader-election.sh --bootstrap-server {context.profile.bootstrap_servers}"
    return (f"{tool} --election-type {kind} --path-to-json-file <(echo '{document}')",)


def _leader(metadata: ClusterMetadata, partition: TopicPartition) -> int | None:
    topic = metadata.topics.get(partition[0])
    found = None if topic is None else next((each for each in topic.partitions if each.id == partition[1]), None)
    return None if found is None else found.leader


ACTION = ElectLeaders()
