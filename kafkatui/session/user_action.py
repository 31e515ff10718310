"""A command of the user's own as an action: from it come its dialog, its key, its line in the menu and the journal."""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from kafkatui.config.browser import is_in_browser
from kafkatui.model.action import ActionForm, ActionSpec, Danger, Obstacle
from kafkatui.model.command_template import filled, for_shell, placeholders
from kafkatui.model.errors import NotSupported, Refused
from kafkatui.model.field import FieldKind, Values
from kafkatui.model.key import Key
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.secrets import mask_text
from kafkatui.model.target import Target
from kafkatui.model.user_command import DATA, UserCommand
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.action_context import no_export_obstacle
from kafkatui.session.command_environment import command_environment, known_secrets, value_text
from kafkatui.session.feeds import METADATA
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

PREFIX = "command."
"""Before the command's name in the id of its action."""

OUTPUT_TAB = "output"
"""The cluster's tab that shows what commands in the background write."""

_KINDS = {
    "topic": PlaceKind.TOPIC, "partition": PlaceKind.TOPIC, "record": PlaceKind.TOPIC, "group": PlaceKind.GROUP,
    "broker": PlaceKind.BROKER, "znode": PlaceKind.ZNODE,
}  # fmt: skip


class CommandRun(Struct, frozen=True):
    """One run of a command, worked out.

    Attributes:
        argv: the program and its arguments.
        environ: its environment, secrets among it.
        secrets: what is masked in what it writes.
    """

    argv: tuple[str, ...]
    environ: Mapping[str, str]
    secrets: tuple[str, ...]


class UserAction(Action[CommandRun]):
    """Runs a program. What it does is beyond kafkatui: the command says itself whether it is dangerous.

    Args:
        command: as the settings file has it.
    """

    runs_apart = True

    def __init__(self, command: UserCommand) -> None:
        self.command = command
        on = frozenset() if command.on == ("cluster",) else frozenset(command.on)
        self._nouns = on | ({"partition"} if "topic" in on else frozenset())
        identity = f"{PREFIX}{command.name}"
        key = Key(identity, command.key, command.name, command.help, "Do", 4, on=self._nouns) if command.key else None
        self.spec = ActionSpec(
            id=identity,
            title=command.title,
            help=command.help,
            danger=Danger.DESTROYS if command.dangerous else Danger.NONE,
            acts_on=frozenset(_KINDS[each] for each in on),
            takes_many=True,
            on_anything=True,
            fields=command.fields,
            key=key,
            form=ActionForm.DIALOG if command.background else ActionForm.TERMINAL,
            is_noted=True,
        )
        self.asks = bool(command.fields) or command.confirm or command.dangerous

    def means(self, context: ActionContext, target: Target) -> bool:
        return target.noun in self._nouns

    def is_noted(self, context: ActionContext) -> bool:
        """One that changes nothing does not wait for a cluster that does not answer to tell its journal's name."""
        return self.spec.writes or context.known(METADATA).value is not None

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        command = self.command
        if is_in_browser():
            return Obstacle("A browser may not run programs of yours.", "Open kafkatui in a terminal for it.")
        if not command.background and context.hand_over is None:
            return Obstacle("It needs a terminal, and there is none.", "background = true runs it without.")
        used = {name for word in command.words for name in placeholders(word)}
        if used & DATA and (obstacle := no_export_obstacle(context.profile)) is not None:
            return obstacle
        if "zookeeper" in used and context.profile.zookeeper is None:
            return Obstacle(f"{context.profile.name} has no ZooKeeper, and it needs {{zookeeper}}.")
        if len(dict.fromkeys(target for target in targets if self.means(context, target))) > 1:
            return Obstacle("It acts on one at a time, and several are marked.")
        program = command.words[0]
        if not command.shell and not any(placeholders(program)) and shutil.which(program) is None:
            return Obstacle(f"{program} is not there.", "Install it, or look at its PATH.")
        return None

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[CommandRun]:
        target = next((each for each in targets if self.means(context, each)), None)
        known = self._known(context, target, control)
        secret = {field.name for field in self.spec.fields if field.kind is FieldKind.SECRET}
        known |= {name: value_text(value) for name, value in values.items() if name not in secret}
        argv = self._argv(known)
        typed = tuple(str(values[name]) for name in secret if values.get(name))
        run = CommandRun(
            argv,
            command_environment(context.profile, values, os.environ),
            tuple(sorted({*known_secrets(context.profile), *typed}, key=len, reverse=True)),
        )
        line = shlex.join(argv)
        name = target.text if target is not None else context.profile.name
        where = "in the background" if self.command.background else "on this terminal"
        return Plan(
            summary=f"Runs {self.command.name}: {line}",
            payload=run,
            columns=(PlanColumn("command", "Command", "What is run."), PlanColumn("where", "Where", "And where.")),
            rows=(PlanLine(name, (line, where), is_risky=self.command.dangerous),),
            commands=(line,),
            undo="What a command did is not undone from here.",
            confirm_name=name,
        )

    def _argv(self, known: Mapping[str, str]) -> tuple[str, ...]:
        """Raises Refused for what no argument can be."""
        for name, value in known.items():
            if "\0" in value:
                raise Refused(f"{{{name}}} has a NUL character, which no argument can have.")
        if not self.command.shell:
            return tuple(filled(word, known) for word in self.command.words)
        program, arguments = for_shell(self.command.words[0], known)
        return ("sh", "-c", program, self.command.name, *arguments)

    def _known(self, context: ActionContext, target: Target | None, control: TaskControl) -> dict[str, str]:
        """The values of the placeholders that may stand in it."""
        profile = context.profile
        known = {
            "profile": profile.name,
            "bootstrap_servers": profile.bootstrap_servers,
            "zookeeper": profile.zookeeper.connect if profile.zookeeper is not None else "",
        }
        if target is None:
            return known
        known[target.kind.value] = target.name
        if target.partition is not None:
            known["partition"] = str(target.partition)
        if target.offset is not None:
            known["offset"] = str(target.offset)
        used = {name for word in self.command.words for name in placeholders(word)}
        if "key" in used:
            known["key"] = _key_of(context, target, control)
        if used & {"host", "port"}:
            known |= _address_of(context, target)
        return known

    def run(self, context: ActionContext, plan: Plan[CommandRun], control: TaskControl) -> Outcome:
        run, target = plan.payload, plan.rows[0].target
        if self.command.background:
            from kafkatui.session.background_command import run_in_background

            code, last = run_in_background(
                self.command.name, run.argv, run.environ, run.secrets, context.output, control
            )
        else:
            if context.hand_over is None:
                raise NotSupported("It needs a terminal, and there is none.")
            code, last = context.hand_over(run.argv, run.environ, self.command.wait), ""
        if code == 0:
            return Outcome((TargetOutcome(target, OutcomeState.DONE, "exit code 0"),))
        ended = f"exit code {code}" if code >= 0 else f"ended by signal {-code}"
        reason = mask_text(f"{self.command.name}: {ended}.{f' It wrote last: {last}' if last else ''}", run.secrets)
        return Outcome((TargetOutcome(target, OutcomeState.FAILED, reason),))


def _key_of(context: ActionContext, target: Target, control: TaskControl) -> str:
    """A record's key as text; Refused when it has none, is none or is masked."""
    assert target.partition is not None
    assert target.offset is not None
    if context.decoding.record_reader(target.name).key.masks:
        raise Refused(f"The settings mask the keys of {target.name}.", "They are handed to no command.")
    place = (target.partition, target.offset)
    record = context.read_records(target.name, [place], control.check)[place]
    if record.key is None:
        raise Refused(f"{target.text} has no key.")
    try:
        return record.key.decode()
    except UnicodeDecodeError:
        raise Refused(f"The key of {target.text} is no text.", "A command is handed texts only.") from None


def _address_of(context: ActionContext, target: Target) -> dict[str, str]:
    """Where a broker listens; Refused when it is not there."""
    metadata = context.known(METADATA).value
    broker = metadata.brokers.get(int(target.name)) if metadata is not None else None
    if broker is None:
        raise Refused(f"Where broker {target.name} listens is not known.")
    return {"host": broker.host, "port": str(broker.port)}


def user_actions(commands: Mapping[str, UserCommand]) -> dict[str, UserAction]:
    """An action for each command, by its id."""
    actions = (UserAction(command) for command in commands.values())
    return {action.spec.id: action for action in actions}
