"""A list of znodes at and below the one that the page is of."""

from __future__ import annotations

from typing import Any, Protocol, TypeVar

from kafkatui.model.place import PlaceKind
from kafkatui.model.target import Target
from kafkatui.session.feeds import Feed, ZnodeFeed
from kafkatui.tui.pages.base.table_pane import TablePane
from kafkatui.tui.pages.znode.page import ZnodePage


class AtPath(Protocol):
    """A row that is of a znode."""

    @property
    def path(self) -> str:
        """Where it is."""


R = TypeVar("R", bound=AtPath)


class ZnodesBelowPane(ZnodePage, TablePane[R]):
    """What is done is done to the marked rows, else to the one under the cursor, else to the page's own znode."""

    def feeds(self) -> tuple[Feed[Any], ...]:
        return () if self.session.profile.zookeeper is None else (ZnodeFeed(self.path),)

    def show(self) -> None:
        self.learn()
        super().show()

    def target_of(self, row: R) -> Target:
        return Target(PlaceKind.ZNODE, row.path)

    def targets(self) -> tuple[Target, ...]:
        return super().targets() or (Target(PlaceKind.ZNODE, self.path),)

    def copied(self) -> tuple[str, str] | None:
        row = self.cursor_row
        return (row.path if row is not None else self.path, "path")
