"""The states of the panes with logs, on files."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

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
