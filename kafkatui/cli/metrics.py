"""`kafkatui metrics`: the cluster's figures as Prometheus reads them."""

from __future__ import annotations

import click

from kafkatui.cli.opened import opened_session
from kafkatui.cli.options import connection_options
from kafkatui.cli.terminal import write_line
from kafkatui.config.options import Options


@click.command(short_help="The cluster's figures as Prometheus text.")
@connection_options
def metrics(options: Options) -> None:
    """Print the cluster's figures in Prometheus' text format, for a collector of text files or a cron job.

    Brokers up, partitions offline, under-replicated and under their minimum, offsets, groups' commits and lag, log
    sizes; all from one look. What could not be read is left out; kafkatui_reading_complete says what that was.
    """
    from kafkatui.cli.readings import metric_list
    from kafkatui.view.prometheus import prometheus_lines

    with opened_session(options, tells_silence=True) as session:
        found = metric_list(session)
    for line in prometheus_lines(found):
        write_line(line)
