"""The log of a server: where it is kept, what is wanted of it, and its lines."""

from __future__ import annotations

from enum import IntEnum

from msgspec import Struct

from kafkatui.model.errors import NotFound, UsageError


class LogUnknown(NotFound):
    """Nothing says where a server's log is kept."""

    title = "No log"


class LogLevel(IntEnum):
    """How much a line matters, the least first."""

    TRACE = 0
    DEBUG = 1
    INFO = 2
    WARN = 3
    ERROR = 4
    FATAL = 5


def parse_level(text: str) -> LogLevel:
    """The level of that name, in any case; WARNING, SEVERE and CRITICAL are other loggers' words.

    Raises:
        UsageError: there is none.
    """
    named = text.strip().upper()
    name = {"WARNING": "WARN", "SEVERE": "ERROR", "CRITICAL": "FATAL"}.get(named, named)
    if name not in LogLevel.__members__:
        raise UsageError(f"“{text}” is no level.", f"They are {', '.join(LogLevel.__members__)}.")
    return LogLevel[name]


class LogServer(Struct, frozen=True):
    """A server whose log is looked for.

    Attributes:
        name: a broker's id, or what the profile calls it: "zookeeper".
        title: in a sentence: "broker 1".
        addresses: where it can be reached, host:port; a container may publish that port.
        service: what a compose file is likely to call it, "kafka" or "zookeeper".
    """

    name: str
    title: str
    addresses: tuple[str, ...] = ()
    service: str = ""


class LogWanted(Struct, frozen=True):
    """What of a log is read.

    Attributes:
        lines: so many of the newest to begin with; None for all there is.
        since_seconds: nothing older than this moment (Unix seconds); None for no bound.
        follows: whether what is written later is read, too, until somebody stops it.
    """

    lines: int | None = None
    since_seconds: float | None = None
    follows: bool = False


CONTAINER = "container "
"""What stands before a container's name where it is told where a log is."""


class FollowedLog(Struct, frozen=True):
    """How one server's log is read.

    Attributes:
        where: the path or the container; empty until it has been found.
        problem: why it cannot be read now; empty when it can.
        advice: what helps against that.
        is_unknown: whether nothing says where it is kept.
        is_caught_up: whether all there was has been read.
    """

    where: str = ""
    problem: str = ""
    advice: str = ""
    is_unknown: bool = False
    is_caught_up: bool = False

    @property
    def container(self) -> str:
        """The container's name; empty when it is in a file or not known."""
        return self.where.removeprefix(CONTAINER) if self.where.startswith(CONTAINER) else ""


class RawLine(Struct, frozen=True):
    """A line as it was written.

    Attributes:
        text: without its end; bytes that are no UTF-8 stay what they were (surrogateescape).
        at_seconds: when it was written (Unix seconds) as far as whoever kept it tells; else None.
    """

    text: str
    at_seconds: float | None = None


class LogLine(Struct, frozen=True):
    """A line and what it says of itself.

    Attributes:
        server: whose it is.
        text: the whole line as it was written.
        message: without time, level and logger.
        at_seconds: when (Unix seconds); of a line that goes on, when its first one was written. None: not told.
        level: how much it matters; None where it has none.
        logger: the class that wrote it; empty where that is not told.
        head: of a line that goes on (a stack trace, a list of properties): the first line's text; else empty.
    """

    server: str
    text: str
    message: str
    at_seconds: float | None = None
    level: LogLevel | None = None
    logger: str = ""
    head: str = ""

    @property
    def searched_text(self) -> str:
        """What a filter looks at: lines of a stack trace stay with the one that they belong to."""
        return f"{self.text}\n{self.head}" if self.head else self.text

    def is_at_least(self, level: LogLevel | None) -> bool:
        """Whether it matters so much; what has no level matters as INFO does."""
        return level is None or (LogLevel.INFO if self.level is None else self.level) >= level
