"""A container's log, as the Docker engine keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from threading import Event
from typing import TYPE_CHECKING, Any

from kafkatui.logs.engine import engine
from kafkatui.logs.reader import Batch
from kafkatui.model.errors import ConnectError
from kafkatui.model.server_log import CONTAINER, LogWanted, RawLine

if TYPE_CHECKING:
    from docker import APIClient

BATCH_LINES = 1_000
AGAIN_SECONDS = 1.0
"""After so long a container that has stopped is looked at again: it may have been started anew."""


class ContainerLog:
    """What a container writes to its standard streams, through its restarts.

    Args:
        name: the container's name or id.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._stream: Any = None
        self._newest = ""

    @property
    def where(self) -> str:
        return f"{CONTAINER}{self.name}"

    def close(self) -> None:
        stream = self._stream
        if hasattr(stream, "close"):
            stream.close()

    def batches(self, wanted: LogWanted, stopped: Event) -> Iterator[Batch]:
        """As `LogReader` has it; each line with the time at which the engine got it.

        Raises:
            KafkatuiError: as `engine`.
        """
        with engine() as client:
            since, tail = wanted.since_seconds, wanted.lines
            yield from self._lines(client, stopped, since, "all" if tail is None else tail)
            yield []
            while wanted.follows and not stopped.is_set():
                after = seconds_of(self._newest)
                since = since if after is None else after
                tail_now = "all" if self._newest or tail is None or since is not None else 0
                yield from self._lines(client, stopped, since, tail_now, follows=True)
                stopped.wait(AGAIN_SECONDS)

    def _lines(
        self, client: APIClient, stopped: Event, since: float | None, tail: int | str, *, follows: bool = False
    ) -> Iterator[Batch]:
        self._stream = client.logs(
            self.name, stdout=True, stderr=True, stream=True, follow=follows, timestamps=True, tail=tail, since=since
        )
        pending = b""
        batch: list[RawLine] = []
        try:
            for chunk in self._stream:
                data = chunk.encode("utf-8", "surrogateescape") if isinstance(chunk, str) else chunk
                *lines, pending = (pending + data).split(b"\n")
                batch += filter(None, map(self._raw, lines))
                if batch and (follows or len(batch) >= BATCH_LINES):
                    yield batch
                    batch = []
                if stopped.is_set():
                    return
        except Exception as error:
            if not stopped.is_set():  # closed under our hands, it says so in many ways
                raise ConnectError(f"The Docker engine is gone: {error}.") from error
            return
        if pending and (last := self._raw(pending)) is not None:
            batch.append(last)
        if batch:
            yield batch

    def _raw(self, line: bytes) -> RawLine | None:
        """A line without the engine's time; None when it was given already."""
        stamp, _, text = line.decode("utf-8", "surrogateescape").rstrip("\r").partition(" ")
        if stamp <= self._newest:
            return None
        self._newest = stamp
        return RawLine(text, seconds_of(stamp))


def seconds_of(stamp: str) -> float | None:
    """An engine's time (2026-11-29T07:16:11.186270031Z) in Unix seconds; None for none."""
    try:
        return datetime.fromisoformat(stamp).timestamp()
    except ValueError:
        return None
