"""The verbs of `kafkatui zk` that change znodes, and those that write them out: made from their actions."""

from __future__ import annotations

import sys

import click

from kafkatui.cli.action_verbs import action_command
from kafkatui.cli.file_argument import file_command
from kafkatui.cli.zk_acl_get import acl_get
from kafkatui.config.options import Options
from kafkatui.model.field import Values
from kafkatui.session.action_catalogue import with_verb


def _to_standard_output(options: Options, values: Values, output: str) -> bool:
    """Write an export to standard output where no file is named, and what was left out to standard error."""
    if values.get("file") not in (None, "-"):
        return False
    from kafkatui.cli.action_run import waited_for
    from kafkatui.cli.opened import opened_session
    from kafkatui.cli.terminal import printable, write_bytes
    from kafkatui.session.actions.znode_export import exported

    with opened_session(options) as session:
        context, path = session.actions.context, str(values["path"])
        task = session.tasks.start("Export", lambda control: exported(context, path, values, control))
        _, made, text = waited_for(task, shows_progress=True)
    for each in made.left_out:
        click.echo(f"{printable(each, sys.stderr)}: left out.", err=True)
    write_bytes(text.encode("utf-8", "replace"))
    return True


_INSTEAD = {"export": _to_standard_output}


def changing_verbs() -> tuple[click.Command, ...]:
    """The verbs of one word, and the groups of those of two: `acl set`."""
    commands: list[click.Command] = []
    groups: dict[str, click.Group] = {}
    for name, action in with_verb("zk").items():
        first, _, second = name.partition(" ")
        if not second:
            is_file = name == "transaction"
            commands.append(file_command(name, action) if is_file else action_command(name, action, _INSTEAD.get(name)))
            continue
        groups.setdefault(first, click.Group(first, help=_GROUPS[first], short_help=_GROUPS[first]))
        groups[first].add_command(action_command(second, action))
    groups["acl"].add_command(acl_get)
    return (*commands, *groups.values())


_GROUPS = {"acl": "Show and set the ACLs of znodes."}
