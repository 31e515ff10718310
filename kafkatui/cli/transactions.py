"""`kafkatui transactions`: those that are open, and what hangs."""

from __future__ import annotations

import time

import click

from kafkatui.cli.action_verbs import action_command
from kafkatui.cli.list_verbs import FILTER_HELP
from kafkatui.cli.opened import opened_session
from kafkatui.cli.options import Output, connection_options, output_option
from kafkatui.config.options import Options
from kafkatui.session.action_catalogue import with_verb


@click.group(
    invoke_without_command=True, short_help="Open transactions and what they hold back; abort.", epilog=FILTER_HELP
)
@connection_options
@click.option("--hanging", "only_hanging", is_flag=True, help="Only those that nobody will end.")
@click.option(
    "--max-transaction-timeout",
    "longest_minutes",
    metavar="MINUTES",
    type=click.IntRange(min=0),
    default=15,
    show_default=True,
    help="One that its coordinator has not hangs when its producer is silent for so long.",
)
@output_option
@click.pass_context
def transactions(
    context: click.Context, options: Options, only_hanging: bool, longest_minutes: int, output: Output
) -> int | None:
    """List the open transactions, partition by partition, those that hang first (Kafka 3.0).

    Ends with 1 when some leader did not tell what is open on its partitions.
    """
    if context.invoked_subcommand is not None:
        return None
    from kafkatui.cli.listing import write_list
    from kafkatui.report.transactions import hanging, transaction_rows
    from kafkatui.session.feeds import MetadataFeed, OpenTransactionsFeed
    from kafkatui.view.transactions_table import TRANSACTIONS_TABLE

    with opened_session(options) as session:
        session.fetch(MetadataFeed())
        session.find_unreachable()
        sample = session.fetch(OpenTransactionsFeed())
    rows = transaction_rows(sample, time.time(), longest_minutes)
    write_list(TRANSACTIONS_TABLE, hanging(rows) if only_hanging else rows, output)
    if sample.reason:
        untold = f"{sample.untold:,} partitions were not told: " if sample.untold else ""
        click.echo(f"kafkatui: {untold}{sample.reason}", err=True)
    return 1 if sample.untold else 0


for _name, _action in with_verb("transactions").items():
    transactions.add_command(action_command(_name, _action))
