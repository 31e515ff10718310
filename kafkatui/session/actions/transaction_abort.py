"""Abort transactions that hang, partition by partition."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.errors import FieldError, NotFound, Refused
from kafkatui.model.field import INT64_MOST, Field, FieldKind, Values
from kafkatui.model.key import Key
from kafkatui.model.open_transaction import OpenTransaction
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.target import Target
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.feeds import MetadataFeed, OpenTransactionsFeed
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

PART = "transaction"

COLUMNS = (
    PlanColumn("partition", "Partition", "Where the marker is written."),
    PlanColumn("start_offset", "From", "Offset of the first record of the transaction there."),
    PlanColumn("producer_id", "Producer", "Who wrote it."),
    PlanColumn("producer_epoch", "Epoch", "In which epoch."),
    PlanColumn("transactional_id", "Transactional id", "Whose that is; ? where no coordinator knows it."),
    PlanColumn("state", "Coordinator says", "What its coordinator calls it; nothing: it does not know it here."),
    PlanColumn("held_back", "Held back", "Offsets that readers of committed records do not get because of it."),
)

NO_UNDO = "It cannot be undone: what was aborted is never seen by readers of committed records."


class AbortTransactions(Action[tuple[OpenTransaction, ...]]):
    """Writes an abort marker to the partition's leader, as kafka-transactions.sh abort does."""

    spec = ActionSpec(
        id="transaction.abort",
        title="Abort transactions",
        help="Abort hanging transactions: what they wrote to the partition is aborted, what they held back is read on.",
        danger=Danger.DESTROYS,
        acts_on=frozenset({PlaceKind.CLUSTER}),
        on_part=PART,
        takes_many=True,
        fields=(
            Field("topic", "Topic", "The topic.", is_in_dialog=False),
            Field("partition", "Partition", "The partition.", FieldKind.NUMBER, is_in_dialog=False),
            Field("start_offset", "From", "Offset of its first record there; without it the partition's only one.",
                FieldKind.NUMBER, is_in_dialog=False, most=INT64_MOST),
            Field("force", "Even if coordinated", "Also one that its coordinator still has and will end itself.",
                FieldKind.FLAG),
        ),
        verb="transactions abort",
        key=Key("transaction.abort", "d,delete", "abort", "Abort hanging transactions.", "Do", 7, on=frozenset({PART})),
    )  # fmt: skip

    def targets_of(self, values: Values) -> Targets:
        return (Target(PlaceKind.CLUSTER, part=PART),)

    def plan(
        self, context: ActionContext, targets: Targets, values: Values, control: TaskControl
    ) -> Plan[tuple[OpenTransaction, ...]]:
        context.read(MetadataFeed())
        there = context.read(OpenTransactionsFeed()).transactions
        names = {target.name for target in targets if target.name}
        chosen = tuple(each for each in there if each.text in names) if names else _named(there, values)
        if not chosen:
            raise NotFound("The transaction is open no longer: it was committed or aborted.")
        coordinated = [each for each in chosen if each.is_coordinated is not False]
        if coordinated and not values.get("force"):
            raise Refused(_why_not(coordinated[0]), "Abort it all the same with “even if coordinated” (--force).")
        warnings = [f"{each.text}: {_why_not(each)} Its producer may go on writing." for each in coordinated]
        held = sum(each.held_back or 0 for each in chosen)
        return Plan(
            f"Aborts {len(chosen)} transaction{'s' if len(chosen) != 1 else ''}.",
            chosen,
            COLUMNS,
            tuple(_row(each) for each in chosen),
            totals=(f"{held:,} offsets are held back there now.",),
            warnings=tuple(warnings),
            commands=tuple(_command(context, each) for each in chosen),
            undo=NO_UNDO,
            confirm_name=chosen[0].topic,
        )

    def run(self, context: ActionContext, plan: Plan[tuple[OpenTransaction, ...]], control: TaskControl) -> Outcome:
        from kafkatui.kafka.write.transaction_markers import abort_on_partition

        context.read(MetadataFeed())
        now = {each.text: each for each in context.read(OpenTransactionsFeed()).transactions}
        outcomes = []
        for planned in plan.payload:
            control.check()
            there = now.get(planned.text)
            if there is None:
                outcomes.append(TargetOutcome(planned.text, OutcomeState.CONFLICT, "it is open no longer"))
            elif there.producer_epoch != planned.producer_epoch or there.is_coordinated != planned.is_coordinated:
                outcomes.append(TargetOutcome(planned.text, OutcomeState.CONFLICT, "it has changed since"))
            else:
                outcomes.append(abort_on_partition(context.writable_kafka(), there))
        context.refresh(OpenTransactionsFeed())
        return Outcome(tuple(outcomes))


def _named(there: tuple[OpenTransaction, ...], values: Values) -> tuple[OpenTransaction, ...]:
    """What the options of the verb name.

    Raises:
        FieldError: they do not name one.
    """
    topic, partition, offset = values.get("topic"), values.get("partition"), values.get("start_offset")
    if not topic or partition is None:
        raise FieldError("topic" if not topic else "partition", "Say which: its topic and partition.")
    on_it = tuple(each for each in there if (each.topic, each.partition) == (topic, partition))
    if offset is not None:
        return tuple(each for each in on_it if each.start_offset == offset)
    if len(on_it) > 1:
        offsets = ", ".join(str(each.start_offset) for each in on_it)
        raise FieldError("start_offset", f"{topic}-{partition} has several open: from {offsets}.")
    return on_it


def _why_not(transaction: OpenTransaction) -> str:
    if transaction.is_coordinated is None:
        return "Not every coordinator could be asked whether it has it."
    after = (
        ""
        if transaction.timeout_ms is None
        else f", at the latest {transaction.timeout_ms / 1000:,.0f} s after it began"
    )
    return f"Its coordinator has it ({transaction.state}) and will end it itself{after}."


def _row(transaction: OpenTransaction) -> PlanLine:
    return PlanLine(
        transaction.text,
        (
            f"{transaction.topic}-{transaction.partition}", transaction.start_offset, transaction.producer_id,
            transaction.producer_epoch, transaction.transactional_id,
            transaction.state if transaction.is_coordinated else "nothing", transaction.held_back,
        ),
        transaction.is_coordinated is not False,
    )  # fmt: skip


def _command(context: ActionContext, transaction: OpenTransaction) -> str:
    return (
        f"kafka-transactions.sh --bootstrap-server {context.profile.bootstrap_servers} abort "
        f"--topic {shlex.quote(transaction.topic)} --partition {transaction.partition} "
        f"--start-offset {transaction.start_offset}"
    )


ACTION = AbortTransactions()
