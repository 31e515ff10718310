"""Signals, and other programs on the terminal: it ends, stops and comes back with the terminal as it should be."""

from __future__ import annotations

import os
import signal
import sys
import time

import pytest

from kafkatui.tui.job_control import LEAVE_SECONDS
from kafkatui.tui.signal_thread import ENDING
from tests.terminal.conftest import OpenTerminal
from tests.terminal.terminal import Terminal

pytestmark = pytest.mark.terminal

NO_CLUSTER = ("-b", "127.0.0.1:9", "-z", "none")
START_SECONDS = 30.0
END_SECONDS = LEAVE_SECONDS + 10.0
READY = "q quit"

S = signal.Signals

HANGING = """
import time
from kafkatui.tui.screens.commands import CommandScreen
def hang(self):
    self.app._driver.write("\\x1b]2;hanging\\x07")
    time.sleep(60)
CommandScreen.read_again = hang
from kafkatui.cli.main import main
main()
"""
"""Starts kafkatui so that `r` stops the loop that answers keys and signals."""

LENDING = """
import os, sys
from kafkatui.tui.outside import NoProgram, outside
from kafkatui.tui.screens.commands import CommandScreen
counts = [0, 0.0]
def lend(self):
    async def work():
        self.set_interval(1 / 200, self.refresh)  # a screen that is never still, as under a tail
        try:
            code = await outside(self.app, os.environ["PROGRAM"].split("|"))
            self.notify(f"it left with {code}")
        except NoProgram as error:
            self.notify(f"not started: {error}")
    self.run_worker(work())
CommandScreen.read_again = lend
from kafkatui.cli.main import main
main()
"""
"""Starts kafkatui so that `r` hands the terminal to the program that a variable names."""


def opened(open_terminal: OpenTerminal) -> Terminal:
    terminal = open_terminal(*NO_CLUSTER)
    terminal.wait_for(READY, START_SECONDS)
    terminal.wait_for("No connection to Kafka", START_SECONDS)
    return terminal


def quit_in_order(terminal: Terminal) -> None:
    terminal.press("q")
    assert terminal.exit_code(END_SECONDS) == 0
    assert terminal.damage() == []
    assert b"Traceback" not in terminal.output


def draws_help(terminal: Terminal) -> None:
    """Keys are answered and what is under the help comes back."""
    terminal.press("?")
    terminal.wait_for("Terms, columns and keys", START_SECONDS)
    terminal.press("escape")

    def is_back(terminal: Terminal) -> bool:
        return not terminal.row_with("Terms, columns and keys") and bool(terminal.row_with("Explorer"))

    terminal.wait_for(is_back, START_SECONDS)


def still(terminal: Terminal) -> list[str]:
    """The screen less its clock, once it has not changed for five looks in a row, a tenth of a second apart at most."""
    seen: list[list[str]] = []

    def stands(terminal: Terminal) -> bool:
        seen.append(terminal.lines()[1:])
        return len(seen) > 5 and all(lines == seen[-1] for lines in seen[-5:])

    terminal.wait_for(stands, START_SECONDS)
    return seen[-1]


def state_of(pid: int) -> str:
    with open(f"/proc/{pid}/stat") as file:
        return file.read().rsplit(")", 1)[1].split()[0]


def wait_for_state(terminal: Terminal, *, is_stopped: bool) -> None:
    terminal.wait_for(lambda terminal: (state_of(terminal.pid) == "T") == is_stopped, START_SECONDS)


def test_waking_it_without_having_suspended_it_changes_nothing(open_terminal: OpenTerminal) -> None:
    terminal = opened(open_terminal)
    for _ in range(3):
        terminal.signal(S.SIGCONT)
        draws_help(terminal)
    quit_in_order(terminal)


def test_it_is_drawn_anew_after_it_was_stopped_from_outside(open_terminal: OpenTerminal) -> None:
    terminal = opened(open_terminal)
    before = still(terminal)
    terminal.signal(S.SIGSTOP)
    wait_for_state(terminal, is_stopped=True)
    terminal.spoil()
    terminal.signal(S.SIGCONT)
    terminal.wait_for(lambda terminal: terminal.lines()[1:] == before, START_SECONDS)
    draws_help(terminal)
    quit_in_order(terminal)


def test_being_suspended_by_a_signal_gives_the_terminal_back_meanwhile(open_terminal: OpenTerminal) -> None:
    terminal = opened(open_terminal)
    for _ in range(2):
        terminal.signal(S.SIGTSTP)
        wait_for_state(terminal, is_stopped=True)
        assert terminal.damage() == []
        terminal.signal(S.SIGCONT)
        terminal.wait_for(READY, START_SECONDS)
        draws_help(terminal)
    quit_in_order(terminal)


@pytest.mark.parametrize("number", [S.SIGQUIT, S.SIGUSR1, S.SIGABRT, 37])
def test_any_signal_that_ends_programs_leaves_the_terminal_whole(open_terminal: OpenTerminal, number: int) -> None:
    assert number in ENDING
    terminal = opened(open_terminal)
    terminal.signal(number)
    assert terminal.exit_code(END_SECONDS) == 128 + number
    assert terminal.damage() == []


@pytest.mark.parametrize("numbers", [(S.SIGTERM, S.SIGCONT), (S.SIGHUP, S.SIGCONT), (S.SIGSTOP, S.SIGINT, S.SIGCONT)])
def test_the_signals_of_shells_and_service_managers_end_it(
    open_terminal: OpenTerminal, numbers: tuple[signal.Signals, ...]
) -> None:
    terminal = opened(open_terminal)
    for number in numbers:
        terminal.signal(number)
    ending = next(number for number in numbers if number in ENDING)
    assert terminal.exit_code(END_SECONDS) == 128 + ending
    assert terminal.damage() == []


def test_a_signal_ends_a_program_that_hangs_with_the_terminal_whole() -> None:
    with Terminal(("-c", HANGING, *NO_CLUSTER), command=(sys.executable,)) as terminal:
        terminal.wait_for(READY, START_SECONDS)
        terminal.press("r")
        terminal.wait_for(lambda terminal: b"hanging" in terminal.output, START_SECONDS)
        terminal.signal(S.SIGTERM)
        assert terminal.exit_code(END_SECONDS) == 128 + S.SIGTERM
        assert terminal.damage() == []


def test_ctrl_z_gives_a_shell_its_terminal_and_fg_comes_back() -> None:
    shell = ("/bin/bash", "--norc", "--noprofile", "-i")
    with Terminal((), command=shell, environment={"PS1": "ready> ", "HISTFILE": ""}) as terminal:
        terminal.wait_for("ready>", START_SECONDS)
        terminal.write(f"{sys.executable} -m kafkatui {' '.join(NO_CLUSTER)}\r")
        terminal.wait_for(READY, START_SECONDS)
        for _ in range(2):
            terminal.press("ctrl+z")
            terminal.wait_for("Stopped", START_SECONDS)
            terminal.write("echo $((6 * 7))\r")
            terminal.wait_for("42", START_SECONDS)
            terminal.write("fg\r")
            terminal.wait_for(READY, START_SECONDS)
            draws_help(terminal)
        terminal.press("ctrl+z")
        terminal.wait_for("Stopped", START_SECONDS)
        terminal.write("kill %1; wait -f %1; echo left $?\r")
        terminal.wait_for(f"left {128 + S.SIGTERM}", START_SECONDS)
        terminal.write("exit\r")
        terminal.exit_code(END_SECONDS)
        assert terminal.damage() == []


def lending(program: str) -> Terminal:
    terminal = Terminal(("-c", LENDING, *NO_CLUSTER), command=(sys.executable,), environment={"PROGRAM": program})
    terminal.wait_for(READY, START_SECONDS)
    return terminal


@pytest.mark.parametrize(("program", "said"), [
    ("/no/such/editor", "not started: /no/such/editor: No such file or directory"),
    ("/bin/sh|-c|stty raw -echo; exit 3", "it left with 3"),
    ("/bin/sh|-c|printf '\\033[?1049h\\033[?25l'; kill -9 $$", "it left with -9"),
])  # fmt: skip
def test_a_program_that_fails_hands_the_terminal_back(program: str, said: str) -> None:
    with lending(program) as terminal:
        terminal.press("r")
        terminal.wait_for(said, START_SECONDS)
        terminal.wait_for(READY)
        draws_help(terminal)
        quit_in_order(terminal)


def test_a_screen_that_is_never_still_waits_for_a_program_and_goes_on() -> None:
    """Textual's queue of 30 writes would be full after a sixth of a second, and the app would hang for good."""
    with lending("/bin/sh|-c|printf 'your turn '; read answer; echo $answer; sleep 2") as terminal:
        terminal.press("r")
        terminal.wait_for("your turn", START_SECONDS)
        assert not terminal.row_with("Explorer")
        terminal.write("done\r")
        terminal.wait_for("done", START_SECONDS)
        terminal.wait_for("it left with 0", START_SECONDS)
        draws_help(terminal)
        quit_in_order(terminal)


def test_the_keyboards_signals_are_the_programs_and_others_end_both() -> None:
    with lending("/bin/sh|-c|trap 'echo not yet' INT; echo your turn; while :; do sleep 0.1; done") as terminal:
        terminal.press("r")
        terminal.wait_for("your turn", START_SECONDS)
        terminal.press("ctrl+c")
        terminal.wait_for("not yet", START_SECONDS)
        terminal.signal(S.SIGTERM)
        assert terminal.exit_code(END_SECONDS) == 128 + S.SIGTERM
        assert terminal.damage() == []


@pytest.mark.parametrize("report", [b"\x1b[M\x43\x98\x2a", b"\x1b[M\x43\xc3\xa9", b"\x1b[M\x20\xf1\xf1" * 40])
def test_the_mouse_reports_of_old_terminals_are_no_end(open_terminal: OpenTerminal, report: bytes) -> None:
    terminal = opened(open_terminal)
    asked = terminal.output.count(b"\x1b[?1006h")
    terminal.send(report)
    terminal.wait_for(lambda terminal: terminal.output.count(b"\x1b[?1006h") > asked, START_SECONDS)
    draws_help(terminal)
    quit_in_order(terminal)


def test_input_that_is_no_text_is_no_end(open_terminal: OpenTerminal) -> None:
    terminal = opened(open_terminal)
    terminal.send(b"\xff\xfe\x80\x1b[1:2u\x1b[99999999999u")
    time.sleep(0.2)  # what follows an Escape at once would belong to it
    draws_help(terminal)
    quit_in_order(terminal)


def test_it_draws_on_the_terminal_although_errors_go_to_a_file(tmp_path: os.PathLike[str]) -> None:
    errors = os.path.join(tmp_path, "errors")
    command = ("/bin/sh", "-c", f'exec "$@" 2>"{errors}"', "sh", sys.executable, "-m", "kafkatui")
    with Terminal(NO_CLUSTER, command=command) as terminal:
        terminal.wait_for(READY, START_SECONDS)
        quit_in_order(terminal)
    assert os.path.getsize(errors) == 0
