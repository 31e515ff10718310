"""`kafkatui connect`: the connectors of a Kafka Connect: listed, shown, and what is changed there."""

from __future__ import annotations

import json

import click

from kafkatui.cli.action_verbs import ActionGroup
from kafkatui.cli.completed_names import complete_connector
from kafkatui.cli.file_argument import file_command
from kafkatui.cli.list_verbs import FILTER, FILTER_HELP
from kafkatui.cli.opened import opened_session
from kafkatui.cli.options import Output, connection_options, output_option
from kafkatui.cli.terminal import write_line
from kafkatui.config.options import Options
from kafkatui.session.action_catalogue import of_verb

_JSON = click.option(
    "-o", "--output", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to write it."
)


@click.command("list", short_help="The connectors: state, tasks, type, plugin, topics.", epilog=FILTER_HELP)
@connection_options
@FILTER
@click.option("--wrong", "only_wrong", is_flag=True, help="Only what failed, or of which a task failed.")
@output_option
def list_connectors(options: Options, filter_text: str, only_wrong: bool, output: Output) -> int:
    """List the connectors of the workers that connect.url, or connect.NAME.url, names.

    Exit code 1 when one of several Connects does not answer.
    """
    from kafkatui.cli.listing import write_list
    from kafkatui.cli.readings import kept
    from kafkatui.session.feeds import ConnectorsFeed
    from kafkatui.view.connectors_table import CONNECTORS_EXPORT, CONNECTORS_TABLE

    with opened_session(options) as session:
        found = session.fetch(ConnectorsFeed())
    table = CONNECTORS_TABLE if output.is_for_people else CONNECTORS_EXPORT
    write_list(table, kept(table, found.connectors, filter_text, only_wrong=only_wrong), output)
    for name, reason in found.silent.items():
        click.echo(f"kafkatui: {name}: {reason}", err=True)
    return 1 if found.silent else 0


@click.command(short_help="A connector: tasks, traces of failures, configuration, offsets.")
@connection_options
@click.argument("connector", shell_complete=complete_connector)
@click.option("--only-config", is_flag=True, help="Only its configuration, as JSON.")
@_JSON
def get(options: Options, connector: str, only_config: bool, output: str) -> None:
    """Print all that is known of CONNECTOR, secrets masked; of one of several Connects it is called NAME/CONNECTOR."""
    from kafkatui.insight.connector_config import config_text
    from kafkatui.view.connector_text import connector_words, detail_json, detail_text

    with opened_session(options) as session:
        reader = session.actions.context.connectors()
        if only_config:
            write_line(config_text(reader.connector(connector).config))
            return
        detail = reader.detail(connector)
    if output == "json":
        write_line(json.dumps(detail_json(detail), ensure_ascii=False))
        return
    write_line(connector_words(detail.connector))
    write_line(detail_text(detail))


@click.command(short_help="How far a connector got.")
@connection_options
@click.argument("connector", shell_complete=complete_connector)
@_JSON
def offsets(options: Options, connector: str, output: str) -> None:
    """Print the offsets of CONNECTOR: a source's in its own terms, a sink's in topics. From Kafka 3.5 on."""
    with opened_session(options) as session:
        found = session.actions.context.connectors().offsets(connector)
    if output == "json":
        pairs = [{"partition": json.loads(each.partition), "offset": json.loads(each.offset)} for each in found]
        write_line(json.dumps(pairs, ensure_ascii=False))
        return
    for each in found:
        write_line(f"{each.partition}  {each.offset}")


@click.command(short_help="What the workers can run.", epilog=FILTER_HELP)
@connection_options
@FILTER
@output_option
def plugins(options: Options, filter_text: str, output: Output) -> None:
    """List the connector plugins of the workers."""
    from kafkatui.cli.listing import write_list
    from kafkatui.cli.readings import kept
    from kafkatui.view.connectors_table import PLUGINS_TABLE

    with opened_session(options) as session:
        found = session.actions.context.connectors().plugins()
    write_list(PLUGINS_TABLE, kept(PLUGINS_TABLE, found, filter_text), output)


connect = ActionGroup(
    "connect",
    "Connectors of Kafka Connect: list, show, create, change, pause, restart, delete.",
    {
        "list": list_connectors,
        "get": get,
        "offsets": offsets,
        "plugins": plugins,
        "create": file_command("create", of_verb("connect create")),
        "alter-offsets": file_command("alter-offsets", of_verb("connect alter-offsets")),
    },
)
