"""`kafkatui logs`: what brokers and ZooKeeper's servers write to their logs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import click

from kafkatui.cli.failures import DONE
from kafkatui.cli.opened import opened_session
from kafkatui.cli.options import Output, connection_options
from kafkatui.cli.terminal import flush, is_terminal, printable, remark, write_bytes, write_line
from kafkatui.config.options import Options
from kafkatui.model.errors import KafkatuiError, UsageError
from kafkatui.model.server_log import LogLevel, LogLine, LogServer, LogWanted, parse_level

if TYPE_CHECKING:
    from kafkatui.session.server_logs import LogReader
    from kafkatui.session.session import ClusterSession

FLUSH_SECONDS = 0.25
_COLOURS = {LogLevel.TRACE: 2, LogLevel.DEBUG: 2, LogLevel.WARN: 33, LogLevel.ERROR: 31, LogLevel.FATAL: 31}
"""ANSI's yellow, red and faint; the words stand in the lines."""


@click.command(short_help="What brokers and ZooKeeper write to their logs.")
@connection_options
@click.argument("servers", metavar="[SERVER]...", nargs=-1)
@click.option("-f", "--follow", "follows", is_flag=True, help="Go on with what is written, until Ctrl+C.")
@click.option(
    "-n", "--lines", "--tail", "lines", type=click.IntRange(min=0), metavar="N", help="The newest N; else all."
)
@click.option("--since", metavar="TIME", help="Not before: 10m (ago), 2026-01-31T12:00, seconds since 1970.")
@click.option("--filter", "-g", "filter_text", metavar="TEXT", help="As `/`: text, !text, /regex/, ~fuzzy.")
@click.option("--level", "-l", metavar="LEVEL", help="That level and worse: WARN; stack traces stay with their line.")
@click.option(
    "-o", "--output", type=click.Choice(["line", "json"]), default="line", show_default=True, help="How to write them."
)
def logs(
    options: Options,
    servers: tuple[str, ...],
    follows: bool,
    lines: int | None,
    since: str | None,
    filter_text: str | None,
    level: str | None,
    output: str,
) -> int:
    """Write the log of each SERVER: a broker's id, zookeeper, or a name under `logs` of the profile; all: every one;
    kafkatui: its own.

    Several are put in the order of time, each line after its server's name. Without a SERVER: where the logs are.
    """
    from kafkatui.session.server_logs import open_log, since_moment

    wanted = LogWanted(lines, None if since is None else since_moment(since), follows)
    holds = _holds(filter_text, None if level is None else parse_level(level))
    with opened_session(options) as session:
        if not servers:
            _list_logs(session, output)
            return DONE
        meant = meant_servers(session, servers)
        written = _LineWriter(output, has_names=len(meant) > 1)
        readers = [(server, open_log(session.profile, server)) for server in meant]
        for line in _read(readers, wanted):
            if holds(line):
                written.write(line)
    return DONE


def _holds(filter_text: str | None, least: LogLevel | None) -> Callable[[LogLine], bool]:
    from kafkatui.insight.filters import compile_filter

    chosen = compile_filter(filter_text or "")
    return lambda line: line.is_at_least(least) and chosen.matches(line.searched_text)


def meant_servers(session: ClusterSession, names: tuple[str, ...]) -> tuple[LogServer, ...]:
    """The servers of those names; brokers are asked only for what the profile does not name.

    Raises:
        UsageError: there is none of that name.
    """
    from kafkatui.session.server_logs import OWN_LOG, broker_server, named_logs, zookeeper_servers

    named = {server.name: server for server in named_logs(session.profile)}
    others = {server.name: server for server in zookeeper_servers(session.profile)}
    if names == ("all",):
        ids = () if named else _brokers(session)
        return (*(broker_server(each) for each in ids), *(named or others).values())
    found = []
    for name in dict.fromkeys(names):
        if server := named.get(name) or others.get(name):
            found.append(server)
        elif name.isdecimal():
            found.append(_broker(session, int(name)))
        elif name == OWN_LOG.name:
            found.append(OWN_LOG)
        else:
            raise UsageError(f"There is no server {name}.", "A broker's id, zookeeper, a name under logs, kafkatui.")
    return tuple(found)


def _brokers(session: ClusterSession) -> tuple[int, ...]:
    from kafkatui.session.feeds import MetadataFeed

    return tuple(sorted(session.fetch(MetadataFeed()).brokers))


def _broker(session: ClusterSession, broker_id: int) -> LogServer:
    from kafkatui.session.feeds import MetadataFeed

    try:
        broker = session.fetch(MetadataFeed()).brokers.get(broker_id)
    except KafkatuiError:  # it may be down, which is why its log is wanted
        broker = None
    addresses = () if broker is None else (f"{broker.host}:{broker.port}",)
    return LogServer(str(broker_id), f"broker {broker_id}", addresses, "kafka")


def _list_logs(session: ClusterSession, output: str) -> None:
    from kafkatui.cli.listing import write_list
    from kafkatui.session.server_logs import named_logs
    from kafkatui.view.log_places_table import LOG_PLACES_TABLE

    places = [(server.name, session.profile.logs[server.name]) for server in named_logs(session.profile)]
    if not places:
        remark("No log is named. Name a server whose container publishes its port, or logs in the settings file.")
    write_list(LOG_PLACES_TABLE, places, Output.JSON if output == "json" else Output.TABLE)


def _read(readers: list[tuple[LogServer, LogReader]], wanted: LogWanted) -> Iterator[LogLine]:
    """The lines, in the order of time as far as they are there; then as they come."""
    from kafkatui.session.server_logs import read_logs

    if not wanted.follows:
        yield from read_logs(readers, wanted)
        return
    from kafkatui.session.log_follow import LogFollow, LogQueue

    queue = LogQueue()
    by_name = {server.name: reader for server, reader in readers}
    follow = LogFollow([each for each, _ in readers], lambda each: by_name[each.name], wanted, lambda: None, queue)
    said: dict[str, str] = {}
    try:
        while True:
            yield from queue.taken(FLUSH_SECONDS)
            flush()
            for name, log in follow.logs.items():
                if log.problem and log.problem != said.get(name):
                    remark(f"{name}: {log.problem} {log.advice}")
                said[name] = log.problem
    finally:
        queue.close()
        follow.stop()


class _LineWriter:
    """Writes lines as they stood in the log, or as JSON.

    Args:
        has_names: whether each line begins with its server.
    """

    def __init__(self, output: str, *, has_names: bool) -> None:
        self._is_json = output == "json"
        self._has_names = has_names
        self._has_colours = is_terminal() and "NO_COLOR" not in os.environ

    def write(self, line: LogLine) -> None:
        """Write one."""
        if self._is_json:
            from kafkatui.view.log_lines_table import LOG_LINES_TABLE
            from kafkatui.view.output import json_line

            write_line(json_line(LOG_LINES_TABLE, line))
            return
        text = printable(f"{line.server} | {line.text}" if self._has_names else line.text)
        colour = _COLOURS.get(line.level) if self._has_colours and line.level is not None else None
        if colour is None:
            write_line(text)
        else:
            write_bytes(f"\x1b[{colour}m{text}\x1b[0m\n".encode("utf-8", "surrogateescape"))
