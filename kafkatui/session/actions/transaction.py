"""A transaction of records that are produced: this action lasts from its beginning to its commit or abort."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkatui.model.action import ActionForm, ActionSpec, Danger, Obstacle
from kafkatui.model.field import Field, Values
from kafkatui.model.outcome import Outcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.tasks import TaskControl
from kafkatui.session.transactions import Transaction

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext


class ProduceInTransaction(Action[Transaction]):
    """Begun in the pane that produces; leaving kafkatui, or cancelling its task, aborts it."""

    spec = ActionSpec(
        id="transaction",
        title="Produce in a transaction",
        help="Ctrl+F in the pane begins one: what is sent then is seen once it is committed, or never.",
        danger=Danger.ADDS,
        acts_on=frozenset({PlaceKind.TOPIC}),
        fields=(
            Field("id", "Transactional id", "Names the producer to the brokers; empty: one of kafkatui's own.",
                is_in_dialog=False),
        ),
        verb="produce --transactional-id",
        form=ActionForm.PANE,
    )  # fmt: skip

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        if context.transaction is not None and context.transaction.is_open:
            return Obstacle(f"The transaction {context.transaction.id} is open.", "Commit or abort it first.")
        return None

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Transaction]:
        return plan_of(context.new_transaction(values.get("id") or ""))

    def run(self, context: ActionContext, plan: Plan[Transaction], control: TaskControl) -> Outcome:
        return plan.payload.run(control)


def plan_of(transaction: Transaction) -> Plan[Transaction]:
    """What it comes to; nothing has to be asked for that."""
    return Plan(f"Transaction {transaction.id}", transaction, undo="What is committed cannot be taken back.")


ACTION = ProduceInTransaction()
