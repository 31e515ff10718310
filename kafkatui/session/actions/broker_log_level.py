"""Set the levels of a broker's loggers, until it is started again."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kafkatui.config.suggestion import nearest
from kafkatui.model.action import ActionSpec, Danger, Obstacle
from kafkatui.model.capabilities import Capability
from kafkatui.model.errors import FieldError, NotFound, NotSupported, RequestFailed
from kafkatui.model.field import Field, FieldKind, Form, Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.key import Key
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.replacing import replace
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.actions.topic_create import pairs
from kafkatui.session.feeds import CapabilitiesFeed
from kafkatui.session.feeds.settings import LogLevelsFeed
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

LEVELS = ("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL")
"""Those Kafka takes (org.apache.kafka.common.config.LogLevelConfig)."""

PART = "logger"
"""What a row of the Log levels tab is, as `Target.part` has it."""

ROOT = "root"

NO_LOGGERS = "Broker {} tells of no loggers."
NO_LOGGERS_ADVICE = "It logs with something other than log4j, which is what Kafka can change."

COLUMNS = (
    PlanColumn("logger", "Logger", "Whose level is changed; root: of all that have none of their own."),
    PlanColumn("now", "Now", "The level in effect."),
    PlanColumn("then", "Then", "The level afterwards."),
)


class Levels(Struct, frozen=True):
    """Levels of a broker's loggers: those there are, and those there shall be."""

    broker_id: int
    now: Mapping[str, str]
    wanted: Mapping[str, str]

    @property
    def changes(self) -> dict[str, str]:
        return {name: level for name, level in self.wanted.items() if self.now.get(name) != level}


class SetLogLevels(Action[Levels]):
    """Only loggers that the broker tells of, since a name that is mistyped would be taken."""

    spec = ActionSpec(
        id="broker.log_level",
        title="Set log levels",
        help="Set the levels of a broker's loggers until it is started again, or list them (Kafka 2.4).",
        danger=Danger.CHANGES,
        acts_on=frozenset({PlaceKind.BROKER}),
        takes_many=True,
        on_part=PART,
        on_settings=True,
        fields=(
            Field("broker", "Broker", "Its id.", is_required=True, is_positional=True, is_in_dialog=False,
                  metavar="ID"),
            Field(
                "levels", "Levels", "LOGGER=LEVEL, one a line: kafka.server.KafkaApis=DEBUG; TRACE, DEBUG, INFO, WARN, "
                "ERROR or FATAL.", FieldKind.PAIRS, is_positional=True, metavar="LOGGER=LEVEL",
            ),
        ),
        verb="broker log-level",
        key=Key("broker.log_level", "e", "set level", "Set the level of the loggers.", "Do", 4, on=frozenset({PART})),
    )  # fmt: skip

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        known = context.known(CapabilitiesFeed()).value
        if known is not None and not known.has(Capability.LOG_LEVELS):
            return Obstacle(known.why_not(Capability.LOG_LEVELS))
        return None

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Levels]:
        broker_id = broker_of(context, targets[0].name)
        require_log_levels(context)
        if not values.get("levels"):
            raise FieldError("levels", "Say which: LOGGER=LEVEL.")
        wanted = {name: level.upper() for name, level in pairs("levels", values.get("levels") or ()).items()}
        now = context.read(LogLevelsFeed(broker_id))
        if not now:
            raise RequestFailed(NO_LOGGERS.format(broker_id), NO_LOGGERS_ADVICE)
        for name, level in wanted.items():
            if level not in LEVELS:
                raise FieldError("levels", f"{level} is no level: {', '.join(LEVELS)}.")
            if name not in now:
                near = nearest(name, now)
                raise FieldError(
                    "levels", f"Broker {broker_id} has no logger {name}.", f"Did you mean {near}?" if near else ""
                )
        levels = Levels(broker_id, now, wanted)
        _check(context, levels)
        return _plan(context, levels)

    def run(self, context: ActionContext, plan: Plan[Levels], control: TaskControl) -> Outcome:
        from kafkatui.kafka.write.settings import alter_log_levels

        levels = plan.payload
        now = context.read(LogLevelsFeed(levels.broker_id))
        moved = [name for name in levels.changes if now.get(name) != levels.now.get(name)]
        outcomes = [
            TargetOutcome(
                name,
                OutcomeState.CONFLICT,
                f"it was {levels.now.get(name)} when this was planned, now it is {now.get(name)}",
            )
            for name in moved
        ]
        changes = {name: level for name, level in levels.changes.items() if name not in moved}
        if changes:
            outcome = alter_log_levels(context.writable_kafka(), levels.broker_id, changes)
            outcomes += [replace(outcome, target=name) for name in changes]
            context.refresh(LogLevelsFeed(levels.broker_id))
        done = [each.target for each in outcomes if each.is_done]
        return Outcome(
            tuple(outcomes),
            before={"broker": levels.broker_id, "levels": {name: levels.now[name] for name in done}},
            after={"broker": levels.broker_id, "levels": {name: changes[name] for name in done}},
        )

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[Levels]:
        broker_id = int(entry.before["broker"])
        now = context.read(LogLevelsFeed(broker_id))
        left = entry.after["levels"]
        back = {name: level for name, level in entry.before["levels"].items() if now.get(name) == left[name]}
        warnings = tuple(
            f"{name} was {level}, was set to {left[name]} and is {now.get(name)} now: not touched."
            for name, level in entry.before["levels"].items()
            if name not in back
        )
        return replace(_plan(context, Levels(broker_id, now, back)), warnings=warnings)

    def run_undo(self, context: ActionContext, plan: Plan[Any], control: TaskControl) -> Outcome:
        return self.run(context, plan, control)

    def form(self, context: ActionContext, targets: Targets) -> Form:
        """The loggers under the cursor or marked, with their levels."""
        names = [target.setting for target in targets if target.setting]
        broker, levels = self.spec.fields
        known = context.known(LogLevelsFeed(int(targets[0].name))).value if targets else None
        lines = tuple(f"{name}={known[name]}" for name in names if name in known) if known else ()
        return Form((broker, replace(levels, default=lines or None, is_required=True)))


def broker_of(context: ActionContext, name: str) -> int:
    """The id of a broker that is there.

    Raises:
        FieldError, NotFound: it is no number, or there is no such broker.
    """
    if not name.isdecimal():
        raise FieldError("broker", f"“{name}” is not the id of a broker.")
    brokers = context.metadata().brokers
    if int(name) not in brokers:
        raise NotFound(f"There is no broker {name}.", f"There are: {', '.join(map(str, sorted(brokers)))}.")
    return int(name)


def require_log_levels(context: ActionContext) -> None:
    """Do nothing where brokers have levels that can be read and set.

    Raises:
        NotSupported: they are too old.
    """
    known = context.read(CapabilitiesFeed())
    if not known.has(Capability.LOG_LEVELS):
        raise NotSupported(known.why_not(Capability.LOG_LEVELS))


def _check(context: ActionContext, levels: Levels) -> None:
    from kafkatui.kafka.write.settings import alter_log_levels

    if levels.changes:
        checked = alter_log_levels(context.writable_kafka(), levels.broker_id, levels.changes, validate_only=True)
        if not checked.is_done:
            raise FieldError("levels", f"Broker {levels.broker_id} refuses it: {checked.reason}")


def _plan(context: ActionContext, levels: Levels) -> Plan[Levels]:
    changes = levels.changes
    warnings: tuple[str, ...] = ()
    if any(
        level in ("TRACE", "DEBUG") and name in (ROOT, "kafka", "org.apache.kafka") for name, level in changes.items()
    ):
        warnings = ("That many loggers at once write very much: the broker slows down and its disk fills.",)
    added = ",".join(f"{name}={level}" for name, level in changes.items())
    return Plan(
        summary=f"Sets {len(changes)} log level{'s' if len(changes) != 1 else ''} of broker {levels.broker_id}.",
        payload=levels,
        columns=COLUMNS,
        rows=tuple(PlanLine(name, (name, levels.now.get(name), level)) for name, level in levels.wanted.items()),
        totals=("They hold until the broker is started again.",),
        warnings=warnings,
        commands=(
            shlex.join(
                ["kafka-configs.sh", "--bootstrap-server", context.profile.bootstrap_servers, "--entity-type",
                 "broker-loggers", "--entity-name", str(levels.broker_id), "--alter", "--add-config", added]
            ),
        ) if changes else (),
        undo="The levels there are now are set again.",
        is_undoable=True,
        nothing_to_do="" if changes else "They are set so already: nothing to do.",
        confirm_name=str(levels.broker_id),
    )  # fmt: skip


ACTION = SetLogLevels()
