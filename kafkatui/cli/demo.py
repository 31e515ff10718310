"""`kafkatui demo`: a real cluster on this machine, filled and alive, with the explorer on it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kafkatui.cli.options import option

if TYPE_CHECKING:
    from kafkatui.sandbox.control import BrokerCommand


@click.command(short_help="A real Kafka and ZooKeeper on this machine, and the explorer on them.")
@click.option(
    "--kafka", type=click.Choice(["3.9", "2.3", "4.3"]), default="3.9", show_default=True, help="Its version."
)
@click.option("--brokers", type=click.IntRange(1, 9), default=3, show_default=True, help="How many.")
@click.option("--no-ui", is_flag=True, help="Print the addresses and stay up until Ctrl+C.")
@option("--keep", type=click.Path(file_okay=False), metavar="DIR", help="Keep the data there.")
@click.option("--base-port", type=click.IntRange(1024, 65_000), help="ZooKeeper's port; the brokers' follow it.")
@option("--name", metavar="NAME", help="What to call this demo, or which running one is meant.")
@click.option("--mock", is_flag=True, help="librdkafka's mock cluster: no Java, but no ZooKeeper and no groups either.")
@click.option("--registry", is_flag=True, help="A schema registry, too, and topics in Avro, JSON Schema and Protobuf.")
@click.option("--connect", is_flag=True, help="A Kafka Connect worker, too, with a running and a failed connector.")
@click.option("--stop-broker", type=int, metavar="N", help="Stop a broker of a running demo.")
@click.option("--kill", is_flag=True, help="With --stop-broker: without a chance to leave in order.")
@click.option("--start-broker", type=int, metavar="N", help="Start it again.")
@click.argument("app_arguments", nargs=-1, type=click.UNPROCESSED, metavar="[-- OPTIONS OF KAFKATUI]")
def demo(
    kafka: str,
    brokers: int,
    no_ui: bool,
    keep: str | None,
    base_port: int | None,
    name: str | None,
    mock: bool,
    registry: bool,
    connect: bool,
    stop_broker: int | None,
    kill: bool,
    start_broker: int | None,
    app_arguments: tuple[str, ...],
) -> int:
    """Bring up ZooKeeper and Kafka, fill them, keep them busy, and explore them.

    The first time it fetches Apache's own jars with Maven. Leaving the explorer stops and deletes everything.
    Watch a failover from another terminal: kafkatui demo --stop-broker 2, then --start-broker 2.
    """
    from kafkatui.sandbox.control import BrokerCommand
    from kafkatui.sandbox.mock import run_mock
    from kafkatui.sandbox.supervisor import DemoOptions, run_demo

    if kill and stop_broker is None:
        raise click.UsageError("--kill goes with --stop-broker.")
    if stop_broker is not None and start_broker is not None:
        raise click.UsageError("--stop-broker and --start-broker exclude each other.")
    if mock and (registry or connect):
        other = "registry" if registry else "connect"
        raise click.UsageError(f"--mock and --{other} exclude each other: that needs Java.")
    if stop_broker is not None:
        return _steer(BrokerCommand("kill" if kill else "stop", stop_broker), name, base_port)
    if start_broker is not None:
        return _steer(BrokerCommand("start", start_broker), name, base_port)
    if mock:
        return run_mock(brokers, show_app=not no_ui, app_arguments=app_arguments)
    folder = Path(keep).absolute() if keep is not None else None
    options = DemoOptions(
        kafka, brokers, base_port, folder, show_app=not no_ui, app_arguments=app_arguments, name=name or "",
        registry=registry, connect=connect,
    )  # fmt: skip
    return run_demo(options)


def _steer(command: BrokerCommand, name: str | None, base_port: int | None) -> int:
    from kafkatui.sandbox.control import send_command
    from kafkatui.sandbox.state import find_demo

    found = find_demo(name, base_port)
    if command.verb == "start" and found.zookeeper_connect is not None:
        click.echo("Starting it; right after a kill ZooKeeper keeps its last session for up to 20 s.", err=True)
    send_command(found, command)
    done = {"stop": "stopped", "kill": "killed", "start": "started"}[command.verb]
    click.echo(f"Broker {command.broker_id} of {found.name} {done}.")
    return 0
