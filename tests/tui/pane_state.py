"""The states of a pane, and what must be on the screen in one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from tests.tui.fake_session import FakeSession


class PaneState(Enum):
    """The states of a pane."""

    LOADING = "loading"
    EMPTY = "empty"
    STALE = "stale"
    FAILED = "failed"
    NOT_SUPPORTED = "not supported"
    OK = "ok"


Change = Callable[[FakeSession], None]


@dataclass(frozen=True)
class Shown:
    """What must be on the screen in a state.

    Attributes:
        words: all of these.
        change: brings the session, which knows everything, into the state, before the pane is shown.
        then: what happens once it is shown; for what a pane opens itself.
        is_dimmed: whether something of the pane must be faded.
        session: makes the one that is asked.
    """

    words: tuple[str, ...]
    change: Change = lambda _: None
    then: Change = lambda _: None
    is_dimmed: bool = False
    session: Callable[[], FakeSession] = FakeSession


@dataclass(frozen=True)
class Impossible:
    """Why a pane is never in a state."""

    reason: str


Case = Shown | Impossible
States = Mapping[PaneState, Case]
