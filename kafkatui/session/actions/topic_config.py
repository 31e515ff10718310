"""Edit topics' configuration: only what changes is sent, and what is there is compared with what was looked at."""

from __future__ import annotations

import shlex
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from kafkatui.config.suggestion import nearest
from kafkatui.insight.config_moves import ConfigMove, config_moves, explained
from kafkatui.insight.config_values import read_value
from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.config_entry import ConfigEntry
from kafkatui.model.errors import FieldError, KafkatuiError, NotFound, UsageError
from kafkatui.model.field import Field, FieldKind, Form, Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.key import Key
from kafkatui.model.outcome import Conflict, Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.replacing import replace
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.actions.topic_create import pairs
from kafkatui.session.feeds import BrokerConfigFeed, TopicConfigsFeed
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.model.cluster import ClusterMetadata
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("topic", "Topic", "Whose property it is."),
    PlanColumn("property", "Property", "What is changed."),
    PlanColumn("now", "Now", "The value in effect."),
    PlanColumn("then", "Then", "The value in effect afterwards; ? when the brokers do not tell their default."),
    PlanColumn("default", "Default", "What is in effect where the topic says nothing; ? when it is not known."),
    PlanColumn("words", "In words", "The change in units."),
)

UNTOUCHED = "untouched"
"""What the dialog was opened with: a line that is still so is not sent."""

EXPLAINED = 2
"""Of so many properties it is said what they are for."""

EFFECT_SECONDS = 5.0
"""So long the brokers may take to tell the new values before they are left alone."""

_LOOK_SECONDS = 0.1

ByTopic = Mapping[str, tuple[ConfigEntry, ...]]


class Edit(Struct, frozen=True):
    """What is changed of one topic."""

    topic: str
    moves: tuple[ConfigMove, ...]

    @property
    def changes(self) -> dict[str, str | None]:
        """The new value by property; None takes the topic's own away."""
        return {move.name: move.new for move in self.moves if move.is_change}


Edits = tuple[Edit, ...]


class ConfigureTopics(Action[Edits]):
    """Reads "7d" and "1GiB" where a property is a time or a size, and has the brokers check it first."""

    spec = ActionSpec(
        id="topic.config",
        title="Configure topics",
        help="Set properties of topics, or take them back to their defaults.",
        danger=Danger.CHANGES,
        acts_on=frozenset({PlaceKind.TOPIC}),
        takes_many=True,
        on_settings=True,
        fields=(
            Field(
                "names", "Topics", "The topics.", FieldKind.LIST, is_required=True, is_positional=True,
                is_in_dialog=False, metavar="NAME",
            ),
            Field(
                "add_config", "Set", "NAME=VALUE, one a line; 7d, 1GiB and unlimited are read as numbers.",
                FieldKind.PAIRS,
            ),
            Field(
                "delete_config", "To default", "Properties that go back to their defaults.", FieldKind.LIST,
                metavar="NAME",
            ),
        ),
        verb="topic config",
        key=Key("topic.config", "e", "configure", "Change the topic's configuration.", "Do", 7,
                on=frozenset({"topic"})),
    )  # fmt: skip

    def targets_of(self, values: Values) -> Targets:
        if not values.get("add_config") and not values.get("delete_config"):
            raise UsageError("Nothing to change.", "Say what with --add-config NAME=VALUE or --delete-config NAME.")
        return super().targets_of(values)

    def form(self, context: ActionContext, targets: Targets) -> Form:
        """The values of the properties under the cursor or marked, to be edited."""
        wanted = list(dict.fromkeys(target.setting for target in targets if target.setting))
        names, add, delete = self.spec.fields
        if not wanted:
            return Form(self.spec.fields)
        topic = targets[0].name
        entries = (context.known(TopicConfigsFeed((topic,))).value or {}).get(topic, ())
        known = {entry.name: entry.value for entry in entries}
        lines = tuple(f"{name}={known[name] or ''}" for name in wanted if name in known)
        untouched = Field(UNTOUCHED, "", "", FieldKind.LIST, default=lines, is_in_dialog=False)
        return Form((names, replace(add, default=lines or None), delete, untouched))

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Edits]:
        metadata = context.metadata()
        names = list(dict.fromkeys(target.name for target in targets))
        if missing := [name for name in names if name not in metadata.topics]:
            raise NotFound(f"There is no topic {', '.join(missing)}.")
        control.say("reading the configuration")
        configs = context.read(TopicConfigsFeed(tuple(names)))
        wanted = wanted_of(values)
        broker = _broker_entries(context, metadata) if wanted else ()
        edits = []
        for name in names:
            entries = configs.get(name, ())
            _require_known(name, wanted, entries)
            edits.append(Edit(name, config_moves(entries, {**wanted, **_untouched(values, wanted, entries)}, broker)))
        if any(edit.changes for edit in edits):
            control.say("having the brokers check it")
            _check(context, edits)
        return _plan(context, tuple(edits), _warnings(edits, metadata), is_typed=bool(wanted))

    def run(self, context: ActionContext, plan: Plan[Edits], control: TaskControl) -> Outcome:
        from kafkatui.kafka.write.topic_configs import alter_topic_configs

        edits = [edit for edit in plan.payload if edit.changes]
        configs = context.read(TopicConfigsFeed(tuple(edit.topic for edit in edits)))
        conflicts = {edit.topic: conflict for edit in edits if (conflict := _changed_since(edit, configs)) is not None}
        wanted = {edit.topic: edit.changes for edit in edits if edit.topic not in conflicts}
        control.check()
        outcomes = alter_topic_configs(context.writable_kafka(), wanted) if wanted else ()
        done = {each.target for each in outcomes if each.is_done}
        told = _await_effect(context, {topic: wanted[topic] for topic in wanted if topic in done}, control)
        by_topic = {**conflicts, **{each.target: _told(each, wanted[each.target], told) for each in outcomes}}
        as_it_was = [edit.topic for edit in plan.payload if not edit.changes]
        by_topic |= {topic: TargetOutcome(topic, OutcomeState.DONE, "as it was") for topic in as_it_was}
        own = {edit.topic: {move.name: move.own for move in edit.moves if move.is_change} for edit in edits}
        return Outcome(
            tuple(by_topic[edit.topic] for edit in plan.payload),
            before={topic: own[topic] for topic in wanted if topic in done},
            after={topic: wanted[topic] for topic in wanted if topic in done},
        )

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[Edits]:
        metadata = context.metadata()
        there = tuple(topic for topic in entry.after if topic in metadata.topics)
        warnings = [f"{topic} is gone: nothing to put back." for topic in entry.after if topic not in there]
        configs = context.read(TopicConfigsFeed(there)) if there else {}
        broker = _broker_entries(context, metadata)
        edits = []
        for topic in there:
            own = {each.name: each.value for each in configs.get(topic, ()) if each.is_own}
            back = {}
            for name, left in entry.after[topic].items():
                was = entry.before[topic][name]
                if own.get(name) == left:
                    back[name] = was
                else:
                    warnings.append(
                        f"{name} of {topic} was {_shown(was)}, was set to {_shown(left)} and is "
                        f"{_shown(own.get(name))} now: not touched."
                    )
            edits.append(Edit(topic, config_moves(configs.get(topic, ()), back, broker)))
        return _plan(context, tuple(edits), warnings, is_typed=True)

    def run_undo(self, context: ActionContext, plan: Plan[Edits], control: TaskControl) -> Outcome:
        return self.run(context, plan, control)


def wanted_of(values: Values) -> dict[str, str | None]:
    """The new value by property, as brokers read it; None takes the topic's own away.

    Raises:
        FieldError: what was typed cannot be meant.
    """
    untouched = set(values.get(UNTOUCHED) or ())
    typed = [line for line in values.get("add_config") or () if line not in untouched]
    wanted: dict[str, str | None] = {}
    for name, text in pairs("add_config", tuple(typed)).items():
        is_listed = text.startswith("[") and text.endswith("]")  # as kafka-configs.sh has lists
        try:
            wanted[name] = read_value(name, text[1:-1] if is_listed else text)
        except ValueError as error:
            raise FieldError("add_config", str(error)) from None
    for name in values.get("delete_config") or ():
        if wanted.get(name) is not None:
            raise FieldError("delete_config", f"{name} is set as well.")
        wanted[name] = None
    return wanted


def _untouched(
    values: Values, wanted: Mapping[str, str | None], entries: Sequence[ConfigEntry]
) -> dict[str, str | None]:
    """What the dialog still shows as it was opened, by property: looked at, and not sent."""
    shown = {line.partition("=")[0] for line in values.get(UNTOUCHED) or () if line in (values.get("add_config") or ())}
    return {
        entry.name: entry.value if entry.is_own else None
        for entry in entries
        if entry.name in shown and entry.name not in wanted
    }


def _require_known(topic: str, wanted: Mapping[str, str | None], entries: Sequence[ConfigEntry]) -> None:
    known = {entry.name: entry for entry in entries}
    for name, value in wanted.items():
        field = "add_config" if value is not None else "delete_config"
        if name not in known:
            near = nearest(name, known)
            raise FieldError(field, f"{topic} has no property {name}.", f"Did you mean {near}?" if near else "")
        if known[name].is_sensitive:
            raise FieldError(field, f"{name} is secret: its undo could not be written down.")


def _broker_entries(context: ActionContext, metadata: ClusterMetadata) -> Sequence[ConfigEntry]:
    """A broker's configuration, for defaults; nothing where it does not answer, as the change does not need it."""
    for broker_id in sorted(metadata.brokers):
        try:
            return context.read(BrokerConfigFeed(broker_id))
        except KafkatuiError:
            continue
    return ()


def _check(context: ActionContext, edits: Sequence[Edit]) -> None:
    """Have the brokers check it without doing it.

    Raises:
        FieldError: they would refuse it.
    """
    from kafkatui.kafka.write.topic_configs import alter_topic_configs

    changes = {edit.topic: edit.changes for edit in edits if edit.changes}
    for outcome in alter_topic_configs(context.writable_kafka(), changes, validate_only=True):
        if not outcome.is_done:
            is_set = any(value is not None for value in changes[outcome.target].values())
            field = "add_config" if is_set else "delete_config"
            raise FieldError(field, f"The brokers refuse it for {outcome.target}: {outcome.reason}")


def _warnings(edits: Sequence[Edit], metadata: ClusterMetadata) -> list[str]:
    """What a change of well-known properties means beyond itself."""
    warnings = []
    for edit in edits:
        for move in edit.moves:
            if move.keeps_less:
                warnings.append(f"Brokers delete what {edit.topic} keeps beyond {move.words.rpartition('→ ')[2]}.")
            elif move.is_change and move.name == "cleanup.policy" and "compact" in (move.then or ""):
                warnings.append(
                    f"{edit.topic} is compacted from then on: older values of a key go, and records without a key "
                    "are refused."
                )
            elif move.is_change and move.name == "min.insync.replicas" and (move.then or "").isdecimal():
                factor = metadata.topics[edit.topic].replication_factor
                if int(move.then or 0) > factor:
                    warnings.append(f"{edit.topic} has {factor} replicas: producers with acks=all could write nothing.")
    return warnings


def _plan(context: ActionContext, edits: Edits, warnings: Sequence[str], *, is_typed: bool) -> Plan[Edits]:
    changed = [edit for edit in edits if edit.changes]
    names = list(dict.fromkeys(name for edit in changed for name in edit.changes))
    shown = list(dict.fromkeys(move.name for edit in edits for move in edit.moves))
    topics = ", ".join(edit.topic for edit in changed[:3]) + (
        f" and {len(changed) - 3} more" if len(changed) > 3 else ""
    )
    nothing = "It is set so already: nothing to do." if is_typed else "Nothing is changed yet."
    undo = "What is set now is put back, as long as nobody changes it in between."
    if any(move.keeps_less for edit in edits for move in edit.moves):
        undo += " Records that were deleted by then are not."
    return Plan(
        summary=f"Changes {', '.join(names)} of {topics}." if changed else nothing,
        payload=edits,
        columns=COLUMNS,
        rows=tuple(
            PlanLine(
                edit.topic,
                (edit.topic, move.name, move.now, move.then if move.is_change else move.now, move.default, move.words),
                move.keeps_less,
            )
            for edit in edits
            for move in edit.moves
        ),
        totals=tuple(text for name in shown[:EXPLAINED] if (text := explained(name))),
        warnings=tuple(warnings),
        commands=tuple(command(context, edit) for edit in changed[:3]),
        undo=undo if changed else "",
        is_undoable=True,
        nothing_to_do="" if changed else nothing,
        confirm_name=edits[0].topic if len(edits) == 1 else context.profile.name,
    )


def _changed_since(edit: Edit, configs: ByTopic) -> TargetOutcome | None:
    """The conflict when what is set is not what was looked at; None when it is."""
    if edit.topic not in configs:
        return TargetOutcome(edit.topic, OutcomeState.CONFLICT, "it is gone")
    own = {entry.name: entry.value for entry in configs[edit.topic] if entry.is_own}
    for move in edit.moves:
        if move.is_change and own.get(move.name) != move.own:
            now = own.get(move.name)
            words = f"{move.name} was {_shown(move.own)} when this was planned, now it is {_shown(now)}"
            states = Conflict(_shown(move.own), _shown(move.new), _shown(now))
            return TargetOutcome(edit.topic, OutcomeState.CONFLICT, words, states)
    return None


def _await_effect(
    context: ActionContext, wanted: Mapping[str, Mapping[str, str | None]], control: TaskControl
) -> ByTopic:
    """What brokers tell of the topics, once that is what was set: they hear of it a moment after it was accepted."""
    told: ByTopic = {}
    deadline = time.monotonic() + EFFECT_SECONDS
    while wanted:
        control.say("reading it back")
        try:
            told = context.read(TopicConfigsFeed(tuple(wanted)))
        except KafkatuiError:  # it was done; that it cannot be looked at takes nothing from that
            break
        if all(_own(told.get(topic, ()), name) == value for topic in wanted for name, value in wanted[topic].items()):
            break
        if time.monotonic() >= deadline:
            break
        control.wait(_LOOK_SECONDS)
    for topic in wanted:
        context.refresh(TopicConfigsFeed((topic,)))
    return told


def _told(outcome: TargetOutcome, changes: Mapping[str, str | None], told: ByTopic) -> TargetOutcome:
    """The outcome with what the brokers tell now."""
    if not outcome.is_done:
        return outcome
    values = {entry.name: entry.value for entry in told.get(outcome.target, ())}
    words = ", ".join(f"{name}={values[name] or ''}" for name in changes if name in values)
    late = any(_own(told.get(outcome.target, ()), name) != value for name, value in changes.items())
    return replace(outcome, reason=f"{words}{' (the brokers do not tell the new value yet)' if late else ''}")


def _own(entries: Sequence[ConfigEntry], name: str) -> str | None:
    return next((entry.value for entry in entries if entry.name == name and entry.is_own), None)


def _shown(value: str | None) -> str:
    return "not set" if value is None else value or '""'


def command(context: ActionContext, edit: Edit) -> str:
    """The same with Kafka's own tool."""
    words = [
        "kafka-configs.sh", "--bootstrap-server", context.profile.bootstrap_servers, "--entity-type", "topics",
        "--entity-name", edit.topic, "--alter",
    ]  # fmt: skip
    added = [
        f"{name}={f'[{value}]' if ',' in value else value}" for name, value in edit.changes.items() if value is not None
    ]
    deleted = [name for name, value in edit.changes.items() if value is None]
    words += ["--add-config", ",".join(added)] if added else []
    words += ["--delete-config", ",".join(deleted)] if deleted else []
    return shlex.join(words)


ACTION = ConfigureTopics()
