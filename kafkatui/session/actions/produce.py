"""Send a record, as often as asked. Its form is the pane beside the tail; the verb streams and notes what it sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kafkatui.model.action import ActionForm, ActionSpec, Danger
from kafkatui.model.errors import FieldError
from kafkatui.model.field import Field, FieldKind, Values
from kafkatui.model.key import Key
from kafkatui.model.outcome import Outcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.adding import NO_UNDO
from kafkatui.session.sending import Sending, send_all
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext


class Produce(Action[Sending]):
    """Adds records, so it is done without being asked; every run of it is one entry of the journal."""

    spec = ActionSpec(
        id="produce",
        title="Produce",
        help="Produce a record to the topic.",
        danger=Danger.ADDS,
        acts_on=frozenset({PlaceKind.TOPIC}),
        fields=(
            Field("record", "Record", "Key, headers, partition and value.", FieldKind.DOCUMENT, is_in_dialog=False),
            Field("times", "Times", "How often it is sent.", FieldKind.NUMBER, default=1, is_in_dialog=False),
        ),
        key=Key("produce", "p", "produce", "Produce a record to the topic.", "Do", 5, on=frozenset({"topic"})),
        form=ActionForm.PANE,
    )

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Sending]:
        record, times = values["record"], values.get("times") or 1
        if times < 1:
            raise FieldError("times", "Once at least.")
        return plan_of(Sending((record,), times, values.get("on_delivery") or (lambda _: None)))

    def run(self, context: ActionContext, plan: Plan[Sending], control: TaskControl) -> Outcome:
        return send_all(context, plan.payload, control)


def plan_of(sending: Sending) -> Plan[Any]:
    """What sending it comes to; nothing has to be asked for that."""
    count = "a record" if sending.count == 1 else f"{sending.count:,} records"
    return Plan(f"Sends {count} to {sending.topic}.", sending, undo=NO_UNDO)


ACTION = Produce()
