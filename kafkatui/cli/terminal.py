"""Standard output: sanitised on a terminal, raw into a pipe."""

from __future__ import annotations

import select
import sys
from collections.abc import Iterable
from itertools import islice
from typing import BinaryIO, TextIO

from kafkatui.model.errors import UsageError

BLOCK_LINES = 1_000
"""Written at once: each write costs a system call, of which a million take half a minute."""


def standard_input() -> BinaryIO:
    """Standard input's bytes.

    Raises:
        UsageError: it is closed.
    """
    if sys.stdin is None:
        raise UsageError("Standard input is closed.", "Give what is read as an argument, or redirect it.")
    return sys.stdin.buffer


def is_terminal(stream: TextIO | None = None) -> bool:
    """True when the stream (standard output) goes to a screen."""
    return (stream or sys.stdout).isatty()


def printable(text: str, stream: TextIO | None = None) -> str:
    """The text as it may go to the stream: on a terminal every line sanitised, else as it is."""
    if not is_terminal(stream):
        return text
    from kafkatui.codec.sanitise import sanitise

    return "\n".join(sanitise(line) for line in text.split("\n"))


def write_line(text: str) -> None:
    """A line on standard output; bytes that are no UTF-8 stay what they were (surrogateescape)."""
    write_bytes(printable(text).encode("utf-8", "surrogateescape") + b"\n")


def write_lines(lines: Iterable[str]) -> None:
    """Lines on standard output as `write_line` writes one, many at a time: a value may have a million."""
    iterator = iter(lines)
    while block := list(islice(iterator, BLOCK_LINES)):
        write_line("\n".join(block))


def write_bytes(data: bytes) -> None:
    """Bytes on standard output, in order with what `print` wrote."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)


def chosen_kind(output: str, piped: str = "json") -> str:
    """How records are written: as was typed, else a line each on a terminal, and `piped` into a pipe."""
    if output != "auto":
        return output
    return "line" if is_terminal() else piped


def remark(text: str) -> None:
    """A line on standard error, beside what is written."""
    print(printable(f"kafkatui: {text}", sys.stderr), file=sys.stderr)


def require_reader() -> None:
    """For who writes seldom: notices that nobody reads standard output any more, also while there is nothing to write.

    Raises:
        BrokenPipeError: the reader of the pipe has left.
    """
    try:
        number = sys.stdout.fileno()
    except (OSError, ValueError):
        return  # it is no file of this process
    poll = select.poll()
    poll.register(number, 0)  # errors are always told
    if any(event & select.POLLERR for _, event in poll.poll(0)):
        raise BrokenPipeError


def flush() -> None:
    """Hand everything written so far to the reader."""
    sys.stdout.flush()
    sys.stdout.buffer.flush()
