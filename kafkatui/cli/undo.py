"""`kafkatui undo`: what was changed with kafkatui, and taking it back."""

from __future__ import annotations

import click

from kafkatui.cli.action_run import run_in
from kafkatui.cli.action_verbs import change_options
from kafkatui.cli.failures import DONE
from kafkatui.cli.listing import write_list
from kafkatui.cli.opened import opened_session
from kafkatui.cli.options import Output, connection_options
from kafkatui.cli.terminal import write_line
from kafkatui.config.options import Options
from kafkatui.model.errors import NotFound
from kafkatui.model.journal import JournalEntry
from kafkatui.session.action_host import ActionHost


@click.command(short_help="Take back what was changed with kafkatui.")
@connection_options
@click.argument("change", metavar="[ID]", required=False)
@click.option("--list", "is_list", is_flag=True, help="List what was changed in this cluster, newest first.")
@change_options
def undo(options: Options, change: str | None, is_list: bool, is_dry_run: bool, is_confirmed: bool, output: str) -> int:
    """Take back the newest change of this cluster that can be, or the one with this ID (or its beginning).

    What is there now is compared with what was left: what somebody else changed since is shown and not touched.
    """
    with opened_session(options) as session:
        entry = change_to_undo(session, change, is_list=is_list, output=output)
        if entry is None:
            return DONE
        action = session.actions.undo(entry)
        return run_in(session, action, (), {}, is_dry_run=is_dry_run, is_confirmed=is_confirmed, output=output)


def change_to_undo(host: ActionHost, change: str | None, *, is_list: bool, output: str) -> JournalEntry | None:
    """The change that is meant; None when the changes are listed instead, or none can be taken back, which is said.

    Raises:
        NotFound: there is none of that id.
    """
    entries = host.actions.entries()
    if is_list:
        from kafkatui.view.journal_table import JOURNAL_TABLE

        write_list(JOURNAL_TABLE, entries, Output(output))
        return None
    if change is None:
        entry = next((each for each in entries if not each.why_not_undoable), None)
        if entry is None:
            write_line("Nothing was changed here that can be undone.")
        return entry
    entry = host.actions.entry(change)
    if entry is None:
        raise NotFound(f"There is no change {change} in this journal.", "--list lists them.")
    return entry
