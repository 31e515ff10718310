"""What is to be said of the session of ZooKeeper under the cursor, line by line."""

from __future__ import annotations

from kafkatui.model.ensemble import EnsembleSession
from kafkatui.view import numbers
from kafkatui.view.detail_lines import Line, labelled, listed, told
from kafkatui.view.span import Tone

MOST_PATHS = 20


def session_lines(session: EnsembleSession) -> list[Line]:
    """Whose it is and where it is held, then every znode that goes with it, and every path that it watches."""
    timeout = "" if session.timeout_ms is None else numbers.duration(session.timeout_ms / 1000)
    return [
        *told("Client", session.client or "no server tells", Tone.BRIGHT if session.client else Tone.DIM),
        *told("Server", session.server),
        *told("Ends", f"{timeout} after its connection is lost" if timeout else ""),
        *told("Last", session.last_operation),
        *_paths("Ephemerals", session.ephemerals),
        *_paths("Watches", session.watches),
    ]


def _paths(label: str, paths: tuple[str, ...] | None) -> list[Line]:
    if paths is None:
        return [labelled(label, ("no server tells", Tone.DIM))]
    if not paths:
        return [labelled(label, ("none", Tone.DIM))]
    return listed(label, paths, MOST_PATHS, Tone.ZOOKEEPER)
