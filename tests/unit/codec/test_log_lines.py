"""What lines of logs say of themselves, in the layouts that Kafka, ZooKeeper and slf4j have."""

from __future__ import annotations

from datetime import datetime

import pytest

from kafkatui.codec.log_lines import MOST_CHARACTERS, LogParser, time_of
from kafkatui.model.server_log import LogLevel, LogLine, RawLine

AT = datetime(2026, 11, 29, 6, 10, 0, 123_000).timestamp()


def parsed(*texts: str) -> list[LogLine]:
    parser = LogParser("1")
    return [parser.parse(RawLine(text)) for text in texts]


@pytest.mark.parametrize(
    ("text", "level", "logger", "message"),
    [
        (
            "[2026-11-29 06:10:00,123] WARN [Broker id=1] Odd (not this) (state.change.logger)",
            LogLevel.WARN, "state.change.logger", "[Broker id=1] Odd (not this)",
        ),
        (
            "2026-11-29 06:10:00,123 [myid:1] - INFO  [main:o.a.z.s.ZooKeeperServer@123] - up",
            LogLevel.INFO, "o.a.z.s.ZooKeeperServer", "up",
        ),
        (
            "2026-11-29 06:10:00,123 [myid:] - WARN  [NIOWorkerThread-1:NIOServerCnxn@364] - a - b",
            LogLevel.WARN, "NIOServerCnxn", "a - b",
        ),
        (
            "2026-11-29 06:10:00,123 [main] ERROR kafka.server.KafkaServer - a (b)",
            LogLevel.ERROR, "kafka.server.KafkaServer", "a (b)",
        ),
        ("\x1b[33m[2026-11-29 06:10:00,123] DEBUG x\x1b[0m (a.B)", LogLevel.DEBUG, "a.B", "x"),
        (
            "2026-11-29 06:10:00,123 WARNING kafkatui.session.poller: offsets: no (answer)",
            LogLevel.WARN, "kafkatui.session.poller", "offsets: no (answer)",
        ),
        ("2026-11-29 06:10:00,123 CRITICAL kafkatui: over", LogLevel.FATAL, "kafkatui", "over"),
        ("[2026-11-29 06:10:00,123] INFO nothing more", LogLevel.INFO, "", "nothing more"),
    ],
)  # fmt: skip
def test_a_line_is_told_apart_into_what_it_says(text: str, level: LogLevel, logger: str, message: str) -> None:
    (line,) = parsed(text)
    assert (line.at_seconds, line.level, line.logger, line.message) == (AT, level, logger, message)


def test_a_stack_trace_belongs_to_the_line_before() -> None:
    head = "[2026-11-29 06:10:00,123] ERROR Failed (kafka.server.ReplicaManager)"
    lines = parsed(
        head, "java.io.IOException: full", "\tat a.B.c(B.java:1)", "Caused by: x.Y: z", "\t... 3 more", "===> Running"
    )
    assert [line.head for line in lines] == ["", head, head, head, head, ""]
    assert {line.level for line in lines[:5]} == {LogLevel.ERROR}
    assert {line.at_seconds for line in lines[:5]} == {AT}
    assert lines[5].level is None
    assert "ReplicaManager" in lines[2].searched_text


def test_a_traceback_of_python_belongs_to_the_line_before() -> None:
    head = "2026-11-29 06:10:00,123 ERROR kafkatui.session.tasks: task 'x' failed"
    lines = parsed(
        head, "Traceback (most recent call last):", '  File "a.py", line 1, in f', "ValueError: no",
        "During handling of the above exception, another exception occurred:", "a.b.OddError", head, "Errors: 3",
    )  # fmt: skip
    assert [line.head for line in lines] == ["", head, head, head, head, head, "", ""]


def test_what_goes_on_without_a_line_before_stands_alone() -> None:
    (line,) = parsed("\tat a.B.c(B.java:1)")
    assert (line.head, line.level, line.at_seconds) == ("", None, None)


def test_whoever_keeps_a_line_knows_best_when_it_was_written() -> None:
    line = LogParser("1").parse(RawLine("[2026-11-29 06:10:00,123] INFO x (a.B)", 5.0))
    assert line.at_seconds == 5.0


def test_a_level_is_enough_where_there_is_no_time() -> None:
    (line,) = parsed("INFO  ready (a.B)")
    assert (line.level, line.message, line.at_seconds) == (LogLevel.INFO, "ready", None)
    assert parsed("INFORMATION is power")[0].level is None


def test_a_line_without_end_is_cut() -> None:
    (line,) = parsed("x" * 1_000_000)
    assert len(line.text) == MOST_CHARACTERS + 1


@pytest.mark.parametrize("text", ["", "no time", "[2026-13-45 99:00:00] x", "2026-11-29 x"])
def test_a_line_without_a_time_has_none(text: str) -> None:
    assert time_of(text) is None


def test_a_time_with_a_zone_is_that_moment() -> None:
    assert time_of("2026-11-29T06:10:00.5Z x") == time_of("2026-11-29T07:10:00.5+01:00 x")
