"""The command `kafkatui`: without a verb the explorer, with one its answer on standard output."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from kafkatui import __version__
from kafkatui.cli.failures import exit_code_of
from kafkatui.cli.lazy_group import LazyGroup
from kafkatui.cli.options import connection_options, events_file_option, go_to_option, theme_option
from kafkatui.config.options import Options
from kafkatui.session.garbage_collection import calm_garbage_collection

VERBS = {
    "acl": "kafkatui.cli.acls:acl",
    "analyse": "kafkatui.cli.analyse:analyse",
    "analyze": "kafkatui.cli.analyse:analyze",
    "broker": "kafkatui.cli.action_verbs:broker",
    "brokers": "kafkatui.cli.list_verbs:brokers",
    "cluster": "kafkatui.cli.cluster:cluster",
    "clusters": "kafkatui.cli.clusters:clusters",
    "completion": "kafkatui.cli.completion:completion",
    "config": "kafkatui.cli.config:config",
    "connect": "kafkatui.cli.connect:connect",
    "copy": "kafkatui.cli.action_verbs:copy",
    "count": "kafkatui.cli.count:count",
    "demo": "kafkatui.cli.demo:demo",
    "describe": "kafkatui.cli.describe:describe",
    "doctor": "kafkatui.cli.doctor:doctor",
    "events": "kafkatui.cli.events:events",
    "generate": "kafkatui.cli.action_verbs:generate",
    "group": "kafkatui.cli.action_verbs:group",
    "groups": "kafkatui.cli.list_verbs:groups",
    "history": "kafkatui.cli.history:history",
    "import": "kafkatui.cli.action_verbs:import_records",
    "info": "kafkatui.cli.info:info",
    "latest": "kafkatui.cli.latest:latest",
    "logs": "kafkatui.cli.logs:logs",
    "man": "kafkatui.cli.man:man",
    "metrics": "kafkatui.cli.metrics:metrics",
    "partitions": "kafkatui.cli.partitions:partitions",
    "produce": "kafkatui.cli.produce:produce",
    "progress": "kafkatui.cli.progress:progress",
    "quorum": "kafkatui.cli.quorum:quorum",
    "quota": "kafkatui.cli.accounts:quota",
    "redrive": "kafkatui.cli.action_verbs:redrive",
    "relations": "kafkatui.cli.relations:relations",
    "reveal": "kafkatui.cli.action_verbs:reveal",
    "schema": "kafkatui.cli.schema:schema",
    "search": "kafkatui.cli.search:search",
    "shell": "kafkatui.cli.shell:shell",
    "tail": "kafkatui.cli.tail:tail",
    "token": "kafkatui.cli.accounts:token",
    "topic": "kafkatui.cli.action_verbs:topic",
    "topics": "kafkatui.cli.list_verbs:topics",
    "transactions": "kafkatui.cli.transactions:transactions",
    "undo": "kafkatui.cli.undo:undo",
    "user": "kafkatui.cli.accounts:user",
    "zk": "kafkatui.cli.zk:zk",
}
"""Where each verb is, imported only when it is typed."""


@click.group(
    cls=LazyGroup,
    verbs=VERBS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Without a verb: the explorer. Without an address: localhost:9092 and localhost:2181.",
)
@connection_options
@theme_option
@events_file_option
@go_to_option
@click.option("--web", is_flag=True, help="Show the explorer in a browser on this machine, read-only.")
@click.option("--web-port", type=click.IntRange(0, 65535), default=0, help="Where --web listens; else a free port.")
@click.option("--web-write", is_flag=True, help="Let the browser of --web change things.")
@click.version_option(__version__, prog_name="kafkatui", message="%(prog)s %(version)s")
@click.pass_context
def kafkatui(context: click.Context, options: Options, web: bool, web_port: int, web_write: bool) -> int | None:
    """Explore an Apache Kafka cluster and the ZooKeeper ensemble behind it."""
    if not web and (web_port or web_write):
        raise click.UsageError("--web-port and --web-write belong to --web.")
    if context.invoked_subcommand is not None:
        if web:
            raise click.UsageError(f"--web shows the explorer, not {context.invoked_subcommand}.")
        if options.go_to:
            raise click.UsageError(f"--go-to is where the explorer opens, not {context.invoked_subcommand}.")
        return None
    if web:
        from kafkatui.cli.web import serve

        return serve(options, web_port, may_write=web_write)
    from kafkatui.cli.explore import explore

    return explore(options)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and leave with its exit code: 0 done, 1 failed, 2 wrongly typed, 130 after Ctrl+C."""
    calm_garbage_collection()
    sys.exit(exit_code_of(kafkatui, arguments))
