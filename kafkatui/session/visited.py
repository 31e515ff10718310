"""The places last visited in a cluster, from one run to the next: names, tabs and times, and nothing else."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from kafkatui.model.kinds import KINDS
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.visit import Visit
from kafkatui.session.lane import Lane
from kafkatui.session.whole_file import whole_file

MOST_VISITS = 100
LONGEST_NAME = 1_000
"""Characters of a name; what has a longer one is not remembered."""

log = logging.getLogger(__name__)


class Visited:
    """A small file a cluster, readable by nobody else. Safe from any thread; its file is read and written in a thread
    of its own.

    A file that cannot be read or written is as good as none: what it holds is a convenience.

    Args:
        path: of the file; it is read at once, without waiting for it.
        cluster: whose places they are.
    """

    def __init__(self, path: Path, cluster: str) -> None:
        self.path = path
        self._cluster = cluster
        self._lane = Lane("visited")
        self._lock = threading.Lock()
        self._visits: tuple[Visit, ...] = ()
        self.is_read = False
        """Whether it is known what was visited in earlier runs."""
        self._lane.submit(self._recall)

    @property
    def visits(self) -> tuple[Visit, ...]:
        """Where somebody was, the newest first, each page once."""
        return self._visits

    def note(self, place: Place) -> None:
        """Somebody is at `place`. Returns at once."""
        if len(place.name) > LONGEST_NAME:
            return
        visit = Visit(Place(self._cluster, place.kind, place.name, place.tab), time.time())
        with self._lock:
            self._visits = _newest_first((visit, *self._visits))
        self._lane.submit(self._write)

    def newest_in_file(self) -> Place | None:
        """Where somebody was last, as the file says now; None for nowhere. It waits for the file."""
        return next((visit.place for visit in self._in_file()), None)

    def close(self, timeout_seconds: float) -> None:
        """Wait until what was noted is written, no longer than that; nothing is written after it."""
        self._lane.finish(timeout_seconds)

    def _recall(self) -> None:
        in_file = self._in_file()
        with self._lock:  # of two at one moment, what was noted here is the newer: its copy in the file says no more
            self._visits = _newest_first((*self._visits, *in_file))
        self.is_read = True

    def _in_file(self) -> tuple[Visit, ...]:
        try:
            found = msgspec.json.decode(self.path.read_bytes())
        except FileNotFoundError:
            return ()
        except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
            log.warning(f"{self.path} could not be read: {error}")
            return ()
        visits = [self._visit(each) for each in found] if isinstance(found, list) else []
        return _newest_first(visit for visit in visits if visit is not None)

    def _visit(self, kept: Any) -> Visit | None:
        """One of the file's; None for what makes no sense."""
        try:
            kind, name, tab, at_seconds = (kept[part] for part in ("kind", "name", "tab", "at_seconds"))
            visit = Visit(Place(self._cluster, PlaceKind(kind), str(name), str(tab)), float(at_seconds))
        except (KeyError, TypeError, ValueError):  # another version's
            return None
        is_broker = visit.place.kind is PlaceKind.BROKER
        makes_sense = bool(name) is KINDS[visit.place.kind].has_name and (not is_broker or str(name).isdecimal())
        return visit if makes_sense else None

    def _write(self) -> None:
        self._recall()  # another window's, too
        contents = [
            {"kind": visit.place.kind.value, "name": visit.place.name, "tab": visit.place.tab,
             "at_seconds": visit.at_seconds}  # not rounded: another window's may be less than that apart
            for visit in self._visits
        ]  # fmt: skip
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with whole_file(self.path, 0o600) as file:
                file.write(msgspec.json.format(msgspec.json.encode(contents), indent=1).decode())
        except OSError as error:
            log.warning(f"{self.path} could not be written: {error}")


def _newest_first(visits: Iterable[Visit]) -> tuple[Visit, ...]:
    """So many as are kept, each page once."""
    pages: dict[Any, Visit] = {}
    for visit in sorted(visits, key=lambda visit: -visit.at_seconds):
        pages.setdefault(visit.page, visit)
    return tuple(pages.values())[:MOST_VISITS]
