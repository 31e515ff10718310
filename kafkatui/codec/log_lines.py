"""Lines of the logs that Kafka, ZooKeeper, their containers and kafkatui write: when, how much it matters, which class,
what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from kafkatui.model.replacing import replace
from kafkatui.model.server_log import LogLevel, LogLine, RawLine, parse_level

MOST_CHARACTERS = 32_768
"""A longer line is cut: nobody reads it, and it must not fill the memory."""

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_TIME = re.compile(
    r"\[?(?P<time>\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)\]?\s+"
)  # a day and a time, in brackets as Kafka's log4j.properties has it, or without
_LEVEL = re.compile(
    r"(?P<thread>\[[^\]]*\]\s+)?(?:-\s+)?(?P<level>TRACE|DEBUG|INFO|WARN(?:ING)?|ERROR|FATAL|SEVERE|CRITICAL)\b[\s:]*"
)
_LEVEL_FIRST = re.compile(r"(?P<level>TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\s+")
_KAFKA = re.compile(r"(?P<message>.*?)\s*\((?P<logger>[A-Za-z_][\w$.-]*)\)\s*$", re.DOTALL)
"""Kafka's own layout: `message (kafka.server.KafkaServer)`."""

_ZOOKEEPER = re.compile(r"\[[^\]]*?(?P<logger>[\w$.]+)@\d+\]\s*-\s*(?P<message>.*)", re.DOTALL)
"""ZooKeeper's: `[main:QuorumPeerConfig@136] - message`; a thread's name may have brackets, the last one counts."""

_SIMPLE = re.compile(r"(?P<logger>[A-Za-z_][\w$]*(?:\.[\w$]+)+)\s+-\s+(?P<message>.*)", re.DOTALL)
"""slf4j's simple logger and logback: `kafka.server.KafkaServer - message`."""

_PYTHON = re.compile(r"(?P<logger>kafkatui(?:\.\w+)*): (?P<message>.*)", re.DOTALL)
"""kafkatui's own: `kafkatui.session.poller: message`."""

_GOES_ON = re.compile(
    r"\s|Caused by: |\.\.\. \d+ more|Suppressed: |[\w$]+(?:\.[\w$]+)+(?:Exception|Error|Throwable)\b|\}|$"
    r"|Traceback \(most recent call last\):|(?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception|Interrupt|Exit|Group)(?::|$)"
    r"|During handling of the above |The above exception was "
)
"""What a line begins with that belongs to the one before: a stack trace, a list of properties."""


@dataclass(slots=True)
class LogParser:
    """Makes lines of one server's raw ones, in their order: what goes on belongs to the line before.

    Args:
        server: whose they are.
    """

    server: str
    _head: LogLine | None = None

    def parse(self, raw: RawLine) -> LogLine:
        """The line with what it says of itself."""
        text = _COLOURS.sub("", raw.text)
        if len(text) > MOST_CHARACTERS:
            text = text[:MOST_CHARACTERS] + "…"
        line = _parsed(self.server, text)
        if line.level is None and line.at_seconds is None and self._head is not None and _GOES_ON.match(text):
            head = self._head
            return replace(line, at_seconds=head.at_seconds, level=head.level, logger=head.logger, head=head.text)
        if raw.at_seconds is not None:
            line = replace(line, at_seconds=raw.at_seconds)
        self._head = line
        return line


def time_of(text: str) -> float | None:
    """When a line says that it was written, in Unix seconds; None when it does not. Without a zone it is local time."""
    found = _TIME.match(text)
    return None if found is None else _seconds(found["time"])


def _seconds(text: str) -> float | None:
    try:
        return datetime.fromisoformat(text.replace(",", ".")).timestamp()
    except (ValueError, OverflowError, OSError):
        return None


def _parsed(server: str, text: str) -> LogLine:
    time = _TIME.match(text)
    at_seconds = None if time is None else _seconds(time["time"])
    start = 0 if time is None else time.end()
    level = (_LEVEL_FIRST if time is None else _LEVEL).match(text, start)
    if level is None:
        return LogLine(server, text, text[start:] if at_seconds is not None else text, at_seconds)
    rest = text[level.end() :]
    logger, message = _logger_and_message(rest)
    return LogLine(server, text, message, at_seconds, parse_level(level["level"]), logger)


def _logger_and_message(rest: str) -> tuple[str, str]:
    found = _ZOOKEEPER.match(rest) if rest.startswith("[") else _SIMPLE.match(rest)
    found = found or _PYTHON.match(rest) or _KAFKA.match(rest)
    return ("", rest) if found is None else (found["logger"], found["message"])


def shown_level(level: LogLevel | None) -> str:
    """A level's name; empty for none."""
    return "" if level is None else level.name
