"""Which brokers answer us right now, found out without librdkafka.

librdkafka connects to a broker only while it has a request for it, lets connections idle away, and its statistics and
`error_cb` then look the same for an idle and for a dead broker. So one TCP connection a broker is held open here: the
kernel says at once when a killed broker's end closes, connecting again tells an idle time-out (the broker's
`connections.max.idle.ms`) from a death, and on PLAINTEXT listeners an ApiVersions request (KIP-35) a second finds a
broker that is frozen rather than dead. One connection kept costs the broker less than a new one each second.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import threading
import time
from collections.abc import Iterable, Mapping

from kafkatui.model.cluster import Broker

CONNECT_TIMEOUT_SECONDS = 2.0
ANSWER_TIMEOUT_SECONDS = 3.0
"""A broker under load takes its time; one that is silent for so long is of no use."""

SETTLE_SECONDS = ANSWER_TIMEOUT_SECONDS + 1.0
"""So long it takes at most until each broker has answered or is known not to; where all do, milliseconds."""

PING_INTERVAL_SECONDS = 1.0
RETRY_INTERVAL_SECONDS = 0.5

HUNG_UP_WITHIN_SECONDS = 0.5
"""A broker with `max.connections.per.ip` closes a connection too many at once; trying soon again would add to them."""

_CLIENT_ID = b"kafkatui"
_API_VERSIONS_KEY = 18
_REQUEST_BODY = struct.pack(f">hhih{len(_CLIENT_ID)}s", _API_VERSIONS_KEY, 0, 0, len(_CLIENT_ID), _CLIENT_ID)
PING = struct.pack(">i", len(_REQUEST_BODY)) + _REQUEST_BODY
"""ApiVersions v0 with a request header v1: size, key, version, correlation id, client id."""

_MAX_ANSWER_BYTES = 1 << 20


class Reachability:
    """Watches brokers from one daemon thread, which starts with the first `watch`. Thread-safe.

    Args:
        speaks_plaintext: the listeners take requests without TLS and login, so that brokers can be asked for an answer.
    """

    def __init__(self, speaks_plaintext: bool) -> None:
        self._speaks_plaintext = speaks_plaintext
        self._lock = threading.Lock()
        self._since: dict[int, float] = {}
        self._answered: set[int] = set()
        self._changed = threading.Condition(self._lock)
        self._targets: dict[int, Broker] = {}
        self._tasks: dict[Broker, asyncio.Task[None]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._closed = False

    def watch(self, brokers: Iterable[Broker]) -> None:
        """Watch these brokers. One that is no longer named is watched on while it is unreachable.

        Metadata leaves out a dead broker as soon as its ZooKeeper session has ended; it is then still worth showing
        until it comes back or moves, so only reachable brokers that vanish are forgotten.
        """
        named = {broker.id: broker for broker in brokers}
        with self._lock:
            kept = {broker_id: broker for broker_id, broker in self._targets.items() if broker_id in self._since}
            targets = {**kept, **named}
            if self._closed or targets == self._targets:
                return
            self._targets = targets
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._run, args=(self._loop,), name="reachability", daemon=True)
                self._thread.start()
            self._loop.call_soon_threadsafe(self._follow, tuple(targets.values()))

    def unreachable(self) -> Mapping[int, float]:
        """Broker id → Unix time since when it does not answer."""
        with self._lock:
            return dict(self._since)

    def settle(self, timeout_seconds: float) -> Mapping[int, float]:
        """Wait until each broker watched has answered or failed to, and tell who is unreachable."""
        with self._changed:
            self._changed.wait_for(lambda: self._targets.keys() <= self._answered | self._since.keys(), timeout_seconds)
            return dict(self._since)

    @property
    def has_targets(self) -> bool:
        """Whether any broker is watched."""
        return bool(self._targets)

    def close(self, timeout_seconds: float) -> None:
        """Stop watching."""
        with self._lock:
            self._closed = True
            loop, thread = self._loop, self._thread
        if loop is not None and thread is not None and thread.is_alive():
            loop.call_soon_threadsafe(self._stop, loop)
            thread.join(timeout_seconds)

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        try:
            loop.run_forever()
            loop.run_until_complete(_all_ended(asyncio.all_tasks(loop)))
        finally:
            loop.close()

    def _stop(self, loop: asyncio.AbstractEventLoop) -> None:
        for task in self._tasks.values():
            task.cancel()
        loop.stop()

    def _follow(self, brokers: tuple[Broker, ...]) -> None:
        """Start and end the tasks, one a broker and address; runs in the loop."""
        for gone in self._tasks.keys() - set(brokers):
            self._tasks.pop(gone).cancel()
        for new in set(brokers) - self._tasks.keys():
            self._tasks[new] = asyncio.get_running_loop().create_task(self._watch(new))

    async def _watch(self, broker: Broker) -> None:
        while True:
            try:
                async with asyncio.timeout(CONNECT_TIMEOUT_SECONDS):
                    reader, writer = await _connect(broker)
            except OSError:  # TimeoutError is one
                self._mark(broker.id)
                await asyncio.sleep(RETRY_INTERVAL_SECONDS)
                continue
            opened_at = time.monotonic()
            try:
                await (
                    self._ping(broker.id, reader, writer) if self._speaks_plaintext else self._hold(broker.id, reader)
                )
            except (OSError, asyncio.IncompleteReadError):
                if time.monotonic() - opened_at < HUNG_UP_WITHIN_SECONDS:
                    self._note_hang_up(broker.id)
                    await asyncio.sleep(PING_INTERVAL_SECONDS)
                    continue
                await asyncio.sleep(0.05)  # closed by the broker: idle too long, or dying; connecting again will tell
            finally:
                writer.close()

    async def _ping(self, broker_id: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Ask for an answer each second until the connection fails."""
        while True:
            writer.write(PING)
            try:
                async with asyncio.timeout(ANSWER_TIMEOUT_SECONDS):
                    size = int.from_bytes(await reader.readexactly(4), "big")
                    await reader.readexactly(min(size, _MAX_ANSWER_BYTES))
            except TimeoutError:
                self._mark(broker_id)
                return
            self._clear(broker_id)
            await _closed_within(reader, PING_INTERVAL_SECONDS)

    async def _hold(self, broker_id: int, reader: asyncio.StreamReader) -> None:
        """Keep the connection open until it fails."""
        self._clear(broker_id)
        while True:
            await _closed_within(reader, PING_INTERVAL_SECONDS)

    def _mark(self, broker_id: int) -> None:
        with self._changed:
            self._since.setdefault(broker_id, time.time())
            self._answered.discard(broker_id)
            self._changed.notify_all()

    def _note_hang_up(self, broker_id: int) -> None:
        """It takes no more connections, which does not mean that those it has are dead."""
        with self._changed:
            if broker_id not in self._since:
                self._answered.add(broker_id)
                self._changed.notify_all()

    def _clear(self, broker_id: int) -> None:
        with self._changed:
            self._since.pop(broker_id, None)
            self._answered.add(broker_id)
            self._changed.notify_all()


async def _closed_within(reader: asyncio.StreamReader, seconds: float) -> None:
    """Wait; raises ConnectionError as soon as the other end closes."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            if not await reader.read(1):
                raise ConnectionResetError("closed by the broker")


async def _connect(broker: Broker) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    addresses = await _resolve(broker.host, broker.port)
    refused: OSError = ConnectionRefusedError("no address")
    for family, address in addresses:
        try:
            reader, writer = await asyncio.open_connection(address, broker.port, family=family)
        except OSError as error:
            refused = error
            continue
        _keep_alive(writer.get_extra_info("socket"))
        return reader, writer
    raise refused


async def _resolve(host: str, port: int) -> list[tuple[socket.AddressFamily, str]]:
    """A host's addresses. asyncio's own resolver uses threads that are waited for at exit, however slow the DNS is."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[tuple[socket.AddressFamily, str]]] = loop.create_future()

    def tell(addresses: list[tuple[socket.AddressFamily, str]] | OSError) -> None:
        if answer.done():
            return
        if isinstance(addresses, OSError):
            answer.set_exception(addresses)
        else:
            answer.set_result(addresses)

    def look_up() -> None:
        found: list[tuple[socket.AddressFamily, str]] | OSError
        try:
            infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found = [(info[0], str(info[4][0])) for info in infos]
        except OSError as error:
            found = error
        with contextlib.suppress(RuntimeError):  # the loop was closed in the meantime
            loop.call_soon_threadsafe(tell, found)

    threading.Thread(target=look_up, name="resolve", daemon=True).start()
    return await answer


def _keep_alive(connection: socket.socket) -> None:
    """Notice a host that vanished without a word within about 4 s, where the system has these options."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, seconds in (("TCP_KEEPIDLE", 2), ("TCP_KEEPINTVL", 1), ("TCP_KEEPCNT", 2)):
        if hasattr(socket, option):
            connection.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), seconds)


async def _all_ended(tasks: Iterable[asyncio.Task[None]]) -> None:
    """Within the loop: outside of one, gather() of no tasks fails in a thread that has no loop of its own."""
    await asyncio.gather(*tasks, return_exceptions=True)
