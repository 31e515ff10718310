"""Change what is set for brokers at run time: one, several, or all of them."""

from __future__ import annotations

import shlex
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kafkatui.config.suggestion import nearest
from kafkatui.insight.config_values import in_words, read_value
from kafkatui.insight.setting_moves import BROKER_SOURCE, CLUSTER_SOURCE, SettingMove, overruled, setting_moves
from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.errors import FieldError, KafkatuiError, NotFound, UsageError
from kafkatui.model.field import Field, FieldKind, Form, Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.key import Key
from kafkatui.model.outcome import Conflict, Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.replacing import replace
from kafkatui.model.secrets import MASK, contains_mask, is_secret
from kafkatui.model.setting import Settings
from kafkatui.model.target import Target
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.actions.topic_create import pairs
from kafkatui.session.feeds import BrokerConfigFeed
from kafkatui.session.feeds.settings import BrokerSettingsFeed
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

ALL = "all brokers"
"""What the default of all brokers is called where a broker has its id."""

COLUMNS = (
    PlanColumn("broker", "Broker", "Whose property it is; all brokers: for each that has no value of its own."),
    PlanColumn("property", "Property", "What is changed."),
    PlanColumn("now", "Now", "The value in effect; secrets are masked."),
    PlanColumn("then", "Then", "The value in effect afterwards."),
    PlanColumn("source", "Source", "Where the value comes from, now → then."),
    PlanColumn("words", "In words", "The change in units."),
)

UNTOUCHED = "untouched"
"""What the dialog was opened with: a line that is still so is not sent."""

EFFECT_SECONDS = 5.0
"""So long the brokers may take to hear of a change before they are left alone."""

_LOOK_SECONDS = 0.2


class Edit(Struct, frozen=True):
    """What is changed of one broker, or of all."""

    broker_id: int | None
    moves: tuple[SettingMove, ...]

    @property
    def target(self) -> str:
        return ALL if self.broker_id is None else str(self.broker_id)


class ConfigureBrokers(Action[Any]):
    """Sets only what brokers take at run time, and has them check it before anything is changed."""

    spec = ActionSpec(
        id="broker.config",
        title="Configure brokers",
        help="Change what is set for brokers at run time: one, several, or all of them.",
        danger=Danger.CHANGES,
        acts_on=frozenset({PlaceKind.BROKER, PlaceKind.CLUSTER}),
        takes_many=True,
        on_settings=True,
        fields=(
            Field("brokers", "Brokers", "Their ids.", FieldKind.LIST, is_positional=True, is_in_dialog=False,
                  metavar="ID"),
            Field(
                "cluster_default", "All brokers",
                "Set it for all brokers, also those still to come; one's own value goes before it.", FieldKind.FLAG,
            ),
            Field(
                "add_config", "Set", "NAME=VALUE, one a line; 7d, 1GiB and unlimited are read as numbers.",
                FieldKind.PAIRS, option="--add-config",
            ),
            Field(
                "delete_config", "Take away", "Properties whose value set here goes; what is below it counts again.",
                FieldKind.LIST, option="--delete-config", metavar="NAME",
            ),
        ),
        verb="broker config",
        key=Key("broker.config", "e", "configure", "Change the broker's configuration.", "Do", 4,
                on=frozenset({"broker"})),
    )  # fmt: skip

    def targets_of(self, values: Values) -> Targets:
        if values.get("cluster_default"):
            return (Target(PlaceKind.CLUSTER),)
        ids = values.get("brokers") or ()
        if not ids:
            raise UsageError("Name brokers by their ids, or --cluster-default.")
        return tuple(Target(PlaceKind.BROKER, broker_id) for broker_id in ids)

    def form(self, context: ActionContext, targets: Targets) -> Form:
        """The values of the properties under the cursor or marked, to be edited."""
        names = list(dict.fromkeys(target.setting for target in targets if target.setting))
        brokers, everywhere, add, delete = self.spec.fields
        if targets and all(target.kind is PlaceKind.CLUSTER for target in targets):
            everywhere = replace(everywhere, default=True, is_in_dialog=False)
        broker = next((target.name for target in targets if target.kind is PlaceKind.BROKER), None)
        if names and broker is not None:
            known = {entry.name: entry for entry in context.known(BrokerConfigFeed(int(broker))).value or ()}
            lines = tuple(
                f"{name}={known[name].value or ''}" for name in names if name in known and not known[name].is_read_only
            )
            add = replace(add, default=lines or None)
            untouched = Field(UNTOUCHED, "", "", FieldKind.LIST, default=lines, is_in_dialog=False)
            return Form((brokers, everywhere, add, delete, untouched))
        return Form((brokers, everywhere, add, delete))

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Any]:
        wanted = wanted_of(values)
        metadata = context.metadata()
        ids = sorted(metadata.brokers)
        is_for_all = bool(values.get("cluster_default")) or any(each.kind is PlaceKind.CLUSTER for each in targets)
        chosen: list[int | None] = [None] if is_for_all else list(dict.fromkeys(map(_id_of, targets)))
        if missing := [str(each) for each in chosen if each is not None and each not in metadata.brokers]:
            raise NotFound(f"There is no broker {', '.join(missing)}.", f"There are: {', '.join(map(str, ids))}.")
        by_broker: dict[int, Settings] = {}
        for asked in ids if is_for_all else [each for each in chosen if each is not None]:
            control.say(f"asking broker {asked}")
            control.check()
            by_broker[asked] = context.read(BrokerSettingsFeed(asked))
        known = next(iter(by_broker.values()))
        require_dynamic(wanted, known)
        edits = []
        for broker_id in chosen:
            settings = context.read(BrokerSettingsFeed(None)) if broker_id is None else by_broker[broker_id]
            edits.append(Edit(broker_id, setting_moves(broker_id, settings, wanted, known)))
        control.say("having the brokers check it")
        _check(context, edits, by_broker)
        warnings = _warnings(edits, known, by_broker if is_for_all else {})
        return _plan(context, tuple(edits), warnings)

    def run(self, context: ActionContext, plan: Plan[Any], control: TaskControl) -> Outcome:
        from kafkatui.kafka.write.settings import alter_broker_settings

        outcomes: list[TargetOutcome] = []
        before: dict[str, Any] = {}
        after: dict[str, Any] = {}
        for edit in plan.payload:
            changes = {move.name: move.new for move in edit.moves if move.is_change}
            if not changes:
                outcomes.append(TargetOutcome(edit.target, OutcomeState.DONE, "as it was"))
                continue
            if (conflict := _changed_since(context, edit)) is not None:
                outcomes.append(conflict)
                continue
            control.check()
            outcome = alter_broker_settings(context.writable_kafka(), edit.broker_id, changes)
            outcomes.append(replace(outcome, reason=without_values(outcome.reason, edit)))
            if outcome.is_done:
                kept = [move for move in edit.moves if move.is_change and not move.is_hidden]
                before[edit.target] = {move.name: move.own for move in kept}
                after[edit.target] = {move.name: move.new for move in kept}
                control.say("waiting until the brokers have heard of it")
                _await_effect(context, edit, control)
                if edit.broker_id is not None:
                    context.refresh(BrokerConfigFeed(edit.broker_id))
                context.refresh(BrokerSettingsFeed(edit.broker_id))
        return Outcome(tuple(outcomes), before, after)

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[Any]:
        edits, warnings = [], []
        for target, left in entry.after.items():
            broker_id = None if target == ALL else int(target)
            settings = context.read(BrokerSettingsFeed(broker_id))
            known = settings if broker_id is not None else _any_settings(context)
            there = {move.name: move for move in setting_moves(broker_id, settings, dict(left), known)}
            back = {}
            for name, value in entry.before[target].items():
                if there[name].own == left[name]:
                    back[name] = value
                else:
                    warnings.append(
                        f"{name} of {_whose(target)} was {_shown(value)}, was set to {_shown(left[name])} and is "
                        f"{_shown(there[name].own)} now: not touched."
                    )
            edits.append(Edit(broker_id, setting_moves(broker_id, settings, back, known)))
        return _plan(context, tuple(edits), warnings)

    def run_undo(self, context: ActionContext, plan: Plan[Any], control: TaskControl) -> Outcome:
        return self.run(context, plan, control)


def wanted_of(values: Values) -> dict[str, str | None]:
    """The new value by property; None takes it away.

    Raises:
        FieldError: what was typed cannot be meant.
    """
    wanted: dict[str, str | None] = {}
    untouched = values.get(UNTOUCHED) or ()
    lines = tuple(line for line in values.get("add_config") or () if line not in untouched)
    for name, text in pairs("add_config", lines).items():
        try:
            wanted[name] = text if is_secret(name) else read_value(name, text)
        except ValueError as error:
            raise FieldError("add_config", str(error)) from None
    if masked := [name for name, value in wanted.items() if value is not None and contains_mask(value)]:
        raise FieldError("add_config", f"{masked[0]} holds kafkatui's mask in place of a secret.")
    for name in values.get("delete_config") or ():
        if name in wanted:
            raise FieldError("delete_config", f"{name} is set as well.")
        wanted[name] = None
    if not wanted:
        asked = "Change a value" if untouched else "Say what to set"
        raise FieldError("add_config", f"{asked}, or take one away.")
    return wanted


def require_dynamic(wanted: Mapping[str, str | None], known: Settings) -> None:
    """Do nothing where brokers take all of it at run time.

    Raises:
        FieldError: one needs a restart, or a secret is left empty.
    """
    for name, value in wanted.items():
        is_set = name in known and any(known[name].layer(source) for source in (BROKER_SOURCE, CLUSTER_SOURCE))
        if name in known and known[name].is_read_only and not is_set:
            field = "add_config" if value is not None else "delete_config"
            raise FieldError(field, f"{name} is read when a broker starts: it cannot be changed at run time.")
        if value == "" and name in known and known[name].is_sensitive:
            raise FieldError("add_config", f"{name} is secret: type its new value, or take it away.")


def _id_of(target: Target) -> int:
    try:
        return int(target.name)
    except ValueError:
        raise FieldError("brokers", f"“{target.name}” is not the id of a broker.") from None


def _check(context: ActionContext, edits: Sequence[Edit], brokers: Iterable[int]) -> None:
    """Have the brokers check it without doing it; what is for all of them, each: one may refuse what others take."""
    from kafkatui.kafka.write.settings import alter_broker_settings

    for edit in edits:
        changes = {move.name: move.new for move in edit.moves if move.is_change}
        for asked in (brokers if edit.broker_id is None else [edit.broker_id]) if changes else ():
            kafka = context.writable_kafka()
            outcome = alter_broker_settings(kafka, edit.broker_id, changes, validate_only=True, asked=asked)
            if not outcome.is_done:
                field = "delete_config" if all(value is None for value in changes.values()) else "add_config"
                raise FieldError(field, f"Broker {asked} refuses it: {without_values(outcome.reason, edit)}")


def without_values(text: str, edit: Edit) -> str:
    """A broker's words without the secrets that were sent to it."""
    for move in edit.moves:
        if move.is_hidden and move.new:
            text = text.replace(move.new, MASK)
    return text


def _warnings(edits: Sequence[Edit], known: Settings, others: Mapping[int, Settings]) -> list[str]:
    warnings = []
    for move in edits[0].moves:
        if not move.is_known:
            near = nearest(move.name, known)
            asked = f" Did you mean {near}?" if near else ""
            warnings.append(f"Kafka knows no {move.name}: it is kept for a plugin that may.{asked}")
    for broker_id, name in overruled(edits[0].moves, others):
        value = others[broker_id][name].value
        warnings.append(f"Broker {broker_id} keeps its own {name}{'' if value is None else f', {value}'}.")
    return warnings


def _changed_since(context: ActionContext, edit: Edit) -> TargetOutcome | None:
    """The conflict when what is set is not what was looked at; None when it is."""
    now = context.read(BrokerSettingsFeed(edit.broker_id))
    wanted = {move.name: move.new for move in edit.moves}
    there = setting_moves(edit.broker_id, now, wanted, now)
    for was, found in zip(edit.moves, there, strict=True):
        if not was.is_hidden and was.own != found.own:
            words = f"{was.name} was {_shown(was.own)} when this was planned, now it is {_shown(found.own)}"
            states = Conflict(_shown(was.own), _shown(was.new), _shown(found.own))
            return TargetOutcome(edit.target, OutcomeState.CONFLICT, words, states)
    return None


def _await_effect(context: ActionContext, edit: Edit, control: TaskControl) -> None:
    """Until the broker tells what was set: brokers hear of it a moment after it was accepted."""
    wanted = {move.name: move.new for move in edit.moves if not move.is_hidden}
    deadline = time.monotonic() + EFFECT_SECONDS
    while time.monotonic() < deadline:
        try:
            settings = context.read(BrokerSettingsFeed(edit.broker_id))
        except KafkatuiError:  # it was done; that it cannot be looked at takes nothing from that
            return
        if all(move.own == move.new for move in setting_moves(edit.broker_id, settings, wanted, settings)):
            return
        control.wait(_LOOK_SECONDS)


def _any_settings(context: ActionContext) -> Settings:
    broker_id = min(context.metadata().brokers)
    return context.read(BrokerSettingsFeed(broker_id))


def _plan(context: ActionContext, edits: tuple[Edit, ...], warnings: Sequence[str]) -> Plan[Any]:
    moves = [move for edit in edits for move in edit.moves]
    changes = [move for move in moves if move.is_change]
    hidden = sorted({move.name for move in changes if move.is_hidden})
    undo = "What is set now is put back, as long as nobody changes it in between."
    if hidden:
        stays = "It cannot be undone" if len(hidden) == len({move.name for move in changes}) else "The rest is put back"
        undo = f"{stays}: {', '.join(hidden)} is hidden, and what is hidden is not written down."
    names = ", ".join(dict.fromkeys(move.name for move in changes))
    whose = ", ".join(_whose(edit.target) for edit in edits)
    return Plan(
        summary=f"Changes {names or 'nothing'} of {whose}.",
        payload=edits,
        columns=COLUMNS,
        rows=tuple(_row(edit, move) for edit in edits for move in edit.moves),
        warnings=tuple(warnings),
        commands=tuple(command(context, edit) for edit in edits if any(move.is_change for move in edit.moves)),
        undo=undo,
        is_undoable=any(not move.is_hidden for move in changes),
        nothing_to_do="" if changes else "It is set so already: nothing to do.",
        confirm_name=edits[0].target if len(edits) == 1 else "",
        secret_names=frozenset(move.name for move in moves if move.is_hidden),
    )


def _row(edit: Edit, move: SettingMove) -> PlanLine:
    now = MASK if move.is_hidden and move.source else _shown(move.now if move.source else None)
    then = MASK if move.is_hidden and move.then_source else _shown(move.then if move.then_source else None)
    source = f"{move.source or 'nothing'} → {move.then_source or 'each broker’s own'}"
    if not move.is_change:
        then, source = now, move.source or "nothing"
    words = "" if move.is_hidden else _words(move)
    return PlanLine(edit.target, (edit.target, move.name, now, then, source, words), not move.is_known)


def _words(move: SettingMove) -> str:
    """The change in units: "7 d → 1 d"; empty where numbers say it."""
    now, then = in_words(move.name, move.now), in_words(move.name, move.then)
    return f"{now or move.now or '–'} → {then or move.then or '–'}" if move.is_change and (now or then) else then


def _whose(target: str) -> str:
    return target if target == ALL else f"broker {target}"


def _shown(value: str | None) -> str:
    return "not set" if value is None else value or '""'


def command(context: ActionContext, edit: Edit) -> str:
    """The same with Kafka's own tool."""
    entity = ["--entity-default"] if edit.broker_id is None else ["--entity-name", str(edit.broker_id)]
    words = [
        "kafka-configs.sh", "--bootstrap-server", context.profile.bootstrap_servers, "--entity-type", "brokers",
        *entity, "--alter",
    ]  # fmt: skip
    changes = [move for move in edit.moves if move.is_change]
    added = [f"{move.name}={_in_list(move)}" for move in changes if move.new is not None]
    deleted = [move.name for move in changes if move.new is None]
    if added:
        words += ["--add-config", ",".join(added)]
    if deleted:
        words += ["--delete-config", ",".join(deleted)]
    return shlex.join(words)


def _in_list(move: SettingMove) -> str:
    """A value as the tool reads it: what holds commas stands in brackets."""
    value = "…" if move.is_hidden else move.new or ""
    return f"[{value}]" if "," in value else value


ACTION = ConfigureBrokers()
