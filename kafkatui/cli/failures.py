"""Exit codes, and what a failure says on standard error."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

import click

from kafkatui.model.errors import KafkatuiError, UsageError

DONE, FAILED, WRONG_USAGE = 0, 1, 2
INTERRUPTED = 130
"""128 + SIGINT, as a shell reports a program ended by Ctrl+C."""
BROKEN_PIPE = 141
"""128 + SIGPIPE, as a shell reports a program whose reader left."""


_STANDARD_OUTPUT = 1
"""The file descriptor of this process's own; a test may have put another file in its place."""


def exit_code_of(command: click.Command, arguments: Sequence[str] | None = None) -> int:
    """Run a command and tell its exit code; failures are one sentence on standard error."""
    if (closed := _hold_closed_streams()) is not None:
        tell_failure(closed)
        return FAILED
    buffer_output()
    stdout = sys.stdout
    try:
        result = command.main(args=arguments, prog_name="kafkatui", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except KafkatuiError as error:
        tell_failure(error)
        return WRONG_USAGE if isinstance(error, UsageError) else FAILED
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except SystemExit as left:  # how click leaves when the reader went, and when it has completed a word
        if sys.stdout is not stdout:  # click wraps it after a broken pipe
            sys.stdout = stdout
            _silence_stdout()
            return BROKEN_PIPE
        return left.code if isinstance(left.code, int) else DONE
    except BrokenPipeError:
        _silence_stdout()
        return BROKEN_PIPE
    except OSError as error:
        tell_failure(KafkatuiError(f"{error.filename or 'Standard output'}: {error.strerror}."))
        return FAILED
    except Exception as error:  # a fault of our own, or of a library: a sentence for the user, the trace for the log
        return _tell_crash(error)
    return result if isinstance(result, int) else DONE


def buffer_output() -> None:
    """Give standard output a buffer where PYTHONUNBUFFERED took it away.

    A write that a signal interrupts would take a part of the data only, and what is handed to the reader would be out
    before the writer knows of it.
    """
    raw = getattr(sys.stdout, "buffer", None)
    if isinstance(raw, io.RawIOBase) and raw.fileno() == _STANDARD_OUTPUT:
        sys.stdout = io.TextIOWrapper(
            io.BufferedWriter(raw), sys.stdout.encoding, sys.stdout.errors, line_buffering=sys.stdout.isatty()
        )


def tell_failure(error: KafkatuiError) -> None:
    """`title: what. advice` on standard error, sanitised for a terminal."""
    from kafkatui.cli.terminal import printable

    text = f"{error.title}: {error}"
    print(printable(text, sys.stderr), file=sys.stderr)


def _hold_closed_streams() -> KafkatuiError | None:
    """Put something where the caller closed a standard stream, before a file or a connection gets its number.

    Returns:
        what is said when there is nothing to write to; input is asked for only where it is read.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest number that is free
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115  # for as long as the process lives
    return KafkatuiError("Standard output is closed.", "Redirect it, or leave it open.") if sys.stdout is None else None


def _tell_crash(error: Exception) -> int:
    from kafkatui.config.log_file import crash_sentence, log_path, note_crash

    path = log_path()
    where = f"Where it came from is in {path}." if note_crash(error, path) else ""
    failure = KafkatuiError(crash_sentence(error), where)
    failure.title = "kafkatui stopped"
    tell_failure(failure)
    return FAILED


def _silence_stdout() -> None:
    """Let the interpreter flush into nothing when it ends, instead of complaining about the closed pipe."""
    null = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(null, sys.stdout.fileno())
    except (OSError, ValueError):
        pass  # standard output is no file of this process, so nothing is flushed into it either
    finally:
        os.close(null)
