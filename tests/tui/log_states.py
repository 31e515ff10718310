"""The states of the panes with logs, on files."""

from __future__ import annotations

import tempfile
from pathlib import Path

from kafkatui.config.log_file import log_path
from kafkatui.model.replacing import replace
from tests.tui.fake_session import FakeSession, fake_profile
from tests.tui.pane_state import Impossible, PaneState, Shown, States

LINE = "[2026-11-29 06:10:00,123] WARN low on space (kafka.log.LogManager)\n"


_FOLDER = tempfile.TemporaryDirectory(prefix="kafkatui-logs-")
"""Gone when the tests end."""


def on_file(name: str, text: str | None) -> FakeSession:
    """A session whose every server writes to a file of that name."""
    folder = Path(_FOLDER.name)
    path = folder / name
    if text is not None:
        path.write_text(text)
    return FakeSession(replace(fake_profile(), logs=dict.fromkeys(("1", "2", "3", "zookeeper"), str(path))))


def with_line() -> FakeSession:
    return on_file("server.log", LINE)


def with_nothing() -> FakeSession:
    return on_file("empty.log", "")


def without_file() -> FakeSession:
    return on_file("missing.log", None)


LOG_STATES: States = {
    PaneState.OK: Shown(("low on space", "following", "server.log"), session=with_line),
    PaneState.EMPTY: Shown(("Nothing has been written yet",), session=with_nothing),
    PaneState.FAILED: Shown(("✗ ", "there is no such file", "r tries now"), is_dimmed=True, session=without_file),
    PaneState.STALE: Impossible("What was read stays; that the file is gone stands above it, see test_logs.py."),
    PaneState.LOADING: Impossible("A file is there at once; a container is waited for without its lines."),
    PaneState.NOT_SUPPORTED: Impossible("Every server writes a log; where it is may have to be said."),
}


def with_own(text: str | None) -> FakeSession:
    """A session while that is in kafkatui's own log; None: nothing can be."""
    path = log_path()
    if path.is_dir():
        path.rmdir()
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    if text is None:
        path.mkdir()
    elif text:
        path.write_text(text)
    return FakeSession()


OWN_LINE = "2026-11-29 06:10:00,123 WARNING kafkatui.session.poller: offsets failed\n"

OWN_LOG_STATES: States = {
    PaneState.OK: Shown(("offsets failed", "session.poller", "following"), session=lambda: with_own(OWN_LINE)),
    PaneState.EMPTY: Shown(("warnings and errors of kafkatui", "-X debug"), session=lambda: with_own("")),
    PaneState.FAILED: Shown(("✗ ", "cannot be read", "r tries now"), is_dimmed=True, session=lambda: with_own(None)),
    PaneState.STALE: Impossible("What was read stays, as of the servers' logs."),
    PaneState.LOADING: Impossible("A file is there at once."),
    PaneState.NOT_SUPPORTED: Impossible("kafkatui always has a log."),
}


def with_output(session: FakeSession) -> None:
    session.actions.context.output.add("head", ["$ kcat -t orders", "first record"])


OUTPUT_STATES: States = {
    PaneState.EMPTY: Shown(("No command of yours ran in the background here yet",)),
    PaneState.OK: Shown(("$ kcat -t orders", "first record", "following"), with_output),
    PaneState.FAILED: Impossible("That a command failed stands among its lines."),
    PaneState.STALE: Impossible("kafkatui keeps it itself: nobody is asked."),
    PaneState.LOADING: Impossible("It is there at once."),
    PaneState.NOT_SUPPORTED: Impossible("Programs are this machine's and no broker's."),
}
