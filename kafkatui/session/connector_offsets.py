"""What setting and resetting a connector's offsets share (KIP-875): compared with what is there, and put back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kafkatui.model.connector import STOPPED
from kafkatui.model.errors import FieldError, KafkatuiError, NotFound, Refused
from kafkatui.model.field import Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.replacing import replace
from kafkatui.session.action_base import Targets
from kafkatui.session.connector_changes import (
    ConnectorAction,
    addresses,
    connector_or_none,
    curl,
    failed,
    refresh_connectors,
)
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

Offsets = Mapping[str, str | None]
"""By partition, both as JSON texts; None: it begins where it would begin anew."""

COLUMNS = (
    PlanColumn("connector", "Connector", "Whose offset it is."),
    PlanColumn("partition", "Partition", "Of a sink a topic's; of a source in its own terms."),
    PlanColumn("now", "Now", "How far it got; ? where it has nothing."),
    PlanColumn("then", "Then", "Where it goes on afterwards; ? where it begins anew."),
)
UNDO = "The offsets of now are put back, where nobody changes them in between and the connector is still stopped."
AS_PRINTED = "Write them as `connect offsets -o json` prints them."


class OffsetChange(Struct, frozen=True):
    """Offsets, against those there are.

    Attributes:
        is_reset: all of them go, whatever else comes meanwhile.
    """

    address: str
    now: Offsets
    then: Offsets
    is_reset: bool = False


class ConnectorOffsets(ConnectorAction[OffsetChange]):
    """A stopped connector's offsets are changed by its plugin, if that keeps them elsewhere."""

    def wanted(self, values: Values, now: Offsets) -> Offsets:
        """What is set, by partition.

        Raises:
            FieldError: it cannot be meant.
        """
        raise NotImplementedError

    is_reset = False

    def plan(
        self, context: ActionContext, targets: Targets, values: Values, control: TaskControl
    ) -> Plan[OffsetChange]:
        (address,) = addresses(targets, "connector")
        control.say("asking the workers")
        require_stopped(context, address)
        now = read_offsets(context, address)
        then = {key: value for key, value in self.wanted(values, now).items() if now.get(key) != value}
        return offsets_plan(context, OffsetChange(address, {key: now.get(key) for key in then}, then, self.is_reset))

    def run(self, context: ActionContext, plan: Plan[OffsetChange], control: TaskControl) -> Outcome:
        change = plan.payload
        require_stopped(context, change.address)
        there = read_offsets(context, change.address)
        moved = [key for key, value in change.now.items() if there.get(key) != value]
        if moved or (change.is_reset and there.keys() != change.now.keys()):
            words = f"the offset of {moved[0]} changed meanwhile" if moved else "others were added meanwhile"
            return Outcome((TargetOutcome(change.address, OutcomeState.CONFLICT, words),))
        control.check()
        writer = context.writable_connectors()
        try:
            said = writer.reset_offsets(change.address) if change.is_reset else _altered(context, change)
        except KafkatuiError as error:
            return Outcome((failed(change.address, error),))
        refresh_connectors(context)
        return Outcome(
            (TargetOutcome(change.address, OutcomeState.DONE, said),),
            before={change.address: dict(change.now)},
            after={change.address: dict(change.then)},
        )

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[OffsetChange]:
        (address,) = entry.done
        before, left = entry.before[address], entry.after[address]
        if connector_or_none(context, address) is None:
            return replace(offsets_plan(context, OffsetChange(address, {}, {})), nothing_to_do=f"{address} is gone.")
        require_stopped(context, address)
        there = read_offsets(context, address)
        then = {key: value for key, value in before.items() if there.get(key) == left[key]}
        plan = offsets_plan(context, OffsetChange(address, {key: there.get(key) for key in then}, then))
        kept = tuple(f"{key} was changed since: not touched." for key in before if key not in then)
        return replace(plan, undo="", is_undoable=False, warnings=kept)

    def run_undo(self, context: ActionContext, plan: Plan[OffsetChange], control: TaskControl) -> Outcome:
        return self.run(context, plan, control)


def require_stopped(context: ActionContext, address: str) -> None:
    """Do nothing when the connector is stopped.

    Raises:
        Refused: it is not; workers take its offsets only then.
        NotFound: there is none.
    """
    found = connector_or_none(context, address)
    if found is None:
        raise NotFound(f"There is no connector {address}.")
    if found.state != STOPPED:
        raise Refused(f"{address} is {found.state or 'in a state that is not told'}, not stopped.",
            f"Stop it first (connect stop {address}), and resume it afterwards.")  # fmt: skip


def read_offsets(context: ActionContext, address: str) -> dict[str, str | None]:
    """How far it got, by partition."""
    found = context.connectors().offsets(address)
    return {_text(json.loads(each.partition)): _text(json.loads(each.offset)) for each in found}


def offsets_text(offsets: Offsets) -> str:
    """The offsets as JSON to be edited, a line for each partition; what `typed_offsets` reads."""
    lines = (f'  {{"partition": {key}, "offset": {value or "null"}}}' for key, value in sorted(offsets.items()))
    return "[\n" + ",\n".join(lines) + "\n]\n"


def typed_offsets(data: object, field: str) -> dict[str, str | None]:
    """Offsets that were typed as JSON: a list of partitions with their offsets.

    Raises:
        FieldError: they cannot be meant.
    """
    try:
        found = json.loads(data if isinstance(data, bytes | str) else "")
        pairs = [
            (each["partition"], each["offset"]) for each in (found["offsets"] if isinstance(found, dict) else found)
        ]
    except (ValueError, KeyError, TypeError):
        raise FieldError(field, "It is no list of partitions and offsets.",
            f'{AS_PRINTED} [{{"partition": …, "offset": …}}]') from None  # fmt: skip
    if wrong := [pair for pair in pairs if not isinstance(pair[0], dict) or not isinstance(pair[1], dict | None)]:
        raise FieldError(field, f"{_text(wrong[0][0])}: partition and offset are objects, or the offset is null.")
    if not pairs:
        raise FieldError(field, "It names no partition.", AS_PRINTED)
    return {_text(partition): None if offset is None else _text(offset) for partition, offset in pairs}


def offsets_plan(context: ActionContext, change: OffsetChange) -> Plan[OffsetChange]:
    """The plan of a change, partition by partition."""
    count = f"{len(change.then):,} offset{'' if len(change.then) == 1 else 's'}"
    verb = "Resets" if change.is_reset else "Sets"
    body = "" if change.is_reset else json.dumps(_body(change.then), ensure_ascii=False)
    command = curl(context, "DELETE" if change.is_reset else "PATCH", change.address, "offsets", body=body)
    return Plan(
        f"{verb} {count} of {change.address}." if change.then else f"Changes no offset of {change.address}.",
        change,
        COLUMNS,
        tuple(
            PlanLine(key, (change.address, key, change.now.get(key), value), value is None)
            for key, value in change.then.items()
        ),
        warnings=_warnings(change),
        commands=(command,) if change.then else (),
        undo=UNDO if change.then else "",
        is_undoable=True,
        nothing_to_do="" if change.then else "It is so already: nothing to do.",
        confirm_name=change.address,
    )


def _warnings(change: OffsetChange) -> tuple[str, ...]:
    if any(value is None for value in change.then.values()):
        return ("What begins anew is read again from its beginning, and may be written twice.",)
    return ()


def _altered(context: ActionContext, change: OffsetChange) -> str:
    return context.writable_connectors().alter_offsets(change.address, _body(change.then)["offsets"])


def _body(then: Offsets) -> dict[str, Any]:
    pairs = ((json.loads(key), None if value is None else json.loads(value)) for key, value in then.items())
    return {"offsets": [{"partition": partition, "offset": offset} for partition, offset in pairs]}


def _text(value: object) -> str:
    """One text for one value, however its properties are ordered."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
