"""`kafkatui partitions`: those of the whole cluster, by what is the matter with them."""

from __future__ import annotations

import click

from kafkatui.cli.list_verbs import FILTER, FILTER_HELP
from kafkatui.cli.opened import opened_session
from kafkatui.cli.options import Output, connection_options, output_option
from kafkatui.config.options import Options


@click.command(short_help="All partitions, or those with something the matter.", epilog=FILTER_HELP)
@connection_options
@FILTER
@click.option("--at-min", is_flag=True, help="With just as many in-sync replicas as min.insync.replicas.")
@click.option("--under-min", is_flag=True, help="With fewer: acks=all is refused.")
@click.option("--under-replicated", is_flag=True, help="With replicas that are not in sync.")
@click.option("--leaderless", is_flag=True, help="Without a leader.")
@click.option("--not-preferred", is_flag=True, help="Led by another than their preferred replica.")
@click.option("--moving", is_flag=True, help="Being moved to other replicas.")
@click.option("--wrong", "only_wrong", is_flag=True, help="Only what is wrong.")
@output_option
def partitions(
    options: Options,
    filter_text: str,
    at_min: bool,
    under_min: bool,
    under_replicated: bool,
    leaderless: bool,
    not_preferred: bool,
    moving: bool,
    only_wrong: bool,
    output: Output,
) -> None:
    """List the partitions of all topics, internal ones too; several options: what any of them names.

    The options choose as those of kafka-topics --describe do.
    """
    from kafkatui.cli.listing import write_list
    from kafkatui.cli.readings import cluster_partition_list, kept
    from kafkatui.report.cluster_partitions import PartitionState
    from kafkatui.view.cluster_partitions_table import CLUSTER_PARTITIONS_TABLE

    chosen = {
        PartitionState.AT_MIN: at_min,
        PartitionState.UNDER_MIN: under_min,
        PartitionState.UNDER_REPLICATED: under_replicated,
        PartitionState.LEADERLESS: leaderless,
        PartitionState.NOT_PREFERRED: not_preferred,
        PartitionState.MOVING: moving,
    }
    with opened_session(options, tells_silence=True) as session:
        rows = cluster_partition_list(session, frozenset(state for state, is_wanted in chosen.items() if is_wanted))
    table = CLUSTER_PARTITIONS_TABLE
    write_list(table, kept(table, rows, filter_text, only_wrong=only_wrong), output)
