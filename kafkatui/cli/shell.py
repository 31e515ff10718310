"""`kafkatui shell`: a shell in the container that a server runs in."""

from __future__ import annotations

import subprocess
import sys

import click

from kafkatui.cli.action_run import run_in
from kafkatui.cli.action_verbs import change_options
from kafkatui.cli.failures import DONE
from kafkatui.cli.logs import meant_servers
from kafkatui.cli.opened import opened_session
from kafkatui.cli.options import connection_options
from kafkatui.config.options import Options
from kafkatui.model.place import PlaceKind
from kafkatui.model.target import Target
from kafkatui.session.actions.container_shell import ACTION as OPEN_SHELL
from kafkatui.session.actions.container_shell import PART, shell_command


@click.command(short_help="A shell in the container that a broker or a ZooKeeper server runs in.")
@connection_options
@click.argument("server", metavar="SERVER")
@change_options
def shell(options: Options, server: str, is_dry_run: bool, is_confirmed: bool, output: str) -> int:
    """Open a shell in the container of SERVER: a broker's id, zookeeper, or a name under `logs` of the profile.

    Its exit code is the verb's. What it is to do may come from a pipe: `echo ls / | kafkatui shell 1 --yes`.
    """
    from kafkatui.session.server_logs import container_named

    with opened_session(options) as session:
        session.actions.require(OPEN_SHELL, (Target(PlaceKind.BROKER, part=PART),), {})  # before anybody is asked
        (meant,) = meant_servers(session, (server,))
        container = container_named(session.profile, meant)
        targets = (Target(PlaceKind.BROKER, container, part=PART),)
        code = run_in(
            session, OPEN_SHELL, targets, {}, is_dry_run=is_dry_run, is_confirmed=is_confirmed, output=output,
            tells_success=False,
        )  # fmt: skip
    if is_dry_run or code != DONE:
        return code
    return subprocess.run(shell_command(container, has_terminal=sys.stdin.isatty())).returncode
