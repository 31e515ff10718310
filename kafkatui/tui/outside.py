"""Other programs on our terminal: `$EDITOR`, a pager, a shell."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import Any

from textual.app import App

from kafkatui.config.browser import is_in_browser
from kafkatui.model.errors import KafkatuiError
from kafkatui.session.tasks import Cancelled
from kafkatui.tui.terminal_driver import TerminalDriver

Stays = Callable[[int], str]

_STAY = 'printf "\\n%s" "$1"; read -r _'

END_SECONDS = 2.0
"""How long a program may take to end once the app ends."""


def _never(code: int) -> str:
    """Nothing stays."""
    return ""


class NoProgram(KafkatuiError):
    """A program cannot be started on this terminal."""

    title = "Not started"


async def outside(
    app: App[Any],
    argv: Sequence[str],
    *,
    input_file: Path | None = None,
    environ: Mapping[str, str] | None = None,
    stays: Stays = _never,
) -> int:
    """Hand the terminal to a program until it ends; what the app draws meanwhile is drawn afterwards.

    Call it in a worker, never in a message handler: the app goes on reading, and answers signals, meanwhile. When the
    worker is cancelled, as it is when the app ends, so is the program.

    Args:
        argv: the program and its arguments; no shell is involved.
        input_file: what it reads as standard input, for a pager; the terminal when not given.
        environ: its environment; ours when not given.
        stays: by its exit code, what is said below what it wrote, until Enter; empty: nothing.

    Returns:
        its exit code; −N when signal N ended it.

    Raises:
        NoProgram: it is not there or may not be run, the file cannot be read, or there is no terminal to hand over.
    """
    driver = app._driver
    if is_in_browser():
        raise NoProgram(f"{argv[0]} needs a terminal, which a browser is not.", "Open kafkatui in a terminal for it.")
    if not isinstance(driver, TerminalDriver) or driver.is_given_up:
        raise NoProgram(f"{argv[0]} needs the terminal.", "Another program has it, or there is none.")
    with ExitStack() as stack:
        try:
            source = stack.enter_context(input_file.open("rb")) if input_file is not None else None
            driver.give_up()
            stack.callback(_take_back, app, driver)
            process = await asyncio.create_subprocess_exec(*argv, stdin=source, env=environ)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise NoProgram(f"{argv[0]}: {reason}.", "Check its name and its rights.") from None
        code = await _ended(process)
        if words := stays(code):
            await _ended(await asyncio.create_subprocess_exec("sh", "-c", _STAY, "kafkatui", words))
        return code


async def _ended(process: asyncio.subprocess.Process) -> int:
    try:
        return await process.wait()
    finally:
        await _end(process)


def hand_over(app: App[Any], argv: Sequence[str], environ: Mapping[str, str], always: bool) -> int:
    """As `outside`, for a task's thread, which waits until the program ends.

    Args:
        always: whether what it wrote stays until Enter also where it succeeded.

    Raises:
        NoProgram: as `outside` has it.
        Cancelled: the app ends.
    """

    def stays(code: int) -> str:
        return f"Exit code {code}; Enter goes back " if code else "Enter goes back " if always else ""

    try:
        asked: Callable[[], Any] = partial(outside, app, argv, environ=environ, stays=stays)
        return int(app.call_from_thread(asked))
    except (CancelledError, RuntimeError):
        raise Cancelled from None


def _take_back(app: App[Any], driver: TerminalDriver) -> None:
    if app._exit:
        driver.restore_after_others()
        return
    driver.take_back(whatever_was_left=True)
    app.refresh(layout=True)


async def _end(process: asyncio.subprocess.Process) -> None:
    """Make sure that the program is gone before the terminal is ours again."""
    for end in (process.terminate, process.kill):
        if process.returncode is not None:
            return
        with suppress(ProcessLookupError):
            end()
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), END_SECONDS)
