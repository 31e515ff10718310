"""`kafkatui zk find`: znodes of a subtree that an expression means."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING

import click

from kafkatui.cli.completed_names import complete_znode
from kafkatui.cli.failures import DONE
from kafkatui.cli.opened import opened_session
from kafkatui.cli.options import connection_options
from kafkatui.cli.scan_end import NOT_ALL_SCANNED, NOTHING_FOUND, failure_is_not_all_scanned
from kafkatui.cli.terminal import flush, remark, write_line, write_lines
from kafkatui.cli.zk_options import normal_path, rate_option, typed_rate
from kafkatui.config.options import Options
from kafkatui.insight.znode_search import FIELDS_HELP, compile_znode_search

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kafkatui.model.znode_search import ZnodeMatch, ZnodeSearchState
    from kafkatui.session.tasks import Task
    from kafkatui.session.znode_searches import ZnodeSearchRun

NO_LIMIT = sys.maxsize
WAIT_SECONDS = 0.1


@click.command(
    short_help="Znodes of a subtree that an expression means.",
    epilog=f"An expression: words, /regex/ of path or data, {FIELDS_HELP}, with and, or, not, parentheses. It ends "
    "with 0 when something was found, with 1 when nothing was, with 2 when not everything, or nothing, could be looked "
    "at.",
)
@connection_options
@click.argument("path", metavar="PATH", shell_complete=complete_znode)
@click.argument("expression", metavar="EXPRESSION")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="End when so many are found.")
@rate_option
@click.option(
    "-o", "--output", type=click.Choice(("path", "line", "json")), default="path", show_default=True,
    help="The path alone, with the beginning of the data, or a line of JSON each.",
)  # fmt: skip
@failure_is_not_all_scanned
def find(options: Options, path: str, expression: str, limit: int | None, rate: str | None, output: str) -> int:
    """Find the znodes at and below PATH that EXPRESSION means; each is written when it is found.

    What was looked at, and what could not be, is told on standard error at the end.
    """
    from kafkatui.session.znode_searches import ZnodeSearchRun

    search = compile_znode_search(expression, datetime.now().astimezone())
    speed = typed_rate(rate)
    run = ZnodeSearchRun(normal_path(path), search, limit or NO_LIMIT)
    with opened_session(options) as session:
        look = session.actions.context.znode_searches.look
        task = session.tasks.start(f"Find znodes below {run.root}", lambda control: look(run, speed, control))
        state = _written(task, run, output)
    remark(f"{state.sentence[0].upper()}{state.sentence[1:]}.")
    if not state.is_complete and state.stopped != "limit":
        return NOT_ALL_SCANNED
    return DONE if state.matched else NOTHING_FOUND


def _written(task: Task[ZnodeSearchState], run: ZnodeSearchRun, output: str) -> ZnodeSearchState:
    """Write what is found until the task has ended. Raises KafkatuiError when nothing could be read at all."""
    written = 0
    try:
        while True:
            has_ended = task.wait(WAIT_SECONDS)
            found = run.matches[written:]
            _write(found, output)
            written += len(found)
            if has_ended:
                return task.result()
    except BaseException:
        task.cancel()
        raise


def _write(found: Sequence[ZnodeMatch], output: str) -> None:
    from msgspec import json

    from kafkatui.view.znodes_found_table import match_json

    if output == "json":
        for match in found:
            write_line(json.encode(match_json(match)).decode())
    else:
        write_lines(f"{match.path}\t{match.line}" if output == "line" else match.path for match in found)
    flush()
