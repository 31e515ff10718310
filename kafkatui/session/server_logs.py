"""Logs of servers: found by what the profile names, and read in threads of their own."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from kafkatui.codec.log_lines import LogParser
from kafkatui.insight.moment import parse_duration_seconds, parse_moment
from kafkatui.model.errors import NotFound, UsageError
from kafkatui.model.presence import BrokerPresence
from kafkatui.model.profile import Profile
from kafkatui.model.server_log import LogLine, LogServer, LogUnknown, LogWanted

if TYPE_CHECKING:
    from kafkatui.logs.reader import LogReader as LogReader
else:
    LogReader = object

ZOOKEEPER = "zookeeper"

OWN_LOG = LogServer("kafkatui", "kafkatui")
"""kafkatui's own log, where a profile calls no server so."""

_AGO = re.compile(r"\d+(\.\d+)?\s*[smhd]")


def broker_server(broker_id: int, brokers: Sequence[BrokerPresence] = ()) -> LogServer:
    """A broker as somebody with a log; where it can be reached is known of those in the metadata."""
    addresses = tuple(
        f"{host}:{each.broker.port}" for each in brokers if each.broker.id == broker_id and (host := each.broker.host)
    )
    return LogServer(str(broker_id), f"broker {broker_id}", addresses, "kafka")


def zookeeper_servers(profile: Profile) -> tuple[LogServer, ...]:
    """ZooKeeper's servers: those whose logs the profile names, else those of its connect string."""
    named = [name for name in profile.logs if not name.isdecimal()]
    if named:
        return tuple(LogServer(name, name, (), ZOOKEEPER) for name in named)
    if profile.zookeeper is None:
        return ()
    addresses = [each for each in profile.zookeeper.connect.partition("/")[0].split(",") if each]
    if len(addresses) == 1:
        return (LogServer(ZOOKEEPER, "ZooKeeper", (addresses[0],), ZOOKEEPER),)
    return tuple(LogServer(each, f"ZooKeeper at {each}", (each,), ZOOKEEPER) for each in addresses)


def named_logs(profile: Profile) -> tuple[LogServer, ...]:
    """Every server whose log the profile names, brokers first, in their order."""
    ids = sorted((name for name in profile.logs if name.isdecimal()), key=int)
    others = [name for name in profile.logs if not name.isdecimal()]
    return (*(broker_server(int(each)) for each in ids), *(LogServer(each, each, (), ZOOKEEPER) for each in others))


def open_log(profile: Profile, server: LogServer) -> LogReader:
    """What reads a server's log; nothing of it is read yet. Where the profile names none, the Docker engine is asked.

    Raises:
        LogUnknown: nothing says where it is.
    """
    named = profile.logs.get(server.name)
    if named is not None and is_path(named):
        from kafkatui.logs.file_log import FileLog

        return FileLog(Path(named).expanduser())
    if named is None and server == OWN_LOG:
        return own_log()
    from kafkatui.logs.engine import container_of

    container = named or container_of(server)
    if container is not None:
        from kafkatui.logs.container_log import ContainerLog

        return ContainerLog(container)
    raise LogUnknown(f"No log of {server.title} is known.", how_to_name(profile, server))


def own_log() -> LogReader:
    """What reads the file that kafkatui and its clients write to; their secrets were masked before."""
    from kafkatui.config.log_file import log_path
    from kafkatui.logs.file_log import FileLog

    return FileLog(log_path(), may_come_later=True)  # it is made with its first line


def container_named(profile: Profile, server: LogServer) -> str:
    """The container that a server runs in, as the profile names it, else as the Docker engine tells.

    Raises:
        NotFound: neither does.
        RequestFailed: the engine refused.
    """
    from kafkatui.logs.engine import container_of

    named = profile.logs.get(server.name)
    container = named if named is not None and not is_path(named) else container_of(server)
    if container is None:
        raise NotFound(f"No container is known that {server.title} runs in.", how_to_name(profile, server))
    return container


def is_path(text: str) -> bool:
    """Whether a profile's log is a file; a container's name has no slash."""
    return "/" in text


def how_to_name(profile: Profile, server: LogServer) -> str:
    """How to say where a server's log is."""
    table = profile.name if re.fullmatch(r"[A-Za-z0-9_-]+", profile.name) else f'"{profile.name}"'
    name = server.name if re.fullmatch(r"[A-Za-z0-9_-]+", server.name) else f'"{server.name}"'
    example = f'{name} = "/var/log/kafka/server.log"'
    return f"Name it in the settings file: {example}, or its container, under [clusters.{table}.logs]."


def read_logs(readers: Sequence[tuple[LogServer, LogReader]], wanted: LogWanted) -> Iterator[LogLine]:
    """The lines that are there, of several servers in the order of time.

    Raises:
        KafkatuiError: one of them cannot be read.
    """
    streams = [_lines(server, reader, wanted) for server, reader in readers]
    if len(streams) == 1:
        return streams[0]
    return heapq.merge(*streams, key=lambda line: line.at_seconds or 0.0)


def _lines(server: LogServer, reader: LogReader, wanted: LogWanted) -> Iterator[LogLine]:
    parser = LogParser(server.name)
    for batch in reader.batches(wanted, Event()):
        yield from map(parser.parse, batch)


def since_moment(text: str) -> float:
    """The moment (Unix seconds) that somebody typed: a time, or how long ago ("10m", as docker and kubectl have it).

    Raises:
        UsageError: it is neither.
    """
    now = datetime.now().astimezone()
    if _AGO.fullmatch(text.strip()):
        return now.timestamp() - parse_duration_seconds(text)
    try:
        return parse_moment(text, now) / 1000
    except ValueError as error:
        raise UsageError(str(error), "Or how long ago: 30s, 10m, 1h, 2d.") from None
