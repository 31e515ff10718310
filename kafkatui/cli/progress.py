"""`kafkatui progress`: how consumer groups do, in words and in figures."""

from __future__ import annotations

import click

from kafkatui.cli.completed_names import complete_group
from kafkatui.cli.opened import opened_session
from kafkatui.cli.options import Output, connection_options, output_option
from kafkatui.config.options import Options
from kafkatui.insight.moment import parse_duration_seconds
from kafkatui.model.errors import UsageError


@click.command(short_help="How consumer groups do: verdict, lag, rates, lag in time.")
@connection_options
@click.argument("names", nargs=-1, metavar="[GROUP]...", shell_complete=complete_group)
@click.option("--topic", default="", metavar="TOPIC", help="Only what concerns this topic.")
@click.option("-p", "--partitions", "by_partition", is_flag=True, help="Every partition instead of a line a group.")
@click.option("--matrix", is_flag=True, help="The partitions of --topic as rows, the groups as columns.")
@click.option("--for", "duration", metavar="TIME", help="Look for so long (30s, 2m): rates and most verdicts need it.")
@click.option("--wrong", "only_wrong", is_flag=True, help="Only what needs somebody.")
@output_option
def progress(
    options: Options,
    names: tuple[str, ...],
    topic: str,
    by_partition: bool,
    matrix: bool,
    duration: str | None,
    only_wrong: bool,
    output: Output,
) -> int:
    """Print how each GROUP, or every one, does: a verdict, its lag in records and in time, rates, what was lost.

    One look tells who is not running, caught up or losing records. Rates are of --for; who is stuck or falls behind is
    told after a minute. Ends with 1 when a broker did not tell its groups.
    """
    from kafkatui.cli.group_looks import look_at_groups
    from kafkatui.cli.listing import write_list
    from kafkatui.cli.readings import kept
    from kafkatui.cli.untold_groups import tell_untold_groups
    from kafkatui.view.consumption_table import CONSUMPTION_TABLE
    from kafkatui.view.matrix_table import matrix_table
    from kafkatui.view.progress_table import PROGRESS_EXPORT, PROGRESS_TABLE

    if matrix and not topic:
        raise UsageError("--matrix needs --topic.")
    seconds = parse_duration_seconds(duration) if duration else 0.0
    with opened_session(options, tells_silence=True) as session:
        rows = look_at_groups(session, names, topic, seconds)
        code = tell_untold_groups(session)
    if matrix:
        from kafkatui.report.group_matrix import matrix_rows

        write_list(matrix_table([row.group.id for row in rows]), matrix_rows(topic, rows), output)
    elif by_partition:
        table = PROGRESS_TABLE if output.is_for_people else PROGRESS_EXPORT
        shown = [part for row in rows for part in row.progress]
        write_list(table, kept(table, shown, "", only_wrong=only_wrong), output)
    else:
        write_list(CONSUMPTION_TABLE, kept(CONSUMPTION_TABLE, rows, "", only_wrong=only_wrong), output)
    return code
