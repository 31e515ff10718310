"""`kafkatui zk diff`: how two subtrees differ, of one ensemble or of two."""

from __future__ import annotations

import click

from kafkatui.cli.failures import tell_failure
from kafkatui.cli.opened import opened_session
from kafkatui.cli.options import Output, connection_options, output_option
from kafkatui.cli.terminal import remark
from kafkatui.cli.zk_options import rate_option, typed_rate
from kafkatui.config.options import Options
from kafkatui.model.errors import KafkatuiError, UsageError

SAME, DIFFERENT, NOT_COMPLETED = 0, 1, 2


@click.command(
    short_help="How two subtrees differ, of one ensemble or of two.",
    epilog="It ends with 0 when both are the same, with 1 when they differ, with 2 when not everything could be read.",
)
@connection_options
@click.argument("left", metavar="A")
@click.argument("right", metavar="B")
@rate_option
@output_option
def diff(options: Options, left: str, right: str, rate: str | None, output: Output) -> int:
    """Compare A with B: /path, CLUSTER:/path of the settings file, or HOST:PORT,…:/path."""
    from kafkatui.cli.action_run import waited_for
    from kafkatui.cli.listing import write_list
    from kafkatui.insight.znode_diff import sentence
    from kafkatui.model.znode_diff import NO_ACCESS
    from kafkatui.session.znode_diffs import compare
    from kafkatui.view.znode_diff_table import DIFFERENCES_TABLE

    speed = typed_rate(rate)
    with opened_session(options) as session:
        context = session.actions.context
        task = session.tasks.start(
            f"Compare {left} with {right}", lambda control: compare(context, left, right, speed, control)
        )
        try:
            found, compared = waited_for(task, shows_progress=True)
        except UsageError:
            raise
        except KafkatuiError as error:
            tell_failure(error)
            return NOT_COMPLETED
    write_list(DIFFERENCES_TABLE, found, output)
    remark(sentence(found, compared))
    if any(each.what == NO_ACCESS for each in found):
        return NOT_COMPLETED
    return DIFFERENT if found else SAME
