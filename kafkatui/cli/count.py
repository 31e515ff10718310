"""`kafkatui count`: how many records there really are."""

from __future__ import annotations

import click

from kafkatui.cli.completed_names import complete_topic
from kafkatui.cli.failures import DONE, FAILED
from kafkatui.cli.opened import opened_session
from kafkatui.cli.options import Output, connection_options, output_option
from kafkatui.config.options import Options
from kafkatui.insight.topic_selection import TopicSelection


@click.command(short_help="The true number of records, on compacted and transactional topics, too.")
@connection_options
@click.argument("topics", metavar="TOPIC...", nargs=-1, required=True, shell_complete=complete_topic)
@output_option
def count(options: Options, topics: tuple[str, ...], output: Output) -> int:
    """Count the records of every TOPIC, a name or a /regular expression/.

    What a consumer that reads only what is committed is given; beside it what is open, aborted, or no record at all. It
    reads the headings of all batches, as far as the topics go now. Leaves with 1 when some could not be read.
    """
    from kafkatui.cli.action_run import waited_for
    from kafkatui.cli.listing import write_list
    from kafkatui.report.record_counts import count_rows
    from kafkatui.session.feeds import MetadataFeed
    from kafkatui.view.counts_table import COUNTS_TABLE

    selection = TopicSelection(topics)
    with opened_session(options) as session:
        session.scans.get_ready()
        names = [topic.name for topic in selection.topics(session.fetch(MetadataFeed()))]
        result = waited_for(session.scans.count(names), shows_progress=True)
    write_list(COUNTS_TABLE, count_rows(result, names), output)
    return FAILED if result.unread else DONE
