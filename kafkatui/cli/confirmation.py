"""The question before a change: on the controlling terminal, since standard input may carry the data."""

from __future__ import annotations

from typing import Any

from kafkatui.codec.sanitise import sanitise
from kafkatui.model.errors import UsageError
from kafkatui.model.plan import Plan
from kafkatui.model.profile import Profile
from kafkatui.view.plan_lines import plan_lines

NO_TERMINAL = "Nobody can be asked: there is no terminal."


def confirm(plan: Plan[Any], profile: Profile, name: str) -> bool:
    """Show the plan and ask; on a protected cluster a name has to be typed.

    Args:
        name: what has to be typed; empty: yes is enough.

    Returns:
        False when the answer was no.

    Raises:
        UsageError: there is no terminal to ask on; exit code 2.
    """
    try:
        terminal = open("/dev/tty", "r+", encoding="utf-8", errors="replace", buffering=1)  # noqa: SIM115
    except OSError:
        raise UsageError(NO_TERMINAL, "--yes does it without asking, --dry-run says what it would do.") from None
    with terminal:
        for line in plan_lines(plan):
            terminal.write(f"{sanitise(line)}\n")
        if name:
            terminal.write(f"{profile.name} is protected. Type {sanitise(name)} to go on: ")
            terminal.flush()
            return terminal.readline().rstrip("\n") == name
        terminal.write("Go on? [y/N] ")
        terminal.flush()
        return terminal.readline().strip().lower() in ("y", "yes")
