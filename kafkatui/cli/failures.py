"""Exit codes, and what a failure says on standard error."""

from __future__ import annotations

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


def exit_code_of(command: click.Command, arguments: Sequence[str] | None = None) -> int:
    """Run a command and tell its exit code; failures are one sentence on standard error."""
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
    return result if isinstance(result, int) else DONE


def tell_failure(error: KafkatuiError) -> None:
    """`title: what. advice` on standard error, sanitised for a terminal."""
    from kafkatui.cli.terminal import printable

    text = f"{error.title}: {error}"
    print(printable(text, sys.stderr), file=sys.stderr)


def _silence_stdout() -> None:
    """Let the interpreter flush into nothing when it ends, instead of complaining about the closed pipe."""
    null = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(null, sys.stdout.fileno())
    except (OSError, ValueError):
        pass  # standard output is no file of this process, so nothing is flushed into it either
    finally:
        os.close(null)
