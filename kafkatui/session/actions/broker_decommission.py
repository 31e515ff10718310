"""Move everything off brokers that are to go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.cluster import ClusterMetadata
from kafkatui.model.errors import FieldError
from kafkatui.model.field import INT64_MOST, Field, FieldKind, Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.outcome import Outcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan
from kafkatui.model.replacing import replace
from kafkatui.model.target import Target
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.actions.partition_reassign import ReassignPartitions
from kafkatui.session.feeds import CapabilitiesFeed, GroupsFeed
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

EVERYTHING = (Target(PlaceKind.CLUSTER),)


class DecommissionBrokers(Action[Any]):
    """A reassignment of only what is on those brokers; whoever stops them afterwards loses nothing."""

    spec = ActionSpec(
        id="broker.decommission",
        title="Empty brokers",
        help="Move every replica off brokers, so that they can be stopped for good.",
        danger=Danger.CHANGES,
        acts_on=frozenset({PlaceKind.BROKER}),
        takes_many=True,
        fields=(
            Field("brokers", "Brokers", "Their ids.", FieldKind.LIST, is_required=True, is_positional=True,
                  is_in_dialog=False, metavar="ID"),
            Field("keep_racks", "Over racks", "Spread each partition over racks, as evenly as can be.",
                  FieldKind.FLAG),
            Field("throttle", "Throttle", "Bytes a second, in and out of each broker; empty: as fast as it goes.",
                  FieldKind.NUMBER, metavar="BYTES", most=INT64_MOST),
        ),
        verb="broker decommission",
        outlives=True,
    )  # fmt: skip

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Any]:
        ids = ids_of(targets)
        wanted = {
            "by": "must",
            "exclude": ",".join(map(str, ids)),
            "keep_racks": values.get("keep_racks"),
            "throttle": values.get("throttle"),
        }
        try:
            plan = ReassignPartitions().plan(context, EVERYTHING, wanted, control)
        except FieldError as error:
            field = error.field if error.field in ("keep_racks", "throttle") else "brokers"
            raise FieldError(field, error.what, error.advice) from None
        metadata = context.metadata()
        is_empty = not any(
            broker in ids for topic in metadata.topics.values() for part in topic.partitions for broker in part.replicas
        )
        noun = f"broker{'s' if len(ids) != 1 else ''} {', '.join(map(str, ids))}"
        return replace(
            plan,
            summary=f"Empties {noun}. {plan.summary}",
            totals=(*plan.totals, *afterwards(context, ids, metadata)),
            nothing_to_do=f"Nothing is on {noun} any more." if is_empty else plan.nothing_to_do,
            confirm_name=str(ids[0]),
        )

    def run(self, context: ActionContext, plan: Plan[Any], control: TaskControl) -> Outcome:
        return ReassignPartitions().run(context, plan, control)

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[Any]:
        return ReassignPartitions().plan_undo(context, entry, control)

    def run_undo(self, context: ActionContext, plan: Plan[Any], control: TaskControl) -> Outcome:
        return ReassignPartitions().run_undo(context, plan, control)

    def tidy_up(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> bool:
        return ReassignPartitions().tidy_up(context, entry, control)


def ids_of(targets: Targets) -> list[int]:
    """The brokers' ids, each once.

    Raises:
        FieldError: one is no number.
    """
    wrong = [target.name for target in targets if not target.name.isdecimal()]
    if wrong:
        raise FieldError("brokers", f"“{wrong[0]}” is not the id of a broker.")
    return list(dict.fromkeys(int(target.name) for target in targets))


def afterwards(context: ActionContext, ids: list[int], metadata: ClusterMetadata) -> list[str]:
    """What moves to others when they stop, and what is to be done then."""
    said = []
    if metadata.controller_id in ids:
        said.append(f"Broker {metadata.controller_id} is the controller: another takes over when it stops.")
    known = context.known(GroupsFeed()).value
    coordinated = sum(group.coordinator in ids for group in known.groups) if known is not None else 0
    if coordinated:
        said.append(f"{coordinated:,} groups have their coordinator there: it moves with __consumer_offsets.")
    capabilities = context.known(CapabilitiesFeed()).value
    is_kraft = capabilities is not None and capabilities.is_kraft
    then = "stop it, then kafka-cluster.sh unregister --id" if is_kraft else "stop it, and keep it from starting again"
    said.append(f"Once all has arrived: {then}.")
    return said


ACTION = DecommissionBrokers()
