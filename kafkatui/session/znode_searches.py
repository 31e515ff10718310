"""Searches through subtrees of znodes, the newest of each root kept for as long as the cluster is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kafkatui.codec.decoded import Part
from kafkatui.codec.sanitise import sanitise
from kafkatui.insight.znode_search import SearchedZnode, ZnodeSearch
from kafkatui.insight.znode_secrets import mask_znode_data
from kafkatui.model.errors import KafkatuiError
from kafkatui.model.replacing import replace
from kafkatui.model.subtree import VisitedZnode
from kafkatui.model.znode_search import ZnodeMatch, ZnodeSearchState
from kafkatui.session.subtrees import batch_of
from kafkatui.session.tasks import Cancelled, TaskControl

if TYPE_CHECKING:
    from kafkatui.session.decoding import Decoding
    from kafkatui.zookeeper.connection import ZooKeeperConnection

MOST_MATCHES = 10_000
LINE_CHARACTERS = 400


@dataclass(slots=True)
class ZnodeSearchRun:
    """A search; its task's thread writes, any reads.

    Attributes:
        matches: grows, and nothing in it changes.
    """

    root: str
    search: ZnodeSearch
    limit: int = MOST_MATCHES
    matches: list[ZnodeMatch] = field(default_factory=list)
    state: ZnodeSearchState = field(default_factory=ZnodeSearchState)


class ZnodeSearches:
    """What looks through znodes.

    Args:
        zookeeper: gives the connection, or says why there is none.
        decoding: how data are read.
    """

    def __init__(self, zookeeper: Callable[[], ZooKeeperConnection], decoding: Decoding) -> None:
        self._zookeeper = zookeeper
        self._decoding = decoding
        self.runs: dict[str, ZnodeSearchRun] = {}
        """The newest of each root."""

    def forget(self) -> None:
        """Know nothing of any: it is another ensemble's."""
        self.runs = {}

    def look(
        self,
        run: ZnodeSearchRun,
        rate: float | None,
        control: TaskControl,
        on_match: Callable[[ZnodeMatch], None] = lambda _: None,
    ) -> ZnodeSearchState:
        """Go through the subtree; how it ended is the run's state also when it is cancelled or fails on the way.

        Raises:
            Cancelled: it was.
            KafkatuiError: not even its root could be read.
        """
        from kafkatui.zookeeper.walking import walk

        self.runs = {**self.runs, run.root: run}
        control.limit_rate(rate)
        search = run.search
        stopped = ""
        try:
            znodes = walk(
                self._zookeeper(), run.root, batch=batch_of(rate),
                with_data=(lambda path, stat: stat.data_length > 0) if search.needs_data else None,
                before_batch=lambda done: control.progress(done, None, "znodes", run.state.sentence),
            )  # fmt: skip
            for znode in znodes:
                self._see(run, znode, on_match)
                if run.state.matched >= run.limit:
                    stopped = "limit"
                    break
        except Cancelled:
            stopped = "cancelled"
            raise
        except KafkatuiError as error:
            stopped = error.what.rstrip(".")
            if not run.state.scanned:
                raise
        finally:
            run.state = replace(run.state, stopped=stopped, has_ended=True)
        return run.state

    def _see(self, run: ZnodeSearchRun, znode: VisitedZnode, on_match: Callable[[ZnodeMatch], None]) -> None:
        state = run.state
        if znode.stat is None:
            run.state = replace(state, unreadable=state.unreadable + 1)
            return
        text = self._text(znode)
        is_meant = run.search.holds(SearchedZnode(znode.path, znode.stat, text))
        if is_meant:
            match = ZnodeMatch(znode.path, znode.stat, text[:LINE_CHARACTERS])
            run.matches.append(match)
            on_match(match)
        run.state = replace(state, scanned=state.scanned + 1, matched=state.matched + is_meant)

    def _text(self, znode: VisitedZnode) -> str:
        if not znode.data:
            return ""
        masked = mask_znode_data(znode.path, znode.data)
        return sanitise(self._decoding.reader(znode.path, Part.ZNODE).decode_fetched(masked).line)
