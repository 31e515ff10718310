"""`kafkatui brokers`, `topics` and `groups`: the lists of the explorer on standard output."""

from __future__ import annotations

import click

from kafkatui.cli.opened import opened_session
from kafkatui.cli.options import Output, connection_options, output_option
from kafkatui.config.options import Options

FILTER = click.argument("filter_text", metavar="[FILTER]", default="")
FILTER_HELP = "FILTER as in the explorer: text, !text, /regex/, ~fuzzy; several must all hold."


@click.command(short_help="The brokers: where they are, what they lead and hold.")
@connection_options
@FILTER
@click.option("--wrong", "only_wrong", is_flag=True, help="Only what is wrong.")
@output_option
def brokers(options: Options, filter_text: str, only_wrong: bool, output: Output) -> None:
    """List the brokers, those included that only replica lists still name."""
    from kafkatui.cli.listing import write_list
    from kafkatui.cli.readings import broker_list, kept
    from kafkatui.view.brokers_table import BROKERS_TABLE

    with opened_session(options, tells_silence=True) as session:
        rows = broker_list(session)
    write_list(BROKERS_TABLE, kept(BROKERS_TABLE, rows, filter_text, only_wrong=only_wrong), output)


@click.command(short_help="The topics: partitions, replication, messages.", epilog=FILTER_HELP)
@connection_options
@FILTER
@click.option("-i", "--internal", is_flag=True, help="Internal topics too, such as __consumer_offsets.")
@click.option("-l", "--long", "is_long", is_flag=True, help="Also size, groups, cleanup policy and retention.")
@click.option("--wrong", "only_wrong", is_flag=True, help="Only what is wrong.")
@output_option
def topics(options: Options, filter_text: str, internal: bool, is_long: bool, only_wrong: bool, output: Output) -> None:
    """List the topics with their messages."""
    from kafkatui.cli.listing import with_columns, write_list
    from kafkatui.cli.readings import LONG_TOPIC_COLUMNS, TOPIC_COLUMNS, kept, topic_list
    from kafkatui.view.topics_table import TOPICS_EXPORT, TOPICS_TABLE

    with opened_session(options, tells_silence=True) as session:
        rows = topic_list(session, filter_text, with_internal=internal, is_long=is_long)
    columns = TOPIC_COLUMNS + (LONG_TOPIC_COLUMNS if is_long else ())
    if output.is_for_people:
        table = with_columns(TOPICS_TABLE, columns)
    else:
        table = with_columns(TOPICS_EXPORT, (*columns, "under_replicated", "leaderless"))
    write_list(table, kept(table, rows, filter_text, only_wrong=only_wrong), output)


@click.command(short_help="The consumer groups: state, members, lag, verdict.", epilog=FILTER_HELP)
@connection_options
@FILTER
@click.option("-l", "--long", "is_long", is_flag=True, help="Also how old the oldest record is that each has to read.")
@click.option("--wrong", "only_wrong", is_flag=True, help="Only what is wrong.")
@output_option
def groups(options: Options, filter_text: str, is_long: bool, only_wrong: bool, output: Output) -> int:
    """List the consumer groups with their lag, and how they do as far as one look tells: `progress` goes on looking.

    Ends with 1 when a broker did not tell its groups.
    """
    from kafkatui.cli.listing import with_columns, write_list
    from kafkatui.cli.readings import GROUP_COLUMNS_LEFT_OUT, LONG_GROUP_COLUMNS, group_list, kept
    from kafkatui.cli.untold_groups import tell_untold_groups
    from kafkatui.view.groups_table import GROUPS_TABLE

    with opened_session(options, tells_silence=True) as session:
        rows = group_list(session, is_long=is_long)
        code = tell_untold_groups(session)
    left_out = GROUP_COLUMNS_LEFT_OUT if is_long else (*GROUP_COLUMNS_LEFT_OUT, *LONG_GROUP_COLUMNS)
    shown = (column.id for column in GROUPS_TABLE.columns if column.id not in left_out)
    table = with_columns(GROUPS_TABLE, shown)
    write_list(table, kept(table, rows, filter_text, only_wrong=only_wrong), output)
    return code
