"""Verbs made from actions: options from the fields, `--dry-run`, `--yes`, the question, the outcomes, the exit code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from kafkatui.cli.action_options import click_parameters, typed_values
from kafkatui.cli.failures import DONE
from kafkatui.cli.group_export import export
from kafkatui.cli.log_levels import list_log_levels
from kafkatui.cli.options import connection_options
from kafkatui.config.options import Options
from kafkatui.model.field import Values
from kafkatui.session.action_base import Action
from kafkatui.session.action_catalogue import of_verb, with_verb

F = TypeVar("F", bound=Callable[..., Any])

dry_run_option = click.option("--dry-run", "is_dry_run", is_flag=True, help="Say what it would do; change nothing.")

_CHANGE_OPTIONS = (
    dry_run_option,
    click.option("-y", "--yes", "is_confirmed", is_flag=True, help="Do it without asking."),
    click.option(
        "-o", "--output", type=click.Choice(["table", "json"]), default="table", show_default=True,
        help="How to write the preview and the outcome.",
    ),
)  # fmt: skip


class ActionGroup(click.Group):
    """The verbs of one first word: those of the actions, and what else is given.

    Args:
        first_word: `topic`.
        others: further verbs by their names.
    """

    def __init__(self, first_word: str, help_text: str, others: Mapping[str, click.Command] | None = None) -> None:
        super().__init__(first_word, help=help_text, short_help=help_text)
        self._first_word = first_word
        self._others = others or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*with_verb(self._first_word), *self._others})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in self._others:
            return self._others[cmd_name]
        action = with_verb(self._first_word).get(cmd_name)
        return action_command(cmd_name, action) if action is not None else None


def action_command(
    name: str, action: Action[Any], instead: Callable[[Options, Values, str], bool] | None = None
) -> click.Command:
    """The verb of `action`.

    Args:
        instead: does something else where what was typed asks for no change; whether it did.
    """
    spec = action.spec

    def run(options: Options, is_dry_run: bool, is_confirmed: bool, output: str, **parameters: Any) -> int:
        from kafkatui.cli.action_run import run_action

        values = typed_values(spec.fields, parameters)
        if instead is not None and instead(options, values, output):
            return DONE
        return run_action(options, action, values, is_dry_run=is_dry_run, is_confirmed=is_confirmed, output=output)

    made = click.command(name, help=spec.help, short_help=spec.help)(change_options(connection_options(run)))
    own = click_parameters(spec.fields, spec.acts_on)
    taken = {option for parameter in own for option in parameter.opts}
    # Kafka's name for an option goes before ours, which may still be written before the verb.
    made.params = [*own, *(each for each in made.params if not taken.intersection(each.opts))]
    return made


def change_options(function: F) -> F:
    """Add the options of every verb that changes something."""
    for option in reversed(_CHANGE_OPTIONS):
        function = option(function)
    return function


topic = ActionGroup("topic", "Create, change, empty and delete topics.")
group = ActionGroup("group", "Change consumer groups, export what they committed.", {"export": export})
broker = ActionGroup(
    "broker",
    "Configure brokers: properties, log levels, log directories.",
    {"log-level": action_command("log-level", of_verb("broker log-level"), instead=list_log_levels)},
)
generate = action_command("generate", of_verb("generate"))
copy = action_command("copy", of_verb("copy"))
reveal = action_command("reveal", of_verb("reveal"))
redrive = action_command("redrive", of_verb("redrive"))
import_records = action_command("import", of_verb("import"))
