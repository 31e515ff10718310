"""A search through a subtree of znodes: what it found, and what it looked at."""

from __future__ import annotations

from msgspec import Struct

from kafkatui.model.znode import ZnodeStat


class ZnodeMatch(Struct, frozen=True):
    """A znode that was meant.

    Attributes:
        line: the beginning of its data as they are decoded, secrets masked; empty where none were looked at.
    """

    path: str
    stat: ZnodeStat
    line: str = ""


class ZnodeSearchState(Struct, frozen=True):
    """How far a search is, or how it ended.

    Attributes:
        scanned: znodes that were looked at.
        unreadable: znodes that the session may not read: whether they, or what is below, is meant is not known.
        stopped: why it ended before its end ("limit", "cancelled", or the failure); empty when it did not.
        has_ended: whether it goes on no more.
    """

    scanned: int = 0
    matched: int = 0
    unreadable: int = 0
    stopped: str = ""
    has_ended: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether everything there was has been looked at."""
        return self.has_ended and not self.stopped and not self.unreadable

    @property
    def sentence(self) -> str:
        """What was looked at, in one line."""
        parts = [f"{self.scanned:,} znodes looked at", f"{self.matched:,} matched"]
        if self.unreadable:
            parts.append(f"{self.unreadable:,} not readable, with what is below them")
        if not self.has_ended:
            parts.append("goes on")
        elif self.stopped == "limit":
            parts.append("stopped at the limit: there may be more")
        elif self.stopped:
            parts.append(f"not complete: {self.stopped}")
        elif self.unreadable:
            parts.append("not complete")
        else:
            parts.append("complete")
        return " · ".join(parts)
