"""A log in a file: its end, what comes since a moment, and what is written to it later, through rotations."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import BinaryIO

from kafkatui.codec.log_lines import time_of
from kafkatui.logs.reader import Batch
from kafkatui.model.errors import NotAuthorized, NotFound, RequestFailed
from kafkatui.model.server_log import LogWanted, RawLine

BLOCK_BYTES = 65_536
READ_BYTES = 262_144
LOOK_SECONDS = 0.25
"""How often a file is asked whether it has grown: cheap, and as quick as anybody reads."""

MOST_PENDING_BYTES = 1_048_576
"""A line that has no end by then is given as it is."""


class FileLog:
    """A file that somebody else writes.

    It may be renamed and made anew (log4j's appenders, logrotate), or emptied (copytruncate): what was written to the
    old one is read to its end, then the new one from its beginning.

    Args:
        may_come_later: whether a file that is not there yet is as good as an empty one.
    """

    def __init__(self, path: Path, *, may_come_later: bool = False) -> None:
        self.path = path
        self._may_come_later = may_come_later

    @property
    def where(self) -> str:
        return str(self.path)

    def close(self) -> None:
        """Nothing: a read of a file never waits."""

    def batches(self, wanted: LogWanted, stopped: Event) -> Iterator[Batch]:
        """As `LogReader` has it.

        Raises:
            NotFound: there is no such file.
            NotAuthorized: it may not be read.
            RequestFailed: it is no file, or the disk failed.
        """
        while self._may_come_later and not self.path.exists():
            yield []
            if not wanted.follows or stopped.wait(LOOK_SECONDS):
                return
        file = self._opened()
        try:
            file.seek(_start(file, wanted))
            since_seconds = wanted.since_seconds
            skips = since_seconds is not None and _first_time(file) is not None
            pending = b""
            while not stopped.is_set():
                data = self._read(file)
                lines, pending = _lines(pending + data)
                if not data and pending and not wanted.follows:
                    lines, pending = [*lines, pending], b""
                batch = [RawLine(line.decode("utf-8", "surrogateescape").rstrip("\r")) for line in lines]
                if skips and since_seconds is not None:
                    batch = _since(batch, since_seconds)
                    skips = not batch
                if batch:
                    yield batch
                if data:
                    continue
                yield []
                if not wanted.follows:
                    return
                stopped.wait(LOOK_SECONDS)
                file, pending = self._renewed(file, pending)
        finally:
            file.close()

    def _opened(self) -> BinaryIO:
        try:
            return self.path.open("rb")
        except FileNotFoundError:
            raise NotFound(f"{self.path}: there is no such file.", "Has the server written anything yet?") from None
        except PermissionError:
            raise NotAuthorized(f"{self.path} may not be read.", "Check its rights, and those of its folder.") from None
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise RequestFailed(f"{self.path} cannot be read: {reason}.") from None

    def _read(self, file: BinaryIO) -> bytes:
        try:
            return file.read(READ_BYTES)
        except OSError as error:
            raise RequestFailed(f"{self.path} cannot be read: {error.strerror}.") from None

    def _renewed(self, file: BinaryIO, pending: bytes) -> tuple[BinaryIO, bytes]:
        """The file to go on with: the same one, from its beginning if it was emptied, or one that took its place.

        Raises:
            NotFound: it is gone, and nothing has taken its place.
        """
        mine = os.fstat(file.fileno())
        if file.tell() < mine.st_size:
            return file, pending
        if mine.st_size < file.tell():
            file.seek(0)
            return file, b""
        try:
            there = self.path.stat()
        except OSError:
            raise NotFound(f"{self.path} is gone.", "Nothing has taken its place yet.") from None
        if (there.st_ino, there.st_dev) == (mine.st_ino, mine.st_dev):
            return file, pending
        new = self._opened()
        file.close()
        return new, b""


def _lines(data: bytes) -> tuple[list[bytes], bytes]:
    """The lines that have ended, and the one that has not."""
    lines = data.split(b"\n")
    pending = lines.pop()
    if len(pending) > MOST_PENDING_BYTES:
        lines.append(pending)
        pending = b""
    return lines, pending


def _start(file: BinaryIO, wanted: LogWanted) -> int:
    """Where to begin to read: at the newest lines wanted, or near the moment wanted, whichever is later."""
    by_lines = 0 if wanted.lines is None else _start_of_last(file, wanted.lines)
    by_time = 0 if wanted.since_seconds is None else _near_moment(file, wanted.since_seconds)
    return max(by_lines, by_time)


def _start_of_last(file: BinaryIO, count: int) -> int:
    """Where the last `count` lines begin; looks at no more of the file than that."""
    end = file.seek(0, os.SEEK_END)
    if count <= 0:
        return end
    wanted = count
    position = end
    while position > 0:
        start = max(0, position - BLOCK_BYTES)
        file.seek(start)
        block = file.read(position - start)
        stop = len(block) - 1 if position == end else len(block)  # the end of the last line begins none
        while (at := block.rfind(b"\n", 0, stop)) >= 0:
            wanted -= 1
            if wanted == 0:
                return start + at + 1
            stop = at
        position = start
    return 0


def _near_moment(file: BinaryIO, since_seconds: float) -> int:
    """A place before the first line of that moment, at most a block before it, at the beginning of a line."""
    position = file.seek(0, os.SEEK_END)
    while position > 0:
        position = max(0, position - BLOCK_BYTES)
        file.seek(position)
        if position:
            file.readline(BLOCK_BYTES)
        start = file.tell()
        first = _first_time(file)
        if first is not None and first < since_seconds:
            return start
    return 0


def _first_time(file: BinaryIO) -> float | None:
    """The time of the first line from here on that has one, within a block; the file stays where it is."""
    here = file.tell()
    lines = file.read(BLOCK_BYTES).split(b"\n")
    file.seek(here)
    return next((at for line in lines if (at := time_of(line.decode("utf-8", "replace"))) is not None), None)


def _since(batch: list[RawLine], since_seconds: float) -> list[RawLine]:
    """The lines from the first one on that was written then or later."""
    for index, line in enumerate(batch):
        at_seconds = time_of(line.text)
        if at_seconds is not None and at_seconds >= since_seconds:
            return batch[index:]
    return []
