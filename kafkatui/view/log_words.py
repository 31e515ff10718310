"""What is said around the lines of a log: where it is, how it is read, and why there is nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kafkatui.codec.sanitise import sanitise
from kafkatui.model.server_log import FollowedLog, LogLevel, LogLine, LogServer, LogWanted
from kafkatui.view import numbers
from kafkatui.view.cell import Cell, cell
from kafkatui.view.log_lines_table import tone_of
from kafkatui.view.span import Span, Tone

RETRY = "It is tried again by itself; r tries now."

NOTHING_OF_OUR_OWN = (
    "Nothing has been written yet: warnings and errors of kafkatui come here,",
    "and what its clients say once they are asked to (-X debug=broker).",
)

MOST_BELOW = 500
"""So many lines that go on are shown with the one that they belong to."""


def placeholder_cells(
    servers: Sequence[LogServer], logs: Mapping[str, FollowedLog], nobody: str, *, hides_all: bool
) -> list[Cell]:
    """What stands where no line does."""
    if hides_all:
        return [cell("No line kept passes the filter and the level; Esc clears the filter, l the level.", Tone.DIM)]
    if not servers:
        return [cell(nobody, Tone.DIM)]
    known = [log for log in logs.values() if not log.is_unknown]
    if not known and logs:
        return [cell(text, Tone.DIM) for log in logs.values() for text in (log.problem, log.advice) if text]
    failed = [log for log in known if log.problem]
    if failed and len(failed) == len(known):
        lines = [Cell((("✗ ", Tone.BAD), (sanitise(f"{log.problem} {log.advice}"), Tone.PLAIN))) for log in failed]
        return [*lines, cell(RETRY, Tone.DIM)]
    if not all(log.is_caught_up for log in logs.values()):
        return [cell("Loading …", Tone.DIM)]
    return [cell("Nothing has been written yet; what is written from now on is shown here.", Tone.DIM)]


def heading_spans(servers: Sequence[LogServer], logs: Mapping[str, FollowedLog], wanted: LogWanted) -> list[Span]:
    """Where the logs are and what of them is read; what hinders one."""
    spans: list[Span] = []
    for server in servers:
        log = logs.get(server.name)
        if log is None or (not log.where and not log.problem):
            continue
        spans += [("   ", Tone.DIM)] if spans else []
        spans.append((f"{server.name} ", Tone.DIM))
        if log.problem:
            spans.append((f"✗ {sanitise(log.problem)}", Tone.WARNING))
        else:
            spans.append((sanitise(log.where), Tone.BRIGHT))
    if spans:
        spans.append((f"   {wanted_words(wanted)}", Tone.DIM))
    return spans


def wanted_words(wanted: LogWanted) -> str:
    """Where it was begun."""
    if wanted.since_seconds is not None:
        return f"since {numbers.date_time(wanted.since_seconds)}"
    return "from the beginning" if wanted.lines is None else f"newest {wanted.lines:,} lines, then live"


def foot_spans(
    shown: int, total: int, *, least: LogLevel | None, is_following: bool, new_count: int, held_count: int | None
) -> list[Span]:
    """How it is followed, and the figures.

    Args:
        held_count: lines that came since it was paused; None when it is not.
    """
    spans: list[Span] = []
    if held_count is not None:
        spans.append((f"paused · {held_count:,} held back", Tone.WARNING))
    elif is_following:
        spans.append(("following", Tone.GOOD))
    else:
        spans.append((f"↓ {new_count:,} new", Tone.BRIGHT))
    spans.append((f" · {total:,} lines" if shown == total else f" · {shown:,} of {total:,} lines", Tone.DIM))
    if least is not None:
        spans.append((f" · {least.name} and worse", Tone.WARNING))
    return spans


def whole_line(line_at: Callable[[int], LogLine | None], serial: int) -> list[Span]:
    """All of a line, with the lines that go on below it: of a stack trace, from its first line."""
    line = line_at(serial)
    while line is not None and line.head and (before := line_at(serial - 1)) is not None:
        serial, line = serial - 1, before
    if line is None:
        return []
    parts: list[LogLine] = [line]
    while len(parts) < MOST_BELOW and (below := line_at(serial + len(parts))) is not None and below.head:
        parts.append(below)
    return [(sanitise(part.text.replace("\t", "    ")) + "\n", tone_of(part)) for part in parts]
