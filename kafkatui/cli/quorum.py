"""`kafkatui quorum`: KRaft's voters and observers."""

from __future__ import annotations

import time

import click

from kafkatui.cli.opened import opened_session
from kafkatui.cli.options import Output, connection_options, output_option
from kafkatui.config.options import Options


@click.command(short_help="KRaft's voters and observers: who leads, who lags.")
@connection_options
@click.option("--features", "shows_features", is_flag=True, help="The features in force and supported instead.")
@output_option
def quorum(options: Options, shows_features: bool, output: Output) -> None:
    """List the nodes of the quorum that keeps the cluster's metadata.

    A cluster with ZooKeeper has none, which is said.
    """
    from kafkatui.cli.listing import write_list
    from kafkatui.report.quorum import quorum_rows
    from kafkatui.session.feeds import QuorumFeed
    from kafkatui.view.quorum_table import FEATURES_TABLE, QUORUM_TABLE

    with opened_session(options) as session:
        told = session.fetch(QuorumFeed())
    if shows_features:
        write_list(FEATURES_TABLE, told.features, output)
    else:
        write_list(QUORUM_TABLE, quorum_rows(told, time.time()), output)
