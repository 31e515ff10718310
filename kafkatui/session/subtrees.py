"""Long looks at subtrees of znodes, and what came of them, kept for as long as the cluster is open."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from kafkatui.insight.subtree_sizes import SubtreeSums
from kafkatui.model.errors import KafkatuiError
from kafkatui.model.subtree import SubtreeSize, SubtreeSizes, VisitedZnode, is_below
from kafkatui.model.task import Progress
from kafkatui.session.tasks import Cancelled, TaskControl

if TYPE_CHECKING:
    from kafkatui.zookeeper.connection import ZooKeeperConnection


class Subtrees:
    """A task's thread writes, any reads; values are replaced as a whole.

    Args:
        zookeeper: gives the connection, or says why there is none.

    Attributes:
        results: what was collected last below each root.
        under_way: how far the collecting is, by root.
    """

    def __init__(self, zookeeper: Callable[[], ZooKeeperConnection]) -> None:
        self._zookeeper = zookeeper
        self.results: dict[str, SubtreeSizes] = {}
        self.under_way: dict[str, Progress] = {}

    def forget(self) -> None:
        """Know nothing of any: it is another ensemble's."""
        self.results, self.under_way = {}, {}

    def size_of(self, path: str) -> SubtreeSize | None:
        """The newest that is known of a subtree, collected for itself or with one around it."""
        found = [each for each in self.results.values() if path in each.sizes]
        return max(found, key=lambda each: each.at_seconds).sizes[path] if found else None

    def containing(self, path: str) -> SubtreeSizes | None:
        """The newest collection that has `path` in it."""
        found = [each for each in self.results.values() if is_below(path, each.root) and path in each.sizes]
        return max(found, key=lambda each: each.at_seconds) if found else None

    def collect(self, root: str, rate: float | None, control: TaskControl) -> SubtreeSizes:
        """Go through a subtree and add it up; what was counted is kept also when it ends early.

        Args:
            rate: znodes a second; None: as fast as it goes.

        Raises:
            Cancelled: it was; what was counted until then is in `results`.
            KafkatuiError: the root could not be read.
        """
        from kafkatui.zookeeper.walking import walk

        sums, began = SubtreeSums(root), time.time()
        control.limit_rate(rate)

        def counted(done: int) -> None:
            control.progress(done, None, "znodes")
            self.under_way = {**self.under_way, root: Progress(done, None, "znodes")}

        why = ""
        try:
            for znode in walk(self._zookeeper(), root, before_batch=counted, batch=batch_of(rate)):
                sums.add(znode)
        except Cancelled:
            why = "cancelled"
            raise
        except KafkatuiError as error:
            why = error.what
            if not sums.sizes()[root].nodes:
                raise
        finally:
            self.under_way = {path: each for path, each in self.under_way.items() if path != root}
            sizes = sums.sizes()
            if sizes[root].nodes or sizes[root].unreadable:
                now = time.time()
                found = SubtreeSizes(root, sizes, why, now, now - began)
                self.results = {**self.results, root: found}
        return self.results[root]


def batch_of(rate: float | None) -> int:
    """Znodes asked for at once, so that a low rate comes in small steps."""
    return 256 if rate is None else max(1, min(256, int(rate / 4)))


def read_tree(
    connection: ZooKeeperConnection, root: str, depth: int | None, rate: float | None, control: TaskControl
) -> dict[str, VisitedZnode]:  # fmt: skip
    """Every znode of a subtree by path, without data.

    Args:
        depth: levels below the root; None: all.

    Raises:
        KafkatuiError: it could not be read to its end.
    """
    from kafkatui.zookeeper.walking import walk

    control.limit_rate(rate)
    level = root.rstrip("/").count("/")
    znodes = walk(
        connection, root, batch=batch_of(rate),
        goes_below=None if depth is None else lambda path: path.rstrip("/").count("/") - level < depth,
        before_batch=lambda done: control.progress(done, None, "znodes"),
    )  # fmt: skip
    return {znode.path: znode for znode in znodes}
